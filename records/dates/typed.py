"""What people type or paste, as canonical EDTF.

English and Japanese forms, numeric dates, what Excel makes of a day, and everything that
`display` writes. Nothing is invented: "mid-October 2024" is `2024-10`, a fiscal year is one day
somewhere between April and March (as in Japan and India), and what could be two dates is refused.
"""

# ruff: noqa: RUF001, RUF003 (dates are written with en dashes)

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from .days import plain_days
from .display import display
from .edtf import parse
from .errors import DateError, shown, unreadable
from .japanese import fiscal_year
from .sides import ORDERS, Side, read_side, words_left_out

TYPED_LENGTH = 200

_DASHES = str.maketrans(dict.fromkeys("～〜‒–—―", "–") | dict.fromkeys("‐‑−", "-") | {"’": "'"})
_DATETIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[t ]([0-9:.]+)(?:z|[+-][0-9:]+)?")
_MIDNIGHT = re.compile(r"00:00(?::00(?:\.0+)?)?")
_FISCAL = re.compile(r"(?:fy|fiscal|financial)(?: ?year)? ?([0-9]{4})(?:[-–/]([0-9]{4}|[0-9]{2}))?")
_ONE_DAY = r"(?:one|some) ?(?:day|time) "
_BETWEEN = re.compile(_ONE_DAY + r"between (.+)")
_DAY_UNTIL = re.compile(_ONE_DAY + r"until (.+)")
_DAY_FROM = re.compile(_ONE_DAY + r"from (.+) on")
_ENDS = (
    (re.compile(r"by (.+)"), "../{}"),
    (re.compile(r"since (.+)"), "{}/.."),
    (re.compile(r"(?:from )?(.+?)(?: to | ?– ?| - )(?:the )?(?:present|now|today)"), "{}/.."),
    (re.compile(r"from (.+?) on(?:wards?)?"), "{}/.."),
    (re.compile(r"from (.+?)(?:, end not known)?"), "{}/"),
    (re.compile(r"(?:until|till|up to) (.+?)(?:, start not known)?"), "/{}"),
)
_RANGE_WORDS = (" to ", " until ", " till ", " through ", "から", "–", " / ", " - ", "-")
_EDTF_DAYS = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}(?:/[0-9]{4}(?:-[0-9]{2}){0,2})?")
_EDTF_SHAPE = re.compile(r"[0-9X?~%./,\[\] -]+")


def understand(text: str | date | float | None, order: str | None = None) -> str:
    """Canonical EDTF of what was typed, "" for nothing.

    `order` ("dmy", "mdy" or "ymd") states how 03/04/2021 is meant; without it such a date is
    refused. Dates, datetimes at midnight and numbers that are years are taken as well.
    Raises DateError with a sentence for the person; ValueError for an unknown order.
    """
    if order not in (None, *ORDERS):
        raise ValueError(f"order is one of {', '.join(ORDERS)}, not {order!r}")
    if text is None:
        return ""
    if not isinstance(text, str):
        text = _text_of(text)
    if len(text) > TYPED_LENGTH:
        raise DateError(_("“%(text)s” is too long for a date.") % {"text": shown(text)})
    return text if plain_days(text) else _understand(text, order)


def left_out(text: Any, order: str | None = None) -> str:
    """Return the words of a typed date that `understand` does not keep: "late" of "late 2014".

    "" where it keeps all, and where it refuses the text.
    """
    if not isinstance(text, str) or len(text) > TYPED_LENGTH or _EDTF_DAYS.fullmatch(text):
        return ""
    try:
        words = words_left_out(_plain(text))
        return ", ".join(dict.fromkeys(words)) if words and understand(text, order) else ""
    except DateError:
        return ""


def not_kept(text: Any, order: str | None = None) -> tuple[str, str] | None:
    """Return that a part of a typed date is not kept, and what can be done; None where all is."""
    words = left_out(text, order)
    if not words:
        return None
    names = {"text": shown(text.strip()), "words": words, "date": display(understand(text, order))}
    said = _("Of “%(text)s”, “%(words)s” is not kept: it is read as %(date)s.") % names
    hint = _(
        "Where it is known which months or days are meant, write them: [2014-10..2014-12] is some "
        "time in these months. Otherwise say it in a statement or note."
    )
    return said, hint


def _text_of(value) -> str:
    if isinstance(value, datetime):
        if value.time() != time():
            raise _has_time(value.isoformat(" "), value.date().isoformat())
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and value in range(1000, 10000):
        return str(int(value))
    raise unreadable(str(value))


@lru_cache(maxsize=8192)
def _understand(text: str, order: str | None) -> str:
    if _EDTF_DAYS.fullmatch(text):
        with suppress(DateError):
            return parse(text).text
    typed = _plain(text)
    if not typed:
        return ""
    edtf = typed.upper().replace("?~", "%").replace("~?", "%")
    refusal = None
    if _EDTF_SHAPE.fullmatch(edtf):
        try:
            return parse(edtf).text
        except DateError as error:
            refusal = error
    found = _read(typed, order)
    if found:
        return parse(found).text
    raise refusal or _refusal(text, typed)


