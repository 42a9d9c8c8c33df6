"""From the files of an import to its tables: what each sheet is taken for, and what is passed over.

In a CSV file the name of the file is the sheet's, in a ZIP of such files that of each; in a
workbook each sheet has its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import BinaryIO

from django.utils.translation import gettext as _

from exchange.laying.detected import how_read
from exchange.laying.envelopes import read_json
from exchange.laying.recognising import (
    file_of,
    sheet_by_name,
    sheets_by_headings,
    taken_for,
    unrecognised,
)
from exchange.laying.tables import Table, refused, sheet_called, table_of
from exchange.problems import Problem, rows_named
from exchange.progress import Progress, silent
from exchange.reading import ENDINGS, Grid, Options, Reading, read_file
from exchange.sheets import BESIDE, EXAMPLES, KEY, RECORD, Sheet

JSON = ".json"
CSV = ENDINGS[".csv"]
READ = (*ENDINGS, JSON)
# A sheet of ours whose name people give to texts as well.
NOTES = "notes"
_BESIDE = {name.casefold() for name in BESIDE}


def read_files(
    paths: Sequence[Path], progress: Progress = silent, options: Options | None = None
) -> list[Table]:
    """Return the tables of all sheets of files; what is wrong with their form is in the tables.

    ``progress`` is called with the name of each file before it is read.
    """
    tables = []
    for number, path in enumerate(paths):
        progress(path.name, number, len(paths))
        tables += read_tables(path, path.name, options)
    return without_twins(tables)


def read_tables(source: Path | BinaryIO, name: str, options: Options | None = None) -> list[Table]:
    """Return the tables of one file: a path, or a binary file (an upload) and its name."""
    if PurePath(name).suffix.lower() == JSON:
        return [read_json(source, name)]
    return tables_of(read_file(source, name, options))


def tables_of(reading: Reading) -> list[Table]:
    """Return the tables of what a file holds, each under one of our sheets' names."""
    if reading.refusal:
        fault = reading.refusal
        place = reading.refused_sheet or _only_sheet(reading)
        problem = Problem(place, fault.row, "", fault.message, fault.value, fault.hint)
        return [refused(problem, how_read(reading))]
    found = [table for grid in _filled(reading) for table in _tables(reading, grid)]
    found += _unread_words(reading)
    if not any(table.sheet or table.unusable or table.headings for table in found):
        hint = _("The first row of a sheet has the headings.")
        message = _("The file has no sheet with anything in it.")
        found.append(refused(Problem(reading.name, None, "", message, hint=hint)))
    found[0].notes[:0] = reading.notes
    found[0].how = how_read(reading)
    return found


def _unread_words(reading: Reading) -> Iterator[Table]:
    """Yield what becomes of texts that are no tables: a note; a problem if named like a sheet."""
    for name, (path, error) in reading.words.items():
        sheet = sheet_by_name(name) if error else None
        if sheet and sheet.name != NOTES:
            place = Problem(sheet.name, error.row, "", error.message, error.value, error.hint)
            yield refused(place)
        elif error:
            yield _not_read(reading, path)


def _not_read(reading: Reading, path: str) -> Table:
    note = _("Not read of %(file)s: %(names)s.") % {"file": reading.name, "names": path}
    return Table(None, notes=[note])


def _only_sheet(reading: Reading) -> str:
    """Return the sheet that a file is as a whole, or else the name of the file."""
    is_text = reading.format == ENDINGS.get(PurePath(reading.name).suffix.lower()) == CSV
    sheet = sheet_by_name(PurePath(reading.name).stem) if is_text else None
    return sheet.name if sheet else reading.name


def without_twins(tables: Iterable[Table]) -> list[Table]:
    """Return tables, with a problem in the place of one whose sheet is there already."""
    found, names = [], set()
    for table in tables:
        if table.sheet and table.sheet.name in names:
            message = _("This sheet is given twice.")
            table = refused(Problem(table.sheet.name, None, "", message))
        elif table.sheet:
            names.add(table.sheet.name)
        found.append(table)
    return found


def _filled(reading: Reading) -> list[Grid]:
    """Return the grids that have something in them; where the file is one sheet, that one."""
    filled = [grid for grid in reading.grids if grid.rows or grid.faults or grid.refusal]
    return filled or (reading.grids if len(reading.grids) == 1 else [])


