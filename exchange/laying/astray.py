"""Rows that cannot be laid into a record: what can be told of their cells all the same.

Somebody who mends the row so that its record is found should not be told the rest only then. A
value is wrong here if every kind of record that has the sheet would refuse it.
"""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from exchange.cells import CLEAR, LEAVE, value_of
from exchange.laying.citations import paths_in, row_claims
from exchange.laying.columns import fields_of
from exchange.laying.tables import Row
from exchange.problems import Problem
from exchange.sheets import CLAIMS, DELETE, REF, SAYS, Sheet
from records.claims import path_hint
from records.documents import Cleaner
from records.kinds import CITATIONS, Field, Kind, get_kind
from records.text import tidy


def cell_faults(
    sheet: Sheet, row: Row, cleaner: Cleaner, kind: Kind | None = None, key: str = ""
) -> list[Problem]:
    """Return what is wrong with the cells of a row, whatever record it belongs to.

    ``kind`` is given where that is known, ``key`` where the record is.
    """
    if tidy(row.cells.get(DELETE, "")):
        return []
    kinds = [kind] if kind else [get_kind(name) for name in sheet.resources]
    found = list(_wrong_values(sheet, row, cleaner, kinds, key))
    if sheet.list == CITATIONS:
        found += _wrong_claims(row, kinds, key)
    return found


def _wrong_values(
    sheet: Sheet, row: Row, cleaner: Cleaner, kinds: Sequence[Kind], key: str
) -> Iterable[Problem]:
    by_name: dict[str, list[Field]] = {}
    for kind in kinds:
        for field in fields_of(sheet, kind):
            by_name.setdefault(field.name, []).append(field)
    for name, fields in by_name.items():
        errors = [error for field in fields if (error := _error(field, row.cells, name, cleaner))]
        if len(errors) == len(fields):
            yield row.problem(name, errors[0], None, getattr(errors[0], "hint", ""), key)
        elif len(fields) == len(kinds) and _is_missing(sheet, row, name, fields):
            yield row.problem(name, _("This must be given."), key=key)


def _error(field: Field, cells: dict[str, str], name: str, cleaner: Cleaner) -> ValueError | None:
    value = value_of(cells.get(name, ""), field.type, clears=False)
    if value is LEAVE or field.type.name == "claims":
        return None
    try:
        cleaner.clean(field, value)
    except ValueError as error:
        return error
    return None


def _is_missing(sheet: Sheet, row: Row, name: str, fields: Sequence[Field]) -> bool:
    """Tell whether a cell of a new item is empty that every kind of record needs."""
    if not sheet.list or tidy(row.cells.get(REF, "")) or tidy(row.cells.get(name, "")):
        return False
    return all(field.required and field.type.name != "bool" for field in fields)


def _wrong_claims(row: Row, kinds: Sequence[Kind], key: str) -> list[Problem]:
    """Return what is wrong with the paths of a citation, and with what it says."""
    problems = []
    for path in paths_in(row.cells.get(CLAIMS, "")):
        if path != CLEAR and not any(_has(kind, path) for kind in kinds):
            message = _("No record has “%(path)s” to cite.") % {"path": path}
            problems.append(row.problem(CLAIMS, message, path, path_hint(kinds, path), key))
    try:
        row_claims(row)
    except ValueError as error:
        problems.append(row.problem(SAYS, error, key=key))
    return problems


def _has(kind: Kind, path: str) -> bool:
    try:
        kind.type_at(path)
    except KeyError:
        return False
    return True
