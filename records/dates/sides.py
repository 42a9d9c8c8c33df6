"""One side of what people type: "12", "27 Feb", "about October 2024", "12/01/2023", 令和3年3月."""

# ruff: noqa: RUF001, RUF002 (dates are written with en dashes)

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import japanese
from .display import day_and_month, display
from .errors import DateError, SeveralDates, shown
from .parts import SEASONS as EDTF_SEASONS

ORDERS = ("dmy", "mdy", "ymd")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WORDS = {name: number for number, name in enumerate(MONTHS, 1)}
WORDS |= {name[:3]: number for name, number in WORDS.items()} | {"sept": 9}
SEASONS = {name: number for number, name in EDTF_SEASONS.items()} | {"fall": 23}

_ABOUT = re.compile(r"(?:about|around|circa|roughly|approximately|approx\.?|ca?\.|ca |~|約)\s*")
_HALF = r"(?:first|second|1st|2nd) half"
_SOME_OF_WORDS = rf"(?:early|mid|late|middle|beginning|start|end|{_HALF})"
_SOME_OF = re.compile(rf"(?:the )?{_SOME_OF_WORDS}(?: of)?[\s-]+(?:the )?")
_IN = re.compile(r"(?:in|on) ")
_PERHAPS = re.compile(r"(?:possibly|probably|perhaps) ")
_ENDINGS = (
    ("uncertain", re.compile(r"(?:,? uncertain|\s?\?|\s?\(\?\))$")),
    ("approximate", re.compile(r"(?:~|\s?(?:頃|ごろ))$")),
    ("missing", re.compile(r",? (month and day|month|day|year) not known$")),
)
_SOME_OF_IT = re.compile(r"\s?(?:上旬|初旬|中旬|下旬)$")
# "End not known" is said of an interval, and kept.
_LEFT_OUT = re.compile(rf"\b{_SOME_OF_WORDS}\b(?! not known)|[上初中下]旬")
_NOTES = re.compile(r" \(([^()]*(?:uncertain|not known))\)$")
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?")
_ORDINAL = re.compile(r"(?<=[0-9])(?:st|nd|rd|th)\b")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_YMD = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_YM = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})")
_MY = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_DMY = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1'?[0-9]{2}")
_EDTF_YEAR = re.compile(r"([0-9]{4}|[0-9]{1,3}x{1,3})((?:-(?:[0-9]{2}|xx)){0,2})")
_DECADE = re.compile(r"(?:the )?([0-9]{3})0s")
_LONG = re.compile(r"([0-9])([0-9])00–\1([0-9])99")
_WINTER = re.compile(r"winter (?:of )?([0-9]{4})[–/-]([0-9]{4}|[0-9]{2})")


@dataclass(frozen=True)
class Side:
    """What one side says. `year` is text, since it may be 201X; the rest are numbers.

    `leading` and `trailing`: "about" stands before it, a "?" after it (in an elided range such
    as "about 12–26 January" they mean both sides).
    """

    year: str | None = None
    month: int | None = None
    day: int | None = None
    missing: str = ""
    approximate: bool = False
    uncertain: bool = False
    leading: bool = False
    trailing: bool = False
    exact: str = ""

    def edtf(self) -> str | None:
        """The EDTF of a side with a year; None where it is not complete."""
        bare = self.exact or self._bare()
        sign = ("", "?", "~", "%")[2 * self.approximate + self.uncertain]
        return bare and bare + sign

    def _bare(self) -> str | None:
        if not self.year or (self.day and not self.month):
            return None
        parts = [self.year, *(f"{part:02d}" for part in (self.month, self.day) if part is not None)]
        unknown = {"month": ["XX"], "day": ["XX"], "month and day": ["XX", "XX"]}
        if self.missing == "year" and "X" not in self.year:
            return None
        if self.missing and len(parts) != (2 if self.missing == "day" else 1):
            return None
        return "-".join(parts + unknown.get(self.missing, []))


def read_side(text: str, order: str | None) -> Side | None:
    """One side of a lower-case text, or None. Raises DateError where it is ambiguous."""
    found: dict = {}
    text = _strip_front(_strip_back(_NOTES.sub(r", \1", text.strip()), found), found)
    for reader in (_numeric, _japanese, _long, _words):
        side = reader(text, order)
        if side:
            return replace(side, **found)
    return None


