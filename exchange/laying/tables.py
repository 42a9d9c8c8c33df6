"""Tables: the grid of a sheet under its headings, row by row, or what is wrong with its form."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from operator import itemgetter

from django.utils.translation import gettext as _

from exchange.problems import PROBLEM, Problem
from exchange.reading import Fault, Grid, Kept, letters
from exchange.sheets import RECORD, REVISION, Sheet, sheets


@dataclass(slots=True, eq=False)
class Row:
    """One row: where it stands, and heading -> cell as it was written."""

    sheet: str
    number: int
    cells: dict[str, str]

    def written(self, column: str) -> str:
        """Return what the file says of a column of ours."""
        return self.cells.get(column, "")

    @property
    def place(self) -> tuple[str, int]:
        """Return what a person knows the table by, and the number of the row there."""
        return self.sheet, self.number

    def is_told(self, column: str) -> bool:
        """Tell whether it is told elsewhere already that the cell under ``column`` is wrong."""
        return False

    def problem(self, column: str, message, value=None, hint: str = "", key: str = "") -> Problem:
        """Return what is wrong with this row's cell under ``column``."""
        value = (column and self.cells.get(column)) or value
        return Problem(self.sheet, self.number, column, str(message), value, str(hint), key)


class Packed:
    """Rows of a sheet as they were read, under one heading: they take far less room than ``Row``.

    ``names`` are the headings; ``numbers`` and ``cells`` those of each row, where empty cells at
    the end may be missing.
    """

    def __init__(self, sheet: Sheet, names: Sequence[str]):
        self.sheet, self.names, self.rows = sheet, tuple(names), Kept()

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> list[str]:
        """Return the cells under a heading, "" where there are none."""
        if name not in self.names:
            return [""] * len(self)
        at = self.names.index(name)
        try:
            return [*map(itemgetter(at), self.rows.cells)]
        except IndexError:
            return [cells[at] if at < len(cells) else "" for cells in self.rows.cells]

    def unpacked(self) -> Iterator[Row]:
        """Yield the rows by themselves, and let them go here: no file fits into memory twice."""
        found, self.rows = self.rows, Kept()
        found.cells.reverse()
        for number in found.numbers:
            yield self.row(number, found.cells.pop())

    def row(self, number: int, cells: Sequence[str]) -> Row:
        """Return one row, heading -> cell."""
        found = dict(zip(self.names, chain(cells, repeat("")), strict=False))
        if self.sheet.list and not found.get(REVISION):
            # An empty cell of an item leaves, as an absent one does: most are empty, and take room.
            found = {name: cell for name, cell in found.items() if cell or name == RECORD}
            found.setdefault(RECORD, "")
        found.pop("", None)
        found.pop(PROBLEM, None)
        return Row(self.sheet.name, number, found)


