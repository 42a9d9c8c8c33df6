"""Dates of foreign tables: partly known, in three columns, or as a start and an end."""

import re
from collections.abc import Collection

from django.utils.translation import gettext as _

from records.dates import DateError, SeveralDates, understand

YEAR, MONTH = "year", "month"
_PART = r"([0-9]{1,4}|[xX?]{1,4})"
_THREE = re.compile(rf"{_PART}([/.-]){_PART}\2{_PART}")
_WHOLE = re.compile(r"([0-9]+)\.0+")
# Stands where a day or a month is not known.
UNKNOWN = re.compile(r"[xX?]+|0+|")


class Gap(DateError):
    """Raised where a part of a date is known, but not the larger one that it lies in.

    ``part`` is the one that is missing, ``hint`` says what may be done; ``columns`` are those of
    the date, where somebody knows them.
    """

    def __init__(self, part: str, message: str, hint: str):
        super().__init__(message)
        self.part, self.hint, self.columns = part, hint, ()


def point(text: str, order: str, *, without: Collection[str] = ()) -> str:
    """Return the EDTF of one date; ``09/xx/2009`` and ``00/00/2009`` are partly known.

    Raises ``DateError``: ``SeveralDates`` where only the order tells; ``Gap`` where the month of a
    day, or the year, is not known, unless the part stands in ``without``: then the year alone is
    taken, or nothing.
    """
    match = _THREE.fullmatch(text)
    if not match or all(part.isdigit() and int(part) for part in match.group(1, 3, 4)):
        return understand(text, order or None)
    first, second, third = match.group(1, 3, 4)
    if len(first) == 4:
        return parts(first, second, third, without=without)
    if len(third) != 4:
        raise DateError(_("“%(text)s” has no year of four digits.") % {"text": text})
    if UNKNOWN.fullmatch(first) and UNKNOWN.fullmatch(second):
        return parts(third, "", "")
    if not order:
        message = _("In “%(text)s” it is not certain which is the month.")
        raise SeveralDates(message % {"text": text})
    day, month = (first, second) if order == "dmy" else (second, first)
    return parts(third, month, day, without=without)


def parts(year: str, month: str, day: str, *, without: Collection[str] = ()) -> str:
    """Return the EDTF of a year, a month (number or name) and a day, as far as they are known.

    Raises as ``point`` does.
    """
    year, month, day = (_cleaned(part) for part in (year, month, day))
    if not year:
        if (month or day) and YEAR not in without:
            hint = _("The mapping can say that such a date is left out.")
            raise Gap(YEAR, _("The month or the day is known, but not the year."), hint)
        return ""
    if not re.fullmatch(r"[0-9]{4}", year):
        raise DateError(_("“%(text)s” is no year of four digits.") % {"text": year})
    if not month and day:
        if MONTH in without:
            return year
        hint = _("The mapping can say that the year alone is taken then.")
        raise Gap(MONTH, _("The day is known, but not its month."), hint)
    if month and not month.isdigit():
        return understand(f"{day} {month} {year}".strip())
    return understand("-".join([year, *(part.zfill(2) for part in (month, day) if part)]))


def _cleaned(part: str) -> str:
    whole = _WHOLE.fullmatch(part)
    part = whole[1] if whole else part.strip()
    return "" if UNKNOWN.fullmatch(part) else part


def interval(start: str, end: str) -> str:
    """Return the EDTF from start to end; the one that is missing is unknown."""
    if start == end or not (start or end):
        return start
    if not (start and end) and "/" in start + end:
        return start or end  # the one cell tells of both ends
    return understand(f"{start}/{end}")
