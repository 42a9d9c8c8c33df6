"""Merged cells: which of them lie over data."""

from dataclasses import dataclass

from exchange.reading import values
from exchange.reading.grids import Faults, Grid, letters

# Rows of an area that are searched; spreadsheet programs keep the text in the first.
TALLEST = 1_000


@dataclass(frozen=True)
class Area:
    """A block of cells: rows as Excel counts, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{letters(self.left)}{self.top}:{letters(self.right)}{self.bottom}"


def add_merged(grid: Grid, areas: list[Area], faults: Faults) -> None:
    """Add a fault for each merged area that has something in it."""
    if not areas:
        return
    rows = dict(grid.rows)
    for area in areas:
        row, column, text = _held(rows, area)
        if text:
            faults.add(row, column, values.merged(str(area), text))


def _held(rows: dict[int, list[str]], area: Area) -> tuple[int, int, str]:
    """Return the first text in an area and where it is."""
    for number in range(area.top, min(area.bottom, area.top + TALLEST) + 1):
        cells = rows.get(number, ())
        for column, text in enumerate(cells[area.left : area.right + 1], area.left):
            if text.strip():
                return number, column, text
    return area.top, area.left, ""
