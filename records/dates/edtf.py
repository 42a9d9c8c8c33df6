"""Dates as the record keeps them: EDTF text (ISO 8601-2), levels 0 and 1, and one-of sets.

`2018-11`, `2023-01-12/2023-01-26`, `2024-10~` (approximate), `2015?` (uncertain), `2015%`
(both), `2021-21` (spring), `201X`, `2004-XX`, `2015/..` (open), `/2022-11-15` (start unknown),
`[2015-04..2016-03]` (one day in it), `[2020,2022]`. Years 0001 to 9999; no times, no sentinels.
Source: https://www.loc.gov/standards/datetime/
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from .days import plain_days
from .errors import DateError, shown, unreadable
from .parts import OPEN_END, UNKNOWN_END, Part, read_part

MAX_LENGTH = 120
SINGLE, INTERVAL, ONE_OF = "single", "interval", "one of"

Span = tuple[Part, Part]


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """A date with what is not known of it; made by `parse` alone.

    `text` is the canonical EDTF. `form` is single, interval or one of. `start` and `end` are
    its ends (one and the same Part for a single date; the outermost ones of a set).
    `choices` are the spans of a set. `earliest` and `latest` are the first and the last
    possible day, None where an end is open or not known.
    """

    text: str
    form: str
    start: Part
    end: Part
    choices: tuple[Span, ...] = ()

    @property
    def earliest(self) -> date | None:
        """The first possible day, or None."""
        return self.start.earliest

    @property
    def latest(self) -> date | None:
        """The last possible day, or None."""
        return self.end.latest

    @property
    def approximate(self) -> bool:
        """Whether any end is marked `~` or `%`."""
        return self.start.approximate or self.end.approximate

    @property
    def uncertain(self) -> bool:
        """Whether any end is marked `?` or `%`."""
        return self.start.uncertain or self.end.uncertain

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=8192)
def _parse(text: str) -> UncertainDate:
    if text.startswith("["):
        return _one_of(text)
    if "/" in text:
        return _interval(text)
    part = read_part(text)
    return UncertainDate(text, SINGLE, part, part)


def parse(text: str) -> UncertainDate:
    """Read EDTF text (surrounding blanks are dropped). Raises DateError with the reason."""
    if not isinstance(text, str):
        raise DateError(_("A date is a text such as 2018-11."))
    if len(text) > MAX_LENGTH:
        raise DateError(
            _("“%(text)s” is too long for a date: at most %(most)d characters.")
            % {"text": shown(text), "most": MAX_LENGTH}
        )
    return _parse(text.strip(" \t\r\n"))


def bounds(text: str) -> tuple[date | None, date | None]:
    """The first and the last possible day; (None, None) for "". Raises DateError."""
    if not text:
        return None, None
    if days := plain_days(text):
        return days
    found = parse(text)
    return found.earliest, found.latest


def _interval(text: str) -> UncertainDate:
    ends = text.split("/")
    if len(ends) != 2:
        raise unreadable(text)
    start, end = (_end(part) for part in ends)
    if not (start.known or end.known):
        raise DateError(_("“%(text)s” names no day, month or year.") % {"text": shown(text)})
    # A span from one day, month or year to the same one is that one.
    if start.text == end.text:
        return _parse(start.text)
    _check_order(text, start, end)
    return UncertainDate(text, INTERVAL, start, end)


def _end(text: str) -> Part:
    if text == "..":
        return OPEN_END
    return read_part(text) if text else UNKNOWN_END


def _check_order(text: str, start: Part, end: Part) -> None:
    if start.known and end.known and start.first > end.last:
        raise DateError(_("%(text)s ends before it begins.") % {"text": text})


def _one_of(text: str) -> UncertainDate:
    if not text.endswith("]"):
        raise unreadable(text)
    items = [item.strip() for item in text[1:-1].split(",")]
    choices = tuple(dict.fromkeys(_choice(text, item) for item in items))
    only, last = choices[0]
    if len(choices) == 1 and only == last:
        return _parse(only.text)
    canonical = "[" + ",".join(_choice_text(*choice) for choice in choices) + "]"
    return UncertainDate(canonical, ONE_OF, _outermost(choices, 0), _outermost(choices, 1), choices)


def _choice(text: str, item: str) -> Span:
    if not item.strip("."):
        raise unreadable(text)
    low, dots, high = item.partition("..")
    first = _choice_end(text, low.strip())
    last = _choice_end(text, high.strip()) if dots else first
    _check_order(text, first, last)
    return first, last


def _choice_end(text: str, end: str) -> Part:
    if not end:
        return OPEN_END
    part = read_part(end)
    if part.uncertain or part.approximate:
        raise DateError(_("%(text)s: no ?, ~ or %% within brackets.") % {"text": shown(text)})
    return part


def _choice_text(first: Part, last: Part) -> str:
    if first == last:
        return first.text
    return f"{first.text if first.known else ''}..{last.text if last.known else ''}"


def _outermost(choices: tuple[Span, ...], side: int) -> Part:
    ends = [choice[side] for choice in choices]
    if not all(end.known for end in ends):
        return OPEN_END
    if side:
        return max(ends, key=lambda end: end.last)
    return min(ends, key=lambda end: end.first)
