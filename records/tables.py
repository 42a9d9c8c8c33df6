"""Documents in tables: the rows that a document becomes, and the document that they make.

Knows columns and rows only; what may be written, and when, is the business of ``records.store``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models

from records import bulk, dates
from records.dates import UncertainDateField
from records.documents import blank, items_of
from records.kinds import Field, Kind, List
from records.text import natural


def from_column(field: Field, value):
    """Return a column's value as a document has it."""
    return field.type.empty if value is None or value == "" else value


def to_column(field: Field, value):
    """Return a document's value as the column holds it: text columns know no null."""
    if value is None and isinstance(field.model_field, models.CharField):
        return ""
    return value


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
    """One document to be stored for the record ``id``; ``old`` is the one before it, or None."""

    id: str
    old: dict | None
    new: dict


def write(kind: Kind, writes: Sequence[Write]) -> None:
    """Store documents in the tables of their kind; their rows in ``Record`` are there."""
    _write_columns(kind, writes)
    for field in (f for f in kind.fields if f.is_many):
        touched = [w for w in writes if _changed(w, field.name)]
        members = {w.id: w.new["fields"][field.name] for w in touched}
        bulk.Pairs(field.model_field).write(members, [w.id for w in touched if w.old])
    for item_list in kind.lists.values():
        _write_list(item_list, [w for w in writes if _list_changed(w, item_list.name)])


def _changed(w: Write, name: str) -> bool:
    value = w.new["fields"][name]
    return value != w.old["fields"][name] if w.old else bool(value)


def _list_changed(w: Write, name: str) -> bool:
    before = items_of(w.old, name) if w.old else []
    return items_of(w.new, name) != before


def _own(kind: Kind) -> list[Field]:
    """Return the fields that are columns of the kind's own table, not of ``Record``'s."""
    return [f for f in kind.fields if not f.is_many and f.model_field.model is kind.model]


def _write_columns(kind: Kind, writes: Sequence[Write]) -> None:
    own = _own(kind)
    names = _column_names(own)
    new = (w for w in writes if w.old is None)
    changed = (w for w in writes if w.old and any(_changed(w, f.name) for f in own))
    rows = ([w.id, *_values(own, w.new["fields"])] for w in new)
    bulk.insert(kind.model, ["record", *names], rows)
    bulk.update(kind.model, names, ([*_values(own, w.new["fields"]), w.id] for w in changed))


def _column_names(fields: Sequence[Field]) -> list[str]:
    names = []
    for field in fields:
        names.append(field.name)
        if isinstance(field.model_field, UncertainDateField):
            names += [f"{field.name}_earliest", f"{field.name}_latest"]
    return names


def _values(fields: Sequence[Field], values: dict) -> list:
    """Return the values of the columns that ``_column_names`` names, in that order."""
    row = []
    for field in fields:
        value = values.get(field.name)
        if value is None:
            value = to_column(field, field.type.empty)
        row.append(value)
        if field.type.name == "date":
            row += dates.bounds(value) if value else (None, None)
    return row


def _write_list(item_list: List, writes: Sequence[Write]) -> None:
    """Insert, update and delete the items of one list, matched by ref."""
    if not writes:
        return
    model = item_list.model
    plain = [f for f in item_list.fields if not f.is_many]
    present = _present(model, [w.id for w in writes if w.old])
    added, updated, gone = [], [], []
    for w in writes:
        before = {i["ref"]: i for i in items_of(w.old, item_list.name)} if w.old else {}
        after = {i["ref"]: i for i in items_of(w.new, item_list.name)}
        gone += [present[w.id, ref] for ref in before if ref not in after]
        added += [(w.id, item) for ref, item in after.items() if ref not in before]
        updated += [(w.id, i) for ref, i in after.items() if ref in before and before[ref] != i]
    for part in bulk.chunks(gone):
        model._base_manager.filter(pk__in=part).delete()
    names = _column_names(plain)
    rows = ([key, item["ref"], *_values(plain, item)] for key, item in added)
    bulk.insert(model, ["record", "ref", *names], rows)
    rows = ([*_values(plain, item), present[key, item["ref"]]] for key, item in updated)
    bulk.update(model, names, rows)
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
