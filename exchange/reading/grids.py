"""What reading gives: grids of text cells, and what is wrong with cells."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.reading.faults import Fault, Unreadable
from exchange.reading.kept import Kept
from exchange.reading.limits import Limits

Rows = Iterator[tuple[int, list[str]]]
SHEET_END = b":table>"
# Of a row that is not complete yet, so much is kept to see whether it has anything in it.
LONGEST_REST = 64 * 1024


@dataclass
class Grid:
    """One sheet: (Excel row number, cells as text) for each row that has something in it.

    Empty rows are left out, and empty cells at the end of a row. Rows with a fault are there too.
    ``has_nul`` tells whether a NUL character may be in a cell. ``refusal`` is why a hidden sheet
    could not be read; ``is_left`` tells that a person leaves it out.
    """

    name: str
    rows: Sequence[tuple[int, list[str]]] = field(default_factory=Kept)
    faults: list[Fault] = field(default_factory=list)
    hidden: bool = False
    notes: list[str] = field(default_factory=list)
    has_nul: bool = True
    refusal: Unreadable | None = None
    is_left: bool = False


@dataclass
class Reading:
    """What a file holds: its grids, and how it was read.

    ``format`` is csv, xlsx, xls or ods. ``encoding`` and ``delimiter`` are those of a CSV file,
    ``sheets`` the names of all sheets of a workbook, chosen or not, ``hidden`` of those that nobody
    sees; ``notes`` what a person should know. ``refusal`` is set where it could not be read, and
    ``refused_sheet`` where that is due to one sheet; ``misnamed`` where it has not the sheet that
    was asked for. ``words`` are the files of a ZIP that may be words for people and no tables:
    name -> path in the ZIP, and why it cannot be read as a table.
    """

    name: str
    format: str = ""
    grids: list[Grid] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""
    notes: list[str] = field(default_factory=list)
    refusal: Fault | None = None
    refused_sheet: str = ""
    misnamed: bool = False
    sheets: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    words: dict[str, tuple[str, Unreadable | None]] = field(default_factory=dict)


def letters(column: int) -> str:
    """Return the letters of a column (0 is A) as a spreadsheet program shows them."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


