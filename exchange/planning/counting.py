"""The rows of an import's files, counted: so that what is told of them adds up."""

from collections.abc import Iterable

from exchange.laying.gather import carries_revision
from exchange.laying.tables import Table
from exchange.problems import Problem
from exchange.sheets import sheets
from records.text import tidy

ROWS, COLUMNS = "rows", "columns"

# Sheet -> column -> its cells that are filled, that are empty and clear, that are empty and leave.
Filled = dict[str, dict[str, list[int]]]


def by_place(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems as a person goes through the files: sheet by sheet, row by row."""
    ranks = {name: rank for rank, name in enumerate(sheets())}
    return sorted(problems, key=lambda p: (ranks.get(p.sheet, -1), p.sheet, p.row or 0))


def counted(tables: Iterable[Table]) -> dict:
    """Return what a batch keeps of its files' rows: their number, and what their cells do."""
    tables = list(tables)
    return {ROWS: sum(_number(table) for table in tables), COLUMNS: _columns(tables)}


def _number(table: Table) -> int:
    """Return how many rows a table has, those counted that could not be read."""
    read = {row.number for row in table.rows}
    lost = {p.row for p in table.problems if p.row is not None} - read
    return len(table.rows) + len(table.entries) + (0 if table.unusable else len(lost))


def _columns(tables: Iterable[Table]) -> Filled:
    found: Filled = {}
    for table in tables:
        if table.sheet and table.rows:
            filled = found.setdefault(table.sheet.name, {})
            for name in table.sheet.value_columns:
                is_there = name in table.headings
                cells = [row for row in table.rows if is_there or name in row.cells]
                if cells:
                    _add(filled.setdefault(name, [0, 0, 0]), name, cells, table)
    return found


def _add(numbers: list[int], name: str, rows: list, table: Table) -> None:
    for row in rows:
        if tidy(row.cells.get(name, "")):
            numbers[0] += 1
        else:
            numbers[1 if table.sheet.kind and carries_revision(row) else 2] += 1
