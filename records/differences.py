"""Differences between documents: found, applied, merged.

All work on documents in normal form. Laws: ``patch(a, diff(a, b)) == b``;
``merge(a, a, b) == merge(a, b, a) == b`` without a clash.
"""

from dataclasses import dataclass
from typing import Any

from records.documents import items_of
from records.kinds import CITATIONS
from records.text import natural

Place = tuple[str, ...]


class _Missing:
    """Stands for "nothing at this place"; there is one of it."""

    def __repr__(self) -> str:
        return "MISSING"

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


MISSING = _Missing()


@dataclass(frozen=True)
class Change:
    """One place whose value differs: ``old`` and ``new`` are values or ``MISSING``."""

    place: Place
    old: Any
    new: Any

    @property
    def path(self) -> str:
        """Return the path as it is cited and shown."""
        return "/".join(self.place)


def flatten(document: dict) -> dict[Place, Any]:
    """Return all places of a document in normal form with their values."""
    flat: dict[Place, Any] = {(name,): value for name, value in document["fields"].items()}
    for name in [*document["lists"], *([CITATIONS] if CITATIONS in document else [])]:
        for item in items_of(document, name):
            flat[(name, item["ref"])] = True
            for part, value in item.items():
                if part == "claims":
                    flat.update({(name, item["ref"], part, p): v for p, v in value.items()})
                elif part != "ref":
                    flat[(name, item["ref"], part)] = value
    return flat


def _unflatten(frame: dict, flat: dict[Place, Any]) -> dict:
    """Return the document with the head of ``frame`` and the places of ``flat``."""
    result = {**frame, "fields": {}, "lists": {name: [] for name in frame["lists"]}}
    if CITATIONS in frame:
        result[CITATIONS] = []
    items: dict[Place, dict] = {}
    for place, value in flat.items():
        if len(place) == 1:
            result["fields"][place[0]] = value
            continue
        item = items.setdefault(place[:2], {"ref": place[1]})
        if len(place) == 3:
            item[place[2]] = value
        elif len(place) == 4:
            item.setdefault(place[2], {})[place[3]] = value
    for (name, _ref), item in sorted(items.items(), key=lambda entry: natural(entry[0][1])):
        items_of(result, name).append(item)
    return result


def diff(old: dict, new: dict) -> tuple[Change, ...]:
    """Return the changes that lead from one document to another of the same record."""
    before, after = flatten(old), flatten(new)
    places = [*before, *(place for place in after if place not in before)]
    return tuple(
        Change(place, before.get(place, MISSING), after.get(place, MISSING))
        for place in places
        if before.get(place, MISSING) != after.get(place, MISSING)
    )


def patch(document: dict, changes) -> dict:
    """Return ``document`` with each change's new value in its place."""
    flat = flatten(document)
    for change in changes:
        if change.new is MISSING:
            flat.pop(change.place, None)
        else:
            flat[change.place] = change.new
    return _unflatten(document, flat)


@dataclass(frozen=True)
class Clash:
    """One place that both sides changed, differently."""

    place: Place
    base: Any
    ours: Any
    theirs: Any

    @property
    def path(self) -> str:
        """Return the path as it is cited and shown."""
        return "/".join(self.place)


def merge(base: dict, ours: dict, theirs: dict) -> tuple[dict, tuple[Clash, ...]]:
    """Return the three-way merge and the places where both sides changed differently.

    At a clash the merged document keeps ``theirs``, the side that is stored. An item of a list that
    one side removed and the other changed is one clash, of the item as a whole.
    """
    b, o, t = flatten(base), flatten(ours), flatten(theirs)
    merged, clashes = {}, []
    torn = _torn(b, o, t)
    for place in [*t, *(p for p in o if p not in t)]:
        was, our, their = (side.get(place, MISSING) for side in (b, o, t))
        is_torn = place[:2] in torn
        value = our if their == was and not is_torn else their
        if place in torn or (not is_torn and our not in (was, their) and their != was):
            clashes.append(Clash(place, was, our, their))
        if value is not MISSING:
            merged[place] = value
    return _unflatten(theirs, merged), tuple(clashes)


def _torn(base: dict, ours: dict, theirs: dict) -> set[Place]:
    """Return the places of the items that one side removed and the other changed."""
    found = {p for p in base if len(p) == 2 and (p in ours) != (p in theirs)}
    return {p for p in found if _item(base, p) != _item(ours if p in ours else theirs, p)}


def _item(flat: dict[Place, Any], head: Place) -> dict[Place, Any]:
    return {place: value for place, value in flat.items() if place[:2] == head}
