"""What is to be decided of a conflict, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from exchange.admin.changes import said
from exchange.batches.recomparing import Sides
from exchange.models import BatchRecord
from records.admin.names import Words
from records.differences import MISSING, Place
from records.documents import value_at
from records.models import Revision


@dataclass
class Decision:
    """One cell, or one item of a list, that both sides changed: the three values in words.

    ``removed`` is the revision that removed the item; ``removes`` tells that the file does.
    ``chosen`` is how it was decided before, where that could not be stored; ``faults`` say why.
    """

    label: str
    path: str
    base: str
    ours: str
    theirs: str
    removed: Revision | None = None
    removes: bool = False
    chosen: str = ""
    faults: list[dict] = field(default_factory=list)


def decisions(words: Words, sides: Sides, removed: Mapping[Place, Revision]) -> list[Decision]:
    """Return what is to be decided; ``removed`` has what removed the items that are gone."""
    found = []
    for clash in sides.clashes:
        holder = sides.ours if clash.theirs is MISSING else sides.theirs
        texts = (
            said(words, document, clash.place, value)
            for document, value in (
                (sides.ancestor, clash.base),
                (sides.ours, clash.ours),
                (sides.theirs, clash.theirs),
            )
        )
        label = words.label(holder, clash.place)
        removes = len(clash.place) == 2 and clash.ours is MISSING
        found.append(Decision(label, clash.path, *texts, removed.get(clash.place), removes))
    return found


def add_unfit(found: list[Decision], unfit: dict, words: Words, document: dict) -> list[dict]:
    """Say at the decisions how they were made before and what was wrong; return what else was.

    ``unfit`` is what a batch keeps of that, ``document`` the file's side, whose words are used.
    """
    others = []
    for decision in found:
        decision.chosen = unfit.get("choices", {}).get(decision.path, "")
    for fault in unfit.get("faults", ()):
        path = fault["path"]
        holder = next((d for d in found if f"{path}/".startswith(f"{d.path}/")), None)
        label = words.label(document, path.split("/")) if path else ""
        (holder.faults if holder else others).append({**fault, "label": label})
    return others


def removals(
    records: Iterable[BatchRecord], sides: Mapping[int, Sides]
) -> dict[str, dict[Place, Revision]]:
    """Return key -> place of an item that is there no more -> the revision that removed it."""
    gone = {r.key: (r, _gone(sides[r.pk])) for r in records if r.pk in sides}
    return {key: _removed(record, places) for key, (record, places) in gone.items() if places}


def _gone(sides: Sides) -> list[Place]:
    return [c.place for c in sides.clashes if len(c.place) == 2 and c.theirs is MISSING]


def _removed(record: BatchRecord, places: list[Place]) -> dict[Place, Revision]:
    """Return place -> the first of the revisions since the export that have not the item."""
    later = Revision.objects.filter(
        record_id=record.key, number__gt=record.exported or 0, number__lte=record.base or 0
    )
    found: dict[Place, Revision] = {}
    for revision in later.order_by("number").iterator():
        for place in places:
            if value_at(revision.document, "/".join(place)):
                found.pop(place, None)
            else:
                found.setdefault(place, revision)
    return found
