"""Undoing a batch as a whole: what it made is removed, what it changed restored, if nobody since.

By hand only editors delete drafts; here a person takes back what that same person brought in, as
long as nobody has touched it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.batches.outlook import (
    ANEW,
    FORBIDDEN,
    GONE,
    MOVED,
    NO_DRAFT,
    PUBLISHED,
    REFERRED,
    STUCK,
    WAS_PUBLISHED,
    Outlook,
    left_of,
    look_ahead,
)
from exchange.models import Batch, BatchRecord, State, Undo
from exchange.rights import answers_for, refusal, require_answers_for, require_import
from records import bulk
from records.earlier import at_revisions
from records.faults import Refused
from records.models import Record, Revision
from records.prepared import name_of
from records.steps import CHANGED, UNCHANGED, Proposal, Step
from records.store import plan

# The option of a batch: how often it was taken up again without being taken back to the end.
TRIED = "taking_back_tried"
CHANGED_SINCE = gettext_lazy("Records have changed since you looked: look at the list again.")

UNDONE_BUT = gettext_lazy(
    "This import is undone already, but for what was kept: look at the list of that again."
)


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
    """Tell whether a person may undo a batch, or what was kept of it: whose it is, and editors."""
    return _is_undoable(batch) and answers_for(batch, by)


def _is_undoable(batch: Batch) -> bool:
    """Tell whether a batch is stored; or undone, but for records that were kept."""
    return batch.state == State.STORED or (batch.state == State.UNDONE and left_of(batch).exists())


def listing(batch: Batch, *, by: Any) -> list[Undoing]:
    """Return what undoing the batch would do to each record that is left of it; writes nothing."""
    outlook = look_ahead(batch, by=by)
    parts = bulk.chunks(list(outlook.verdicts))
    return [undoing for part in parts for undoing in closer(batch, outlook, part, by=by)]


def closer(batch: Batch, outlook: Outlook, pks: Sequence[int], *, by: Any) -> list[Undoing]:
    """Return what an outlook has of some rows of the batch, in words."""
    entries = batch.records.defer("document").in_bulk(pks)
    records = records_of(outlook.keys[pk] for pk in pks)
    found = [
        Undoing(entries[pk], outlook.action(pk), record=records.get(outlook.keys[pk])) for pk in pks
    ]
    kept = [undoing for undoing in found if undoing.action == Undo.KEPT]
    _give_reasons(kept, outlook, by)
    return found


def _give_reasons(kept: list[Undoing], outlook: Outlook, by: Any) -> None:
    """Say why records are kept."""
    by_verdict: dict[str, list[Undoing]] = {}
    for undoing in kept:
        by_verdict.setdefault(outlook.verdicts[undoing.entry.pk], []).append(undoing)
    _name_editors(by_verdict.get(MOVED, []))
    _name_referring(by_verdict.get(REFERRED, []), outlook)
    if refused := [*by_verdict.get(FORBIDDEN, []), *by_verdict.get(STUCK, [])]:
        plan_restoring(refused, by)
    for undoing in kept:
        undoing.why = undoing.why or _why(outlook.verdicts[undoing.entry.pk], undoing.record)


def _why(verdict: str, record: Record | None) -> str:
    if verdict == GONE or record is None:
        return _("it is not there any more")
    if verdict == ANEW:
        return _("somebody deleted it and made it anew")
    if verdict == PUBLISHED:
        return _("it is published")
    if verdict == WAS_PUBLISHED:
        return _("it was published")
    if verdict == NO_DRAFT:
        return _("it is %(status)s") % {"status": record.get_status_display()}
    return _("it was changed")


def records_of(keys: Iterable[str], *, lock: bool = False) -> dict[str, Record]:
    """Return key -> record; ``lock`` keeps others from them until the transaction ends."""
    found = Record.objects.order_by("key")  # one order for all, or two wait for each other
    found = found.select_for_update() if lock else found
    records: dict[str, Record] = {}
    for part in bulk.chunks(sorted(keys)):
        records |= {record.key: record for record in found.filter(key__in=part)}
    return records


def _name_editors(kept: list[Undoing]) -> None:
    """Say who edited the records first since the batch stored them."""
    found: dict[str, str] = {}
    made = {undoing.entry.key: undoing.entry.made for undoing in kept}
    for part in bulk.chunks(list(made)):
        rows = Revision.objects.filter(record_id__in=part).order_by("record_id", "number")
        for key, number, name in rows.values_list("record_id", "number", "by_name"):
            if number > made[key]:
                found.setdefault(key, name)
    for undoing in kept:
        if name := found.get(undoing.entry.key):
            undoing.why = _("%(name)s edited it since") % {"name": name}


def _name_referring(kept: list[Undoing], outlook: Outlook) -> None:
    """Say which record refers to each."""
    names = {u.entry.key: outlook.referring[u.entry.key] for u in kept}
    titles: dict[str, str] = {}
    for part in bulk.chunks(sorted(set(names.values()))):
        titles |= dict(Record.objects.filter(pk__in=part).values_list("pk", "title"))
    for undoing in kept:
        title = titles.get(names[undoing.entry.key], "")
        undoing.why = _("“%(title)s” refers to it") % {"title": title}


def plan_restoring(changed: list[Undoing], by: Any) -> None:
    """Plan the former documents; keep what cannot go back, or what the person may not change."""
    older = at_revisions((u.entry.key, u.entry.base) for u in changed)
    bases = _bases(changed)
    proposals = []
    for undoing in changed:
        document = older[undoing.entry.key, undoing.entry.base]
        proposals.append(Proposal({**document, "key": undoing.entry.key}, bases[undoing.entry.key]))
    for undoing, step in zip(changed, plan(proposals), strict=True):
        fault = refusal(by, step) if step.outcome in (CHANGED, UNCHANGED) else None
        undoing.step = step
        if step.faults or fault:
            undoing.keep((fault or step.faults[0]).message)


def _bases(changed: list[Undoing]) -> dict[str, int]:
    """Return key -> the revision to start from: the present one where it says what was stored."""
    found = {u.entry.key: u.entry.made for u in changed}
    later = {u.entry.key: u.record.revision for u in changed if u.record}
    later = {key: number for key, number in later.items() if number != found[key]}
    documents = at_revisions([*later.items(), *((key, found[key]) for key in later)])
    for key, number in later.items():
        if documents.get((key, number)) == documents.get((key, found[key])):
            found[key] = number
    return found


def undo(batch: Batch, *, by: Any, seen: str | None = None) -> Batch:
    """Mark a batch as one to be undone, which ``taking_back.take_back`` then does; return it.

    ``seen`` is the ``seal`` of the outlook that the person had. Raises ``PermissionDenied`` for
    another's batch, unless by an editor, and ``Refused`` where it is not stored, nothing of it is
    left, or it would not do what was listed.
    """
    require_import(by)
    batch = _require_undoable(batch, by)
    if seen is not None and seen != look_ahead(batch, by=by).seal:
        raise Refused(UNDONE_BUT if batch.state == State.UNDONE else CHANGED_SINCE)
    with transaction.atomic():
        batch = _require_undoable(batch, by, lock=True)
        left_of(batch).update(undo="", undo_why="")
        batch.options.pop(TRIED, None)
        batch.options["undone_by"] = by.pk if by else None
        batch.state, batch.heartbeat, batch.holder = State.UNDOING, timezone.now(), ""
        batch.undone_by_name = name_of(by)
        batch.save(update_fields=["options", "state", "heartbeat", "holder", "undone_by_name"])
    return batch


def _require_undoable(batch: Batch, by: Any, *, lock: bool = False) -> Batch:
    found = Batch.objects.select_for_update() if lock else Batch.objects
    batch = found.get(pk=batch.pk)
    if not _is_undoable(batch):
        if batch.state == State.UNDONE:
            raise Refused(_("This import is undone already."))
        message = _("This import cannot be undone: it is %(state)s.")
        raise Refused(message % {"state": batch.get_state_display()})
    require_answers_for(batch, by)
    return batch
