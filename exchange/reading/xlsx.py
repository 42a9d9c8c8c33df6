"""Reading XLSX and XLSM: the cells of each sheet as a person sees them. Macros are never opened."""

import re
from functools import partial
from typing import BinaryIO

from exchange.reading.archives import Archive
from exchange.reading.faults import Faults
from exchange.reading.grids import (
    Budget,
    Grid,
    Rows,
    gathered,
    hidden_rows,
    note_hidden_columns,
    read_or_hidden,
    weighed,
)
from exchange.reading.limits import MEBIBYTE, Limits
from exchange.reading.merges import add_merged
from exchange.reading.workbooks import open_book
from exchange.reading.xlsx_cells import Texts
from exchange.reading.xlsx_sheet import XlsxSheet

# Above this a sheet is weighed before anything of it is read.
CAREFUL = 16 * MEBIBYTE
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)[ >]")


def read_xlsx(file: BinaryIO, limits: Limits) -> list[Grid]:
    """Return the grids of all sheets of a workbook; raises ``Unreadable``."""
    archive = Archive(file, limits)
    book = open_book(archive, limits)
    texts, budget = Texts(book, limits), Budget(limits)
    found = []
    for sheet in book.sheets:
        read = partial(_grid, archive, texts, sheet, limits, budget)
        name, _part, hidden = sheet
        found.append(read_or_hidden(read, name, hidden, budget))
    return found


def _grid(archive: Archive, texts: Texts, sheet: tuple, limits: Limits, budget: Budget) -> Grid:
    name, part, hidden = sheet
    faults = Faults(limits.faults)
    made: list[XlsxSheet] = []
    careful = False

    def rows() -> Rows:
        faults.clear()
        made.append(XlsxSheet(texts, faults, limits))
        return made[-1].rows(archive.chunks(part))

    if part in archive and archive.size(part) > CAREFUL:
        careful = weighed(archive.chunks(part), _VALUE, b"</row>", limits)
    grid = Grid(name, gathered(rows, budget, careful), hidden=hidden)
    add_merged(grid, made[-1].merges, faults)
    grid.faults = faults.closed()
    if made[-1].hidden_rows:
        grid.notes.append(hidden_rows(made[-1].hidden_rows))
    note_hidden_columns(grid, made[-1].hidden_columns)
    return grid
