"""The rows of a grid, kept in little room."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress

# Texts that are remembered at a time.
TEXTS = 20_000


class Kept(Sequence):
    """Rows in the order of a sheet, (number, cells) each; numbers stand apart to take less room."""

    def __init__(self, rows: Iterable[tuple[int, list[str]]] = ()):
        self.numbers = array("L")
        self.cells: list[list[str]] = []
        self._known: dict[str, str] = {}
        for number, cells in rows:
            self.append(number, cells)

    def append(self, number: int, cells: list[str]) -> None:
        """Add a row, each of its texts once: keys and codes stand in many rows."""
        self.numbers.append(number)
        self.cells.append([*map(self._known.setdefault, cells, cells)])
        if len(self._known) > TEXTS:
            self._known.clear()

    def extend(self, numbers: Iterable[int], cells: Iterable[list[str]]) -> None:
        """Add rows as they are, as many numbers as there are cells of rows."""
        self.numbers.extend(numbers)
        self.cells.extend(cells)

    def keep(self, flags: Sequence[bool]) -> None:
        """Keep only the rows that are flagged, one flag for each."""
        self.numbers = array("L", compress(self.numbers, flags))
        self.cells = [*compress(self.cells, flags)]

    def __len__(self) -> int:
        return len(self.cells)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        return zip(self.numbers, self.cells, strict=True)

    def __getitem__(self, at):
        if isinstance(at, slice):
            return [*zip(self.numbers[at], self.cells[at], strict=True)]
        return self.numbers[at], self.cells[at]
