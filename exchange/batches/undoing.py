"""Undoing a batch as a whole: what it made is removed, what it changed restored, if nobody since.

By hand only editors delete drafts; here a person takes back what that same person brought in, as
long as nobody has touched it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.models import STORABLE, Batch, BatchRecord, Outcome, State, Undo
from exchange.rights import is_editor, refusal, require_import
from records import bulk
from records.earlier import at_revisions
from records.faults import Refused
from records.models import Record, Revision, Status, StatusChange
from records.resolve import record_keys
from records.store import CHANGED, UNCHANGED, Proposal, Step, current, name_of, plan
from records.workflow import referring_to

CHANGED_SINCE = gettext_lazy("Records have changed since you looked: look at the list again.")


@dataclass
class Undoing:
    """What undoing does to one record: an action, and for what is kept the reason."""

    entry: BatchRecord
    action: str
    why: str = ""
    record: Record | None = None
    step: Step | None = None

    def keep(self, why: str) -> None:
        """Leave the record as it is, for a reason."""
        self.action, self.why = Undo.KEPT, why


def may_undo(batch: Batch, by: Any) -> bool:
    """Tell whether a person may undo a batch: whose it is, and editors."""
    return batch.state == State.STORED and (is_editor(by) or batch.by_id == by.pk)


def listing(batch: Batch, *, by: Any) -> list[Undoing]:
    """Return what undoing the batch would do to each record that it stored; writes nothing.

    Of a batch that is being undone: to each that is left.
    """
    entries = list(batch.records.filter(outcome__in=STORABLE, made__isnull=False, undo=""))
    records = records_of(entry.key for entry in entries)
    found = [_first_look(entry, records.get(entry.key)) for entry in entries]
    _name_editors([u for u in found if u.action == Undo.KEPT and u.record])
    _plan_restoring([u for u in found if u.action == Undo.RESTORED], by)
    _keep_published([u for u in found if u.action == Undo.REMOVED])
    _keep_referred([u for u in found if u.action == Undo.REMOVED], found)
    return found


def seal(found: Iterable[Undoing]) -> str:
    """Return what a confirmation must repeat: just these records, with just this said of them."""
    text = "\n".join(f"{u.entry.key} {u.action} {u.why}" for u in found)
    return hashlib.sha256(text.encode()).hexdigest()


def records_of(keys: Iterable[str], *, lock: bool = False) -> dict[str, Record]:
    """Return key -> record; ``lock`` keeps others from them until the transaction ends."""
    found = Record.objects.order_by("key")  # one order for all, or two wait for each other
    found = found.select_for_update() if lock else found
    records: dict[str, Record] = {}
    for part in bulk.chunks(sorted(keys)):
        records |= {record.key: record for record in found.filter(key__in=part)}
    return records


def _first_look(entry: BatchRecord, record: Record | None) -> Undoing:
    if record is None:
        return Undoing(entry, Undo.KEPT, _("it is not there any more"))
    if record.revision != entry.made:
        return Undoing(entry, Undo.KEPT, "", record)
    action = Undo.REMOVED if entry.outcome == Outcome.NEW else Undo.RESTORED
    return Undoing(entry, action, "", record)


def _name_editors(kept: list[Undoing]) -> None:
    """Say who edited the records first since the batch stored them."""
    found: dict[str, str] = {}
    for part in bulk.chunks([u.entry.key for u in kept]):
        rows = Revision.objects.filter(record_id__in=part).order_by("record_id", "number")
        made = {u.entry.key: u.entry.made for u in kept}
        for key, number, name in rows.values_list("record_id", "number", "by_name"):
            if number > made[key]:
                found.setdefault(key, name)
    for undoing in kept:
        name = found.get(undoing.entry.key)
        undoing.why = (
            _("%(name)s edited it since") % {"name": name} if name else _("it was changed")
        )


def _plan_restoring(changed: list[Undoing], by: Any) -> None:
    """Plan the former documents; keep what cannot go back, or what the person may not change."""
    older = at_revisions((u.entry.key, u.entry.base) for u in changed)
    proposals = []
    for undoing in changed:
        document = older[undoing.entry.key, undoing.entry.base]
        proposals.append(Proposal({**document, "key": undoing.entry.key}, undoing.entry.made))
    for undoing, step in zip(changed, plan(proposals), strict=True):
        fault = refusal(by, step) if step.outcome in (CHANGED, UNCHANGED) else None
        undoing.step = step
        if step.faults or fault:
            undoing.keep((fault or step.faults[0]).message)


def _keep_published(new: list[Undoing]) -> None:
    keys = [u.entry.key for u in new]
    was: set[str] = set()
    for part in bulk.chunks(keys):
        changes = StatusChange.objects.filter(key__in=part, after=Status.PUBLISHED)
        was.update(changes.values_list("key", flat=True))
    for undoing in new:
        if undoing.record.status == Status.PUBLISHED:
            undoing.keep(_("it is published"))
        elif undoing.entry.key in was or undoing.record.published_on:
            undoing.keep(_("it was published"))
        elif undoing.record.status != Status.DRAFT:
            status = undoing.record.get_status_display()
            undoing.keep(_("it is %(status)s") % {"status": status})


def _keep_referred(new: list[Undoing], everything: list[Undoing]) -> None:
    """Keep what a record that stays refers to, and what that refers to in turn."""
    wanted = _wanted_by_others(new, everything)
    going = {u.entry.key: u for u in new}
    layer = {key: title for key, title in wanted.items() if key in going}
    documents = current([u.record for u in new]) if layer else {}
    while layer:
        for key, title in layer.items():
            going.pop(key).keep(_("“%(title)s” refers to it") % {"title": title})
        layer = {
            other: documents[key]["fields"]["title"]
            for key in layer
            for other in record_keys(documents[key]) & going.keys()
        }


def _wanted_by_others(new: list[Undoing], everything: list[Undoing]) -> Mapping[str, str]:
    """Return key -> title of who refers to it, for what stays once the rest is restored."""
    if not new:
        return {}
    made = BatchRecord.objects.filter(batch=new[0].entry.batch_id, made__isnull=False)
    made = made.filter(outcome=Outcome.NEW, undo="").values("key")
    others = {record.key: record for record in referring_to(made, but=made)}
    staying = (u for u in everything if u.entry.outcome == Outcome.NEW and u.record)
    others |= {u.entry.key: u.record for u in staying if u.action == Undo.KEPT}
    documents = current(list(others.values()))
    back = (u for u in everything if u.action == Undo.RESTORED)
    documents |= {u.entry.key: u.step.document for u in back if u.entry.key in others}
    gone = {u.entry.key for u in new}
    return {
        key: others[name].title
        for name, document in documents.items()
        for key in record_keys(document) & gone
    }


def undo(batch: Batch, *, by: Any, seen: str | None = None) -> Batch:
    """Mark a batch as one to be undone, which ``taking_back.take_back`` then does; return it.

    ``seen`` is the ``seal`` of the listing that the person looked at. Raises ``PermissionDenied``
    for another's batch, unless by an editor, and ``Refused`` where it is not stored, is undone
    already, or would not do what was listed.
    """
    require_import(by)
    _require_undoable(batch, by)
    if seen is not None and seen != seal(listing(batch, by=by)):
        raise Refused(CHANGED_SINCE)
    with transaction.atomic():
        batch = _require_undoable(batch, by, lock=True)
        batch.options["undone_by"] = by.pk if by else None
        batch.state, batch.heartbeat, batch.holder = State.UNDOING, timezone.now(), ""
        batch.undone_by_name = name_of(by)
        batch.save(update_fields=["options", "state", "heartbeat", "holder", "undone_by_name"])
    return batch


def _require_undoable(batch: Batch, by: Any, *, lock: bool = False) -> Batch:
    found = Batch.objects.select_for_update() if lock else Batch.objects
    batch = found.get(pk=batch.pk)
    if batch.state != State.STORED:
        message = _("This import cannot be undone: it is %(state)s.")
        raise Refused(message % {"state": batch.get_state_display()})
    if not may_undo(batch, by):
        message = _("This import belongs to %(name)s: only an editor undoes it as well.")
        raise PermissionDenied(message % {"name": batch.by_name})
    return batch
