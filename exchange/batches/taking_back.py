"""Taking back what a batch stored, part by part: undone by a person, or since the rest cannot be.

Who refers to another goes before it. A process that ends in between leaves a batch that says what
is taken back of it, and whoever takes it up goes on.
"""

import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.batches.holding import (
    STALE,
    Overtaken,
    as_before,
    beating,
    claim,
    finish,
    hand_on,
    held,
    still_mine,
)
from exchange.batches.ordering import in_order
from exchange.batches.outlook import Outlook, look_ahead, references, verdicts
from exchange.batches.pace import Pace
from exchange.batches.recomparing import preview_again
from exchange.batches.removing import remove
from exchange.batches.storing import Moved, store_planned
from exchange.batches.undoing import (
    CHANGED_SINCE,
    TRIED,
    Undoing,
    closer,
    plan_restoring,
    records_of,
    undo,
)
from exchange.models import Batch, BatchRecord, Outcome, State, Undo
from exchange.progress import Progress, silent
from exchange.rights import answers_for, on_behalf
from records import bulk, garbage
from records.earlier import at_revisions
from records.faults import Faults, Refused
from records.models import Record
from records.prepared import name_of, prepare

# The option of a batch that is taken back because it cannot be stored whole: the notes to show.
BACK = "back"
# Of how many records that is.
BACK_OF = "back_of"
# The option of a batch whose records were not kept before they were stored: it is not previewed.
DIRECT = "direct"
# That it could not be taken back, however often it was tried: until somebody asks for it again.
GIVEN_UP = "taking_back_given_up"
# How often a part is looked at again that others changed at the same moment.
TRIES = 3
NOTES = 20
# Records that are looked at closely at a time.
BLOCK = 1_000
DISTURBANCES = (IntegrityError, Moved, Faults, OperationalError)

log = logging.getLogger(__name__)


def undo_now(
    batch: Batch, *, by: Any, seen: str | None = None, progress: Progress = silent
) -> list[Undoing]:
    """Undo a batch and wait for it; return what was done to each record. Raises as ``undo``."""
    batch = take_back(undo(batch, by=by, seen=seen).pk, progress)
    if batch.state == State.STORED:
        raise Refused(CHANGED_SINCE)
    return [Undoing(e, e.undo, e.undo_why) for e in batch.records.exclude(undo="")]


@garbage.put_off()
def take_back(batch_id: Any, progress: Progress = silent, *, after: timedelta = STALE) -> Batch:
    """Undo a batch that was marked for it, or what is left of it; return the batch.

    It is ``UNDONE`` then; ``PREVIEWED`` anew where it had been stopped while it was stored; and
    ``STORED`` as before where others changed all of it at the same moment. A batch that another
    process works on, if not silent for ``after``, is returned as it is.
    """
    batch = claim(batch_id, State.UNDOING, after)
    if batch:
        with held(batch):
            try:
                take_back_held(batch, beating(batch, progress))
            except Overtaken:
                log.info("Another process takes back import %s.", batch.pk)
    return Batch.objects.get(pk=batch_id)


class _Disturbed(Exception):
    """Raised where a part cannot be taken back as listed; ``done`` counts what was before it."""

    def __init__(self, done: int, part: list[Undoing], error: Exception):
        self.done, self.part, self.error = done, part, error
        super().__init__(str(error))


def take_back_held(batch: Batch, progress: Progress) -> None:
    """Take back what a held batch stored, and bring it into the state that follows."""
    by, tries = _who(batch), 0
    if _is_forbidden(batch, by):
        finish(batch, State.STORED, undone_by_name="")
        return
    while (outlook := look_ahead(batch, by=by)).verdicts:
        try:
            _take_back_all(batch, outlook, by, progress)
        except _Disturbed as disturbed:
            tries = 1 if disturbed.done else tries + 1
            time.sleep(tries * 0.1)
            if tries == TRIES:
                if _is_given_up(batch, disturbed):
                    return
                tries = 0
    _close(batch, by)


def _who(batch: Batch) -> Any:
    if BACK not in batch.options:
        return on_behalf(batch.options.get("undone_by"))
    by = on_behalf(batch.options.get("confirmed_by"))
    # Whoever is gone leaves nothing half stored behind.
    return None if by is None or by.is_anonymous else by


def _is_forbidden(batch: Batch, by: Any) -> bool:
    """Tell whether who wanted it may not undo any more; what is half undone is gone on with."""
    if by is None or BACK in batch.options or batch.records.exclude(undo="").exists():
        return False
    return by.is_anonymous or not answers_for(batch, by)


def _is_previewed_again(batch: Batch) -> bool:
    return BACK in batch.options and DIRECT not in batch.options


def _take_back_all(batch: Batch, outlook: Outlook, by: Any, progress: Progress) -> None:
    pace, done, part = Pace(), 0, []
    total = _total(batch, len(outlook.verdicts))
    before = total - len(outlook.verdicts)
    try:
        for part, _is_last in pace.parts(_looked_at(batch, outlook, by)):
            progress(_("taking back"), before + done, total)
            with as_before(batch), pace.turn(len(part)):
                still_mine(batch)
                _undo(batch, part, by)
            done, part = done + len(part), []
    except DISTURBANCES as error:
        raise _Disturbed(done, part, error) from error


