"""The steps of the workflow, each one function; who may take it is checked here.

draft -> in review -> published -> withdrawn. What each step did is kept in ``StatusChange``.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from records import bulk
from records.faults import Faults, Refused
from records.locks import hold
from records.models import Record, Revision, Status, StatusChange
from records.prepared import name_of
from records.present import current
from records.public import obstacles
from records.referring import referring_to
from records.resolve import record_keys
from records.steps import Step
from records.store import apply
from records.upgrade import upgrade

PUBLISH = "records.publish_record"


def is_editor(by: Any) -> bool:
    """Tell whether a person reviews and publishes; ``by`` None is the system, which may."""
    return by is None or by.has_perm(PUBLISH)


def only_editors() -> str:
    """Return what is said to who is no editor."""
    return _("Only editors publish and withdraw records.")


def _may_publish(by: Any) -> None:
    if not is_editor(by):
        raise PermissionDenied(only_editors())


def _moved(records: Sequence[Record], status: str, *, by: Any, why: str, **columns) -> None:
    same = {"after": status, "by_name": name_of(by), "when": timezone.now(), "why": why[:500]}
    for part in bulk.chunks(records):
        StatusChange.objects.bulk_create(
            StatusChange(key=r.key, revision=r.revision, before=r.status, **same) for r in part
        )
        Record.objects.filter(pk__in=[r.pk for r in part]).update(status=status, **columns)
    for record in records:
        record.status = status
        for name, value in columns.items():
            setattr(record, name, value)


def _locked(records: Iterable[Record]) -> list[Record]:
    return hold(record.pk for record in records)


@transaction.atomic
def submit(records: Iterable[Record], *, by: Any, why: str = "") -> list[Record]:
    """Hand drafts to the editors; raise ``Refused`` for a record that is no draft."""
    records = _locked(records)
    _require(records, (Status.DRAFT,), _("“%(title)s” is not a draft."))
    _moved(records, Status.IN_REVIEW, by=by, why=why)
    return records


@transaction.atomic
def return_to_draft(records: Iterable[Record], *, by: Any, why: str = "") -> list[Record]:
    """Give records in review, or withdrawn ones, back to the analysts."""
    _may_publish(by)
    records = _locked(records)
    allowed = (Status.IN_REVIEW, Status.WITHDRAWN)
    _require(records, allowed, _("“%(title)s” is neither in review nor withdrawn."))
    _moved(records, Status.DRAFT, by=by, why=why)
    return records


def publish(records: Iterable[Record], *, by: Any, why: str = "") -> list[Record]:
    """Show records to readers; return those that were not published before.

    Raises ``Faults`` where one has no evidence, or refers to a record that is neither published
    nor among these. ``by`` None is the system.
    """
    return publish_called((record.pk for record in records), by=by, why=why)


@transaction.atomic
def publish_called(keys: Iterable[str], *, by: Any, why: str = "") -> list[Record]:
    """Show the records of some keys to readers, as ``publish`` does."""
    _may_publish(by)
    records = [r for r in hold(keys) if r.status != Status.PUBLISHED]
    together = {record.key for record in records}
    # Nobody withdraws what they refer to while they are being published.
    hold(set().union(*map(_named, bulk.chunks(records))) - together)
    faults = [f for part in bulk.chunks(records) for f in obstacles(current(part), together)]
    if faults:
        raise Faults(faults)
    _moved(records, Status.PUBLISHED, by=by, why=why, published_on=timezone.now())
    return records


def _named(records: Sequence[Record]) -> set[str]:
    """Return the keys that their documents refer to; of many the documents are not held at once."""
    return set().union(*map(record_keys, current(records).values()))


@transaction.atomic
def withdraw(records: Iterable[Record], *, by: Any, why: str) -> list[Record]:
    """Take published records from readers; raise ``Refused`` where published ones refer to them."""
    _may_publish(by)
    records = _locked(records)
    _require(records, (Status.PUBLISHED,), _("“%(title)s” is not published."))
    keys = {record.key for record in records}
    still = referring_to(keys).published().exclude(key__in=keys)
    names = list(still.values_list("title", flat=True)[:5])
    if names:
        message = _(
            "Published records still refer to it: %(titles)s. Change or withdraw them first."
        )
        raise Refused(message % {"titles": ", ".join(names)})
    _moved(records, Status.WITHDRAWN, by=by, why=why)
    return records


def _require(records: list[Record], allowed: tuple, message: str) -> None:
    for record in records:
        if record.status not in allowed:
            raise Refused(message % {"title": record.title})


def restore(record: Record, number: int, *, by: Any, why: str = "") -> Step:
    """Apply an earlier revision's document again, as a new revision.

    Raises ``Revision.DoesNotExist``, ``Faults`` where the document is no longer valid.
    """
    old = upgrade(Revision.objects.get(record=record, number=number).document)
    why = why or _("Revision %(number)s restored.") % {"number": number}
    return apply({**old, "key": record.key}, by=by, why=why, base=record.revision)
