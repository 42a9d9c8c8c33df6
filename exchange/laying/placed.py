"""From which row and column each part of a draft came, and what holds for all that know it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from exchange.laying.tables import Row
from exchange.problems import Problem
from exchange.sheets import CLAIMS, SAYS, sheets
from records.cells import split_cell
from records.faults import Fault
from records.kinds import CITATIONS
from records.text import tidy


class Placed:
    """What knows from which rows its parts came: its ``kind`` and ``key``, ``row`` and ``marks``.

    ``_places`` are worked out of the marks where they are asked for. ``twice`` are countries that
    the main row names twice: of what goes a quick way there are none.
    """

    __slots__ = ()
    twice: Sequence[str] = ()

    def _can_be_cited(self, path: str) -> bool:
        try:
            self.kind.type_at(path.partition(f"/{CLAIMS}/")[2])
        except KeyError:
            return False
        return True

    def problem(self, fault: Fault) -> Problem:
        """Return a fault of the document as a problem of the cell that it came from."""
        row, column = self._place(fault)
        value = _shown(fault.value)
        return row.problem(column, fault.message, value, fault.hint, fault.key or self.key)

    def is_told(self, fault: Fault) -> bool:
        """Tell whether a fault comes of a cell of which it is told already that it is wrong."""
        row, column = self._place(fault)
        return row.is_told(column)

    def _place(self, fault: Fault) -> tuple[Row, str]:
        """Return the row and the column that a fault of the document came from."""
        if self._places is None:
            self._places = places_of(self.marks)
        head, places = fault.path, self._places
        while head not in places and head:
            head = head.rpartition("/")[0]
        row, column = places.get(head) or (self.row, "")
        column = column or _column(row, head, fault.path[len(head) :].strip("/"))
        if column == SAYS and not self._can_be_cited(fault.path):
            column = CLAIMS
        return row, column


class Settled(Placed):
    """A draft of which nothing changes any more, so that it takes less room than ``Draft``.

    What a ``Draft`` says of itself besides is the same for all of these, or said by their class.
    """

    __slots__ = ("_places", "key", "kind", "rows", "title")
    ancestor = None
    is_clean = has_main_row = begins_with_main_row = True
    shorthand, dropped, unnamed = (), (), ()


def places_of(marks: Iterable[tuple]) -> dict[str, tuple[Row, str]]:
    """Return path, or the head of one -> the row it came from and its column, by a draft's marks.

    The first row for a path stays. Worked out where something is wrong, which is seldom.
    """
    found: dict[str, tuple[Row, str]] = {}
    for list_name, item, row, column in marks:
        if not column:
            found.setdefault(list_name, (row, ""))
        if item is not None:
            path = f"{list_name}/{item['ref']}"
            found.setdefault(path, (row, column))
            if list_name == CITATIONS:
                for part, its_column in _parts(row):
                    found.setdefault(f"{path}/{part}", (row, its_column))
    return found


def _parts(row: Row) -> Iterator[tuple[str, str]]:
    """Yield what a row of the citations sheet says of its citation, and in which column."""
    for name, cell in row.cells.items():
        if name == CLAIMS:
            yield from ((f"{CLAIMS}/{path}", "") for path in split_cell(tidy(cell)))
        elif tidy(cell):
            yield name, name


def _column(row: Row, head: str, rest: str) -> str:
    """Return the column of a fault: ``head`` is the part of its path that has a row."""
    if row.sheet not in sheets():  # a record of a JSON file has no columns: the path stands for one
        return "/".join(part for part in (head, rest) if part)
    if f"/{CLAIMS}/" in head:
        return SAYS if row.cells.get(SAYS, "").strip() else CLAIMS
    name = rest.split("/")[0]
    return name if name in sheets()[row.sheet].columns else ""


def _shown(value: Any) -> Any:
    return None if value in (None, "", [], {}) else value
