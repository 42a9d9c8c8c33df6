"""Reading XLS, the workbooks of Excel 97 to 2003 (and 5 and 95), with xlrd."""

import io
from contextlib import contextmanager
from functools import partial
from typing import BinaryIO

import xlrd
from django.utils.translation import gettext as _

from exchange.reading import values
from exchange.reading.archives import damaged
from exchange.reading.containers import stream_of
from exchange.reading.faults import BadCell, Faults, Unreadable
from exchange.reading.formats import PLAIN, Shown, shown_by
from exchange.reading.grids import (
    Budget,
    Grid,
    Rows,
    gathered,
    hidden_rows,
    note_hidden_columns,
    read_or_hidden,
    too_long,
)
from exchange.reading.limits import Limits
from exchange.reading.merges import Area, add_merged
from exchange.reading.xls_formulas import Place, uncomputed

VISIBLE = 0
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_xls(file: BinaryIO, limits: Limits) -> list[Grid]:
    """Return the grids of all sheets of a workbook; raises ``Unreadable``."""
    file.seek(0)
    with _told():
        records = _records(file.read())
        # Whatever it has to say goes nowhere: what matters is raised.
        book = xlrd.open_workbook(
            file_contents=records,
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
            logfile=io.StringIO(),
        )
        budget = Budget(limits)
        empty = uncomputed(records)
        places = empty if len(empty) == book.nsheets else [set()] * book.nsheets
        return [_read(book, n, limits, budget, places[n]) for n in range(book.nsheets)]


def _read(book: xlrd.Book, index: int, limits: Limits, budget: Budget, places: set[Place]) -> Grid:
    sheet = book.sheet_by_index(index)
    read = partial(_grid, book, index, limits, budget, places)
    return read_or_hidden(read, sheet.name, sheet.visibility != VISIBLE, budget)


def _records(data: bytes) -> bytes:
    """Return the records of a workbook, without the container that they lie in."""
    return stream_of(data, ("Workbook", "Book")) if data.startswith(OLE) else data


@contextmanager
def _told():
    """Turn whatever xlrd raises for a damaged file into a sentence."""
    try:
        yield
    except (Unreadable, MemoryError):
        raise
    except xlrd.XLRDError as error:
        if "encrypt" in str(error).lower():
            raise encrypted() from None
        raise damaged() from None
    except Exception:
        # It has assertions, index and struct errors for what it does not expect.
        raise damaged() from None


def encrypted() -> Unreadable:
    """Return that a file is encrypted, to be raised."""
    return Unreadable(_("The file is encrypted."), _("Save it without a password."))


def _grid(
    book: xlrd.Book, index: int, limits: Limits, budget: Budget, uncomputed: set[Place]
) -> Grid:
    sheet = book.sheet_by_index(index)
    faults = Faults(limits.faults)
    grid = Grid(sheet.name, hidden=sheet.visibility != VISIBLE)
    grid.rows = gathered(lambda: _rows(book, sheet, faults, limits), budget, careful=False)
    for row, column in sorted(uncomputed):
        faults.add(row + 1, column, values.unstored("…"))
    add_merged(grid, _merged(sheet), faults)
    grid.faults = faults.closed()
    filled = {number for number, _cells in grid.rows}
    hidden = sum(info.hidden and row + 1 in filled for row, info in sheet.rowinfo_map.items())
    if hidden:
        grid.notes.append(hidden_rows(hidden))
    columns = sheet.colinfo_map.items()
    note_hidden_columns(grid, [(at, at) for at, info in columns if info.hidden])
    book.unload_sheet(index)
    return grid


def _merged(sheet) -> list[Area]:
    # xlrd counts from 0 and leaves out the ends.
    found = [Area(t + 1, left, b, right - 1) for t, b, left, right in sheet.merged_cells]
    return [area for area in found if (area.top, area.left) != (area.bottom, area.right)]


def _rows(book: xlrd.Book, sheet, faults: Faults, limits: Limits) -> Rows:
    for row in range(sheet.nrows):
        cells = []
        kinds, found = sheet.row_types(row), sheet.row_values(row)
        for column, (kind, value) in enumerate(zip(kinds, found, strict=True)):
            try:
                cells.append(_text(book, sheet, (row, column), kind, value))
            except BadCell as bad:
                cells.append(bad.value)
                faults.add(row + 1, column, bad)
            if len(cells[-1]) > limits.cell_characters:
                raise too_long(row + 1, cells[-1], limits)
        yield row + 1, cells


def _text(book: xlrd.Book, sheet, place: tuple[int, int], kind: int, value) -> str:
    if kind == xlrd.XL_CELL_TEXT:
        return value
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        shown = _shown(book, sheet.cell_xf_index(*place))
        return values.number(value, shown, bool(book.datemode))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "yes" if value else "no"
    if kind == xlrd.XL_CELL_ERROR:
        raise values.error(xlrd.error_text_from_code.get(value, "#?"))
    return ""


def _shown(book: xlrd.Book, style: int) -> Shown:
    if not 0 <= style < len(book.xf_list):
        return PLAIN
    found = book.format_map.get(book.xf_list[style].format_key)
    return shown_by(found.format_str) if found else PLAIN
