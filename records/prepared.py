"""All that storing documents writes: made before anything is locked, then written in one go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from records import bulk, dates, derived, garbage, tables
from records.kinds import Kind, get_kind
from records.models import Record, Revision, Status
from records.steps import CHANGED, NEW, Step, of_outcome

ENVELOPE = ("title", "revision", "changed")


@dataclass(frozen=True)
class Prepared:
    """Steps and what storing them writes: all that could be made before anything was locked.

    ``records`` are the columns of what new steps become, ``rows`` theirs; ``changed`` has the
    columns of ``Record`` that follow from changed documents.
    """

    steps: list[Step]
    records: list[tuple[Step, dict]]
    rows: bulk.Rows
    new: list[tables.New]
    changed: list[dict]
    revisions: bulk.Rows
    derived: list[derived.Write]

    def store(self) -> None:
        """Write it, inside a transaction, and bring the records of the steps to what they are."""
        self.rows.insert()
        for rows in self.new:
            rows.write()
        for step, columns in self.records:
            step.stored_as(columns)
        self._write_changes(of_outcome(self.steps, CHANGED))
        self.revisions.insert()
        for write in self.derived:
            write()

    def _write_changes(self, steps: list[Step]) -> None:
        for step, columns in zip(steps, self.changed, strict=True):
            step.record.__dict__.update(columns)
            step.record.revision += 1
        if steps:
            names = dict.fromkeys([*ENVELOPE, *self.changed[0]])
            bulk.update_objects([step.record for step in steps], list(names))
        for kind, those in _by_kind(steps):
            tables.write(kind, [tables.Write(s.record.pk, s.before, s.document) for s in those])


@garbage.put_off()
def prepare(steps: Iterable[Step], *, by: Any, why: str) -> Prepared:
    """Return the new and changed ones of steps with what storing them writes; nothing is locked."""
    steps, now = of_outcome(steps, NEW, CHANGED), timezone.now()
    columns = _columns(steps)
    # In one order for all, or two wait for each other.
    new = sorted(of_outcome(steps, NEW), key=attrgetter("key"))
    records, rows = _new_records(new, columns, now)
    return Prepared(
        steps,
        list(zip(new, records, strict=True)),
        rows,
        [tables.new(kind, [step.document for step in those]) for kind, those in _by_kind(new)],
        [columns[step.key] for step in of_outcome(steps, CHANGED)],
        _revisions(steps, by, why, now),
        _derived(steps),
    )


def _by_kind(steps: Iterable[Step]) -> Iterable[tuple[Kind, list[Step]]]:
    found: dict[str, list[Step]] = {}
    for step in steps:
        found.setdefault(step.document["kind"], []).append(step)
    return [(get_kind(name), those) for name, those in found.items()]


def _columns(steps: Sequence[Step]) -> dict[str, dict]:
    """Return key -> columns of ``Record``; what comes together is judged as it will stand."""
    found = envelope_columns([step.document for step in steps])
    return {step.key: values for step, values in zip(steps, found, strict=True)}


def _new_records(
    steps: Sequence[Step], columns: Mapping[str, dict], now: datetime
) -> tuple[list[dict], bulk.Rows]:
    """Return the columns of the records that new steps become, and their rows."""
    names = [field.attname for field in Record._meta.concrete_fields]
    same = {"status": Status.DRAFT.value, "revision": 1, "created": now, "changed": now}
    same = {**dict.fromkeys(names), **same}
    found = [{**same, **columns[s.key], "kind": s.kind, "key": s.key} for s in steps]
    return found, bulk.ready(Record, names, (map(values.get, names) for values in found))


def envelope_columns(documents: Sequence[dict]) -> list[dict]:
    """Return, for each document, the columns of ``Record`` that follow from it."""
    found = derived.columns_for(documents)
    for document, values in zip(documents, found, strict=True):
        values["title"] = document["fields"]["title"]
        values |= _period(get_kind(document["kind"]).period(document) or "")
    return found


_period = lru_cache(maxsize=4096)(partial(dates.columns, "period"))


def _revisions(steps: Sequence[Step], by: Any, why: str, now: datetime) -> bulk.Rows:
    name, by_id = name_of(by), by.pk if by else None
    rows = ((step.key, _next(step), step.text, by_id, name, now, why[:500]) for step in steps)
    names = ["record", "number", "document", "by", "by_name", "when", "why"]
    return bulk.ready(Revision, names, rows, done={"document"})


def _derived(steps: Sequence[Step]) -> list[derived.Write]:
    """Return what writes the derived tables."""
    told = [derived.Told(s.key, s.document, s.references, s.outcome == NEW) for s in steps]
    for step in steps:
        del step.references  # of many records they take more room than the documents
    return derived.made_rows(told)


def _next(step: Step) -> int:
    return step.record.revision + 1 if step.outcome == CHANGED else 1


def name_of(user: Any) -> str:
    """Return how a user is named in a revision; the system where there is none."""
    name = (user.get_full_name() or user.get_username()) if user else _("the system")
    return name[:150]
