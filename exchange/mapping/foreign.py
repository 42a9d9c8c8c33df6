"""Foreign tables: their rows under their own headings; rows of ours that remember where from."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from exchange.cells import unguard
from exchange.laying.tables import Row
from exchange.mapping.shapes import Profile
from exchange.mapping.texts import LENGTH
from exchange.problems import PROBLEM, Problem
from exchange.reading import Fault, Grid, letters
from exchange.sheets import RECORD
from records.text import tidy


@dataclass(frozen=True)
class Foreign:
    """One row of a foreign table: its number in the file, and their heading -> cell."""

    number: int
    cells: dict[str, str]


@dataclass(slots=True, eq=False)
class MappedRow(Row):
    """A row of ours that tells its problems by the cells that it was made from.

    ``file`` is what a person knows the table by; ``origins`` our column -> theirs, ``original``
    their column -> cell. ``told`` are our columns that are empty because a word was not known.
    """

    file: str
    origins: dict[str, tuple[str, ...]]
    original: dict[str, str]
    told: frozenset[str] = frozenset()

    def written(self, column: str) -> str:
        """Return what the file says of a column of ours."""
        theirs = self.origins.get(column, ())
        return " / ".join(text for name in theirs if (text := self.original.get(name, "")))

    @property
    def place(self) -> tuple[str, int]:
        """Return the file that the row was made from, and its number there."""
        return self.file, self.number

    def is_told(self, column: str) -> bool:
        """Tell so of a column, or of all that an item is ("") where it lacks something."""
        is_item = not column and RECORD in self.cells
        return column in self.told or (is_item and bool(self.told))

    def problem(self, column: str, message, value=None, hint: str = "", key: str = "") -> Problem:
        """Return what is wrong, at the cells of the foreign table that ``column`` came from."""
        theirs, found = self.origins.get(column, ()), self.written(column)
        if column and not theirs:
            value = self.cells.get(column) or value
        place = ", ".join(theirs) or column
        number = self.number or None
        return Problem(self.file, number, place, str(message), found or value, str(hint), key)


def headings(cells: Sequence[str]) -> list[str]:
    """Return the headings of a table as a profile names them."""
    return [_text(cell) for cell in cells]


def _text(cell: str) -> str:
    # Rows that are given back have an apostrophe before what a spreadsheet program would run.
    return unguard(tidy(cell))


def rows_of(grid: Grid, profile: Profile, *, lost: bool = False) -> Iterator[Foreign]:
    """Yield the rows under the first one; cells beyond the headings are told by ``form``.

    ``lost`` yields instead those in which a cell could not be read, as far as they could.
    """
    wanted = [
        (at, name) for at, name in enumerate(headings(grid.rows[0][1])) if name in profile.read
    ]
    faulty = {fault.row for fault in that_matter(grid, profile)}
    for number, cells in grid.rows[1:]:
        if (number in faulty) == lost:
            width = len(cells)
            found = {name: _text(cells[at]) if at < width else "" for at, name in wanted}
            yield Foreign(number, found)


def form(grid: Grid, profile: Profile, file: str) -> list[Problem]:
    """Return what is wrong with the headings, by the profile."""
    if not grid.rows:
        return [Problem(file, None, "", _("The sheet is empty."))]
    top, cells = grid.rows[0]
    names = headings(cells)
    return [
        *_missing(profile, names, top, file),
        *_unmapped(grid, profile, names, file),
        *_stray(grid, len(names), file),
    ]


def that_matter(grid: Grid, profile: Profile) -> list[Fault]:
    """Return the faults of a table but those in columns that a profile leaves out."""
    names = headings(grid.rows[0][1]) if grid.rows else []
    out = [at for at, name in enumerate(names) if name and _is_left_out(profile, name)]
    columns = ~sum(1 << at for at in out)
    found = [fault for fault in grid.faults if fault.row is None or fault.touches(columns)]
    # What is said of the number of the others means nothing where none matters.
    return found if any(fault.row for fault in found) else []


def _is_left_out(profile: Profile, name: str) -> bool:
    is_said = name == PROBLEM or is_ignored(profile.ignore, name)
    return is_said and name not in profile.read


def faults_of(grid: Grid, profile: Profile, file: str) -> Iterator[Problem]:
    """Yield the cells that could not be read, of those that a profile does not leave out."""
    names = headings(grid.rows[0][1]) if grid.rows else []
    for fault in that_matter(grid, profile):
        at = fault.column
        column = "" if at is None else (names[at] if at < len(names) else "") or letters(at)
        yield Problem(file, fault.row, column, fault.message, fault.value, fault.hint)


def _missing(profile: Profile, names: list[str], top: int, file: str) -> Iterator[Problem]:
    for name in sorted(profile.read - set(names)):
        close = difflib.get_close_matches(name, names, n=1)
        hint = _("Did you mean “%(name)s”?") % {"name": close[0]} if close else ""
        message = _("The mapping reads a column that the table has not.")
        yield Problem(file, top, name, message, None, hint)


def _unmapped(grid: Grid, profile: Profile, names: list[str], file: str) -> Iterator[Problem]:
    top = grid.rows[0][0]
    for at, name in enumerate(names):
        if name and name in names[:at] and not is_ignored(profile.ignore, name):
            yield Problem(file, top, name, _("This heading stands twice."), name)
        elif not name:
            if any(at < len(cells) and cells[at].strip() for _n, cells in grid.rows[1:]):
                message = _("The column has cells, but no heading.")
                yield Problem(file, top, letters(at), message)
        elif name not in profile.read and name != PROBLEM and not is_ignored(profile.ignore, name):
            message = _("The column is neither mapped nor ignored.")
            hint = _("Write it into the profile: where it goes to, or under ignore.")
            if profile.on_pages:
                message = _("Nothing is said of this column yet.")
                hint = _("Say what it goes to, or that it is left out.")
            yield Problem(file, top, name, message, name, hint)


def is_ignored(marks: Any, name: str) -> bool:
    """Tell whether a column is left out by the marks of a profile, names or such as x*."""
    if not isinstance(marks, list | tuple):
        return False
    texts = tuple(mark for mark in marks if isinstance(mark, str))
    return name in texts or bool(_pattern(texts).fullmatch(name))


@lru_cache(maxsize=16)
def _pattern(marks: tuple[str, ...]) -> re.Pattern:
    """Return the pattern of all marks together; a long one means no more than itself."""
    # A bracket is looked for to the end of its mark, so that many cost the square of their number.
    return re.compile("|".join(translate(mark) for mark in marks if len(mark) <= LENGTH) or "(?!)")


def _stray(grid: Grid, width: int, file: str) -> Iterator[Problem]:
    hint = _("Give the column a heading, or remove the cell.")
    for number, cells in grid.rows[1:]:
        for at in range(width, len(cells)):
            if cells[at].strip():
                message = _("There is no heading above this cell.")
                yield Problem(file, number, letters(at), message, cells[at], hint)
