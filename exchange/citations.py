"""The rows of the citations sheet: several rows of one record and ref are one citation."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from exchange.cells import CLEAR, claim_of
from exchange.children import delete_item, delete_of, place_item
from exchange.drafts import Draft
from exchange.problems import Problem
from exchange.sheets import CLAIMS, SAYS, sheets
from exchange.tables import Row
from records.cells import split_cell
from records.kinds import CITATIONS
from records.text import tidy


def add_citation(draft: Draft, ref: str, rows: Sequence[Row]) -> list[Problem]:
    """Lay the rows of one citation into a draft; return what is wrong with them.

    A row that says ``delete`` takes its claims away, or, having none, the whole citation; a
    citation that loses its last claim so goes with it.
    """
    deleting, keeping, problems = [], [], []
    for row in rows:
        deletes, wrong = delete_of(row)
        problems += wrong
        (deleting if deletes else keeping).append(row)
    whole = [row for row in deleting if not tidy(row.cells.get(CLAIMS, ""))]
    if whole:
        problems += [_contradiction(row, whole[0]) for row in keeping]
        return problems or delete_item(draft, CITATIONS, ref, whole[0])
    citation = draft.find(CITATIONS, ref) if ref else None
    if citation is None:
        if not keeping:
            return problems + delete_item(draft, CITATIONS, ref, deleting[0])
        citation = draft.add(CITATIONS, {"ref": ref})
    citation["claims"] = dict(citation.get("claims") or {})
    problems += _values(draft, citation, keeping)
    problems += _claims(draft, citation, keeping)
    problems += _without(draft, citation, deleting)
    place_item(draft, CITATIONS, citation, rows[0])
    return problems


def _contradiction(row: Row, other: Row) -> Problem:
    message = _("Row %(row)s deletes this citation.") % {"row": other.number}
    hint = _("To delete one claim only, name it in the row that says delete.")
    return row.problem("delete", message, hint=hint)


def _values(draft: Draft, citation: dict, rows: Sequence[Row]) -> list[Problem]:
    """Take over source, locator and so on: the rows of one citation agree, or leave them empty."""
    resource = sheets()[CITATIONS].resources[draft.kind.name]
    first: dict[str, tuple] = {}
    problems = []
    for row in rows:
        for name, value in resource.values(row.cells).items():
            if name not in first:
                first[name] = (value, row)
            elif first[name][0] != value:
                problems.append(_disagreement(draft, name, row, first[name][1]))
    citation.update({name: value for name, (value, _row) in first.items()})
    for name, (_value, row) in first.items():
        draft.place_part(CITATIONS, citation, name, row, name)
    return problems


def _disagreement(draft: Draft, name: str, row: Row, other: Row) -> Problem:
    message = _("The rows of one citation differ here: row %(row)s has “%(value)s”.")
    hint = _("Give the second citation a ref of its own, or leave the cell empty.")
    said = {"row": other.number, "value": other.cells[name]}
    return row.problem(name, message % said, hint=hint, key=draft.key)


def _claims(draft: Draft, citation: dict, rows: Sequence[Row]) -> list[Problem]:
    if any(tidy(row.cells.get(CLAIMS, "")).lower() == CLEAR for row in rows):
        citation["claims"] = {}
    given: dict[str, tuple] = {}
    problems = []
    for row in rows:
        try:
            paths, claim = _row_claims(row)
        except ValueError as error:
            problems.append(row.problem(SAYS, error, key=draft.key))
            continue
        for path in paths:
            if path in given and given[path][0] != claim:
                problems.append(_second_claim(draft, path, row, given[path][1]))
            given.setdefault(path, (claim, row))
    for path, (claim, row) in given.items():
        # An empty cell leaves what the source was found to say before.
        if claim is not None or path not in citation["claims"]:
            citation["claims"][path] = claim
        draft.place_part(CITATIONS, citation, f"{CLAIMS}/{path}", row)
    return problems


def _row_claims(row: Row) -> tuple[list[str], object]:
    """Return the paths that a row claims and what it says of them; raise ``ValueError``."""
    text = tidy(row.cells.get(CLAIMS, ""))
    paths = [] if text.lower() == CLEAR else split_cell(text)
    claim = claim_of(row.cells.get(SAYS, ""))
    if claim is not None and len(paths) != 1:
        raise ValueError(_("What a source says goes with one path: write one row for each path."))
    return paths, claim


def _second_claim(draft: Draft, path: str, row: Row, other: Row) -> Problem:
    message = _("Row %(row)s of the same citation says something else of “%(path)s”.")
    hint = _("Give the second citation a ref of its own.")
    return row.problem(
        SAYS, message % {"row": other.number, "path": path}, hint=hint, key=draft.key
    )


def _without(draft: Draft, citation: dict, rows: Sequence[Row]) -> list[Problem]:
    """Take away the claims that rows delete, and a citation that has none left."""
    for row in rows:
        for path in split_cell(tidy(row.cells[CLAIMS])):
            citation["claims"].pop(path, None)
    if rows and not citation["claims"]:
        draft.remove(CITATIONS, citation)
    return []
