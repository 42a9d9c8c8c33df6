"""Reading a document's claims."""

from dataclasses import replace
from typing import Any

from records.text import natural
from sources.evidence.model import (
    DENIES,
    MENTIONS,
    MENTIONS_ONLY,
    SAYS_NOTHING,
    SUPPORTS,
    Context,
    Statement,
)
from sources.evidence.values import as_text, is_empty

MISSING = object()


def value_at(document: dict, path: str) -> Any:
    """Return the value at a path, True for a list item that is there, or ``MISSING``."""
    name, *rest = path.split("/")
    if not rest:
        return (document.get("fields") or {}).get(name, MISSING)
    items = (document.get("lists") or {}).get(name) or []
    item = next((i for i in items if i.get("ref") == rest[0]), None)
    if item is None or len(rest) > 2:
        return MISSING
    return item.get(rest[1], MISSING) if len(rest) == 2 else True


def is_item(path: str) -> bool:
    """Tell whether a path names a list item as a whole."""
    return path.count("/") == 1


def cited_paths(document: dict, claimed: dict[str, list]) -> list[str]:
    """Return the paths that get a verdict: what the document says, then what else is claimed."""
    own = own_values(document)
    return [*own, *sorted((path for path in claimed if path not in own), key=natural)]


def own_values(document: dict) -> dict[str, Any]:
    """Return path -> value of what the document says in its fields; True for its list items."""
    fields, lists = document.get("fields") or {}, document.get("lists") or {}
    own = {
        name: value
        for name, value in fields.items()
        if (value.strip() if type(value) is str else _says_something(value))  # most are texts
    }
    for name, items in lists.items():
        for item in items:
            own[f"{name}/{item['ref']}"] = True
    return own


def _says_something(value: Any) -> bool:
    if isinstance(value, int):
        return value is not False
    return value is not None and not is_empty(value)


def statements_of(document: dict, context: Context) -> dict[str, list[Statement]]:
    """Return the statements of each claimed path, in an order that does not depend on theirs."""
    found: dict[str, list[Statement]] = {}
    for citation in document.get("citations") or []:
        for path, claim in (citation.get("claims") or {}).items():
            found.setdefault(path, []).append(_statement(citation, path, claim, context))
    for statements in found.values():
        statements.sort(key=order)
    return found


def with_parts(path: str, found: dict[str, list[Statement]]) -> list[Statement]:
    """Return the statements about a path; whoever gives a part of an item says that it is there."""
    own = found.get(path, [])
    if not is_item(path):
        return own
    affirmed = {_whose(s) for s in own if s.positive}
    for part in sorted((p for p in found if p.startswith(f"{path}/")), key=natural):
        for s in found[part]:
            if s.positive and _whose(s) not in affirmed:
                affirmed.add(_whose(s))
                own = [*own, replace(s, value=True)]
    return sorted(own, key=order)


def _whose(s: Statement) -> tuple:
    return s.citation, s.source, s.quoting, s.basis, s.locator


def order(statement: Statement) -> tuple:
    """Return the sort key of a statement: by citation, s2 before s10."""
    s = statement
    return natural(s.citation), s.path, s.source, s.quoting, s.locator, as_text(s.value), repr(s)


def _statement(citation: dict, path: str, claim: Any, context: Context) -> Statement:
    stance, value = _read(claim)
    if is_item(path) and (value is False or stance == DENIES):
        stance, value = DENIES, True  # of an item as a whole there is but one thing to deny
    why = MENTIONS_ONLY if stance == MENTIONS else SAYS_NOTHING if is_empty(value) else ""
    source, quoting = _text(citation, "source"), _text(citation, "quoting")
    return Statement(
        citation=_text(citation, "ref"),
        path=path,
        source=source,
        quoting=quoting,
        locator=_text(citation, "locator"),
        quotation=_text(citation, "quotation"),
        basis=_text(citation, "basis"),
        credibility=_text(citation, "credibility"),
        value=value,
        roots=_roots(source, quoting, context),
        stance=stance,
        counted=not why,
        why=why,
    )


def _text(citation: dict, name: str) -> str:
    value = citation.get(name)
    return "" if value is None else str(value)


def _roots(source: str, quoting: str, context: Context) -> tuple[str, ...]:
    """Return the roots of the source and of what it quotes; all unnamed sources are one."""
    roots = [context.origin(key) for key in (source, quoting)]
    return tuple(roots if quoting else roots[:1])


def _read(claim: Any) -> tuple[str, Any]:
    if isinstance(claim, dict) and DENIES in claim:
        return DENIES, claim[DENIES]
    if isinstance(claim, dict) and MENTIONS in claim:
        return MENTIONS, None
    return SUPPORTS, claim