def _looked_at(batch: Batch, outlook: Outlook, by: Any) -> Iterator[list[Undoing]]:
    """Yield what belongs together, in order; looked at closely in blocks, planned before the lock.

    Raises ``Moved`` where a record is not any more what the outlook says.
    """
    for block in _blocks(_in_order(batch, outlook)):
        rows = [pk for group in block for pk in group]
        found = {u.entry.pk: u for u in closer(batch, outlook, rows, by=by)}
        plan_restoring([u for u in found.values() if u.action == Undo.RESTORED], by)
        _require_as_seen(batch, outlook, found.values(), by)
        yield from ([found[pk] for pk in group] for group in block)


def _blocks(groups: Iterable[list[int]]) -> Iterator[list[list[int]]]:
    """Yield groups, so many at a time that they are about ``BLOCK`` rows."""
    block, size = [], 0
    for group in groups:
        block.append(group)
        size += len(group)
        if size >= BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block


def _total(batch: Batch, left: int) -> int:
    """Return how many records are taken back in all, those counted that were before."""
    return max(batch.options.get(BACK_OF, 0), left + batch.records.exclude(undo="").count())


def _require_as_seen(batch: Batch, outlook: Outlook, part: Iterable[Undoing], by: Any) -> None:
    going = [u.entry.pk for u in part if u.action == Undo.REMOVED]
    now = dict(verdicts(batch, by).filter(pk__in=going).values_list("pk", "verdict"))
    if moved := [outlook.keys[pk] for pk in going if now.get(pk) != Undo.REMOVED]:
        raise Moved(moved)


def _in_order(batch: Batch, outlook: Outlook) -> Iterator[list[int]]:
    """Yield what refers before what it refers to, and last what is kept."""
    moving = {key: pk for pk, key in outlook.keys.items() if outlook.action(pk) != Undo.KEPT}
    wanted: dict[str, list[str]] = {}
    for other, key in references(batch):
        if key in moving and other in moving:
            wanted.setdefault(other, []).append(key)
    for keys in reversed(list(in_order(moving, lambda key: wanted.get(key, ())))):
        yield [moving[key] for key in keys]
    yield from ([pk] for pk in outlook.rows(Undo.KEPT))


def _undo(batch: Batch, part: list[Undoing], by: Any) -> None:
    _require_unmoved([u for u in part if u.action == Undo.REMOVED])
    stored = at_revisions((u.entry.key, u.entry.made) for u in part if _is_previewed_again(batch))
    steps = [u.step for u in part if u.action == Undo.RESTORED]
    why = _("Import undone: %(why)s") % {"why": batch.why}
    store_planned(prepare(steps, by=by, why=why))
    remove([u.record for u in part if u.action == Undo.REMOVED])
    if _is_previewed_again(batch):
        _put_back(batch, part, stored)
    else:
        _note(part)


def _require_unmoved(going: Sequence[Undoing]) -> None:
    now = records_of((u.entry.key for u in going), lock=True)
    moved = [u.entry.key for u in going if _state(now.get(u.entry.key)) != _state(u.record)]
    if moved:
        raise Moved(moved)


def _state(record: Record | None) -> tuple | None:
    return record and (record.revision, record.status, record.published_on)


def _note(part: Sequence[Undoing]) -> None:
    rows = [(u.action, u.why[:500], u.entry.pk) for u in part]
    bulk.update(BatchRecord, ["undo", "undo_why"], rows)


def _put_back(batch: Batch, part: Sequence[Undoing], stored: Mapping) -> None:
    """Make records of the batch what they were before they were stored: to be stored."""
    rows = []
    for undoing in part:
        document = stored.get((undoing.entry.key, undoing.entry.made))
        rows.append((*_before(undoing, document), None, document, undoing.entry.pk))
    bulk.update(BatchRecord, ["outcome", "base", "made", "document"], rows)
    kept = [_kept(undoing) for undoing in part if undoing.action == Undo.KEPT]
    if kept:
        notes = [*batch.options[BACK], *kept][:NOTES]
        hand_on(batch, batch.state, options={**batch.options, BACK: notes})


def _before(undoing: Undoing, document: dict | None) -> tuple[str, int | None]:
    """Return what a record of the batch is to be again, and from which revision."""
    if undoing.action == Undo.REMOVED:
        return Outcome.NEW, None
    if undoing.action == Undo.RESTORED:
        return Outcome.CHANGED, undoing.step.record.revision
    return (Outcome.CHANGED, undoing.entry.made) if document else (Outcome.FAILED, None)


def _kept(undoing: Undoing) -> str:
    said = {"title": undoing.entry.title or undoing.entry.key, "why": undoing.why}
    return _("“%(title)s” had been stored and stays so: %(why)s.") % said


def _is_given_up(batch: Batch, disturbed: _Disturbed) -> bool:
    """Keep what cannot be taken back; where nothing was, return True with the batch as it was."""
    if isinstance(disturbed.error, OperationalError):
        raise disturbed.error
    if BACK not in batch.options and not batch.records.exclude(undo="").exists():
        finish(batch, State.STORED, undone_by_name="")
        return True
    for undoing in disturbed.part:
        undoing.keep(_("it was changed at the same moment"))
    with transaction.atomic():
        still_mine(batch)
        _undo(batch, disturbed.part, None)
    return False


def _close(batch: Batch, by: Any) -> None:
    if _is_previewed_again(batch):
        for name in (BACK_OF, TRIED):
            batch.options.pop(name, None)
        preview_again(batch, by, *batch.options.pop(BACK))
        return
    options = dict(batch.options)
    options["notes"] = [*options.get("notes", ()), *options.pop(BACK, ())]
    options.pop(TRIED, None)
    name = batch.undone_by_name or name_of(None)
    finish(batch, State.UNDONE, undone_at=timezone.now(), undone_by_name=name, options=options)
