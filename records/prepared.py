"""All that storing documents writes: made before anything is locked, then written in one go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any, Self

from django.utils import timezone
from django.utils.translation import gettext as _

from records import bulk, dates, derived, garbage, tables
from records.kinds import Kind, get_kind
from records.models import Record, Revision, Status
from records.steps import CHANGED, NEW, Step, of_outcome

ENVELOPE = ("title", "revision", "changed")
# Documents that are prepared at a time. Of more, none is left in the processor's own memory when
# the next thing is made of it: a thousand at a time took a quarter longer each.
LOT = 100


@dataclass(frozen=True)
class Prepared:
    """Steps and what storing them writes: all that could be made before anything was locked.

    ``records`` are the columns of what new steps become, ``rows`` theirs; ``changed`` has the
    columns of ``Record`` that follow from changed documents.
    """

    steps: list[Step]
    records: list[tuple[Step, dict]]
    rows: bulk.Rows
    new: tables.New
    changed: list[dict]
    revisions: list[bulk.Rows]
    writers: list[derived.Writer]

    def store(self) -> None:
        """Write it, inside a transaction, and bring the records of the steps to what they are."""
        self.rows.insert()
        self.new.write()
        for step, columns in self.records:
            step.stored_as(columns)
        self._write_changes(of_outcome(self.steps, CHANGED))
        for rows in self.revisions:
            rows.insert()
        for writer in self.writers:
            writer.write(lambda: map(_told, bulk.chunks(self.steps, LOT)))

    def _write_changes(self, steps: list[Step]) -> None:
        for step, columns in zip(steps, self.changed, strict=True):
            step.record.__dict__.update(columns)
            step.record.revision += 1
        if steps:
            names = dict.fromkeys([*ENVELOPE, *self.changed[0]])
            bulk.update_objects([step.record for step in steps], list(names))
        for kind, those in _by_kind(steps):
            tables.write(kind, [tables.Write(s.record.pk, s.before, s.document) for s in those])


class Preparation:
    """Steps to be stored together: what storing them writes is made as they are added.

    Nothing is locked. A step is held until its rows are made. ``memory`` has
    what is remembered from one to the next of a work that stores part by part.
    """

    def __init__(self, *, by: Any, why: str, memory: dict | None = None):
        self._by, self._why, self._now = by, why, timezone.now()
        self._steps: list[Step] = []
        self._lot: list[Step] = []
        self._evidence = _Evidence()
        self._new: list[tables.New] = []
        self._revisions: list[bulk.Rows] = []
        self._writers = derived.writers({} if memory is None else memory)

    def __len__(self) -> int:
        return len(self._steps)

    def __iadd__(self, steps: Iterable[Step]) -> Self:
        """Add the new and the changed ones of steps."""
        those = of_outcome(steps, NEW, CHANGED)
        for step in those:
            step.hold()
        self._steps += those
        self._lot += those
        if len(self._lot) >= LOT:
            self._make()
        return self

    def _make(self) -> None:
        """Make what the steps of a lot write."""
        lot, self._lot = self._lot, []
        self._evidence.add([step.document for step in lot])
        new = _by_kind(of_outcome(lot, NEW))
        self._new += (tables.new(kind, [s.document for s in those]) for kind, those in new)
        self._revisions.append(_revisions(lot, self._by, self._why, self._now))
        told = _told(lot)
        for writer in self._writers:
            writer.add(told)
        for step in lot:
            del step.references  # of many records they take more room than the documents
            step.release()

    def done(self) -> Prepared:
        """Return all of it."""
        self._make()
        columns = self._evidence.columns(self._steps)
        # In one order for all, or two wait for each other.
        new = sorted(of_outcome(self._steps, NEW), key=attrgetter("key"))
        records, rows = _new_records(new, columns, self._now)
        return Prepared(
            self._steps,
            list(zip(new, records, strict=True)),
            rows,
            tables.joined(self._new),
            [columns[step.key] for step in of_outcome(self._steps, CHANGED)],
            bulk.joined(self._revisions),
            self._writers,
        )


class _Evidence:
    """The columns of ``Record`` that follow from documents; what comes together is judged so."""

    def __init__(self):
        self._sources: list[dict] = []
        self._columns: dict[str, dict] = {}
        self._of: derived.Columns | None = None
        self._has_judged = self._is_late = False

    def add(self, documents: Sequence[dict]) -> None:
        """Judge documents, beside the sources that were added until now."""
        cited = [get_kind(document["kind"]).cited for document in documents]
        if self._of is None or not all(cited):
            self._sources += (
                d for d, is_cited in zip(documents, cited, strict=True) if not is_cited
            )
            self._of = derived.columns_beside(self._sources)
            self._is_late = self._is_late or self._has_judged
        self._has_judged = self._has_judged or any(cited)
        self._judge(documents)

    def _judge(self, documents: Sequence[dict]) -> None:
        found = envelope_columns(documents, self._of)
        self._columns |= {d["key"]: values for d, values in zip(documents, found, strict=True)}

    def columns(self, steps: Sequence[Step]) -> dict[str, dict]:
        """Return key -> columns; again, where a source came after what may cite it."""
        if self._is_late:
            for lot in bulk.chunks(steps, LOT):
                self._judge([step.document for step in lot])
        return self._columns


@garbage.put_off()
def prepare(steps: Iterable[Step], *, by: Any, why: str) -> Prepared:
    """Return the new and changed ones of steps with what storing them writes; nothing is locked."""
    found = Preparation(by=by, why=why)
    for lot in bulk.chunks(list(steps), LOT):
        found += lot
    return found.done()


def _told(steps: Sequence[Step]) -> list[derived.Told]:
    return [derived.Told(s.key, s.document, s.references, s.outcome == NEW) for s in steps]


def _by_kind(steps: Iterable[Step]) -> Iterable[tuple[Kind, list[Step]]]:
    found: dict[str, list[Step]] = {}
    for step in steps:
        found.setdefault(step.kind, []).append(step)
    return [(get_kind(name), those) for name, those in found.items()]


def _new_records(
    steps: Sequence[Step], columns: Mapping[str, dict], now: datetime
) -> tuple[list[dict], bulk.Rows]:
    """Return the columns of the records that new steps become, and their rows."""
    names = [field.attname for field in Record._meta.concrete_fields]
    same = {"status": Status.DRAFT.value, "revision": 1, "created": now, "changed": now}
    same = {**dict.fromkeys(names), **same}
    found = [{**same, **columns[s.key], "kind": s.kind, "key": s.key} for s in steps]
    return found, bulk.ready(Record, names, (map(values.get, names) for values in found))


def envelope_columns(
    documents: Sequence[dict], columns: derived.Columns | None = None
) -> list[dict]:
    """Return, for each document, the columns of ``Record`` that follow from it.

    ``columns`` derives them beside others that are stored with these.
    """
    found = (columns or derived.columns_beside(documents))(documents)
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


def _next(step: Step) -> int:
    return step.record.revision + 1 if step.outcome == CHANGED else 1


def name_of(user: Any) -> str:
    """Return how a user is named in a revision; the system where there is none."""
    name = (user.get_full_name() or user.get_username()) if user else _("the system")
    return name[:150]
