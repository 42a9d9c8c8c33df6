"""What is kept of an import in the tables of batches: its files, its plan, what was stored."""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.batches import ready_rows
from exchange.batches.holding import STALE, still_mine
from exchange.batches.outlook import dropped
from exchange.batches.pace import MOST, Pace
from exchange.models import STORABLE, Batch, BatchFile, BatchProblem, BatchRecord, Outcome, State
from exchange.planning.changing import rows_that_change
from exchange.planning.counting import by_place
from exchange.planning.plans import Entry, Plan
from exchange.problems import Problem
from exchange.progress import Progress
from records import bulk
from records.prepared import name_of
from records.steps import CONFLICT, Step

# Bytes that a file may have to be kept with its batch: as many as are read of one.
KEPT = settings.IMPORT_LIMITS["file_bytes"]
WHY_LENGTH = 500
# What no database keeps: NUL, and half a character.
_UNKEPT = re.compile("[\x00\ud800-\udfff]")

RECORD_COLUMNS = (
    "batch",
    "key",
    "kind",
    "title",
    "sheet",
    "row",
    "outcome",
    "base",
    "exported",
    "merged",
    "document",
    "made",
    "rows",
    "changing",
    "dropped",
    "undo",
    "undo_why",
)


def open_batch(
    files: Sequence[tuple[str, bytes]],
    *,
    by: Any,
    why: str,
    options: dict | None = None,
    **columns,
) -> Batch:
    """Return a new batch with its files, (name, content) each; nothing is read yet."""
    files = [(clean(name, 255), content) for name, content in files]
    names = [name for name, _content in files]
    digests = [hashlib.sha256(content).hexdigest() for _name, content in files]
    whole = "".join(f"{d} {n}\n" for d, n in zip(digests, names, strict=True))
    batch = Batch.objects.create(
        by=by,
        by_name=name_of(by),
        digest=hashlib.sha256(whole.encode()).hexdigest(),
        size=sum(len(content) for _name, content in files),
        why=(why or _("Imported from %(files)s.") % {"files": ", ".join(names[:20])})[:WHY_LENGTH],
        options={"files": names, **(options or {})},
        heartbeat=timezone.now(),
        **columns,
    )
    for (name, content), digest in zip(files, digests, strict=True):
        kept = content if len(content) <= KEPT else b""
        BatchFile.objects.create(
            batch=batch, name=name, digest=digest, size=len(content), content=kept
        )
    return batch


def clear(batch: Batch) -> None:
    """Remove what an earlier attempt, which was stopped, made of the files of a held batch."""
    pace = Pace(MOST)
    for found in (batch.records, batch.problems):
        _remove(found, pace, partial(still_mine, batch))


def keep_plan(batch: Batch, plan: Plan, progress: Progress) -> None:
    """Write what a plan makes of each record of a held batch, and what it warns of."""
    batch_id, pace, done = column_of(batch), Pace(), 0
    for part, _last in pace.parts([entry] for entry in plan.entries):
        progress(_("keeping the preview"), done, len(plan.entries))
        rows = [record_row(batch_id, entry) for entry in part]
        with pace.turn(len(part)):
            still_mine(batch)
            bulk.insert(BatchRecord, RECORD_COLUMNS, rows)
        done += len(part)
    keep_faults(batch, plan.warnings, are_warnings=True)


def keep_faults(batch: Batch, faults: Iterable[Problem], *, are_warnings: bool = False) -> None:
    """Write what is wrong with the rows of a held batch, or may be, in the order of the sheets."""
    pace = Pace()
    for part, _last in pace.parts([fault] for fault in by_place(faults)):
        with pace.turn(len(part)):
            still_mine(batch)
            keep_problems(batch, part, are_warnings=are_warnings)


def let_files_go(batch: Batch) -> None:
    """Forget the files of a batch, which is discarded by that; ``state`` and ``heartbeat`` change.

    It then counts as left, so that somebody takes it up and forgets the rest, with ``forget``.
    """
    batch.files.update(content=b"")
    ready_rows.forget(batch)
    batch.state, batch.heartbeat = State.DISCARDED, timezone.now() - STALE


