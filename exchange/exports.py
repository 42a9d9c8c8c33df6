"""The export: records read in parts, as documents, and what of them readers may see."""

from collections.abc import Iterator
from dataclasses import dataclass

from records.documents import items_of
from records.kinds import CITATIONS, get_kind, kinds
from records.models import Record
from records.resolve import record_targets
from records.store import current
from records.types import Ref, Refs
from sources.models import Source

# Records in memory at a time.
PART = 500


@dataclass(frozen=True)
class Exported:
    """One record with its document, as it is written."""

    record: Record
    document: dict
    sources: dict[str, tuple[str, str]]
    """Source key -> title and address, for all sources that the record's part cites."""


def selected(everything: bool):
    """Return the records to export: those that readers see, or all."""
    return Record.objects.all() if everything else Record.objects.published()


def exported(everything: bool) -> Iterator[Exported]:
    """Yield the records kind by kind, in the order of their keys, reading one part at a time.

    Unless ``everything``, what is published only, and without what names an unpublished record.
    """
    for kind in kinds():
        for part in _parts(selected(everything).filter(kind=kind.name)):
            documents = current(part)
            if not everything:
                documents = without_hidden(documents)
            sources = _sources(documents.values(), everything)
            for record in part:
                if record.pk in documents:
                    yield Exported(record, documents[record.pk], sources)


def _parts(records) -> Iterator[list[Record]]:
    last = ""
    while part := list(records.filter(key__gt=last).order_by("key")[:PART]):
        yield part
        last = part[-1].key


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
    stored = Record.objects.filter(key__in=named)
    hidden = set(stored.values_list("key", flat=True))
    hidden -= set(stored.published().values_list("key", flat=True))
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
