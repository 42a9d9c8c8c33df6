"""The tables of an import as its mapping sees them: each file read once, tables of one layout one.

What is kept of a file is the beginning of each of its tables, for a while: reading a large workbook
takes long, and a person looks at the page again and again.
"""

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePath
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from exchange.batches.kept_files import READING, options_of
from exchange.laying.detected import is_named_ours, tables_in
from exchange.laying.intake import JSON
from exchange.mapping.foreign import headings
from exchange.mapping.placing import foreign_grid, mark_of
from exchange.mapping.samples import HEAD, LOOKED_AT, likely_heading_row
from exchange.models import Batch, BatchFile
from exchange.problems import Problem
from exchange.reading import Grid, Reading, read_file

# Seconds for which the beginnings of tables are remembered.
REMEMBERED = 900
TEXT = "csv"


@dataclass
class Layout:
    """Tables of an import that have the same headings, mapped together.

    ``key`` stands for it in addresses, ``label`` is what a person knows it by; ``file`` and
    ``sheet`` are those of its first table. ``marks`` are how ``placing`` knows its tables.
    """

    key: str
    label: str
    file: BatchFile
    sheet: str
    marks: list[str] = field(default_factory=list)
    number: int = 0


class Tables:
    """The tables of an import."""

    def __init__(self, batch: Batch):
        self.batch = batch

    @cached_property
    def files(self) -> list[BatchFile]:
        """Return the files that have tables."""
        files = self.batch.files.all()
        return [file for file in files if PurePath(file.name).suffix.lower() != JSON]

    @cached_property
    def layouts(self) -> list[Layout]:
        """Return the layouts that are not ours, in the order in which they come."""
        found: dict[str, Layout] = {}
        for file in self.files:
            grids = tables_in(self.beginnings(file))
            for grid in grids:
                if is_named_ours(grid):
                    continue
                key = _hash(_headings(grid))
                label = file.name if len(grids) == 1 else f"{file.name}: {grid.name}"
                layout = found.setdefault(key, Layout(key, label, file, grid.name))
                layout.number += 1
                layout.marks.append(mark_of(grid))
        return list(found.values())

    @cached_property
    def has_ours(self) -> bool:
        """Tell whether the import has tables that are read as they are, or records as JSON."""
        grids = (grid for file in self.files for grid in tables_in(self.beginnings(file)))
        return len(self.files) < self.batch.files.count() or any(map(is_named_ours, grids))

    def sample(
        self, file: BatchFile | None, heading_row: int, sheet: str, *, fits_alone: bool = False
    ) -> Grid | Problem:
        """Return the beginning of a table under its headings; or why there is none.

        ``fits_alone``: only the headings are asked for, not what is wrong with its cells.
        """
        if file is None:
            return Problem("", None, "", _("There is no table in these files."))
        reading = self.beginnings(file)
        row = heading_row or options_of(self.batch).headings
        if reading.format == TEXT and row > 1 and not fits_alone:
            # The headings say how many cells a row of a text file has.
            reading = self.beginnings(file, row)
        chosen = options_of(self.batch).sheet
        way = _("Name one above, under how the files were read.")
        grid = foreign_grid(_without_empty(reading), "" if chosen else sheet, way)
        return grid if isinstance(grid, Problem) else _from(grid, row, file.name)

    def beginnings(self, file: BatchFile, row: int = 0) -> Reading:
        """Return what a file holds, of each table the first rows."""
        return self.remembered("beginnings", lambda: self._read(file, row), file.pk, row)

    def _read(self, file: BatchFile, row: int) -> Reading:
        options = options_of(self.batch)
        options = replace(options, headings=row or options.headings)
        reading = read_file(io.BytesIO(file.content), file.name, options)
        grids = [_begun(grid, HEAD + LOOKED_AT + 1) for grid in reading.grids]
        return replace(reading, grids=grids)

    def remembered(self, what: str, make: Callable[[], Any], *said) -> Any:
        """Return what ``make`` gives, from memory where it was made a short time ago."""
        mark = _hash([self.batch.options.get(READING, {}), *said])
        name = f"exchange-{what}-{self.batch.pk}-{mark}"
        found = cache.get(name)
        if found is None:
            found = make()
            cache.set(name, found, REMEMBERED)
        return found


def _begun(grid: Grid, number: int) -> Grid:
    rows = grid.rows[:number]
    last = rows[-1][0] if rows else 0
    return replace(grid, rows=rows, faults=[f for f in grid.faults if (f.row or 0) <= last])


def _from(grid: Grid, heading_row: int, file: str) -> Grid | Problem:
    """Return a table from the row of its headings on."""
    rows = [row for row in grid.rows if row[0] >= heading_row]
    if len(rows) < 2 or not any(cell.strip() for cell in rows[0][1]):
        return Problem(file, None, "", _("The table has no rows under its headings."))
    faults = [f for f in grid.faults if f.row is None or f.row >= heading_row]
    return _begun(replace(grid, rows=rows, faults=faults), LOOKED_AT + 1)


def _without_empty(reading: Reading) -> Reading:
    return replace(reading, grids=[grid for grid in reading.grids if grid.rows or grid.faults])


def _headings(grid: Grid) -> list[str]:
    row = likely_heading_row(grid)
    found = next((cells for number, cells in grid.rows if number >= row), [])
    return [name for name in headings(found) if name]


def _hash(said: list) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]
