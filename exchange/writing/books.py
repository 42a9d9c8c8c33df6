"""Books: what an export fills with rows, sheet by sheet in any order; and the plainest one."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from django.utils.translation import gettext as _

from exchange.cells import guard_within
from exchange.sheets import sheets
from records.downloads import Unwritable

# The limits of Excel's and LibreOffice's sheets.
MOST_ROWS = 1_048_576
# The longest text of a cell in XLSX.
MOST_CHARACTERS = 32_767
# A spreadsheet program on Windows takes a CSV file for UTF-8 only where it begins so.
BOM = "\ufeff"


def too_many_rows(name: str) -> Unwritable:
    """Return what to raise where a sheet would have more rows than programs open."""
    message = _("The sheet “%(name)s” would have more than %(most)s rows. CSV and JSON hold them.")
    return Unwritable(message % {"name": name, "most": f"{MOST_ROWS:,}"})


def too_long(name: str, cells: Sequence[str]) -> Unwritable:
    """Return what to raise where a text is longer than a cell of XLSX."""
    message = _(
        "A text of “%(key)s” on the sheet “%(name)s” is longer than a cell of XLSX, which has at "
        "most %(most)s characters. CSV, ODS and JSON hold it."
    )
    return Unwritable(message % {"key": cells[0], "name": name, "most": f"{MOST_CHARACTERS:,}"})


# The sheets of a book: their names, or name -> those of the sheet's columns that it has.
Names = Sequence[str] | Mapping[str, tuple[str, ...]]


def columns_of(names: Names) -> dict[str, tuple[str, ...]]:
    """Return sheet -> headings for the sheets of a book."""
    return dict(names) if isinstance(names, Mapping) else {n: sheets()[n].columns for n in names}


class Book:
    """Sheets under their names; rows are added in any order of the sheets, headings first.

    A context manager: leaving it without an error completes the file.
    """

    ending = ""
    finish: Callable[[str], str] = str
    """What the text of each cell goes through before it is added."""

    def __init__(self, names: Names):
        self.columns = columns_of(names)
        self.names = tuple(self.columns)

    def headings(self, name: str) -> tuple[str, ...]:
        """Return the headings of a sheet."""
        return self.columns[name]

    def add(self, name: str, rows: Sequence[Sequence[str]]) -> None:
        """Add rows to the sheet ``name``; raise ``Unwritable`` where it cannot hold them."""
        raise NotImplementedError

    def complete(self) -> None:
        """Finish the file."""

    def abandon(self) -> None:
        """Let go of what is open after an error."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace) -> None:
        if kind is None:
            self.complete()
        else:
            self.abandon()


_QUOTED = re.compile('[",;|\t\r\n]').search


def quoted(cell: str) -> str:
    """Return a guarded cell as CSV has it: in quotes, and guarded within, where it needs that."""
    if _QUOTED(cell):
        cell = guard_within(cell).replace('"', '""')
        return f'"{cell}"'
    return cell


def lines_of(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of quoted cells as lines of CSV; a row has several cells."""
    return "".join([f"{','.join(cells)}\n" for cells in rows])


class CsvFolder(Book):
    """A folder with one CSV file per sheet."""

    ending = "csv"
    finish = staticmethod(quoted)

    def __init__(self, folder: Path, names: Names):
        super().__init__(names)
        self.files = ExitStack()
        self.writers = {}
        for name in self.names:
            path = folder / f"{name}.csv"
            file = self.files.enter_context(path.open("w", encoding="utf-8", newline=""))
            file.write(BOM + lines_of([self.headings(name)]))
            self.writers[name] = file.write

    def add(self, name: str, rows: Sequence[Sequence[str]]) -> None:
        """Add rows of quoted cells."""
        self.writers[name](lines_of(rows))

    def complete(self) -> None:
        """Close the files."""
        self.files.close()

    abandon = complete
