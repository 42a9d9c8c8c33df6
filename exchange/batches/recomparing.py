"""A preview compared with the record again: before it is stored, and when a conflict is settled."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from exchange.batches.holding import finish, still_mine
from exchange.batches.keeping import base_of, count_again, keep_problems
from exchange.batches.pace import Pace
from exchange.models import STORABLE, Batch, BatchRecord, Outcome, State
from exchange.planning.plans import blank_like, three_way
from exchange.problems import Problem
from exchange.rights import refusal
from exchange.sheets import SHORTHAND
from records import bulk, remarks
from records.differences import MISSING, Change, Clash, flatten, merge, patch
from records.documents import canonical
from records.earlier import at_revisions
from records.faults import Fault, Refused
from records.models import Status
from records.resolve import record_keys
from records.steps import Proposal, Step
from records.store import plan

log = logging.getLogger(__name__)
FILE, RECORD = "file", "record"


def steps_of(batch: Batch, by: Any) -> tuple[list[Step], set[str]]:
    """Return the steps of what a batch has still to store, and the keys not as previewed."""
    records = list(batch.records.filter(outcome__in=STORABLE, made=None))
    steps = _planned(records, by)
    moved = {
        record.key
        for record, step in zip(records, steps, strict=True)
        if step.outcome != record.outcome
        or base_of(step) != record.base
        or canonical(step.document) != canonical(record.document)
    }
    return steps, moved


def _planned(records: Iterable[BatchRecord], by: Any) -> list[Step]:
    steps = plan(Proposal(record.document, record.base) for record in records)
    return [_allowed(step, by) for step in steps]


def _allowed(step: Step, by: Any) -> Step:
    """Return a step, failed where the person may not take it."""
    fault = refusal(by, step) if step.outcome != Outcome.FAILED else None
    if fault:
        step.fail(fault)
    return step


def preview_again(batch: Batch, by: Any, *notes: str) -> None:
    """Show a held batch, of which nothing is stored, as previewed: against what records are now."""
    found = _moved_since(batch, by)
    pace = Pace()
    for part, _last in pace.parts([record] for record in found.records):
        with pace.turn(len(part)):
            still_mine(batch)
            _write(part)
    with transaction.atomic():
        still_mine(batch)
        found.tell(batch)
        count_again(batch)
        batch.options["notes"] = [*batch.options.get("notes", ()), *notes]
        columns = {name: getattr(batch, name) for name in ("counts", "version", "options")}
        finish(batch, State.PREVIEWED, **columns)


@dataclass
class _Compared:
    """Records of a batch as they compare now, not yet written, and what is to be told of them."""

    records: list[BatchRecord] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def take(self, pairs: Iterable[tuple[BatchRecord, Step]]) -> "_Compared":
        """Set what has become of each record, by its step; return this."""
        pairs = list(pairs)
        self.records = [record for record, _step in pairs]
        for record, step in pairs:
            self.problems += _take(record, step)
        self.warnings = _warnings(pairs)
        return self

    def tell(self, batch: Batch) -> None:
        """Write what is wrong, and the warnings in the place of those that were.

        Of what is new still the earlier ones stay: its rows are what they were. So do those on
        participants that a row names, which the document does not know.
        """
        keep_problems(batch, self.problems)
        moved = sorted(r.key for r in self.records if r.outcome != Outcome.NEW)
        for part in bulk.chunks(moved):
            said = batch.problems.filter(is_warning=True, key__in=part)
            said.exclude(column=SHORTHAND).delete()
        keep_problems(batch, self.warnings, are_warnings=True)


def _warnings(pairs: Iterable[tuple[BatchRecord, Step]]) -> list[Problem]:
    """Return what may be a slip in records that are changed, as they would be now."""
    changed = {r.key: (r, step) for r, step in pairs if step.outcome == Outcome.CHANGED}
    found = remarks.remarks_on([_as_changed(step) for _record, step in changed.values()])
    return [_warning(changed[remark.key][0], remark) for remark in found]


def _as_changed(step: Step) -> remarks.Change:
    is_public = step.record.status == Status.PUBLISHED
    return remarks.Change(step.document, step.before, named=True, is_public=is_public)


def _warning(record: BatchRecord, remark: remarks.Remark) -> Problem:
    column = "" if "/" in remark.path else remark.path
    place = Problem(record.sheet, record.row, column, remark.text, hint=remark.hint)
    return replace(place, key=record.key, other=remark.other)


def _moved_since(batch: Batch, by: Any) -> _Compared:
    try:
        _steps, moved = steps_of(batch, by)
        return _compared(batch, moved, by)
    except OperationalError:
        raise
    except Exception:
        # The batch is not to hang for a fault of ours: confirming compares once more in any case.
        log.exception("Import %s could not be compared again.", batch.pk)
        return _Compared()


def compare_again(batch: Batch, keys: set[str], by: Any) -> None:
    """Preview the records called ``keys`` anew, from the revision that they were compared with."""
    found = _compared(batch, keys, by)
    _write(found.records)
    found.tell(batch)


def _compared(batch: Batch, keys: set[str], by: Any) -> _Compared:
    """Return the records called ``keys`` as they compare now; writes nothing."""
    records: list[BatchRecord] = []
    for part in bulk.chunks(sorted(keys)):
        records += batch.records.filter(key__in=part, document__isnull=False)
    origins = {record.key: _origin(record) for record in records}
    steps = _planned([*records, *_needed(batch, records)], by)[: len(records)]
    pairs = list(zip(records, steps, strict=True))
    steps = _merged([pair for pair in pairs if pair[1].outcome == Outcome.CONFLICT], origins, by)
    return _Compared().take((record, steps.get(record.key, step)) for record, step in pairs)


def _origin(record: BatchRecord) -> int | None:
    """Return the revision that the record's document in the batch starts from."""
    return record.exported if record.outcome == Outcome.CONFLICT else record.base


