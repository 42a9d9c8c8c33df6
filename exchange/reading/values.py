"""Numbers of cells as text: as a person sees them, or the reason why that cannot be."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from exchange.reading.faults import BadCell
from exchange.reading.formats import (
    DAY,
    DURATION,
    MOMENT,
    MONTH,
    NUMBER,
    PLAIN,
    TIME,
    YEAR,
    YEARLESS,
    Shown,
)

# A spreadsheet program keeps 15 digits of a number; the others it makes up.
EXACT = 10**15
LAST_DAY = 2_958_465
SECONDS = 86_400
_EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 (no zone)
# The 29th of February 1900, which Excel has and the calendar has not.
NO_DAY = 60


def number(text: str | float, shown: Shown = PLAIN, since_1904: bool = False) -> str:
    """Return the number of a cell as text: plain, or the date or time that ``shown`` makes of it.

    Raises ``BadCell`` where digits are lost or where what is shown is less than what is there.
    """
    try:
        value = float(text)
    except ValueError:
        raise BadCell(_("This is not a number."), str(text)) from None
    if not abs(value) < EXACT:
        hint = _("Format the column as text and write the digits again.")
        message = _("A number of more than 15 digits is rounded by the spreadsheet program.")
        raise BadCell(message, _plain(value), hint)
    if shown.what == NUMBER:
        return _plain(value).zfill(shown.zeros) if value >= 0 else _plain(value)
    return _moment(value, shown, since_1904)


def _plain(value: float) -> str:
    """Return a number with at most 15 digits and without an exponent."""
    text = f"{value:.15g}"
    return f"{Decimal(text):f}" if "e" in text and abs(value) < EXACT else text


def _moment(value: float, shown: Shown, since_1904: bool) -> str:
    if shown.what == DURATION:
        return _duration(round(value * SECONDS))
    # The clock of day 0 is a time; anything before is shown as #####.
    if shown.what == TIME and 0 <= value < 1:
        return _clock(round(value * SECONDS))
    first = 0 if since_1904 else 1
    if not first <= value < LAST_DAY + 1 or (not since_1904 and int(value) == NO_DAY):
        message = _("The calendar has no such day.")
        raise BadCell(message, _plain(value), _("Write the date as text: 2018-11-01."))
    # The days before the one that is none are counted from a day later.
    early = not since_1904 and value < NO_DAY
    found = _EPOCHS[since_1904] + timedelta(days=int(value) + early)
    return _said(found + timedelta(seconds=round(value % 1 * SECONDS)), shown)


def _said(found: datetime, shown: Shown) -> str:
    day = found.date()
    if shown.what == MONTH:
        return _less(day, day.day == 1, f"{day:%Y-%m}".zfill(7))
    if shown.what == YEAR:
        return _less(day, (day.month, day.day) == (1, 1), f"{day.year:04}")
    if shown.what == YEARLESS:
        hint = _("Write it as text, as it should read; a date with its year: 2018-11-01.")
        raise BadCell(_("The cell is a date that is shown without its year."), str(day), hint)
    if shown.what == DAY or not (found.hour or found.minute or found.second):
        return day.isoformat()
    return f"{day.isoformat()} {_clock(found.hour * 3600 + found.minute * 60 + found.second)}"


def _less(day: date, is_whole: bool, text: str) -> str:
    if is_whole:
        return text
    hint = _("Write as text which is meant: %(shown)s or %(whole)s.")
    message = _("The cell is a day, of which only a part is shown.")
    raise BadCell(message, day.isoformat(), hint % {"shown": text, "whole": day.isoformat()})


def _clock(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def _duration(seconds: int) -> str:
    return f"-{_clock(-seconds)}" if seconds < 0 else _clock(seconds)


_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.\d+)?)?)?Z?")


def iso(text: str, shown: Shown) -> str:
    """Return a date that a file has as ISO text, by what of it is shown; raises ``BadCell``."""
    match = _ISO.fullmatch(text.strip())
    try:
        day, clock, seconds = match.groups() if match else ("", "", "")
        found = datetime.fromisoformat(f"{day} {clock or '00:00'}:{seconds or '00'}")
    except ValueError:
        hint = _("Write the date as text: 2018-11-01.")
        raise BadCell(_("This is not a date."), text, hint) from None
    what = shown.what if shown.what in (DAY, MONTH, YEAR, YEARLESS) else MOMENT
    return _said(found, Shown(what))


def error(text: str) -> BadCell:
    """Return that a cell has an error such as #REF!, to be raised."""
    hint = _("Mend the formula, or write the value in its place.")
    return BadCell(_("The cell has an error instead of a value."), text, hint)


def unstored(formula: str) -> BadCell:
    """Return that a formula has no stored value, to be raised."""
    hint = _("Open the file in a spreadsheet program and save it, or write the value itself.")
    return BadCell(_("The cell has a formula whose value is not stored."), f"={formula}", hint)


def merged(area: str, text: str) -> BadCell:
    """Return that cells with data are merged, to be raised."""
    message = _("The cells %(area)s are merged, so it is unclear which of them has the value.")
    hint = _("Unmerge them and write the value into each cell that it is for.")
    return BadCell(message % {"area": area}, text, hint)
