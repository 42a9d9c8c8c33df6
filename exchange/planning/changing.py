"""Which rows of a changed record change something: most only stand beside those that do."""

from collections.abc import Iterator

from exchange.laying.control_cells import cell
from exchange.laying.drafts import Draft
from exchange.sheets import CLAIMS, REF
from records.cells import split_cell
from records.differences import MISSING, Place, flatten
from records.kinds import CITATIONS
from records.steps import Step


def rows_that_change(draft: Draft, step: Step) -> int | None:
    """Return how many rows of a draft say something that the stored record does not say yet.

    None where that cannot be told: then all of them count.
    """
    if not step.before or not step.document:
        return None
    before, after = flatten(step.before), flatten(step.document)
    places = before.keys() | after.keys()
    moved = {_part(p) for p in places if before.get(p, MISSING) != after.get(p, MISSING)}
    same = {*map(_part, places)} - moved
    found = {mark[2] for mark in draft.marks if not same.issuperset(_places(mark))}
    return min(max(1, len(found)), draft.rows or 1)


def _part(place: Place) -> Place:
    """Return what a place belongs to that rows are about: the fields, an item, or a claim."""
    if len(place) == 1:
        return ("", "")
    return place[:2] if len(place) < 4 else (*place[:2], place[3])


def _places(mark: tuple) -> Iterator[tuple]:
    """Yield the places that a row is about."""
    list_name, item, row, _column = mark
    place = (list_name, item["ref"] if item else cell(row, REF)) if list_name else ("", "")
    yield place
    if list_name == CITATIONS:
        yield from ((*place, path) for path in split_cell(cell(row, CLAIMS)))
