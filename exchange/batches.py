"""What is done with a batch: previewed, settled, confirmed, discarded. Undoing has its own module.

A preview writes to the tables of batches only. What is confirmed is what was previewed: the same
files and documents, by the same person, against the revisions that they were compared with.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.again import compare_again, resolved, steps_of
from exchange.cautions import add_warnings
from exchange.keeping import count_again, keep_plan, keep_problems, open_batch
from exchange.models import STORABLE, Batch, BatchRecord, Outcome, State
from exchange.planning import leave_out_dependents, make_plan
from exchange.progress import Progress, silent
from exchange.rereading import READ_AS, read_as, read_batch
from exchange.rights import require_import
from exchange.storing import Moved, store_planned
from exchange.tables import rows_in
from records import bulk
from records.faults import Faults, Refused

GOOD_ONLY = "good_only"


def preview(
    files: Sequence[tuple[str, bytes]],
    *,
    by: Any,
    why: str = "",
    options: dict | None = None,
    progress: Progress = silent,
) -> Batch:
    """Return a batch of the files, (name, content) each, with what importing them would do.

    ``options`` say how the files are read (``exchange.rereading``). Raises ``PermissionDenied`` for
    a person who may not import.
    """
    require_import(by)
    with transaction.atomic():
        batch = open_batch(files, by=by, why=why, options=options)
    try:
        return prepare(batch.pk, progress=progress)
    except Exception:
        # Whatever it was: the list of imports says that this one came to nothing.
        Batch.objects.filter(pk=batch.pk).update(state=State.FAILED)
        raise


def prepare(batch_id: Any, *, progress: Progress = silent) -> Batch:
    """Read and plan a batch that was received, on behalf of who gave it; return it previewed.

    The record is left as it is. Reading and planning are done before anything is locked.
    """
    batch = Batch.objects.select_related("by").get(pk=batch_id, state=State.RECEIVED)
    tables = read_batch(batch, progress)
    problems = [problem for table in tables for problem in table.problems]
    unusable = any(table.unusable for table in tables)
    batch.options["rows"] = sum(rows_in(table) for table in tables)
    batch.options["notes"] = [note for table in tables for note in table.notes]
    batch.options[READ_AS] = read_as(tables)
    plan = None
    if not unusable:
        plan = make_plan(tables, by=batch.by, progress=progress)
        add_warnings(plan, batch.by)
        leave_out_dependents(plan)
        problems += plan.problems
    with transaction.atomic():
        keep_problems(batch, problems)
        if plan:
            keep_plan(batch, plan)
            keep_problems(batch, plan.warnings, are_warnings=True)
        count_again(batch)
        batch.state = State.FAILED if unusable else State.PREVIEWED
        batch.save()
    return batch


def confirm(
    batch: Batch, *, by: Any, digest: str, good_only: bool = False, progress: Progress = silent
) -> Batch:
    """Store what a batch previewed, in one transaction; return the batch, stored.

    ``digest`` is the batch's ``seal`` as the person saw it. Raises ``PermissionDenied`` for
    another's batch and ``Refused`` with a sentence otherwise; where records have changed since the
    preview, nothing is stored, and the batch is previewed anew with what they are now.
    """
    batch = ready(batch, by=by, digest=digest)
    if not batch.count(*STORABLE):
        raise Refused(_("There is nothing to apply."))
    if batch.is_flawed and not good_only:
        raise Refused(_("Some rows cannot be applied. Mend them, or apply the good rows only."))
    progress(_("checking"))
    steps, moved = steps_of(batch, by)
    if not moved:
        progress(_("storing"))
        moved = _stored(batch, steps, by=by, digest=digest, good_only=good_only)
    if moved:
        with transaction.atomic():
            compare_again(batch, moved, by)
        raise Refused(
            _("Records have changed since the preview. Nothing was stored: look at it again.")
        )
    return batch


def ready(batch: Batch, *, by: Any, digest: str, lock: bool = False) -> Batch:
    """Return a batch as it stands, if this person may confirm just this preview of it."""
    require_import(by)
    found = Batch.objects.select_for_update() if lock else Batch.objects
    batch = found.get(pk=batch.pk)
    if by is not None and batch.by_id != by.pk:
        message = _("This import belongs to %(name)s: nobody else applies it.")
        raise PermissionDenied(message % {"name": batch.by_name})
    if batch.state != State.PREVIEWED:
        message = _("This import cannot be applied any more: it is %(state)s.")
        raise Refused(message % {"state": batch.get_state_display()})
    if digest != batch.seal:
        raise Refused(_("This is not the preview that you saw: look at it again."))
    return batch


def _stored(batch: Batch, steps: list, *, by: Any, digest: str, good_only: bool) -> set[str]:
    """Store the steps and mark the batch; return the keys of records that have moved, if any."""
    try:
        with transaction.atomic():
            ready(batch, by=by, digest=digest, lock=True)
            stored = store_planned(steps, by=by, why=batch.why)
            _mark(batch, {step.key: step.record.revision for step in stored})
            batch.options[GOOD_ONLY] = good_only
            batch.state, batch.stored_at = State.STORED, timezone.now()
            batch.save()
    except Moved as error:
        return set(error.keys)
    except Faults as error:
        return {fault.key for fault in error.faults}
    except IntegrityError:
        return {step.key for step in steps}
    return set()


def _mark(batch: Batch, made: Mapping[str, int]) -> None:
    """Note the revisions that were made; the documents are there from now on."""
    found = batch.records.filter(outcome__in=STORABLE).values_list("pk", "key")
    rows = [(made[key], None, pk) for pk, key in found]
    bulk.update(BatchRecord, ["made", "document"], rows)


def settle(batch: Batch, key: str, choices: Mapping[str, str], *, by: Any, digest: str) -> Batch:
    """Decide a conflict: ``choices`` has "file" or "record" for each path that both changed.

    Raises as ``confirm`` does, and ``Refused`` where a choice is missing or the record has changed
    again. The record then counts as changed, or as unchanged where the record's side was taken.
    """
    with transaction.atomic():
        batch = ready(batch, by=by, digest=digest, lock=True)
        record = batch.records.filter(key=key, outcome=Outcome.CONFLICT).first()
        if record is None:
            raise Refused(_("There is no such conflict in this import."))
        if not resolved(record, choices, by):
            compare_again(batch, {key}, by)
        count_again(batch)
        batch.save()
    return batch


def discard(batch: Batch, *, by: Any) -> Batch:
    """Drop a preview: what the files hold is forgotten, that there was one is not."""
    with transaction.atomic():
        found = Batch.objects.get(pk=batch.pk)
        batch = ready(batch, by=by, digest=found.seal, lock=True)
        batch.records.update(document=None)
        batch.files.update(content=b"")
        batch.state = State.DISCARDED
        batch.save(update_fields=["state"])
    return batch