class Budget:
    """Counts sheets, rows and cells against the limits while a file is read."""

    def __init__(self, limits: Limits):
        self.limits, self.sheets, self.rows, self.cells = limits, 0, 0, 0

    @contextmanager
    def spared(self):
        """Forget what was counted where reading ends early: nothing of it is kept."""
        rows, cells = self.rows, self.cells
        try:
            yield
        except Unreadable:
            self.rows, self.cells = rows, cells
            raise

    def begin(self) -> None:
        """Begin a sheet; raises ``Unreadable`` where there are too many."""
        self.sheets += 1
        self.rows = 0
        if self.sheets > self.limits.sheets:
            message = _("The workbook has more than %(limit)s sheets.")
            raise Unreadable(message % {"limit": self.limits.sheets})

    def takes(self, number: int, cells: list[str]) -> bool:
        """Cut empty cells off a row's end and tell whether anything is left.

        Raises ``Unreadable`` where there is too much.
        """
        while cells and not (cells[-1] and cells[-1].strip()):
            cells.pop()
        self.rows += bool(cells)
        self.cells += len(cells)
        limits = self.limits
        if self.rows > limits.rows or len(cells) > limits.columns or self.cells > limits.cells:
            raise self._excess(number, cells)
        return bool(cells)

    def takes_all(self, first: int, rows: list[list[str]]) -> None:
        """Count rows from the number ``first`` on, empty ones too; raises as ``takes``."""
        rows_now = self.rows + sum(map(bool, rows))
        cells_now = self.cells + sum(map(len, rows))
        if rows_now > self.limits.rows or cells_now > self.limits.cells:
            for number, cells in enumerate(rows, first):
                self.takes(number, cells)
        self.rows, self.cells = rows_now, cells_now

    def foresee(self, number: int, cells: list[str], times: int) -> None:
        """Raise ``Unreadable`` where a row that stands so many times is too much, none laid out."""
        rows, cells_left = self.limits.rows - self.rows, self.limits.cells - self.cells
        if times > rows:
            raise too_tall(self.limits, number + rows)
        if cells and times * len(cells) > cells_left:
            raise too_many(self.limits, number + cells_left // len(cells))

    def _excess(self, number: int, cells: list[str]) -> Unreadable:
        if self.rows > self.limits.rows:
            return too_tall(self.limits, number)
        if len(cells) > self.limits.columns:
            return too_wide(number, self.limits)
        return too_many(self.limits, number)


@contextmanager
def on_sheet(name: str):
    """Say on which sheet it was that a file could not be read."""
    try:
        yield
    except Unreadable as error:
        error.sheet = error.sheet or name
        raise


def read_or_hidden(read: Callable[[], Grid], name: str, hidden: bool, budget: Budget) -> Grid:
    """Return the grid of a sheet; of a hidden one also where it cannot be read, with the reason.

    Raises ``Unreadable`` for one that is seen.
    """
    try:
        with budget.spared(), on_sheet(name):
            return read()
    except Unreadable as error:
        if not hidden:
            raise
        return Grid(name, hidden=True, refusal=error.bare())


def too_many(limits: Limits, number: int | None = None) -> Unreadable:
    """Return that a file has too many cells, to be raised."""
    message = _("The file has more than %(limit)s cells.") % {"limit": limits.cells}
    return Unreadable(message, _("Divide it into several files."), row=number)


def too_tall(limits: Limits, number: int | None = None) -> Unreadable:
    """Return that a sheet has too many rows, to be raised."""
    message = _("The sheet has more than %(limit)s rows.") % {"limit": limits.rows}
    return Unreadable(message, _("Divide it into several files."), row=number)


def too_wide(number: int, limits: Limits) -> Unreadable:
    """Return that a row has too many columns, to be raised."""
    message = _("The row has more than %(limit)s columns.") % {"limit": limits.columns}
    return Unreadable(message, _("Remove what stands far to the right."), row=number)


def too_long(number: int | None, text: str, limits: Limits) -> Unreadable:
    """Return that a cell has too much text, to be raised."""
    found = {"limit": limits.cell_characters}
    message = _("A cell has more than %(limit)s characters.") % found
    return Unreadable(message, _("Shorten it."), row=number, value=text[:80])


def hidden_rows(number: int) -> str:
    """Return the note that a sheet has hidden rows."""
    note = ngettext(
        "%(number)s row is hidden, and is read all the same.",
        "%(number)s rows are hidden, and are read all the same.",
        number,
    )
    return note % {"number": number}


def note_hidden_columns(grid: Grid, hidden: Iterable[tuple[int, int]]) -> None:
    """Note which hidden columns of a grid have something in them.

    ``hidden`` has the first and the last column of each run, from 0.
    """
    runs = list(hidden)
    if not runs:
        return
    filled = {at for _row, cells in grid.rows for at, cell in enumerate(cells) if cell.strip()}
    found = [letters(at) for at in sorted(filled) if any(a <= at <= b for a, b in runs)]
    if found:
        note = ngettext(
            "Column %(names)s of “%(sheet)s” is hidden, and is read all the same.",
            "Columns %(names)s of “%(sheet)s” are hidden, and are read all the same.",
            len(found),
        )
        grid.notes.append(note % {"names": ", ".join(found), "sheet": grid.name})


def gathered(make: Callable[[], Rows], budget: Budget, careful: bool = False) -> Kept:
    """Return the rows that ``make()`` yields and that have something in them.

    ``careful`` goes through them once without keeping any, so that a file that turns out too
    large costs time and no memory.
    """
    if careful:
        drained(make(), Budget(budget.limits))
    budget.begin()
    return Kept(row for row in make() if budget.takes(*row))


def drained(rows: Rows, budget: Budget) -> None:
    """Go through rows without keeping any; raises ``Unreadable`` where there are too many."""
    for number, cells in rows:
        budget.takes(number, cells)


def weighed(pieces: Iterable[bytes], cell: re.Pattern, row: bytes, limits: Limits) -> bool:
    """Tell whether XML may have more rows than are read, by what each cell and row has in it.

    Raises ``Unreadable`` where it certainly has more cells or rows: found out in a small part of
    the time that reading takes, since a person waits for it. What is declared of a sheet's size
    is not believed.
    """
    cells = rows = ends = 0
    rest = b""
    for piece in pieces:
        cells += len(cell.findall(piece))
        if cells > limits.cells:
            raise too_many(limits)
        *parts, rest = (rest + piece).split(row)
        ends += len(parts)
        for part in parts:
            # The rows of another sheet in the same part of the file.
            rows = 0 if SHEET_END in part else rows
            rows += cell.search(part) is not None
        if rows > limits.rows:
            raise too_tall(limits)
        rest = rest[-LONGEST_REST:]
    return ends > limits.rows
