"""The errors that this package raises about a date."""

# ruff: noqa: RUF001 (dates are written with en dashes)

import unicodedata
from datetime import date, timedelta

from django.utils.translation import gettext as _

SHOWN = 40
# The day of number 0, as the numbers from March 1900 on count.
_FIRST_DAY = date(1899, 12, 30)


class DateError(ValueError):
    """A text is not a date; `str(error)` is a translated sentence for the person who wrote it.

    `hint` says what can be done, where that is more than to write a date.
    """

    hint = ""


class SeveralDates(DateError):
    """A text is one date or another, by the order of day and month."""


def shown(text: str) -> str:
    """The text as an error repeats it: without control characters, and cut after 40."""
    head = text[: SHOWN + 1]
    printable = "".join(c if unicodedata.category(c)[0] != "C" else "\ufffd" for c in head)
    return printable if len(head) <= SHOWN else printable[:SHOWN] + "…"


def day_number(text: str, number: str) -> DateError:
    """The refusal of a number that looks like one that spreadsheet programs keep a day as."""
    day = _FIRST_DAY + timedelta(int(number))
    said = _(
        "Years go from 0001 to 9999. “%(text)s” looks like the number by which Excel keeps a "
        "day, here %(day)s."
    )
    error = DateError(said % {"text": shown(text), "day": day.isoformat()})
    error.hint = _(
        "If that is the day, write it so; for a whole column show its cells as dates in the "
        "spreadsheet program, and save the file again."
    )
    return error


def unreadable(text: str) -> DateError:
    """The general refusal, with examples of what can be read."""
    return DateError(
        _(
            "“%(text)s” cannot be read as a date. Write, for example, 2018-11, November 2018, "
            "12–26 January 2023 or about October 2024."
        )
        % {"text": shown(text)}
    )