def _tables(reading: Reading, grid: Grid) -> list[Table]:
    if grid.hidden:
        return [_hidden(reading, grid)]
    sheet, notes = _sheet_of(reading, grid)
    if sheet is None:
        return _passed_over(reading, grid)
    table = table_of(sheet, grid)
    table.notes[:0] = notes
    return [table]


def hidden_tables(reading: Reading, but: Iterable[str] = ()) -> list[Table]:
    """Return what becomes of the hidden sheets of a file, ``but`` of some: notes, or problems."""
    hidden = (grid for grid in _filled(reading) if grid.hidden and grid.name not in but)
    return [_hidden(reading, grid) for grid in hidden]


def _hidden(reading: Reading, grid: Grid) -> Table:
    """Return what becomes of a hidden sheet: nothing is lost of ours unless a person says so."""
    sheet = sheet_called(grid.name)
    if grid.name.strip().casefold() in _BESIDE:
        return Table(None, notes=_added(grid))
    if sheet is None or grid.is_left:
        note = _("The sheet “%(name)s” of %(file)s is hidden, and is not read.")
        return Table(None, notes=[note % {"name": grid.name, "file": reading.name}])
    message = _("The sheet is hidden.")
    if grid.refusal:
        message = _("The sheet is hidden, and cannot be read: %(why)s")
        message %= {"why": grid.refusal.message}
    hint = _("Say whether hidden sheets are read or left out; or show it, or remove it.")
    return refused(Problem(sheet.name, None, "", message, hint=hint))


def _sheet_of(reading: Reading, grid: Grid) -> tuple[Sheet | None, list[str]]:
    """Return what a grid is taken for, and the note that says so where no name does."""
    if grid.name in reading.words and not _has_needed(grid):
        return None, []
    if sheet := sheet_called(grid.name):
        return sheet, []
    name = file_of(reading, grid)
    if not name:
        return None, []
    if sheet := sheet_by_name(PurePath(name).stem):
        return sheet, []
    fitting = sheets_by_headings(grid)
    return (fitting[0], [taken_for(name, fitting[0])]) if len(fitting) == 1 else (None, [])


def _has_needed(grid: Grid) -> bool:
    """Tell whether a text that may be no table has one of the headings that tables of ours need."""
    names = {cell.strip() for cell in grid.rows[0][1]} if grid.rows else set()
    return bool(names & {RECORD, KEY, "title"})


def _added(grid: Grid) -> list[str]:
    """Return a note of rows that somebody has written among the examples, where none is read.

    The examples all have a mark in their first column.
    """
    if grid.name.strip().casefold() != EXAMPLES.casefold():
        return []
    added = [number for number, cells in grid.rows if cells and not cells[0].strip()]
    note = _("The sheet “%(name)s” is not read: write these on the sheet they belong to: %(rows)s.")
    rows = rows_named((grid.name, number) for number in added)
    return [note % {"name": grid.name, "rows": rows}] if added else []


def _passed_over(reading: Reading, grid: Grid) -> list[Table]:
    """Return what becomes of a sheet that is none of ours: nothing, a note, or a problem."""
    if grid.name.strip().casefold() in _BESIDE:
        return [Table(None, notes=_added(grid))]
    others = [other for other in reading.grids if other is not grid and not other.hidden]
    is_beside = any(_sheet_of(reading, other)[0] for other in others)
    if grid.name in reading.words and is_beside:
        return [_not_read(reading, reading.words[grid.name][0])]
    if len(grid.rows) < 2 and not grid.faults and is_beside:
        note = _("The sheet “%(name)s” of %(file)s is not read: it has but one row.")
        return [Table(None, notes=[note % {"name": grid.name, "file": reading.name}])]
    fitting = sheets_by_headings(grid) if file_of(reading, grid) else []
    if fitting and len(grid.rows) < 2 and not grid.faults:
        note = _("“%(name)s” has headings and no rows: there is nothing to read.")
        names = frozenset(cell.strip() for cell in grid.rows[0][1])
        return [Table(None, notes=[note % {"name": grid.name}], headings=names)]
    return [refused(unrecognised(grid.name, reading.name, fitting))]
