"""The quick way through most dates of a record: a day, or a span of days, written as it is kept."""

import re
from datetime import date

_DAYS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:/[0-9]{4}-[0-9]{2}-[0-9]{2})?")
_DAY = len("2018-11-05")


def plain_days(text: str) -> tuple[date, date] | None:
    """Return the first and the last day of such a text, which is its own EDTF.

    None for any other, right or wrong: those are for `parse`.
    """
    if not _DAYS.fullmatch(text):
        return None
    try:
        first = last = date.fromisoformat(text[:_DAY])
        if len(text) > _DAY:
            last = date.fromisoformat(text[_DAY + 1 :])
    except ValueError:
        return None
    return (first, last) if len(text) == _DAY or first < last else None
