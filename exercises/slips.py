"""Remarks on exercises: one that was held, and has not come yet."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from exercises.models import Outcome
from records.dates import bounds, display
from records.remarks import Change, Changes, Remark, check


def _held_to_come(change: Change, today: date) -> str:
    """Return the date of an exercise that was held, where all of it is yet to come; else ""."""
    fields = change.document["fields"]
    if fields.get("outcome") != Outcome.HELD or change.kind != "exercise":
        return ""
    text = fields["date"] or ""
    # What begins in an earlier year is past, and most exercises do.
    if text[:4].isdecimal() and int(text[:4]) < today.year:
        return ""
    return text if _is_fresh(change) and _is_to_come(text, today) else ""


def _is_fresh(change: Change) -> bool:
    before = change.before["fields"] if change.before else {}
    now = change.document["fields"]
    return any(before.get(name) != now[name] for name in ("outcome", "date"))


def _is_to_come(text: str, today: date) -> bool:
    earliest = bounds(text)[0] if text else None
    return bool(earliest) and earliest > today


@check(_held_to_come, timezone.localdate)
def held_to_come(found: Mapping[str, str], changes: Changes) -> Iterator[Remark]:
    """Yield a remark on each exercise that is said to have been held on a day in the future."""
    for key, text in found.items():
        said = _("It is said to have been held, and its date is yet to come: %(date)s.")
        hint = _("Mend the date, or call it planned.")
        yield Remark(key, "date", said % {"date": display(text)}, hint)
