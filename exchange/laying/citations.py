"""The rows of the citations sheet: several rows of one record and ref are one citation."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from exchange.cells import CLEAR, claim_of
from exchange.laying.children import delete_item, delete_of
from exchange.laying.columns import RowReader
from exchange.laying.control_cells import carries_revision
from exchange.laying.drafts import Draft
from exchange.laying.tables import Row
from exchange.problems import Problem
from exchange.sheets import CLAIMS, SAYS
from records.cells import split_cell
from records.documents import Cleaner
from records.kinds import CITATIONS, Kind
from records.text import tidy


def add_citation(
    draft: Draft, ref: str, rows: Sequence[Row], reader: RowReader, cleaner: Cleaner
) -> list[Problem]:
    """Lay the rows of one citation into a draft; return what is wrong with them.

    A row that says ``delete`` takes its claims away, or, having none, the whole citation; a
    citation that loses its last claim so goes with it.
    """
    keeping, deleting, problems = _divided(rows)
    whole = [row for row in deleting if not tidy(row.cells.get(CLAIMS, ""))]
    if whole:
        problems += [_contradiction(row, whole[0]) for row in keeping]
        return problems or delete_item(draft, CITATIONS, ref, whole[0])
    before = draft.find(CITATIONS, ref) if ref else None
    if before is None and not keeping:
        return problems + delete_item(draft, CITATIONS, ref, deleting[0])
    values = _values(draft, keeping, reader, before, problems)
    claims = _claims(draft, keeping, (before or {}).get(CLAIMS, {}), cleaner, problems)
    _without(claims, deleting)
    if not ref and (there := _same(draft, values, claims)):
        draft.mark(CITATIONS, there, rows[0])
        return problems
    item = draft.put(CITATIONS, ref, {**values, CLAIMS: claims}, before)
    draft.mark(CITATIONS, item, rows[0])
    for row in rows[1:]:
        draft.mark(CITATIONS, item, row)
    if deleting and not claims:
        draft.remove(CITATIONS, ref)
    return problems


def _same(draft: Draft, values: dict, claims: dict[str, Any]) -> dict | None:
    """Return the stored citation that says all of a new one already, at the same place.

    A claim for which the new one gives no words is what the source was found to say before.
    """
    for found in draft.same(CITATIONS, values):
        before = found.get(CLAIMS, {})
        said = {path: before.get(path) for path in claims if claims[path] is None}
        is_there = {**before, **claims, **said} == before
        if is_there and found.get("locator", "") == values.get("locator", ""):
            return found
    return None


def _divided(rows: Sequence[Row]) -> tuple[list[Row], list[Row], list[Problem]]:
    """Return the rows that keep, those that delete, and what is wrong with those cells."""
    keeping, deleting, problems = [], [], []
    for row in rows:
        deletes, wrong = delete_of(row)
        problems += wrong
        (deleting if deletes else keeping).append(row)
    return keeping, deleting, problems


def _contradiction(row: Row, other: Row) -> Problem:
    message = _("Row %(row)s deletes this citation.") % {"row": other.number}
    hint = _("To delete one claim only, name it in the row that says delete.")
    return row.problem("delete", message, hint=hint)


def _values(
    draft: Draft,
    rows: Sequence[Row],
    reader: RowReader,
    stored: dict | None,
    problems: list[Problem],
) -> dict[str, Any]:
    """Return source, locator and so on: the rows of one citation agree, or leave them empty."""
    found: dict[str, Any] = {}
    said_by: dict[str, Row] = {}
    for number, row in enumerate(rows):
        # An export repeats these cells in each row of a citation.
        if number and reader.is_like(row.cells, rows[number - 1].cells):
            continue
        values, is_clean = reader.values(row.cells, stored=stored if len(rows) == 1 else None)
        draft.is_clean = draft.is_clean and is_clean
        for name, value in values.items():
            if name not in found:
                found[name], said_by[name] = value, row
            elif found[name] != value:
                problems.append(_disagreement(draft, name, row, said_by[name]))
    if rows and all(map(carries_revision, rows)):
        # What is empty in all of the rows is cleared.
        cleared, is_clean = reader.values(rows[0].cells, True, stored)
        draft.is_clean = draft.is_clean and is_clean
        found = {**cleared, **found}
    return found


def _disagreement(draft: Draft, name: str, row: Row, other: Row) -> Problem:
    message = _("The rows of one citation differ here: row %(row)s has “%(value)s”.")
    hint = _("Give the second citation a ref of its own, or leave the cell empty.")
    said = {"row": other.number, "value": other.cells[name]}
    return row.problem(name, message % said, hint=hint, key=draft.key)


def _claims(
    draft: Draft, rows: Sequence[Row], before: dict, cleaner: Cleaner, problems: list[Problem]
) -> dict[str, Any]:
    """Return the claims of a citation that had those ``before``, with those of its rows."""
    given: dict[str, tuple] = {}
    for row in rows:
        try:
            paths, claim = row_claims(row)
        except ValueError as error:
            problems.append(row.problem(SAYS, error, key=draft.key))
            continue
        if paths == (CLEAR,):
            before, paths = {}, ()
        for path in paths:
            if path in given and given[path][0] != claim:
                problems.append(_second_claim(draft, path, row, given[path][1]))
            given.setdefault(path, (claim, row))
    laid = {p: c for p, (c, row) in given.items() if p not in before or not _leaves(c, row)}
    fresh = {p: c for p, c in laid.items() if p not in before or c != before[p]}
    return {**before, **{p: _said(draft.kind, p, c, cleaner) for p, c in fresh.items()}}


def _leaves(claim: Any, row: Row) -> bool:
    """Tell whether a row leaves what the source was found to say: its cell says nothing.

    An empty cell of a row that carries its revision clears, if the row is of one claim as exported:
    then the source says what the record says.
    """
    is_exported = carries_revision(row) and len(paths_in(row.cells[CLAIMS])) == 1
    return claim is None and not (is_exported and SAYS in row.cells)


def only_claims(kind: Kind, cell: str, says: str, cleaner: Cleaner) -> dict[str, Any] | None:
    """Return the claims of a new citation that has one row, or None where they are unusual."""
    try:
        paths, claim = _claimed(cell, says)
    except ValueError:
        return None
    if paths == (CLEAR,):
        return None
    if claim is None:
        return dict.fromkeys(paths)
    return {path: _said(kind, path, claim, cleaner) for path in paths}


def _said(kind: Kind, path: str, claim: Any, cleaner: Cleaner) -> Any:
    """Return a claim in normal form where it can be: an unchanged one is seen to be so at once."""
    if not isinstance(claim, str):
        return claim
    try:
        return cleaner.said(kind.type_at(path), claim)
    except (KeyError, ValueError):
        return claim


def row_claims(row: Row) -> tuple[tuple[str, ...], Any]:
    """Return the paths that a row claims and what it says of them; raise ``ValueError``."""
    return _claimed(row.cells.get(CLAIMS, ""), row.cells.get(SAYS))


def _claimed(cell: str, says: str | None) -> tuple[tuple[str, ...], Any]:
    paths, claim = paths_in(cell), claim_of(says) if says else None
    if claim is not None and (len(paths) != 1 or paths == (CLEAR,)):
        raise ValueError(_("What a source says goes with one path: write one row for each path."))
    return paths, claim


def paths_in(cell: str) -> tuple[str, ...]:
    """Return the paths that a cell names, or ``CLEAR`` alone."""
    text = tidy(cell)
    return (CLEAR,) if text[:1] == "[" and text.lower() == CLEAR else tuple(split_cell(text))


def _second_claim(draft: Draft, path: str, row: Row, other: Row) -> Problem:
    message = _("Row %(row)s of the same citation says something else of “%(path)s”.")
    hint = _("Give the second citation a ref of its own.")
    return row.problem(
        SAYS, message % {"row": other.number, "path": path}, hint=hint, key=draft.key
    )


def _without(claims: dict[str, Any], rows: Sequence[Row]) -> None:
    """Take away the claims that rows delete."""
    for row in rows:
        for path in split_cell(tidy(row.cells[CLAIMS])):
            claims.pop(path, None)
