"""The rows of an import's files, counted: so that what is told of them adds up."""

from collections.abc import Iterable, Iterator
from itertools import compress

from django.utils.translation import gettext as _

from exchange.laying.control_cells import is_carried
from exchange.laying.tables import Table
from exchange.problems import Problem
from exchange.sheets import REVISION, sheets

ROWS, COLUMNS = "rows", "columns"

# Sheet -> column -> its cells that are filled, that are empty and clear, that are empty and leave.
Filled = dict[str, dict[str, list[int]]]
Counted = tuple[str, list[str], list[bool]]


def by_place(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems as a person goes through the files: sheet by sheet, row by row."""
    ranks = {name: rank for rank, name in enumerate(sheets())}
    return sorted(problems, key=lambda p: (ranks.get(p.sheet, -1), p.sheet, p.row or 0))


def without_rows(tables: Iterable[Table]) -> list[str]:
    """Return a note where there are headings and nothing beneath them, in any sheet."""
    tables = list(tables)
    if any(t.packed or t.made or t.entries or t.problems for t in tables):
        return []
    names = ", ".join(table.sheet.name for table in tables if table.sheet)
    text = _("The sheets have headings and no rows: %(names)s. Fill in a row beneath them first.")
    return [text % {"names": names}] if names else []


def counted(tables: Iterable[Table]) -> dict:
    """Return what a batch keeps of its files' rows: their number, and what their cells do."""
    tables = list(tables)
    number = sum(_number(table) for table in tables) + len(_beside(tables))
    return {ROWS: number, COLUMNS: _columns(tables)}


def _beside(tables: Iterable[Table]) -> set[tuple[str, int]]:
    """Return the rows of foreign tables of which no row of ours was made, by their faults.

    A fault that is told once for many cells stands at a row of a record.
    """
    faulty = {
        (problem.sheet, problem.row)
        for table in tables
        if _is_beside(table) and not table.unusable
        for problem in table.problems
        if problem.row is not None
    }
    return (
        faulty.difference(row.place for table in tables for row in table.made) if faulty else faulty
    )


def _is_beside(table: Table) -> bool:
    return not (table.sheet or table.entries)


def _number(table: Table) -> int:
    """Return how many rows a table has, those counted that could not be read."""
    if _is_beside(table):
        return 0
    numbers = [*(row.number for row in table.made)]
    if table.packed:
        numbers += table.packed.rows.numbers
    lost = {p.row for p in table.problems if p.row is not None}.difference(numbers)
    return len(numbers) + len(table.entries) + (0 if table.unusable else len(lost))


def _columns(tables: Iterable[Table]) -> Filled:
    found: Filled = {}
    for table in tables:
        if table.sheet and (table.packed or table.made):
            filled = found.setdefault(table.sheet.name, {})
            for name, cells, clears in (*_packed(table), *_made(table)):
                numbers = filled.setdefault(name, [0, 0, 0])
                has_text = [*map(bool, map(str.strip, cells))]
                numbers[0] += sum(has_text)
                cleared = sum(clears) - sum(compress(clears, has_text))
                numbers[1] += cleared
                numbers[2] += len(cells) - sum(has_text) - cleared
    return found


def _packed(table: Table) -> Iterator[Counted]:
    """Yield columns with their cells, and whether an empty one in this place clears."""
    if table.packed:
        clears = [*map(is_carried, table.packed.column(REVISION))]
        for name in table.sheet.value_columns:
            if name in table.headings:
                yield name, table.packed.column(name), clears


def _made(table: Table) -> Iterator[Counted]:
    for name in table.sheet.value_columns:
        is_there = name in table.headings
        rows = [row.cells for row in table.made if is_there or name in row.cells]
        if rows:
            clears = [is_carried(cells.get(REVISION, "")) for cells in rows]
            yield name, [cells.get(name, "") for cells in rows], clears