def words_left_out(text: str) -> list[str]:
    """Return the words of a lower-case text that say which part of a month or year is meant."""
    return _LEFT_OUT.findall(text)


def _strip_back(text: str, found: dict) -> str:
    text = _SOME_OF_IT.sub("", text)
    for _round in range(3):
        for name, pattern in _ENDINGS:
            if match := pattern.search(text):
                found[name] = match[1] if name == "missing" else True
                found["trailing"] = found.get("trailing", False) or name == "uncertain"
                text = text[: match.start()]
    return text


def _strip_front(text: str, found: dict) -> str:
    for pattern, flags in (
        (_IN, {}),
        (_PERHAPS, {"uncertain": True}),
        (_ABOUT, {"approximate": True, "leading": True}),
        (_SOME_OF, {}),  # it says less than a day and nothing else than the month
    ):
        if match := pattern.match(text):
            found.update(flags)
            text = text[match.end() :]
    return text


def _numeric(text: str, order: str | None) -> Side | None:
    if match := _YMD.fullmatch(text):
        return Side(match[1], int(match[3]), int(match[4]))
    if match := _COMPACT.fullmatch(text):
        return Side(match[1], int(match[2]), int(match[3]))
    if match := _DMY.fullmatch(text):
        one, two = int(match[1]), int(match[3])
        # With full stops it is day.month.year wherever people write so.
        if match[2] == "." and order is None and two <= 12:
            order = "dmy"
        return _ordered(text, one, two, match[4], order)
    if _SHORT_YEAR.fullmatch(text):
        raise DateError(
            _("%(text)s has a year of two digits. Write the year with four.")
            % {"text": shown(text)}
        )
    if match := _EDTF_YEAR.fullmatch(text):
        return Side(exact=text.upper()) if "x" in text or match[2] else Side(match[1])
    if match := _YM.fullmatch(text):
        return Side(match[1], int(match[2]))
    if match := _MY.fullmatch(text):
        return Side(match[2], int(match[1]))
    return Side(day=int(text)) if re.fullmatch(r"[0-9]{1,2}", text) else None


def _ordered(text: str, one: int, two: int, year: str, order: str | None) -> Side:
    if order == "dmy" or (order != "mdy" and one > 12):
        return Side(year, two, one)
    if order == "mdy" or two > 12 or one == two:
        return Side(year, one, two)
    raise _ambiguous(text, one, two, year)


def _ambiguous(text: str, one: int, two: int, year: str) -> SeveralDates:
    first = f"{year}-{two:02d}-{one:02d}"
    return SeveralDates(
        pgettext(
            "03/04/2021 could be 3 April or 4 March 2021.",
            "%(text)s could be %(short)s or %(other)s. Write %(first)s or %(long)s.",
        )
        % {
            "text": text,
            "short": day_and_month(first),
            "other": display(f"{year}-{one:02d}-{two:02d}"),
            "first": first,
            "long": display(first),
        }
    )


def _japanese(text: str, order: str | None) -> Side | None:
    found = japanese.read(text) if text else None
    if not found:
        return None
    year, month, day = found
    return Side(f"{year:04d}" if year else None, month, day)


def _long(text: str, order: str | None) -> Side | None:
    if match := _DECADE.fullmatch(text):
        return Side(match[1] + "X")
    if match := _LONG.fullmatch(text):
        low, high = match[2], match[3]
        return Side(match[1] + (low + "XX" if low == high else "XXX"))
    match = _WINTER.fullmatch(text)
    if match and (int(match[2]) - int(match[1])) % 100 == 1:
        return Side(match[1], SEASONS["winter"])
    return None


def _words(text: str, order: str | None) -> Side | None:
    text = _ORDINAL.sub("", _WEEKDAY.sub("", text)).replace(" of ", " ").removeprefix("the ")
    if re.search(r"[^a-z0-9 ,./-]|[0-9][a-z]|[a-z][0-9]", text):
        return None
    found: dict = {}
    for token in re.findall(r"[a-z]+|[0-9]+", text):
        name, value = _token(token)
        if not name or name in found:
            return None
        found[name] = value
    return Side(**found) if "month" in found or len(found) > 1 else None


def _token(token: str) -> tuple[str, str | int]:
    if token.isdigit():
        return {4: ("year", token), 2: ("day", int(token)), 1: ("day", int(token))}.get(
            len(token), ("", "")
        )
    number = WORDS.get(token) or SEASONS.get(token)
    return ("month", number) if number else ("", "")