def _plain(text: str) -> str:
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\r\n" for c in text):
        raise unreadable(text)
    # Twice: the full-width tilde and minus change their place under NFKC.
    text = unicodedata.normalize("NFKC", text.translate(_DASHES)).translate(_DASHES)
    text = " ".join(text.lower().split()).rstrip(".,;") if ".." not in text else text.strip()
    return re.sub(r"\b([0-9]{4})–([0-9]{2})–([0-9]{2})\b", r"\1-\2-\3", text)


def _read(text: str, order: str | None) -> str | None:
    readers = (_datetime, _fiscal, _single, _one_of, _range, _open)
    return next(filter(None, (reader(text, order) for reader in readers)), None)


def _datetime(text: str, order: str | None) -> str | None:
    match = _DATETIME.fullmatch(text)
    if match and not _MIDNIGHT.fullmatch(match[2]):
        raise _has_time(text, match[1])
    return match and match[1]


def _fiscal(text: str, order: str | None) -> str | None:
    match = _FISCAL.fullmatch(text)
    if match and match[2] and (int(match[2]) - int(match[1])) % 100 != 1:
        return None
    year = int(match[1]) if match else fiscal_year(text)
    return f"[{year:04d}-04..{year + 1:04d}-03]" if year else None


def _single(text: str, order: str | None) -> str | None:
    side = read_side(text, order)
    return side and side.edtf()


def _one_of(text: str, order: str | None) -> str | None:
    items = [_choice(item, order) for item in text.split(" or ")]
    known = [item for item in items if item]
    if len(known) < len(items) or (len(items) == 1 and ".." not in known[0]):
        return None
    return f"[{','.join(known)}]"


def _choice(text: str, order: str | None) -> str | None:
    if match := _BETWEEN.fullmatch(text):
        pairs = (_pair(*ends, order, spread=False) for ends in _splits(match[1], (" and ",)))
        return next(("..".join(pair) for pair in pairs if pair), None)
    for pattern, form in ((_DAY_UNTIL, "..{}"), (_DAY_FROM, "{}..")):
        if match := pattern.fullmatch(text):
            found = _single(match[1], order)
            return found and form.format(found)
    return _single(text, order)


def _range(text: str, order: str | None) -> str | None:
    spread = not text.startswith("from ")
    text = text.removeprefix("from ").removesuffix("まで")
    for left, right in _splits(text, _RANGE_WORDS):
        if pair := _pair(left, right, order, spread=spread):
            return "/".join(pair)
    return _short_end(text)


def _splits(text: str, words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for word in words:
        for match in re.finditer(re.escape(word), text):
            yield text[: match.start()].strip(), text[match.end() :].strip()


def _pair(left: str, right: str, order: str | None, *, spread: bool) -> tuple[str, str] | None:
    start, end = read_side(left, order), read_side(right, order)
    if not start or not end:
        return None
    first, last = _completed(start, end)
    if spread and not (start.edtf() and end.edtf()):
        approximate, uncertain = start.leading, end.trailing
        last = replace(last, approximate=approximate or last.approximate)
        first = replace(first, uncertain=uncertain or first.uncertain)
    texts = first.edtf(), last.edtf()
    return texts if all(texts) else None


def _completed(start: Side, end: Side) -> tuple[Side, Side]:
    if start.exact or end.exact:
        return start, end
    # "12–26 January 2023" borrows from the right, "January 12–26, 2023" from the left as well.
    year, month = start.year or end.year, start.month
    if start.day and end.day:
        month, end = start.month or end.month, replace(end, month=end.month or start.month)
    end = replace(end, year=end.year or (year if end.month else None))
    return replace(start, year=year, month=month), end


def _short_end(text: str) -> str | None:
    # Only with a dash that is not a hyphen: 2021-22 is EDTF's summer of 2021.
    match = re.fullmatch(r"([0-9]{2})([0-9]{2})–([0-9]{2})", text)
    if not match or match[3] <= match[2]:
        return None
    years = f"{match[1]}{match[2]}/{match[1]}{match[3]}"
    if int(match[3]) <= 12:
        raise DateError(
            _("%(text)s could be two years or a month. Write %(years)s or %(month)s.")
            % {"text": text, "years": years, "month": text.replace("–", "-")}
        )
    return years


def _open(text: str, order: str | None) -> str | None:
    for pattern, form in _ENDS:
        match = pattern.fullmatch(text)
        found = match and _single(match[1], order)
        if found:
            return form.format(found)
    return None


def _has_time(text: str, day: str) -> DateError:
    return DateError(
        _("%(text)s has a time of day. Write the day alone: %(day)s.")
        % {"text": shown(text), "day": day}
    )


def _refusal(text: str, typed: str) -> DateError:
    if re.search("[0-9]", typed) and not re.search("[0-9]{4}", typed):
        return DateError(_("“%(text)s” has no year of four digits.") % {"text": shown(text)})
    return unreadable(text)
