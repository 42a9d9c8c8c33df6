"""The errors that this package raises about a date."""

# ruff: noqa: RUF001 (dates are written with en dashes)

import unicodedata

from django.utils.translation import gettext as _

SHOWN = 40


class DateError(ValueError):
    """A text is not a date; `str(error)` is a translated sentence for the person who wrote it."""


class SeveralDates(DateError):
    """A text is one date or another, by the order of day and month."""


def shown(text: str) -> str:
    """The text as an error repeats it: without control characters, and cut after 40."""
    head = text[: SHOWN + 1]
    printable = "".join(c if unicodedata.category(c)[0] != "C" else "\ufffd" for c in head)
    return printable if len(head) <= SHOWN else printable[:SHOWN] + "…"


def unreadable(text: str) -> DateError:
    """The general refusal, with examples of what can be read."""
    return DateError(
        _(
            "“%(text)s” cannot be read as a date. Write, for example, 2018-11, November 2018, "
            "12–26 January 2023 or about October 2024."
        )
        % {"text": shown(text)}
    )
