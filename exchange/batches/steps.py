"""What is done with a batch: received, previewed, settled, confirmed, discarded.

A preview writes to the tables of batches only. What is confirmed is what was previewed: the same
files and documents, by the same person, against the revisions that they were compared with. What
takes long is done in short transactions: ``prepare`` here, ``carrying.carry_out`` what was
confirmed, ``taking_back.take_back`` what is undone; each may be called again after a crash.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.batches.asking_anew import OPEN
from exchange.batches.holding import STALE, Overtaken, beating, claim, finish, held
from exchange.batches.keeping import (
    clear,
    count_again,
    forget,
    keep_faults,
    keep_plan,
    let_files_go,
    open_batch,
)
from exchange.batches.kept_files import READ_AS, read_as, read_batch
from exchange.batches.mending import make_ready
from exchange.batches.recomparing import compare_again, resolved
from exchange.models import STORABLE, UNFIT, Batch, Outcome, State
from exchange.planning.cautions import add_warnings
from exchange.planning.counting import counted, without_rows
from exchange.planning.plans import leave_out_dependents, make_plan
from exchange.progress import Progress, silent
from exchange.rights import require_import
from exchange.words.unknown import foreign_words, own_words
from exchange.words.unknown import kept as kept_words
from records.faults import Refused
from records.steps import Step

log = logging.getLogger(__name__)
GOOD_ONLY = "good_only"
# Records that are forgotten while a person waits.
FEW = 2_000


def receive(
    files: Sequence[tuple[str, bytes]], *, by: Any, why: str = "", options: dict | None = None
) -> Batch:
    """Return a batch that keeps the files, (name, content) each, until ``prepare`` reads them.

    ``options`` say how the files are read (``exchange.batches.kept_files``). Raises
    ``PermissionDenied`` for a person who may not import.
    """
    require_import(by)
    with transaction.atomic():
        return open_batch(files, by=by, why=why, options=options)


def preview(
    files: Sequence[tuple[str, bytes]],
    *,
    by: Any,
    why: str = "",
    options: dict | None = None,
    progress: Progress = silent,
) -> Batch:
    """Return a batch of the files, with what importing them would do; takes what ``receive`` does.

    Raises as ``receive``.
    """
    return prepare(receive(files, by=by, why=why, options=options).pk, progress)


def prepare(batch_id: Any, progress: Progress = silent, *, after: timedelta = STALE) -> Batch:
    """Read and plan a batch that was received, on behalf of who gave it; return it previewed.

    The record is left as it is. A batch in another state, or that another process works on, if not
    silent for ``after``, is returned as it is.
    """
    batch = claim(batch_id, State.RECEIVED, after)
    if batch:
        with held(batch):
            _prepare(batch, beating(batch, progress))
        make_ready(batch_id)
    return Batch.objects.get(pk=batch_id)


def _prepare(batch: Batch, progress: Progress) -> None:
    try:
        _read_and_plan(batch, progress)
    except Overtaken:
        log.info("Another process reads import %s.", batch.pk)
    except OperationalError:  # to be taken up again
        raise
    except Exception:
        # Whatever it was: the list of imports says that this one came to nothing.
        finish(batch, State.FAILED)
        raise


def _read_and_plan(batch: Batch, progress: Progress) -> None:
    clear(batch)
    tables = read_batch(batch, progress)
    problems = [problem for table in tables for problem in table.problems]
    unusable = any(table.unusable for table in tables)
    batch.options |= counted(tables)
    notes = [note for table in tables for note in table.notes]
    batch.options["notes"] = [*notes, *without_rows(tables)]
    batch.options[READ_AS] = read_as(tables)
    words = foreign_words(word for table in tables for word in table.unknown)
    plan = None
    if not unusable:
        plan = make_plan(tables, by=batch.by, progress=progress)
        add_warnings(plan, batch.by)
        words += own_words(plan)
        leave_out_dependents(plan)
        problems += plan.problems
    batch.options |= kept_words(words)
    if plan:
        keep_plan(batch, plan, progress)
    keep_faults(batch, problems)
    count_again(batch)
    columns = {name: getattr(batch, name) for name in ("counts", "version", "options")}
    finish(batch, State.FAILED if unusable else State.PREVIEWED, **columns)


def confirm(batch: Batch, *, by: Any, digest: str, good_only: bool = False) -> Batch:
    """Mark a batch as one to be stored, which ``carry_out`` then does; return it.

    ``digest`` is the batch's ``seal`` as the person saw it. Raises ``PermissionDenied`` for
    another's batch and ``Refused`` with a sentence otherwise.
    """
    with transaction.atomic():
        batch = ready(batch, by=by, digest=digest, lock=True)
        if not batch.count(*STORABLE):
            raise Refused(_("There is nothing to apply."))
        if batch.is_flawed and not good_only:
            message = _("Some rows cannot be applied. Mend them, or apply the good rows only.")
            raise Refused(message)
        batch.options |= {GOOD_ONLY: good_only, "confirmed_by": by.pk if by else None}
        batch.state, batch.heartbeat, batch.holder = State.STORING, timezone.now(), ""
        batch.save(update_fields=["options", "state", "heartbeat", "holder"])
    return batch


def ready(batch: Batch, *, by: Any, digest: str, lock: bool = False) -> Batch:
    """Return a batch as it stands, if this person may confirm just this preview of it."""
    batch = _own(batch, by, lock=lock)
    if batch.state != State.PREVIEWED:
        message = _("This import cannot be applied any more: it is %(state)s.")
        raise Refused(message % {"state": batch.get_state_display()})
    if digest != batch.seal:
        raise Refused(_("This is not the preview that you saw: look at it again."))
    return batch


def _own(batch: Batch, by: Any, *, lock: bool) -> Batch:
    """Return a batch as it stands; raises ``PermissionDenied`` where it is another's."""
    require_import(by)
    found = Batch.objects.select_for_update() if lock else Batch.objects
    batch = found.get(pk=batch.pk)
    if by is not None and batch.by_id != by.pk:
        message = _("This import belongs to %(name)s: nobody else applies it.")
        raise PermissionDenied(message % {"name": batch.by_name})
    return batch


