"""The beginning of a foreign table: enough to suggest, to show values and to try a profile on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from exchange.laying.tables import Row
from exchange.mapping.cells import RowReader
from exchange.mapping.foreign import MappedRow, headings, rows_of
from exchange.mapping.meanings import Words
from exchange.mapping.recasting import lay
from exchange.mapping.shapes import Profile, rules_of
from exchange.planning.plans import make_plan
from exchange.problems import Problem
from exchange.reading import Grid
from records.text import tidy

LOOKED_AT = 2000
TRIED = 10
SHOWN = 3
# Rows among which the headings are looked for, where the first one has but a title.
HEAD = 20


@dataclass(frozen=True)
class Column:
    """A column of a foreign table: its heading, its most frequent values, how many there are."""

    name: str
    values: tuple[str, ...]
    number: int


@dataclass
class Laid:
    """One row of ours that a profile makes: (column, cell, what is wrong with it) for each."""

    number: int
    cells: list[tuple[str, str, list[Problem]]]


@dataclass
class Tried:
    """One of our sheets, as the first rows of a table fill it."""

    sheet: str
    columns: list[str]
    rows: list[Laid] = field(default_factory=list)

    @property
    def is_wrong(self) -> bool:
        """Tell whether something is wrong with a cell."""
        return any(wrong for row in self.rows for _column, _cell, wrong in row.cells)


def columns_of(grid: Grid) -> list[Column]:
    """Return the columns of a table that have a heading, by its first rows; a twin but once."""
    found: dict[str, Column] = {}
    for at, name in enumerate(headings(grid.rows[0][1]) if grid.rows else ()):
        if name and name not in found:
            texts = (tidy(cells[at]) for _n, cells in grid.rows[1:LOOKED_AT] if at < len(cells))
            values = Counter(text for text in texts if text)
            shown = tuple(text for text, _count in values.most_common(SHOWN))
            found[name] = Column(name, shown, len(values))
    return list(found.values())


def likely_heading_row(grid: Grid) -> int:
    """Return the row that seems to have the headings, 0 where it is the first."""
    filled = [(row, sum(bool(cell.strip()) for cell in cells)) for row, cells in grid.rows[:HEAD]]
    most = max((number for _row, number in filled), default=0)
    if not filled or filled[0][1] * 2 > most:
        return 0
    return next(row for row, number in filled if number * 2 > most)


def tried(grid: Grid, profile: Profile, file: str, by: Any) -> tuple[list[Tried], list[Problem]]:
    """Return our sheets as the first rows fill them, and what is wrong that no cell of them has."""
    first = replace(grid, rows=grid.rows[: TRIED + 1])
    last = first.rows[-1][0] if first.rows else 0
    first.faults = [f for f in grid.faults if f.row is None or f.row <= last]
    mapped = lay(first, profile, file)
    problems = list(mapped.problems)
    if not mapped.unusable:
        problems += make_plan(mapped.tables, by=by).problems
    left = list(problems)
    found = [_tried(table.sheet.name, table.rows, left) for table in mapped.tables]
    return found, left


def gaps(grid: Grid, profile: Profile) -> dict[str, int]:
    """Return part of a date -> in how many rows of a sample it is missing, and more is known."""
    words = Words(profile)
    reader = RowReader(profile, words)
    dates = [found for found in rules_of(profile) if found[2].name == "date"]
    for row in rows_of(grid, profile):
        for _key, name, of_type, rule in dates:
            reader.given(row, name, of_type, rule, "", None)
    return {part: len(rows) for part, rows in words.lacking.items() if rows}


def _tried(sheet: str, rows: Sequence[Row], left: list[Problem]) -> Tried:
    columns = list(dict.fromkeys(name for row in rows for name in _columns(row)))
    shown = Tried(sheet, columns)
    for row in rows:
        cells = [(name, row.cells.get(name, ""), _wrong(row, name, left)) for name in columns]
        shown.rows.append(Laid(row.number, cells))
    return shown


def _columns(row: Row) -> list[str]:
    """Return the columns that a row fills, or would if its words were known."""
    return [*row.cells, *(row.origins if isinstance(row, MappedRow) else ())]


def _wrong(row: Row, column: str, left: list[Problem]) -> list[Problem]:
    """Return what is wrong with a cell, and take it off what is left to be shown."""
    places = {column}
    if isinstance(row, MappedRow):
        places = {*row.origins.get(column, ())}
    here = [p for p in left if p.row == row.number and p.column]
    found = [p for p in here if places.issuperset(p.column.split(", ")) or p.column in places]
    left[:] = [problem for problem in left if problem not in found]
    return found
