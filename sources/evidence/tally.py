"""The summary of a document's verdicts, without working out those that are plain to see.

Most paths of most records are uncited, or every source says just what the record accepts. These
are counted here; the rest are judged in full. A property test holds that the outcome is the same.
"""

from typing import Any, NamedTuple

from records.text import natural
from sources.evidence.claims import own_values, value_at
from sources.evidence.independence import breadth, components
from sources.evidence.model import AGREED, DISPUTED, SINGLE, UNCITED, Context, Summary

_PLAIN = {str, int, bool, list}


class Said(NamedTuple):
    """A claim that says just what the record accepts."""

    citation: tuple
    path: str
    source: str
    quoting: str
    locator: str
    roots: tuple[str, ...]


def tally(document: dict, context: Context, judge) -> Summary:
    """Return the same as ``summary(verdicts(document, context))``, sooner.

    ``judge(document, context, paths)`` returns the verdicts of the paths that need a closer look.
    """
    own, citations = own_values(document), document.get("citations") or []
    if len(citations) == 1 and (found := _by_one(document, own, citations[0])):
        return found
    return _by_several(document, own, context, judge)


def _by_one(document: dict, own: dict, citation: dict) -> Summary | None:
    """Return the summary where the one citation says just what the record accepts, else None."""
    claims = citation.get("claims") or {}
    single = {*claims}
    for path, claim in claims.items():
        accepted = own[path] if path in own else value_at(document, path)
        if not (claim and _is_just(claim, accepted) and type(claim) in _PLAIN):
            return None  # also where a nought is said: that is looked at closer
        if path.count("/") == 2:
            single.add(path.rpartition("/")[0])
    return Summary(
        single=len(single), uncited=len(own.keys() - single), sources=min(1, len(single))
    )


def _by_several(document: dict, own: dict, context: Context, judge) -> Summary:
    claimed = _claimed(document, context)
    whole = _with_parts(claimed)
    states = dict.fromkeys(own, UNCITED)
    counted: list = []
    unclear = []
    others = sorted((path for path in claimed if path not in own), key=natural)
    for path in (*(path for path in own if path in whole), *others):
        accepted = own[path] if path in own else value_at(document, path)
        plain = _plain(accepted, path, whole[path])
        if plain is None:
            unclear.append(path)
            states[path] = ""
        else:
            states[path] = _state(plain, counted)
    for path, verdict in (judge(document, context, unclear) if unclear else {}).items():
        states[path] = verdict.state
        counted += [s for s in verdict.statements if s.counted]
    return _summary(states, counted)


def _summary(states: dict[str, str], counted: list) -> Summary:
    found = list(states.values())
    return Summary(
        **{state: found.count(state) for state in (AGREED, SINGLE, DISPUTED, UNCITED)},
        disputed_paths=tuple(path for path, state in states.items() if state == DISPUTED),
        sources=breadth(counted),
    )


def _claimed(document: dict, context: Context) -> dict[str, list[tuple[Said, Any]]]:
    """Return path -> claims, each with what it says."""
    found: dict[str, list[tuple[Said, Any]]] = {}
    for citation in document.get("citations") or []:
        source, quoting = citation.get("source") or "", citation.get("quoting") or ""
        roots = tuple(context.origin(key) for key in (source, quoting) if key or key is source)
        head = natural(citation.get("ref") or "")
        locator = citation.get("locator") or ""
        for path, claim in (citation.get("claims") or {}).items():
            said = Said(head, path, source, quoting, locator, roots[: 2 if quoting else 1])
            found.setdefault(path, []).append((said, claim))
    return found


def _with_parts(claimed: dict[str, list]) -> dict[str, list]:
    """Return the claims by path, those on an item's fields under the item as well."""
    parts = [path for path in claimed if path.count("/") == 2]
    whole = {path: list(claims) for path, claims in claimed.items()} if parts else claimed
    for path in parts:
        head = path.rpartition("/")[0]
        whole.setdefault(head, []).extend((said, _Part(claim)) for said, claim in claimed[path])
    return whole


class _Part:
    """What is said of an item's field, seen from the item: that it is there."""

    def __init__(self, claim: Any):
        self.claim = claim


def _plain(accepted: Any, path: str, claims) -> list[Said] | None:
    """Return what is said where every claim says the accepted value; None for a closer look."""
    said = []
    for who, claim in claims:
        if isinstance(claim, _Part):
            if not _is_value(claim.claim):
                return None
        elif not _is_value(claim) or not _is_just(claim, accepted):
            return None
        said.append(who)
    return said


def _is_value(claim: Any) -> bool:
    return type(claim) in _PLAIN and claim != "" and claim != []


def _is_just(claim: Any, accepted: Any) -> bool:
    if type(claim) is type(accepted) and claim == accepted:
        return True
    # A set of one may be said by its member. Of an item as a whole there is nothing but yes.
    return isinstance(accepted, list) and len(accepted) == 1 and claim == accepted[0]


def _state(plain: list[Said], counted: list) -> str:
    if not plain:
        return UNCITED
    if len(plain) == 1:
        counted.append(plain[0])
        return SINGLE
    of = components(plain)
    first: dict[str, Said] = {}
    for said in sorted(plain, key=_original_first):
        first.setdefault(of[said.roots[0]], said)
    counted += first.values()
    return SINGLE if len(first) == 1 else AGREED


def _original_first(said: Said) -> tuple:
    return bool(said.quoting), said.source != said.roots[0], said
