"""Two people at one record: what the second typed is merged with what the first has stored.

Nothing is merged in silence: the second writer sees what the others changed, what of the form is
added to it, and the places that both changed; only then is anything stored.
"""

from dataclasses import dataclass
from typing import Any

from records import refs, store
from records.admin.differences import Row, rows
from records.admin.names import Words
from records.differences import MISSING, Change, Clash, Place, diff, flatten, merge, patch
from records.documents import items_of
from records.faults import Conflict
from records.kinds import CITATIONS, get_kind
from records.models import Revision
from records.steps import Step
from records.upgrade import upgrade


@dataclass(frozen=True)
class Merge:
    """The document that a form started from, the form's own, the stored one, and their merge.

    At a clash ``document`` has what is stored. ``names`` are the people who stored it.
    """

    base: dict
    ours: dict
    theirs: dict
    document: dict
    clashes: tuple[Clash, ...]
    names: tuple[str, ...]

    def with_ours(self) -> dict:
        """Return the merge with the form's value at each clash."""
        ours, now = flatten(self.ours), flatten(self.document)
        changes = [Change(c.place, c.theirs, c.ours) for c in self.clashes]
        inside = {place for place in {*ours, *now} if place[:2] in self.heads}
        changes += [Change(place, None, ours.get(place, MISSING)) for place in inside]
        return patch(self.document, changes)

    @property
    def heads(self) -> set[Place]:
        """Return the items that one side removed and the other changed: taken or left whole."""
        ours, theirs = flatten(self.ours), flatten(self.theirs)
        heads = {clash.place[:2] for clash in self.clashes if len(clash.place) > 1}
        return {head for head in heads if head not in ours or head not in theirs}

    def kept(self, words: Words) -> list[Row]:
        """Return what only the others changed."""
        return self._apart(rows(words, self.base, self.theirs), self.base, self.ours)

    def added(self, words: Words) -> list[Row]:
        """Return what only the form changed."""
        return self._apart(rows(words, self.base, self.ours), self.base, self.theirs)

    def asked(self, words: Words) -> list[Row]:
        """Return what both changed: what is stored, and what stands in the form."""
        places = {clash.path for clash in self.clashes}
        found = rows(words, self.theirs, self.ours)
        return [row for row in found if row.path in places or self._is_whole(row)]

    def _apart(self, found: list[Row], old: dict, other: dict) -> list[Row]:
        """Return the rows of places that the other side left as they were."""
        touched = {change.path for change in diff(old, other)}
        return [row for row in found if row.path not in touched and not self._is_whole(row)]

    def _is_whole(self, row: Row) -> bool:
        return tuple(row.path.split("/")[:2]) in self.heads


def merge_of(conflict: Conflict) -> Merge | None:
    """Return the merge that would end a conflict; None where its base is no revision."""
    made = Revision.objects.filter(record=conflict.key, number__gte=conflict.base or 0)
    made = list(made.filter(number__lte=conflict.current).order_by("number"))
    if not conflict.base or not made or made[0].number != conflict.base:
        return None
    base = upgrade(made[0].document)
    ours = _renumbered(base, conflict.ours, conflict.theirs)
    document, clashes = merge(base, ours, conflict.theirs)
    names = tuple(dict.fromkeys(revision.by_name for revision in made[1:]))
    return Merge(base, ours, conflict.theirs, document, clashes, names)


def apply(document: dict, *, by: Any, why: str, base: int | None, seen: int | None) -> Step:
    """Store what a form says; raise ``Conflict``, ``Faults`` as the store does.

    ``seen`` is the revision that the person has been shown beside the form: if it is the present
    one, the merge with it is stored, with the form's value wherever both sides changed.
    """
    try:
        return store.apply(document, by=by, why=why, base=base)
    except Conflict as conflict:
        merged = merge_of(conflict) if seen == conflict.current else None
        if merged is None:
            raise
    return store.apply(merged.with_ours(), by=by, why=why, base=seen)


def _renumbered(base: dict, ours: dict, theirs: dict) -> dict:
    """Return ``ours`` with other numbers for new items where the others used these for theirs."""
    renamed = {
        name: found
        for name in [*ours["lists"], *([CITATIONS] if CITATIONS in ours else [])]
        if (found := _taken(name, base, ours, theirs))
    }
    return _with_refs(ours, renamed) if renamed else ours


def _taken(name: str, base: dict, ours: dict, theirs: dict) -> dict[str, str]:
    """Return old ref -> new ref for the new items of a numbered list that are not the others'."""
    old, here, there = ({i["ref"]: i for i in items_of(d, name)} for d in (base, ours, theirs))
    if not refs.is_numbered(name):
        return {}
    used, found = {*old, *here, *there}, {}
    for ref in [r for r in here if r not in old and r in there and here[r] != there[r]]:
        found[ref] = refs.propose(name, {}, used)
        used.add(found[ref])
    return found


def _with_refs(document: dict, renamed: dict[str, dict[str, str]]) -> dict:
    """Return a document with items renamed, and all that names them: local refs and claims."""
    lists = {
        name: [_item(document["kind"], name, item, renamed) for item in items]
        for name, items in document["lists"].items()
    }
    if CITATIONS not in document:
        return {**document, "lists": lists}
    citations = [
        {
            **citation,
            "ref": renamed.get(CITATIONS, {}).get(citation["ref"], citation["ref"]),
            "claims": {_path(p, renamed): c for p, c in citation.get("claims", {}).items()},
        }
        for citation in document[CITATIONS]
    ]
    return {**document, "lists": lists, CITATIONS: citations}


def _item(kind: str, name: str, item: dict, renamed: dict) -> dict:
    item = {**item, "ref": renamed.get(name, {}).get(item["ref"], item["ref"])}
    for field in get_kind(kind).lists[name].fields:
        if field.type.name == "local" and field.name in item:
            new = renamed.get(field.type.target, {})
            item[field.name] = [new.get(ref, ref) for ref in item[field.name]]
    return item


def _path(path: str, renamed: dict[str, dict[str, str]]) -> str:
    name, *rest = path.split("/")
    if rest and rest[0] in renamed.get(name, {}):
        rest[0] = renamed[name][rest[0]]
    return "/".join([name, *rest])
