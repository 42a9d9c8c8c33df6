"""Merged cells: which of them lie over data."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from django.utils.translation import gettext as _

from exchange.reading import values
from exchange.reading.faults import EVERY, Faults, Unreadable
from exchange.reading.grids import Grid, letters

# Rows of an area that are searched; spreadsheet programs keep the text in the first.
TALLEST = 1_000
MERGES = 10_000
WIDEST = 1_000


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
    """Add a fault for each row of each merged area that has something in it.

    A person sees the value beside all of these rows, and it is stored in one.
    """
    numbers = grid.rows.numbers
    told = bytearray(len(numbers))
    for area in areas:
        first, end = bisect_left(numbers, area.top), bisect_right(numbers, area.bottom)
        if held := _held(grid, area, first, end):
            column, text = held
            bad = values.merged(str(area), text)
            wide = _bits(area)
            at = first
            while first <= at < end:
                faults.add(numbers[at], column, bad, wide)
                told[at] = 1
                # Of areas over one another, not each row for each of them.
                following = told.find(0, at, end) if faults.is_full else at + 1
                faults.has_passed_over |= following != at + 1 < end
                at = following


def _bits(area: Area) -> int:
    """Return a bit for each column of an area; all, where they are too many to tell apart."""
    return (1 << area.right + 1) - (1 << area.left) if area.right < WIDEST else EVERY


def too_many_merged() -> Unreadable:
    """Return that a sheet has too many merged cells, to be raised."""
    message = _("The sheet has more than %(number)s merged cells.")
    return Unreadable(message % {"number": MERGES}, _("Unmerge them."))


def _held(grid: Grid, area: Area, first: int, end: int) -> tuple[int, str] | None:
    """Return the column of the first text in an area, and the text."""
    for cells in grid.rows.cells[first : min(end, first + TALLEST)]:
        for column, text in enumerate(cells[area.left : area.right + 1], area.left):
            if text.strip():
                return column, text
    return None
