"""What is kept of an import in the tables of batches: its files, its plan, what was stored."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.models import STORABLE, Batch, BatchFile, BatchProblem, BatchRecord, Outcome, State
from exchange.planning import Entry, Plan
from exchange.problems import Problem
from records import bulk
from records.store import CONFLICT, Step, name_of

# Bytes that a file may have to be kept with its batch.
KEPT = 25 * 2**20
WHY_LENGTH = 500

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
    "undo",
    "undo_why",
)


def open_batch(
    files: Sequence[tuple[str, bytes]], *, by: Any, why: str, options: dict | None = None
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
    )
    for (name, content), digest in zip(files, digests, strict=True):
        kept = content if len(content) <= KEPT else b""
        BatchFile.objects.create(
            batch=batch, name=name, digest=digest, size=len(content), content=kept
        )
    return batch


def keep_plan(batch: Batch, plan: Plan) -> None:
    """Write what a plan makes of each record."""
    batch_id = column_of(batch)
    rows = (record_row(batch_id, entry) for entry in plan.entries)
    bulk.insert(BatchRecord, RECORD_COLUMNS, rows)


def column_of(batch: Batch) -> Any:
    """Return the batch's key as the database takes it."""
    return Batch._meta.pk.get_db_prep_save(batch.pk, connection)


def record_row(batch_id: Any, entry: Entry, *, stored: bool = False) -> tuple:
    """Return the columns of one record; those that are ``stored`` have their document there."""
    step, draft = entry.step, entry.draft
    fields = step.document.get("fields")
    title = fields.get("title") if isinstance(fields, dict) else ""
    stale = entry.merged or step.outcome == CONFLICT
    kept = step.outcome in (*STORABLE, Outcome.CONFLICT) and not stored
    made = step.record.revision if stored and step.outcome in STORABLE else None
    return (
        batch_id,
        clean(draft.key, 300),
        draft.kind.name,
        clean(title, 300),
        clean(entry.row.sheet, 255),
        entry.row.number,
        step.outcome,
        base_of(step, made),
        draft.base if stale else None,
        entry.merged,
        step.document if kept else None,
        made,
        draft.rows or 1,
        "",
        "",
    )


def base_of(step: Step, made: int | None = None) -> int | None:
    """Return the revision of the record that a plan has seen; None for a new one."""
    if step.record is None or step.outcome == Outcome.NEW:
        return None
    return made - 1 if made else step.record.revision


def clean(value: Any, length: int) -> str:
    """Return a text that every database takes."""
    return ("" if value is None else str(value)).replace("\x00", "\ufffd")[:length]


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
    found = batch.records.order_by().values_list("outcome").annotate(Count("pk"), Sum("rows"))
    numbers = {outcome: number for outcome, number, _rows in found}
    rows = {outcome: number for outcome, _number, number in found}
    rows[""] = max(0, batch.options.get("rows", 0) - sum(rows.values()))
    told = dict(batch.problems.order_by().values_list("is_warning").annotate(Count("pk")))
    told = {"problems": told.get(False, 0), "warnings": told.get(True, 0)}
    batch.counts = {**numbers, **told, "rows": rows}
    batch.version += 1


def keep_stored(paths: Sequence[Path], plan: Plan, *, by: Any, why: str) -> Batch:
    """Return the batch of a plan that was just stored: what it changed, so that it can be undone.

    What stays unchanged is counted, not listed.
    """
    batch = open_batch([(path.name, path.read_bytes()) for path in paths], by=by, why=why)
    entries = [entry for entry in plan.entries if entry.step.outcome in STORABLE]
    batch_id = column_of(batch)
    rows = (record_row(batch_id, entry, stored=True) for entry in entries)
    bulk.insert(BatchRecord, RECORD_COLUMNS, rows)
    count_again(batch)
    batch.counts[Outcome.UNCHANGED] = len(plan.entries) - len(entries)
    batch.state, batch.stored_at = State.STORED, timezone.now()
    batch.save()
    return batch