@dataclass
class Table:
    """The rows of one file, and what is wrong with its form.

    They are ``packed`` as long as nobody asks for ``rows``; then they are ``made`` of these.
    A JSON file has no sheet; its ``entries`` are what `export_record` writes for each record.
    ``notes`` are what a person should know of how the file was read; ``failed`` the keys of records
    that the rows do not give whole, so that they cannot be stored; ``how`` the way in which the
    file was read (on the first of its tables). ``headings`` are the columns that a sheet of ours
    has in the file, whether its rows say something there or not; ``lost`` the rows in which a cell
    could not be read, as far as they could.
    """

    sheet: Sheet | None
    made: list[Row] = field(default_factory=list)
    entries: list[tuple[Row, dict]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unusable: bool = False
    failed: set[str] = field(default_factory=set)
    how: dict = field(default_factory=dict)
    unknown: list = field(default_factory=list)
    headings: frozenset[str] = frozenset()
    lost: list[Row] = field(default_factory=list)
    packed: Packed | None = None

    @property
    def rows(self) -> list[Row]:
        """Return all rows."""
        if self.packed:
            self.made += self.packed.unpacked()
        return self.made

    @rows.setter
    def rows(self, rows: list[Row]) -> None:
        self.made, self.packed = rows, None

    def column(self, name: str) -> list[str]:
        """Return the cells under a heading, "" where there are none."""
        found = [row.cells.get(name, "") for row in self.made]
        return found + self.packed.column(name) if self.packed else found

    def row(self, at: int) -> Row:
        """Return the row at a place, counted from 0."""
        if at < len(self.made):
            return self.made[at]
        return self.packed.row(*self.packed.rows[at - len(self.made)])

    def number(self, at: int) -> int:
        """Return the number of the row at a place."""
        if at < len(self.made):
            return self.made[at].number
        return self.packed.rows.numbers[at - len(self.made)]

    def pairs(self, at: int) -> Iterable[tuple[str, str]]:
        """Return heading and cell of the row at a place; there may be cells without any."""
        if at < len(self.made):
            return self.made[at].cells.items()
        return zip(self.packed.names, self.packed.rows.cells[at - len(self.made)], strict=False)


def refused(problem: Problem, how: dict | None = None) -> Table:
    """Return the table of a file or sheet that cannot be read, for the one reason given."""
    return Table(None, problems=[problem], unusable=True, how=how or {})


def sheet_called(name: str) -> Sheet | None:
    """Return the sheet that a name stands for; capitals and spaces around it do not count."""
    return sheets().get(name.strip().casefold().replace(" ", "_"))


def unknown_sheet(name: str, file_name: str) -> Problem:
    """Return that there is no sheet of a name, with those that there are."""
    close = difflib.get_close_matches(name.strip().casefold(), sheets(), n=1)
    hint = _("Did you mean “%(name)s”?") % {"name": close[0]} if close else ""
    names = _("The sheets are: %(names)s.") % {"names": ", ".join(sheets())}
    message = _("There is no sheet of this name.")
    return Problem(file_name, None, "", message, name, hint or names)


def table_of(sheet: Sheet, grid: Grid) -> Table:
    """Return the rows of a grid under its headings, the first row with something in it.

    A row in which a cell could not be read is a problem, and lost. The rows are taken out of the
    grid, since a large file does not fit into memory twice.
    """
    table = Table(sheet, notes=list(grid.notes))
    if not grid.rows:
        hint = _("The first row has the headings.")
        table.problems = [Problem(sheet.name, None, "", _("The sheet is empty."), hint=hint)]
        table.unusable = True
        return table
    top, cells = grid.rows[0]
    names = [cell.strip() for cell in cells]
    table.problems = [_faulty(sheet, names, fault) for fault in grid.faults]
    wrong = [*_wrong_headings(sheet, names, grid, top)]
    table.problems += wrong
    table.unusable = bool(wrong)
    if not wrong:
        table.headings = frozenset(names)
        _fill(table, names, grid)
    return table


def _fill(table: Table, names: list[str], grid: Grid) -> None:
    """Move the rows of a grid, but for the headings, into its table."""
    numbers, cells = grid.rows.numbers[1:], grid.rows.cells[1:]
    grid.rows = Kept()
    table.packed = Packed(table.sheet, names)
    faulty = {fault.row for fault in grid.faults}
    if not faulty and not grid.has_nul and max(map(len, cells), default=0) <= len(names):
        table.packed.rows.extend(numbers, cells)
        return
    for number, found in zip(numbers, cells, strict=True):
        row = table.packed.row(number, found)
        if number in faulty or _is_broken(table, row, names, found):
            table.lost.append(row)
        else:
            table.packed.rows.append(number, found)


def _faulty(sheet: Sheet, names: list[str], fault: Fault) -> Problem:
    column = "" if fault.column is None else _name(names, fault.column)
    return Problem(sheet.name, fault.row, column, fault.message, fault.value, fault.hint)


def _name(names: list[str], column: int) -> str:
    """Return the heading of a column, or its letter where there is none."""
    return (names[column] if column < len(names) else "") or letters(column)


def _wrong_headings(sheet: Sheet, names: list[str], grid: Grid, top: int) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if message := _heading(sheet, names, index, grid):
            column = name or letters(index)
            yield Problem(sheet.name, top, column, message, name or None, _columns(sheet))
    for group in sheet.needed:
        if not set(group) & set(names):
            message = _("The heading “%(name)s” is missing.") % {"name": group[0]}
            yield Problem(sheet.name, top, group[0], message, hint=_columns(sheet))


def _heading(sheet: Sheet, names: list[str], index: int, grid: Grid) -> str:
    """Return what is wrong with a heading, or nothing."""
    name = names[index]
    if not name:
        # An empty column is there for the eye only.
        is_used = any(cells[index].strip() for _n, cells in grid.rows[1:] if index < len(cells))
        return _("The column has cells, but no heading.") if is_used else ""
    if name in names[:index]:
        return _("This heading stands twice.")
    return "" if name in (*sheet.columns, PROBLEM) else _("The sheet has no such column.")


def _columns(sheet: Sheet) -> str:
    return _("The columns are: %(names)s.") % {"names": ", ".join(sheet.columns)}


def _is_broken(table: Table, row: Row, names: list[str], cells: list[str]) -> bool:
    """Tell whether a row cannot be taken for what stands in it, with a problem for each cell."""
    if len(cells) > len(names):
        _add_stray(table, names, row.number, cells)
        return True
    return "\x00" in "".join(cells) and _add_broken(table, row)


def _add_broken(table: Table, row: Row) -> bool:
    """Add a problem for each cell with a NUL character in it; tell whether there is one."""
    broken = [column for column, cell in row.cells.items() if "\x00" in cell]
    for column in broken:
        message = _("The cell has a NUL character in it.")
        table.problems.append(row.problem(column, message))
    return bool(broken)


def _add_stray(table: Table, names: list[str], number: int, cells: list[str]) -> None:
    hint = _("Give the column a heading, or remove the cell.")
    for index, cell in enumerate(cells):
        if index >= len(names) and cell.strip():
            message = _("There is no heading above this cell.")
            problem = Problem(table.sheet.name, number, letters(index), message, cell, hint)
            table.problems.append(problem)
