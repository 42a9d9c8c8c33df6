"""Which rows of a changed record change something: most only stand beside those that do."""

from collections.abc import Iterator

from exchange.laying.drafts import Draft
from exchange.laying.main_rows import cell
from exchange.sheets import CLAIMS, REF
from records.cells import split_cell
from records.documents import items_of
from records.kinds import CITATIONS
from records.steps import Step


def rows_that_change(draft: Draft, step: Step) -> int | None:
    """Return how many rows of a draft say something that the stored record does not say yet.

    None where that cannot be told: then all of them count.
    """
    if not step.before or not step.document:
        return None
    before, after = _parts(step.before), _parts(step.document)
    same = {place for place in before.keys() & after if before[place] == after[place]}
    found = {mark[2] for mark in draft.marks if not same.issuperset(_places(mark))}
    return min(max(1, len(found)), draft.rows or 1)


def _parts(document: dict) -> dict[tuple, object]:
    """Return place -> what stands there: the fields together, each item, each claim apart."""
    found: dict[tuple, object] = {("", ""): document["fields"]}
    for name in document["lists"]:
        found |= {(name, item["ref"]): item for item in items_of(document, name)}
    for item in items_of(document, CITATIONS):
        found |= _parts_of_citation(item)
    return found


def _parts_of_citation(item: dict) -> dict[tuple, object]:
    head = (CITATIONS, item["ref"])
    claims = item.get(CLAIMS, {}).items()
    rest = {name: value for name, value in item.items() if name != CLAIMS}
    return {head: rest, **{(*head, path): value for path, value in claims}}


def _places(mark: tuple) -> Iterator[tuple]:
    """Yield the places that a row is about."""
    list_name, item, row, _column = mark
    place = (list_name, item["ref"] if item else cell(row, REF)) if list_name else ("", "")
    yield place
    if list_name == CITATIONS:
        yield from ((*place, path) for path in split_cell(cell(row, CLAIMS)))
