"""Documents in tables: the rows that a document becomes, and the document that they make.

Knows columns and rows only; what may be written, and when, is the business of ``records.store``.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from records import bulk, dates
from records.documents import blank, items_of
from records.kinds import CITATIONS, Field, Kind, List
from records.text import natural


def from_column(field: Field, value):
    """Return a column's value as a document has it."""
    return field.type.empty if value is None or value == "" else value


def read(kind: Kind, ids: Sequence[str]) -> dict[str, dict]:
    """Return record key -> document in normal form, for records of one kind."""
    plain = [f for f in kind.fields if not f.is_many]
    names = [f.model_field.attname for f in plain]
    documents = {}
    rows = kind.model._base_manager.filter(pk__in=ids).values_list("pk", *names)
    for pk, *values in rows:
        documents[pk] = blank(kind, pk)
        pairs = zip(plain, values, strict=True)
        documents[pk]["fields"].update({f.name: from_column(f, v) for f, v in pairs})
    for field in (f for f in kind.fields if f.is_many):
        for pk, members in bulk.Pairs(field.model_field).read(ids).items():
            documents[pk]["fields"][field.name] = sorted(members)
    for item_list in kind.lists.values():
        _read_list(item_list, ids, documents)
    return documents


def _read_list(item_list: List, ids: Sequence[str], documents: dict[str, dict]) -> None:
    plain = [f for f in item_list.fields if not f.is_many]
    names = [f.model_field.attname for f in plain]
    items: dict[int, dict] = {}
    rows = item_list.model._base_manager.filter(record_id__in=ids)
    for pk, record_id, ref, *values in rows.values_list("pk", "record_id", "ref", *names):
        found = {f.name: from_column(f, v) for f, v in zip(plain, values, strict=True)}
        items[pk] = {
            "ref": ref,
            **{f.name: found[f.name] for f in plain if found[f.name] != f.type.empty},
        }
        items_of(documents[record_id], item_list.name).append(items[pk])
    for field in (f for f in item_list.fields if f.is_many):
        _read_members(field, items)
    for document in documents.values():
        items_of(document, item_list.name).sort(key=lambda item: natural(item["ref"]))


def _read_members(field: Field, items: dict[int, dict]) -> None:
    pairs: dict = {}
    for part in bulk.chunks(list(items)):
        pairs.update(bulk.Pairs(field.model_field).read(part))
    names = {}
    if field.type.name == "local":
        related = field.model_field.related_model._base_manager
        wanted = {member for members in pairs.values() for member in members}
        names = dict(related.filter(pk__in=wanted).values_list("pk", "ref"))
    for pk, members in pairs.items():
        items[pk][field.name] = sorted((names.get(m, m) for m in members), key=natural)


@dataclass(frozen=True)
class Write:
    """A changed document of the record ``id``, and the one before it."""

    id: str
    old: dict
    new: dict


@dataclass(frozen=True)
class New:
    """What the documents of new records become: rows, and items that refer to other things.

    Those wait for the ids of the items, which the database gives.
    """

    rows: list[bulk.Rows]
    items: list[tuple[List, list]]

    def write(self) -> None:
        """Insert all of it; the rows in ``Record`` are there."""
        for rows in self.rows:
            rows.insert()
        for item_list, items in self.items:
            _write_members(item_list, items, [])


def new(kind: Kind, documents: Sequence[dict]) -> New:
    """Return what the documents of new records become, each in its normal form."""
    columns = _Columns(_own(kind))
    rows = ((d["key"], *columns.of(d["fields"])) for d in documents)
    found = New([columns.ready(kind.model, ["record"], rows)], [])
    for field in (f for f in kind.fields if f.is_many):
        members = ((d["key"], d["fields"][field.name]) for d in documents)
        found.rows.append(bulk.Pairs(field.model_field).ready(members))
    for name, items in _items(documents).items():
        item_list = kind.lists[name]
        found.rows.append(_rows_of(item_list, items))
        if any(field.is_many for field in item_list.fields):
            found.items.append((item_list, items))
    return found


def joined(parts: Iterable[New]) -> New:
    """Return what several lots of documents become as one."""
    parts, items = list(parts), {}
    for item_list, those in (pair for part in parts for pair in part.items):
        items.setdefault(item_list.model, (item_list, []))[1].extend(those)
    return New(bulk.joined(rows for part in parts for rows in part.rows), [*items.values()])


def _items(documents: Sequence[dict]) -> dict[str, list[tuple[str, dict]]]:
    """Return the items of documents by their list, each with its record's key."""
    found: dict[str, list] = {}
    for document in documents:
        key, citations = document["key"], document.get(CITATIONS)
        for name, items in (*document["lists"].items(), (CITATIONS, citations)):
            if items:
                found.setdefault(name, []).extend((key, item) for item in items)
    return found