def _needed(batch: Batch, records: Iterable[BatchRecord]) -> list[BatchRecord]:
    """Return the new records of the batch that some of its records refer to, but for those."""
    keys = {record.key for record in records}
    wanted = {key for record in records for key in record_keys(record.document)} - keys
    found: list[BatchRecord] = []
    for part in bulk.chunks(sorted(wanted)):
        found += batch.records.filter(outcome=Outcome.NEW, key__in=part, document__isnull=False)
    return found


def _merged(pairs: list[tuple[BatchRecord, Step]], origins: Mapping, by: Any) -> dict[str, Step]:
    """Merge with what records have become; return key -> step where that leaves no clash."""
    ancestors = at_revisions((r.key, origins[r.key]) for r, _step in pairs if origins[r.key])
    merged: list[tuple[BatchRecord, dict, int]] = []
    for record, step in pairs:
        record.exported = origins[record.key]
        ancestor = ancestors.get((record.key, record.exported)) or blank_like(record.document)
        document, clashes = three_way(ancestor, step)
        record.merged = not clashes
        if not clashes:
            merged.append((record, document, step.record.revision))
    return _steps_of_merged(merged, by)


def _steps_of_merged(merged: list[tuple[BatchRecord, dict, int]], by: Any) -> dict[str, Step]:
    proposals = [Proposal(document, base) for _record, document, base in merged]
    needed = _needed(merged[0][0].batch, [record for record, *_rest in merged]) if merged else []
    steps = plan([*proposals, *(Proposal(other.document) for other in needed)])[: len(merged)]
    return {
        record.key: _allowed(step, by) for (record, *_rest), step in zip(merged, steps, strict=True)
    }


def _alone(record: BatchRecord, document: dict, base: int | None, by: Any) -> Step:
    """Return the step of one record, beside those new ones of its batch that it refers to."""
    return _steps_of_merged([(record, document, base)], by)[record.key]


def _take(record: BatchRecord, step: Step) -> list[Problem]:
    """Set what has become of a record of the batch; return the reasons where it fails."""
    record.outcome, record.base = step.outcome, base_of(step)
    kept = step.outcome in (*STORABLE, Outcome.CONFLICT)
    record.document = step.document if kept else None
    return [_problem(record, fault) for fault in step.faults]


def _problem(record: BatchRecord, fault: Fault) -> Problem:
    """Return a fault at the row of its record; what is wrong in a list is named."""
    column, text = fault.path, fault.message
    if "/" in fault.path:
        column, text = "", _("%(path)s: %(fault)s") % {"path": fault.path, "fault": fault.message}
    return Problem(record.sheet, record.row, column, text, fault.value, fault.hint, record.key)


def _write(records: Iterable[BatchRecord]) -> None:
    bulk.update_objects(list(records), ["outcome", "base", "exported", "merged", "document"])


def resolved(record: BatchRecord, choices: Mapping[str, str], by: Any) -> Step:
    """Decide the conflict of one record, and return the step that it comes to.

    Nothing is written where the record has changed again (the step is a conflict), or cannot be
    stored as it was decided (it failed): then it is to be decided once more.
    """
    sides = conflicts([record])[record.pk]
    missing = [
        clash.path for clash in sides.clashes if choices.get(clash.path) not in (FILE, RECORD)
    ]
    if missing:
        raise Refused(_("Choose for each field: %(paths)s.") % {"paths": ", ".join(missing)})
    taken = [clash for clash in sides.clashes if choices[clash.path] == FILE]
    document = patch(sides.merged, _changes(taken, sides.merged, record.document))
    step = _alone(record, document, record.base, by)
    if step.outcome in (Outcome.CONFLICT, Outcome.FAILED):
        return step
    record.merged = step.outcome == Outcome.CHANGED
    found = _Compared().take([(record, step)])
    _write(found.records)
    found.tell(record.batch)
    return step


class Sides:
    """A conflict: the three documents, their merge, and what both sides changed."""

    def __init__(self, ancestor: dict, ours: dict, theirs: dict):
        self.ancestor, self.ours, self.theirs = ancestor, ours, theirs
        self.merged, self.clashes = merge(ancestor, ours, theirs)


def conflicts(records: Iterable[BatchRecord]) -> dict[int, Sides]:
    """Return id -> the sides of each conflict among ``records``: two queries at most."""
    records = [r for r in records if r.outcome == Outcome.CONFLICT and r.document]
    pairs = [(r.key, number) for r in records for number in (r.exported, r.base) if number]
    found = at_revisions(pairs)
    sides = {}
    for record in records:
        empty = blank_like(record.document)
        old, now = (found.get((record.key, n), empty) for n in (record.exported, record.base))
        sides[record.pk] = Sides(old, record.document, now)
    return sides


def _changes(clashes: Iterable[Clash], merged: dict, ours: dict) -> list[Change]:
    """Return the changes that put our side in place: of an item as a whole, all of its parts."""
    changes = []
    flat_ours, flat_merged = flatten(ours), flatten(merged)
    for clash in clashes:
        if len(clash.place) != 2:
            changes.append(Change(clash.place, clash.theirs, clash.ours))
            continue
        parts = {p for p in (*flat_ours, *flat_merged) if p[:2] == clash.place}
        changes += [Change(p, None, flat_ours.get(p, MISSING)) for p in sorted(parts)]
    return changes
