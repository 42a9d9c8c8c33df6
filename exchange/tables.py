"""Reading CSV: from the bytes of a file to rows with their numbers, or what is wrong with them."""

import csv
import difflib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from exchange.problems import PROBLEM, Problem
from exchange.sheets import Sheet, sheets

# The longest text that a cell may have; a spreadsheet program keeps 32,767 characters.
csv.field_size_limit(1_000_000)


@dataclass(frozen=True)
class Row:
    """One row: where it stands, and heading -> cell as it was written."""

    sheet: str
    number: int
    cells: dict[str, str]

    def problem(self, column: str, message, value=None, hint: str = "", key: str = "") -> Problem:
        """Return what is wrong with this row's cell under ``column``."""
        value = self.cells.get(column, value) if column else value
        return Problem(self.sheet, self.number, column, str(message), value, str(hint), key)


@dataclass
class Table:
    """The rows of one file, and what is wrong with its form.

    A JSON file has no sheet; its ``entries`` are what `export_record` writes for each record.
    """

    sheet: Sheet | None
    rows: list[Row] = field(default_factory=list)
    entries: list[tuple[Row, dict]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unusable: bool = False


class _Unusable(Exception):
    """Raised with the problems that make a whole file unreadable."""

    def __init__(self, *problems: Problem):
        self.problems = problems
        super().__init__()


def read_csv(path: Path) -> Table:
    """Return the table of a CSV file, whose name is the sheet's; never raises for what is in it."""
    name = path.stem
    try:
        sheet = _sheet(name, path.name)
        text = _text(name, path.read_bytes())
        return _table(sheet, text)
    except _Unusable as error:
        return Table(None, problems=list(error.problems), unusable=True)


def _sheet(name: str, file_name: str) -> Sheet:
    known = sheets()
    if name not in known:
        close = difflib.get_close_matches(name, known, n=1)
        hint = _("Did you mean %(name)s.csv?") % {"name": close[0]} if close else ""
        names = _("The sheets are: %(names)s.") % {"names": ", ".join(known)}
        message = _("There is no sheet of this name.")
        raise _Unusable(Problem(file_name, None, "", message, name, hint or names))
    return known[name]


def _text(name: str, data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = _("The file is not in UTF-8: line %(line)s has a byte %(byte)s.")
        found = {"line": line, "byte": f"0x{data[error.start]:02X}"}
        hint = _("Save it as “CSV UTF-8”.")
        raise _Unusable(Problem(name, None, "", message % found, hint=hint)) from None
    if not text.strip():
        hint = _("The first row has the headings.")
        raise _Unusable(Problem(name, None, "", _("The file is empty."), hint=hint))
    return text


def _table(sheet: Sheet, text: str) -> Table:
    table = Table(sheet)
    records = _records(sheet, text)
    _number, header = next(records)
    header = _header(sheet, header)
    for number, cells in records:
        if any(cell.strip() for cell in cells):
            _add(table, header, number, cells)
    return table


def _records(sheet: Sheet, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each record; one over several lines is one row."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            hint = _("Put a cell with quotes in quotes, and write each quote in it twice.")
            message = _("The quotes do not match here: %(error)s.") % {"error": error}
            raise _Unusable(Problem(sheet.name, number, "", message, hint=hint)) from None
        yield number, cells


def _header(sheet: Sheet, cells: list[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    problems = [p for i, name in enumerate(names) if (p := _heading(sheet, names, i, name))]
    for group in sheet.needed:
        if not set(group) & set(names):
            message = _("The heading “%(name)s” is missing.") % {"name": group[0]}
            problems.append(Problem(sheet.name, 1, group[0], message, hint=_columns(sheet)))
    if len(names) == 1 and len(names[0].split(";")) > 1:
        hint = _("The cells are separated by semicolons: save it with commas.")
        message = _("The sheet has one column only.")
        problems = [Problem(sheet.name, 1, "", message, names[0], hint)]
    if problems:
        raise _Unusable(*problems)
    return names


def _heading(sheet: Sheet, names: list[str], index: int, name: str) -> Problem | None:
    if name in names[:index]:
        message = _("This heading stands twice.")
    elif not name:
        message = _("Column %(number)s has no heading.") % {"number": index + 1}
    elif name not in sheet.columns and name != PROBLEM:
        message = _("The sheet has no such column.")
    else:
        return None
    return Problem(sheet.name, 1, name, message, name, _columns(sheet))


def _columns(sheet: Sheet) -> str:
    return _("The columns are: %(names)s.") % {"names": ", ".join(sheet.columns)}


def _add(table: Table, header: list[str], number: int, cells: list[str]) -> None:
    name = table.sheet.name
    if len(cells) != len(header):
        message = _("The row has %(cells)s cells; there are %(headings)s headings.")
        counts = {"cells": len(cells), "headings": len(header)}
        hint = _("A comma within a cell wants quotes around the cell.")
        table.problems.append(Problem(name, number, "", message % counts, cells[0], hint))
        return
    found = dict(zip(header, cells, strict=True))
    found.pop(PROBLEM, None)
    row = Row(name, number, found)
    broken = [column for column, cell in row.cells.items() if "\x00" in cell]
    for column in broken:
        message = _("The cell has a NUL character in it.")
        table.problems.append(row.problem(column, message))
    if not broken:
        table.rows.append(row)
