"""One end of a date: a day, month, season, year or longer, with what is not known of it.

Seasons are the meteorological ones of the northern hemisphere, where almost all of the
record lies: spring March to May, summer June to August, autumn September to November, and
winter December to February of the next year, since EDTF counts it as the last of its year.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dateformat import format as django_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .errors import DateError, day_number, unreadable

KNOWN, OPEN, UNKNOWN = "known", "open", "unknown"
SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}

_PART = re.compile(r"([0-9X]{4})(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([?~%]?)", re.ASCII)
_YEAR = re.compile(r"[0-9]+X{0,3}")
_SPANS = {"decade": 10, "century": 100, "millennium": 1000}
_MONTHS = {"month": 1, "season": 3, "year": 12} | {k: 12 * v for k, v in _SPANS.items()}


@dataclass(frozen=True, slots=True)
class Part:
    """One end of a date, or the whole of a single one.

    `state` is known, open (`..`) or unknown (empty). `first` and `last` are the days that the
    text spans as written; `earliest` and `latest` are the possible ones, wider by one unit of
    the precision on each side where it is approximate. `missing` says which digits are X:
    "", "day", "month", "month and day" or "year".
    """

    text: str
    state: str = KNOWN
    precision: str = ""
    first: date | None = None
    last: date | None = None
    earliest: date | None = None
    latest: date | None = None
    missing: str = ""
    uncertain: bool = False
    approximate: bool = False

    @property
    def known(self) -> bool:
        """Whether this end is stated at all."""
        return self.state == KNOWN


OPEN_END = Part("..", OPEN)
UNKNOWN_END = Part("", UNKNOWN)


def read_part(text: str) -> Part:
    """A day, month, season or year in EDTF, such as `2018-11~`. Raises DateError."""
    match = _PART.fullmatch(text)
    if not match:
        raise _why_not(text)
    year, month, day, sign = match.groups()
    precision, missing, first, last = _extent(text, year, month, day)
    approximate = sign in ("~", "%")
    widened = _widened(precision, first, last) if approximate else (first, last)
    uncertain = sign in ("?", "%")
    return Part(text, KNOWN, precision, first, last, *widened, missing, uncertain, approximate)


def _extent(text: str, year: str, month: str | None, day: str | None):
    if "X" in year:
        return _long_extent(text, year, month)
    number = int(year)
    if not number:
        raise DateError(_("Years go from 0001 to 9999."))
    if month is None or month == "XX":
        return _year_extent(text, number, month, day)
    if int(month) in SEASONS:
        return _season_extent(text, number, int(month), day)
    return _month_extent(text, number, int(month), day)


def _long_extent(text: str, year: str, month: str | None):
    if month or not _YEAR.fullmatch(year):
        raise unreadable(text)
    precision = ("decade", "century", "millennium")[year.count("X") - 1]
    first = int(year.replace("X", "0"))
    last = date(first + _SPANS[precision] - 1, 12, 31)
    return precision, "year", date(max(first, 1), 1, 1), last


def _year_extent(text: str, year: int, month: str | None, day: str | None):
    if day and day != "XX":
        raise unreadable(text)
    missing = "month and day" if day else "month" if month else ""
    return "year", missing, date(year, 1, 1), date(year, 12, 31)


def _season_extent(text: str, year: int, season: int, day: str | None):
    if day:
        raise unreadable(text)
    start = 3 * (season - 20)
    return "season", "", date(year, start, 1), month_end(year, start + 2)


def _month_extent(text: str, year: int, month: int, day: str | None):
    if not 1 <= month <= 12:
        raise _no_month(text)
    length = monthrange(year, month)[1]
    if day is None or day == "XX":
        missing = "day" if day else ""
        return "month", missing, date(year, month, 1), date(year, month, length)
    if not 1 <= int(day) <= length:
        raise _no_day(text, year, month, length)
    exact = date(year, month, int(day))
    return "day", "", exact, exact


def month_end(year: int, month: int) -> date:
    """The last day of a month, counted on from January of `year` (13 is the next January)."""
    years, index = divmod(month - 1, 12)
    if not 1 <= year + years <= 9999:
        return date.max if year + years > 9999 else date.min
    return date(year + years, index + 1, monthrange(year + years, index + 1)[1])


def month_name(day: date) -> str:
    """The month of a day in the reader's language: "February 2023"."""
    return django_format(day, pgettext("date format, month", "F Y"))


def _widened(precision: str, first: date, last: date) -> tuple[date, date]:
    if precision == "day":
        day = timedelta(1)
        return max(first, date.min + day) - day, min(last, date.max - day) + day
    months = _MONTHS[precision]
    before = month_end(first.year, first.month - months - 1)
    earliest = before if before == date.min else before + timedelta(1)
    return earliest, month_end(last.year, last.month + months)


def _no_month(text: str) -> DateError:
    return DateError(
        _("%(text)s does not exist: months go from 01 to 12, seasons from 21 to 24.")
        % {"text": text}
    )


def _no_day(text: str, year: int, month: int, length: int) -> DateError:
    return DateError(
        _("%(text)s does not exist: %(month)s has %(days)d days.")
        % {"text": text, "month": month_name(date(year, month, 1)), "days": length}
    )


def _why_not(text: str) -> DateError:
    # The days from 1927 to 2173 have five digits.
    if match := re.fullmatch(r"([1-9][0-9]{4})(?:\.[0-9]+)?", text):
        return day_number(text, match[1])
    if re.fullmatch(r"-[0-9]{4,}.*|Y-?[0-9]+.*|[0-9]{5,}", text):
        return DateError(_("Years go from 0001 to 9999."))
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T.*", text):
        return DateError(_("A date has no time of day here: leave out what follows the day."))
    return unreadable(text)
