"""What of a document readers see: nothing that names an unpublished record, not even its key."""

from records.documents import items_of
from records.kinds import CITATIONS, Kind, get_kind
from records.types import LocalRefs, Ref, Refs
from sources.pages.names import Names, keys_in


def public(document: dict, names: Names) -> dict:
    """Return a copy of ``document`` without references to records that are not published.

    An item or a citation that makes one is left out as a whole, with the claims on it.
    """
    kind = get_kind(document["kind"])
    fields = {f.name: _field(f, document["fields"][f.name], names) for f in kind.fields}
    lists = {
        name: [item for item in items if not _names_hidden(kind.lists[name].fields, item, names)]
        for name, items in document["lists"].items()
    }
    shown = {**document, "fields": fields, "lists": lists}
    if kind.cited:
        gone = _gone(document, shown)
        shown[CITATIONS] = _citations(kind, document[CITATIONS], gone, names)
    return shown


def _refers(of_type) -> bool:
    return isinstance(of_type, Ref | Refs) and not isinstance(of_type, LocalRefs)


def _field(field, value, names: Names):
    if not _refers(field.type) or not value:
        return value
    if isinstance(value, list):
        return [key for key in value if not names.hides(field.type.target, key)]
    return None if names.hides(field.type.target, value) else value


def _names_hidden(fields, item: dict, names: Names) -> bool:
    return any(
        names.hides(f.type.target, key)
        for f in fields
        if _refers(f.type)
        for key in keys_in(item.get(f.name))
    )


def _gone(document: dict, shown: dict) -> set[str]:
    def paths(of: dict) -> set[str]:
        return {f"{name}/{i['ref']}" for name in of["lists"] for i in items_of(of, name)}

    return paths(document) - paths(shown)


def _citations(kind: Kind, citations: list[dict], gone: set[str], names: Names) -> list[dict]:
    fields = kind.lists[CITATIONS].fields
    return [
        {**c, "claims": _claims(kind, c.get("claims", {}), gone, names)}
        for c in citations
        if not _names_hidden(fields, c, names)
    ]


def _claims(kind: Kind, claims: dict, gone: set[str], names: Names) -> dict:
    return {
        path: claim
        for path, claim in claims.items()
        if "/".join(path.split("/")[:2]) not in gone
        and not _claims_hidden(kind, path, claim, names)
    }


def _claims_hidden(kind: Kind, path: str, claim, names: Names) -> bool:
    of_type = kind.type_at(path)
    return _refers(of_type) and any(names.hides(of_type.target, key) for key in keys_in(claim))
