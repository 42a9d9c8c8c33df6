"""Carrying out what was confirmed: part by part, so that nobody waits; in the end all, or nothing.

Each part is one short transaction, and none holds a record before what it refers to. A process that
ends in between leaves a batch that says what is stored of it: whoever takes it up goes on, or takes
that back where the rest cannot be stored any more.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, OperationalError
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
from exchange.batches.outlook import dropped, left_of
from exchange.batches.pace import Pace
from exchange.batches.recomparing import preview_again, steps_of
from exchange.batches.storing import Moved, store_planned, together
from exchange.batches.taking_back import BACK, BACK_OF, take_back_held
from exchange.models import STORABLE, Batch, BatchRecord, State
from exchange.progress import Progress, silent
from exchange.rights import on_behalf
from exchange.words.learning import learn
from records import bulk, garbage
from records.faults import Faults
from records.prepared import Preparation, Prepared
from records.steps import Step

# How often a part is tried that the database gave up for another's sake.
TRIES = 4
NOT_ANY_MORE = (Moved, Faults, IntegrityError)

log = logging.getLogger(__name__)
Keep = Callable[[list[Step]], None]


@garbage.put_off()
def carry_out(batch_id: Any, progress: Progress = silent, *, after: timedelta = STALE) -> Batch:
    """Store what was confirmed of a batch, or what is still missing of it; return the batch.

    It is ``STORED`` then; or ``PREVIEWED`` anew with nothing stored, where records have changed
    since. A batch that another process works on, if not silent for ``after``, is returned as it is.
    """
    batch = claim(batch_id, State.STORING, after)
    if batch:
        with held(batch):
            try:
                _go_on(batch, beating(batch, progress))
            except Overtaken:
                log.info("Another process carries out import %s.", batch.pk)
        learn(Batch.objects.get(pk=batch_id))
    return Batch.objects.get(pk=batch_id)


def _go_on(batch: Batch, progress: Progress) -> None:
    by = on_behalf(batch.options.get("confirmed_by"))
    progress(_("checking"))
    try:
        steps, moved = steps_of(batch, by)
        if not moved and _is_stored(batch, steps, by, progress):
            return
    except (OperationalError, Overtaken):
        raise
    except Exception:
        # A fault of ours. Nothing stays stored of it, and the person can look at it again.
        take_all_back(batch, progress, _("This import was stopped by a fault: nothing was stored."))
        raise
    take_all_back(batch, progress)


def _is_stored(batch: Batch, steps: list[Step], by: Any, progress: Progress) -> bool:
    """Store the steps and the batch with them; tell whether that could be done."""
    ids = dict(batch.records.filter(outcome__in=STORABLE, made=None).values_list("key", "pk"))

    def mark(part: list[Step]) -> None:
        """Note the revisions that were made; the documents are there from now on."""
        rows = [(step.made, None, dropped(step), ids[step.key]) for step in part]
        bulk.update(BatchRecord, ["made", "document", "dropped"], rows)

    try:
        store_in_parts(batch, steps, by=by, keep=mark, progress=progress)
    except NOT_ANY_MORE:
        return False
    return True


def store_in_parts(
    batch: Batch, steps: Sequence[Step], *, by: Any, keep: Keep, progress: Progress
) -> None:
    """Store the steps of a held batch, each part with what ``keep`` writes of it; then the batch.

    Raises as ``store_planned`` and ``still_mine`` do; earlier parts are stored then.
    """
    pace, done = Pace(), 0
    before = left_of(batch).count()  # by a process that ended
    begin = partial(Preparation, by=by, why=batch.why, memory={})
    for part, is_last in pace.parts(together(steps), begin):
        progress(_("storing"), before + done, before + len(steps))
        prepared = part.done()

        def store(prepared: Prepared = prepared, is_last: bool = is_last) -> None:
            records = [step.record for step in prepared.steps if step.record]
            with as_before(batch, *prepared.steps, *records), pace.turn(len(prepared.steps)):
                still_mine(batch)
                store_planned(prepared)
                keep(prepared.steps)
                if is_last:
                    finish(batch, State.STORED, stored_at=timezone.now())

        patiently(store)
        done += len(part)
    if not done:
        finish(batch, State.STORED, stored_at=timezone.now())


def patiently(work: Callable[[], None]) -> None:
    """Do a transaction's work, again where the database gives it up for another's sake."""
    for attempt in range(1, TRIES + 1):
        try:
            work()
            return
        except OperationalError:
            if attempt == TRIES:
                raise
            time.sleep(attempt * 0.2)


def take_all_back(batch: Batch, progress: Progress, *notes: str) -> None:
    """Take back what is stored of a held batch that cannot be stored whole; preview it anew."""
    if number := left_of(batch).count():
        options = {**batch.options, BACK: list(notes), BACK_OF: number}
        hand_on(batch, State.UNDOING, options=options)
        take_back_held(batch, progress)
    else:
        preview_again(batch, on_behalf(batch.options.get("confirmed_by")), *notes)
