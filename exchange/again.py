"""A preview compared with the record again: before it is stored, and when a conflict is settled."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from exchange.keeping import base_of, count_again, keep_problems
from exchange.models import STORABLE, Batch, BatchRecord, Outcome, State
from exchange.planning import blank_like, three_way
from exchange.problems import Problem
from exchange.rights import refusal
from records.differences import MISSING, Change, Clash, flatten, merge, patch
from records.documents import canonical
from records.earlier import at_revisions
from records.faults import Refused
from records.resolve import record_keys
from records.store import Proposal, Step, plan

FILE, RECORD = "file", "record"


def steps_of(batch: Batch, by: Any) -> tuple[list[Step], set[str]]:
    """Return the steps of what a batch would store, and the keys of those not as previewed."""
    records = list(batch.records.filter(outcome__in=STORABLE))
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
    records = list(records)
    steps = plan(Proposal(record.document, record.base) for record in records)
    for step in steps:
        fault = refusal(by, step) if step.outcome != Outcome.FAILED else None
        if fault:
            step.fail(fault)
    return steps


def compare_again(batch: Batch, keys: set[str], by: Any) -> None:
    """Preview the records called ``keys`` anew, from the revision that they were compared with."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != State.PREVIEWED:  # a second click that came late
        return
    records = list(batch.records.filter(key__in=keys, document__isnull=False))
    origins = {record.key: _origin(record) for record in records}
    ancestors = at_revisions((key, number) for key, number in origins.items() if number)
    everything = {r.key: r for r in batch.records.filter(outcome__in=STORABLE)}
    everything |= {record.key: record for record in records}
    steps = {step.key: step for step in _planned(everything.values(), by)}
    for record in records:
        step = steps.get(record.key)
        if step and step.outcome == Outcome.CONFLICT:
            record.exported = origins[record.key]
            ancestor = ancestors.get((record.key, record.exported)) or blank_like(record.document)
            step = _conflicting(record, step, ancestor, by)
        _take(record, step)
    count_again(batch)
    batch.save()


def _origin(record: BatchRecord) -> int | None:
    """Return the revision that the record's document in the batch starts from."""
    return record.exported if record.outcome == Outcome.CONFLICT else record.base


def _conflicting(record: BatchRecord, step: Step, ancestor: dict, by: Any) -> Step:
    """Merge with what the record has become; return the step of that, or the conflict's own."""
    merged, clashes = three_way(ancestor, step)
    record.merged = not clashes
    return step if clashes else _alone(record, merged, step.record.revision, by)


def _alone(record: BatchRecord, document: dict, base: int | None, by: Any) -> Step:
    """Return the step of one record, beside those new ones of its batch that it refers to."""
    others = record.batch.records.filter(outcome=Outcome.NEW, key__in=record_keys(document))
    proposals = [Proposal(other.document) for other in others.exclude(key=record.key)]
    step = plan([Proposal(document, base), *proposals])[0]
    fault = refusal(by, step) if step.outcome != Outcome.FAILED else None
    if fault:
        step.fail(fault)
    return step


def _take(record: BatchRecord, step: Step) -> None:
    """Store what has become of a record of the batch, with the reason where it fails."""
    record.outcome, record.base = step.outcome, base_of(step)
    kept = step.outcome in (*STORABLE, Outcome.CONFLICT)
    record.document = step.document if kept else None
    record.save()
    problems = (
        Problem(record.sheet, record.row, "", f.message, f.value, f.hint, record.key)
        for f in step.faults
    )
    keep_problems(record.batch, problems)


def resolved(record: BatchRecord, choices: Mapping[str, str], by: Any) -> bool:
    """Decide the conflict of one record; return False where the record has changed again."""
    sides = conflicts([record])[record.pk]
    missing = [
        clash.path for clash in sides.clashes if choices.get(clash.path) not in (FILE, RECORD)
    ]
    if missing:
        raise Refused(_("Choose for each field: %(paths)s.") % {"paths": ", ".join(missing)})
    taken = [clash for clash in sides.clashes if choices[clash.path] == FILE]
    document = patch(sides.merged, _changes(taken, sides.merged, record.document))
    step = _alone(record, document, record.base, by)
    if step.outcome == Outcome.CONFLICT:
        return False
    record.merged = step.outcome == Outcome.CHANGED
    _take(record, step)
    return True


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