def write(kind: Kind, writes: Sequence[Write]) -> None:
    """Store changed documents in the tables of their kind."""
    columns = _Columns(_own(kind))
    changed = (w for w in writes if any(_changed(w, f.name) for f in columns.fields))
    columns.update(kind.model, ((*columns.of(w.new["fields"]), w.id) for w in changed))
    for field in (f for f in kind.fields if f.is_many):
        if touched := [w for w in writes if _changed(w, field.name)]:
            members = {w.id: w.new["fields"][field.name] for w in touched}
            bulk.Pairs(field.model_field).write(members, list(members))
    for item_list in kind.lists.values():
        if touched := [w for w in writes if _list_changed(w, item_list.name)]:
            _write_list(item_list, touched)


def _changed(w: Write, name: str) -> bool:
    return w.new["fields"][name] != w.old["fields"][name]


def _list_changed(w: Write, name: str) -> bool:
    return items_of(w.new, name) != items_of(w.old, name)


def _own(kind: Kind) -> list[Field]:
    """Return the fields that are columns of the kind's own table, not of ``Record``'s."""
    return [f for f in kind.fields if not f.is_many and f.model_field.model is kind.model]


class _Columns:
    """The columns that fields become: one for each, three for a date."""

    def __init__(self, fields: Iterable[Field]):
        self.fields = [f for f in fields if not f.is_many]
        self.names: list[str] = []
        self._said: list[str] = []
        self._ends: dict[int, Callable] = {}
        for field in self.fields:
            self._add(field.name, field)
            if field.type.name == "date":
                for end, day in (("earliest", _earliest), ("latest", _latest)):
                    self._ends[len(self.names)] = day
                    self._add(f"{field.name}_{end}", field)

    def _add(self, column: str, field: Field) -> None:
        self.names.append(column)
        self._said.append(field.name)

    def of(self, values: dict) -> Iterable:
        """Return what the columns are made from, in their order."""
        return map(values.get, self._said)

    def ready(self, model: type[models.Model], before: Sequence[str], rows: Iterable) -> bulk.Rows:
        """Return rows to be inserted; ``before`` names the columns that stand before these."""
        ends = {len(before) + n: day for n, day in self._ends.items()}
        return bulk.ready(model, [*before, *self.names], rows, ends)

    def update(self, model: type[models.Model], rows: Iterable) -> None:
        """Write rows anew, each with its primary key at its end."""
        bulk.update(model, self.names, rows, self._ends)


def _earliest(date: str | None) -> Any:
    return dates.bounds(date)[0]


def _latest(date: str | None) -> Any:
    return dates.bounds(date)[1]


def _rows_of(item_list: List, items: Iterable[tuple[str, dict]]) -> bulk.Rows:
    """Return the rows of new items, each given with its record's key."""
    columns = _Columns(item_list.fields)
    rows = ((key, item["ref"], *columns.of(item)) for key, item in items)
    return columns.ready(item_list.model, ["record", "ref"], rows)


def _write_list(item_list: List, writes: Sequence[Write]) -> None:
    """Insert, update and delete the items of one list of changed documents, matched by ref."""
    model = item_list.model
    present = _present(model, [w.id for w in writes])
    added, updated, gone = [], [], []
    for w in writes:
        before = {i["ref"]: i for i in items_of(w.old, item_list.name)}
        after = {i["ref"]: i for i in items_of(w.new, item_list.name)}
        gone += [present[w.id, ref] for ref in before if ref not in after]
        added += [(w.id, item) for ref, item in after.items() if ref not in before]
        updated += [(w.id, i) for ref, i in after.items() if ref in before and before[ref] != i]
    for part in bulk.chunks(gone):
        model._base_manager.filter(pk__in=part).delete()
    _rows_of(item_list, added).insert()
    columns = _Columns(item_list.fields)
    rows = ((*columns.of(item), present[key, item["ref"]]) for key, item in updated)
    columns.update(model, rows)
    _write_members(item_list, added, updated)


def _present(model: type[models.Model], keys: Sequence[str]) -> dict:
    """Return (record key, ref) -> id for the items that records have in one list."""
    found = {}
    for part in bulk.chunks(keys):
        rows = model._base_manager.filter(record_id__in=part).values_list("record_id", "ref", "pk")
        found.update({(key, ref): pk for key, ref, pk in rows})
    return found


def _write_members(item_list: List, added: list, updated: list) -> None:
    """Write the many-to-many fields of items, each item given with its record's key."""
    many = [f for f in item_list.fields if f.is_many]
    named = [(k, i) for k, i in added if any(i.get(f.name) for f in many)] + updated
    if not many or not named:
        return
    ids = _present(item_list.model, list({key for key, _item in named}))
    for field in many:
        found = _local_ids(field, named) if field.type.name == "local" else None
        members = {
            ids[key, item["ref"]]: (
                [found[key, ref] for ref in item.get(field.name, [])]
                if found is not None
                else item.get(field.name, [])
            )
            for key, item in named
        }
        stale = [ids[key, item["ref"]] for key, item in updated]
        bulk.Pairs(field.model_field).write(members, stale)


def _local_ids(field: Field, named: list) -> dict:
    """Return (record key, ref) -> id for the items of another list that items name by ref."""
    keys = {key for key, item in named if item.get(field.name)}
    return _present(field.model_field.related_model, list(keys))