def settle(batch: Batch, key: str, choices: Mapping[str, str], *, by: Any, digest: str) -> Batch:
    """Decide a conflict: ``choices`` has "file" or "record" for each path that both changed.

    Raises as ``confirm`` does, and ``Refused`` where a choice is missing. The record then counts as
    changed, as unchanged where the record's side was taken, or still as a conflict: where it has
    changed again, or cannot be stored so (then the option UNFIT says why).
    """
    with transaction.atomic():
        batch = ready(batch, by=by, digest=digest, lock=True)
        record = batch.records.filter(key=key, outcome=Outcome.CONFLICT).first()
        if record is None:
            raise Refused(_("There is no such conflict in this import."))
        step = resolved(record, choices, by)
        if step.outcome == Outcome.CONFLICT:
            compare_again(batch, {key}, by)
        _keep_unfit(batch, key, choices, step)
        count_again(batch)
        batch.save(update_fields=["counts", "version", "options"])
    return batch


def _keep_unfit(batch: Batch, key: str, choices: Mapping[str, str], step: Step) -> None:
    """Keep with a batch why a conflict cannot be stored as it was decided, where that is so."""
    unfit = {name: said for name, said in batch.options.get(UNFIT, {}).items() if name != key}
    if step.outcome == Outcome.FAILED:
        faults = [{"path": f.path, "message": f.message, "hint": f.hint} for f in step.faults]
        unfit[key] = {"choices": dict(choices), "faults": faults}
    batch.options[UNFIT] = unfit


def discard(batch: Batch, *, by: Any) -> Batch:
    """Drop a preview, or files that could not be read; raises as ``confirm`` does.

    What the files hold is forgotten, that there was such an import is not. The documents of many
    records are removed by whoever takes up what is left, such as a worker.
    """
    with transaction.atomic():
        batch = _own(batch, by, lock=True)
        if batch.state not in OPEN:
            message = _("This import cannot be discarded any more: it is %(state)s.")
            raise Refused(message % {"state": batch.get_state_display()})
        let_files_go(batch)
        batch.save(update_fields=["state", "heartbeat"])
    if batch.count(*Outcome.values) <= FEW:
        forget(batch)
    return batch
