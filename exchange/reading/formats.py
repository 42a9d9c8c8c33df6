"""Number formats of spreadsheet programs: what a person sees of the number in a cell.

Source: ECMA-376 part 1, 18.8.30 and 18.8.31 (numFmt, numFmts).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

NUMBER, DAY, MONTH, YEAR, YEARLESS, MOMENT, TIME, DURATION = (
    "number",
    "day",
    "month",
    "year",
    "yearless",
    "moment",
    "time",
    "duration",
)


@dataclass(frozen=True)
class Shown:
    """What a format shows: which parts of a date or time, or a number with ``zeros`` digits."""

    what: str = NUMBER
    zeros: int = 0


PLAIN = Shown()

# The formats that files name by number without spelling them out; those of East Asian editions
# as the Japanese one has them.
BUILT_IN = {
    14: "m/d/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yyyy h:mm",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    **dict.fromkeys((27, 28, 29, 36, 50, 51, 54, 57, 58), "ge.m.d"),
    30: "m/d/yy",
    31: "yyyy年m月d日",
    32: "h時mm分",
    33: "h時mm分ss秒",
    **dict.fromkeys((34, 52, 55), "yyyy年m月"),
    **dict.fromkeys((35, 53, 56), "m月d日"),
}

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
_TOKEN = re.compile(r"\[(?:h+|m+|s+)\]|am/pm|a/p|y+|m+|d+|h+|s+|e+|g+|b+", re.IGNORECASE)
_PADDED = re.compile(r"0{2,30}")


@lru_cache(maxsize=4096)
def shown_by(code: str) -> Shown:
    """Return what a format code such as ``mmm-yy`` shows."""
    plain = _LITERAL.sub(" ", code[:1000].partition(";")[0]).strip()
    if _PADDED.fullmatch(plain):
        return Shown(zeros=len(plain))
    if re.search(r"general|[0#?]e[+-]|[0#?]{2}|#|\?", plain, re.IGNORECASE):
        return PLAIN
    tokens = [token.lower() for token in _TOKEN.findall(plain)]
    if any(token.startswith("[") for token in tokens):
        return Shown(DURATION)
    parts = {"n" if _is_minute(tokens, i) else token[0] for i, token in enumerate(tokens)}
    return Shown(_what(parts))


def _is_minute(tokens: list[str], at: int) -> bool:
    """Tell whether an m means minutes: after hours or before seconds."""
    if tokens[at][0] != "m" or len(tokens[at]) > 2:
        return False
    before = tokens[at - 1][0] if at else ""
    after = tokens[at + 1][0] if at + 1 < len(tokens) else ""
    return before == "h" or after == "s"


def _what(parts: set[str]) -> str:
    has_date, has_time = parts & set("yemd"), parts & set("hsn")
    if not has_date:
        return TIME if has_time else NUMBER
    if not parts & set("ye"):
        return YEARLESS
    if "d" in parts:
        return MOMENT if has_time else DAY
    if has_time:
        return MOMENT
    return MONTH if "m" in parts else YEAR