def forget(batch: Batch) -> None:
    """Remove the documents of a batch that was discarded; all, where it was not read to its end."""
    pace = Pace(MOST)
    if not batch.counts:
        for found in (batch.records, batch.problems):
            _remove(found, pace)
    found = batch.records.filter(document__isnull=False).order_by("pk")
    while ids := list(found.values_list("pk", flat=True)[: pace.size]):
        with pace.turn(len(ids)):
            batch.records.filter(pk__in=ids).update(document=None)
    Batch.objects.filter(pk=batch.pk).update(heartbeat=None)


def _remove(found: Any, pace: Pace, allowed: Callable[[], None] = lambda: None) -> None:
    """Delete rows part by part, each of which has to be ``allowed``."""
    while ids := list(found.order_by("pk").values_list("pk", flat=True)[: pace.size]):
        with pace.turn(len(ids)):
            allowed()
            found.filter(pk__in=ids).delete()


def column_of(batch: Batch) -> Any:
    """Return the batch's key as the database takes it."""
    return Batch._meta.pk.get_db_prep_save(batch.pk, connection)


def record_row(batch_id: Any, entry: Entry, *, stored: bool = False) -> tuple:
    """Return the columns of one record; those that are ``stored`` have their document there."""
    step, draft, row = entry.step, entry.draft, entry.row
    stale = entry.merged or step.outcome == CONFLICT
    kept = step.outcome in (*STORABLE, Outcome.CONFLICT) and not stored
    made = step.made if stored and step.outcome in STORABLE else None
    return (
        batch_id,
        clean(draft.key, 300),
        draft.kind.name,
        clean(step.title, 300),
        clean(row.sheet, 255),
        row.number,
        step.outcome,
        base_of(step, made),
        draft.base if stale else None,
        entry.merged,
        step.document if kept else None,
        made,
        draft.rows or 1,
        rows_that_change(draft, step) if step.outcome in (Outcome.CHANGED, CONFLICT) else None,
        dropped(step) if made else "",
        "",
        "",
    )


def base_of(step: Step, made: int | None = None) -> int | None:
    """Return the revision of the record that a plan has seen; None for a new one."""
    if step.outcome == Outcome.NEW or step.record is None:
        return None
    return made - 1 if made else step.record.revision


def clean(value: Any, length: int) -> str:
    """Return a text that every database takes."""
    return _UNKEPT.sub("\ufffd", "" if value is None else str(value))[:length]


def keep_problems(batch: Batch, problems: Iterable[Problem], *, are_warnings: bool = False) -> None:
    """Write what is wrong, or may be, in the order given."""
    batch_id = column_of(batch)
    names = ("batch", "sheet", "row", "column", "value", "message", "hint", "key", "other")
    names = (*names, "is_warning")
    rows = (
        (
            batch_id,
            clean(problem.sheet, 255),
            problem.row,
            clean(problem.column, 300),
            clean(problem.value, 1000),
            clean(problem.message, 2000),
            clean(problem.hint, 2000),
            clean(problem.key, 300),
            clean(problem.other, 300),
            are_warnings,
        )
        for problem in problems
    )
    bulk.insert(BatchProblem, names, rows)


def count_again(batch: Batch) -> None:
    """Set the counts of a batch that is previewed anew; what was seen before is not confirmed."""
    sums = (Count("pk"), Sum("rows"), Sum(Coalesce("changing", "rows")))
    names = dict(zip(("number", "of_rows", "of_changing"), sums, strict=True))
    found = list(batch.records.order_by().values_list("outcome").annotate(**names))
    numbers = {outcome: number for outcome, number, *_rows in found}
    rows = {outcome: number for outcome, _number, number, _changing in found}
    changing = {outcome: number for outcome, *_rows, number in found}
    rows[""] = max(0, batch.options.get("rows", 0) - sum(rows.values()))
    told = dict(batch.problems.order_by().values_list("is_warning").annotate(Count("pk")))
    told = {"problems": told.get(False, 0), "warnings": told.get(True, 0)}
    batch.counts = {**numbers, **told, "rows": rows, "changing": changing}
    batch.version += 1


def keep_made(batch: Batch, entries: Iterable[Entry]) -> None:
    """Write of records that were just stored what they became, so that it can be undone."""
    batch_id = column_of(batch)
    rows = (record_row(batch_id, entry, stored=True) for entry in entries)
    bulk.insert(BatchRecord, RECORD_COLUMNS, rows)
