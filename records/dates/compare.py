"""Whether two statements of one date can both be true.

- A single date, however precise, states the start and claims nothing of the end: "2023",
  "January 2023" and "12 January 2023" all go with 12-26 January 2023; "13 January 2023" does
  not, since that names another start. So saying less never disputes more.
- An interval states both of its ends; an open or unknown end claims nothing.
- A one-of set states that the start lies in one of its spans.
- `~` widens by one unit of its precision on each side (a day, month, season, year, ...);
  `?` widens nothing.
- What both say together must not end before it begins: September 2021 disputes "by July 2021".
"""

from datetime import date

from .edtf import INTERVAL, ONE_OF, UncertainDate, parse
from .errors import DateError
from .parts import Part

Spans = tuple[tuple[date, date], ...]
ANY: Spans = ((date.min, date.max),)


def compatible(a: str, b: str) -> bool:
    """Whether two EDTF texts can both be true of one event; symmetric and reflexive.

    An absent date ("" or None) claims nothing. A text that cannot be read (a source may
    state 30 February) goes with itself alone.
    """
    if not a or not b or a == b:
        return True
    try:
        one, other = parse(a), parse(b)
    except DateError:
        return False
    starts = _meet(_starts(one), _starts(other))
    ends = _meet(_ends(one), _ends(other))
    if not (starts and ends):
        return False
    return min(low for low, _ in starts) <= max(high for _, high in ends)


def _starts(found: UncertainDate) -> Spans:
    if found.form == ONE_OF:
        return tuple(_span(first, last) for first, last in found.choices)
    return _span_of(found.start)


def _ends(found: UncertainDate) -> Spans:
    return _span_of(found.end) if found.form == INTERVAL else ANY


def _span_of(part: Part) -> Spans:
    return (_span(part, part),)


def _span(first: Part, last: Part) -> tuple[date, date]:
    return first.earliest or date.min, last.latest or date.max


def _meet(these: Spans, those: Spans) -> Spans:
    pairs = ((max(a, c), min(b, d)) for a, b in these for c, d in those)
    return tuple((low, high) for low, high in pairs if low <= high)
