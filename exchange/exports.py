"""The export: records read in parts, as documents, and what of them readers may see."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, QuerySet

from records.documents import items_of
from records.kinds import CITATIONS, get_kind, kinds
from records.models import Record, Revision, Status
from records.resolve import record_targets
from records.types import Ref, Refs
from records.upgrade import upgrade
from sources.models import Source

# Records in memory at a time; the first part is small, so that the first byte leaves at once.
PART = 500
FIRST = 50


@dataclass(frozen=True, slots=True)
class Exported:
    """One record with its document, as it is written."""

    kind: str
    key: str
    status: str
    revision: int
    document: dict
    sources: dict[str, tuple[str, str]]
    """Source key -> title and address, for all sources that the record's part cites."""


def selected(everything: bool) -> QuerySet:
    """Return the records to export: those that readers see, or all."""
    return Record.objects.all() if everything else Record.objects.published()


def exported(everything: bool) -> Iterator[Exported]:
    """Yield the records kind by kind, in the order of their keys, reading one part at a time.

    Unless ``everything``, what is published only, and without what names an unpublished record.
    """
    for kind in kinds():
        yield from documents_of(selected(everything).filter(kind=kind.name), everything)


def documents_of(records: QuerySet, everything: bool) -> Iterator[Exported]:
    """Yield the records of a queryset in the order of their keys, reading one part at a time.

    Memory and queries of a part are the same however many records there are. Unless
    ``everything``, what is published only, and without what names an unpublished record.
    """
    for keys in _parts(records):
        part = _present(keys, everything)
        documents = {key: document for key, _kind, _status, _number, document in part}
        if not everything:
            without_hidden(documents)
        sources = _sources(documents.values(), everything)
        for key, kind, status, number, document in part:
            yield Exported(kind, key, status, number, document, sources)


def _parts(records: QuerySet) -> Iterator[list[str]]:
    last, size = "", min(FIRST, PART)
    records = records.order_by("key").values_list("key", flat=True)
    while part := list(records.filter(key__gt=last)[:size]):
        yield part
        last, size = part[-1], PART


def _present(keys: list[str], everything: bool) -> list[tuple]:
    """Return key, kind, status, revision and document of each record: one query."""
    rows = Revision.objects.filter(record_id__in=keys, number=F("record__revision"))
    if not everything:
        rows = rows.filter(record__status=Status.PUBLISHED)
    columns = ("record_id", "record__kind", "record__status", "number", "document")
    found = rows.order_by("record_id").values_list(*columns)
    return [(*envelope, upgrade(document)) for *envelope, document in found]


def _sources(documents, everything: bool) -> dict[str, tuple[str, str]]:
    cited = {
        citation.get(name)
        for document in documents
        for citation in document.get(CITATIONS, [])
        for name in ("source", "quoting")
    }
    found = Source.objects.all() if everything else Source.objects.published()
    rows = found.filter(pk__in=cited - {None}).values_list("pk", "title", "url")
    return {key: (title, url) for key, title, url in rows}


def without_hidden(documents: dict[str, dict]) -> dict[str, dict]:
    """Return the documents without whatever in them names a record that readers do not see.

    Publishing refuses such a document, but a claim may say any key, and this is the last door.
    """
    named = {key for d in documents.values() for _holder, _name, key in _mentions(d)}
    stored = Record.objects.filter(key__in=named).exclude(status=Status.PUBLISHED)
    hidden = set(stored.values_list("key", flat=True))
    if hidden:
        for document in documents.values():
            _hide(document, hidden)
    return documents


def _mentions(document: dict) -> Iterator[tuple[dict, str, str]]:
    """Yield every place that names a record: the mapping, the name in it, the key it says."""
    kind = get_kind(document["kind"])
    yield from _named(document["fields"], kind.fields)
    for name, item_list in kind.lists.items():
        for item in items_of(document, name):
            yield from _named(item, item_list.fields)
            yield from _claimed(item.get("claims", {}), kind)


def _named(values: dict, fields) -> Iterator[tuple[dict, str, str]]:
    for field in fields:
        if isinstance(field.type, Ref | Refs) and field.type.target in record_targets():
            said = values.get(field.name)
            for key in said if isinstance(said, list) else [said] if said else []:
                yield values, field.name, key


def _claimed(claims: dict, kind) -> Iterator[tuple[dict, str, str]]:
    for path, claim in claims.items():
        of_type = kind.type_at(path)
        if not isinstance(of_type, Ref | Refs) or of_type.target not in record_targets():
            continue
        said = claim.get("denies") if isinstance(claim, dict) else claim
        for key in said if isinstance(said, list) else [said]:
            if isinstance(key, str):
                yield claims, path, key


def _hide(document: dict, hidden: set[str]) -> None:
    """Take what names a hidden record out of a document, with the items that need it."""
    kind = get_kind(document["kind"])
    for holder, name, key in list(_mentions(document)):
        if key not in hidden:
            continue
        if holder is document["fields"]:
            holder[name] = kind.field[name].type.empty
        else:
            holder.pop(name, None)
    for name, item_list in kind.lists.items():
        needed = {f.name for f in item_list.fields if f.required}
        items = items_of(document, name)
        items[:] = [item for item in items if needed <= item.keys()]
