"""The rows of one XLSX sheet, as a stream: cells far apart cost no memory.

Source: ECMA-376 part 1, 18.3.1 (worksheets).
"""

import re
from collections.abc import Iterable

from exchange.reading.archives import damaged
from exchange.reading.faults import BadCell, Faults
from exchange.reading.grids import Rows, too_long, too_wide
from exchange.reading.limits import Limits
from exchange.reading.markup import Markup
from exchange.reading.merges import MERGES, Area, too_many_merged
from exchange.reading.quick import Cell, plain, without_plain_rows
from exchange.reading.workbooks import TRUE
from exchange.reading.xlsx_cells import COLUMNS, LAST_COLUMN, Texts, index

LAST_ROW = 1_048_576
# worksheet, sheetData
DATA_DEPTH = 2
_HIDDEN = re.compile(r' hidden="(\w+)"')
_AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")


class XlsxSheet(Markup):
    """Reads a sheet.

    ``merges``, ``hidden_rows`` (not empty ones) and ``hidden_columns`` are told at its end.
    """

    def __init__(self, texts: Texts, faults: Faults, limits: Limits):
        super().__init__(limits.cell_characters)
        self.texts, self.faults, self.limits = texts, faults, limits
        self.merges: list[Area] = []
        self.hidden_rows = 0
        self.hidden_columns: list[tuple[int, int]] = []
        self._done: list[tuple[int, list[str]]] = []
        self._in_data = self._is_hidden = self._phonetic = False
        self._number, self._row_text, self._last = 0, "0", -1
        self._cells: list[str] | None = None
        self._cell: dict[str, str] | None = None
        self._value = self._formula = None
        self._runs: list[str] = []

    def rows(self, pieces: Iterable[bytes]) -> Rows:
        """Yield the rows while the sheet is read; raises ``Unreadable``."""
        for _step in self.feed(without_plain_rows(pieces, self._is_between_rows, self._take)):
            yield from self._done
            self._done.clear()

    def _is_between_rows(self) -> bool:
        return self._in_data and self.depth == DATA_DEPTH

    def _take(self, number: str, attributes: str, found: list[Cell]) -> None:
        """Take a row that the parser need not see."""
        hidden = _HIDDEN.search(attributes)
        self._begin_row({"r": number, "hidden": hidden[1] if hidden else ""})
        text_of = self.texts.plain
        for letters, row, style, kind, value, inline in found:
            column = COLUMNS[letters]
            if row != number or column <= self._last:
                raise damaged()
            self._last = column
            if value or inline:
                try:
                    text = text_of(kind, style, plain(value), plain(inline))
                except BadCell as bad:
                    text = self._bad(column, bad)
                if text:
                    self._put(column, text)
        self._end_row()

    def begin(self, name, attributes):
        """Begin a row, a cell or a part of one; take a merged area."""
        if name == "c":
            if self._cells is None or self._cell is not None:
                raise damaged()
            self._cell = attributes
            self._value = self._formula = None
            self._runs.clear()
        elif name == "row":
            self._begin_row(attributes)
        elif name == "rPh":
            self._phonetic = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col" and attributes.get("hidden", "") in TRUE:
            self._hide(attributes)
        elif name == "sheetData":
            self._in_data = True
        self.text.clear()

    def end(self, name):
        """End a part of a cell, a cell or a row."""
        if name == "c":
            self._end_cell()
        elif name == "v":
            self._value = "".join(self.text)
        elif name == "t":
            if not self._phonetic:
                self._runs.append("".join(self.text))
        elif name == "f":
            self._formula = "".join(self.text)
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._phonetic = False
        elif name == "sheetData":
            self._in_data = False
        self.text.clear()

    def _begin_row(self, attributes: dict[str, str]) -> None:
        if self._cells is not None or not self._in_data:
            raise damaged()
        text = attributes.get("r") or str(self._number + 1)
        if not (text.isascii() and text.isdigit() and self._number < int(text[:8]) <= LAST_ROW):
            raise damaged()
        self._number, self._row_text, self._cells, self._last = int(text), text, [], -1
        self._is_hidden = attributes.get("hidden", "") in TRUE

    def _end_row(self) -> None:
        if self._cells is None:
            raise damaged()
        self.hidden_rows += self._is_hidden and bool(self._cells)
        self._done.append((self._number, self._cells))
        self._cells = None

    def _hide(self, attributes: dict[str, str]) -> None:
        if len(self.hidden_columns) < LAST_COLUMN:
            first, last = (index(attributes.get(name)) - 1 for name in ("min", "max"))
            self.hidden_columns.append((first, last))

    def _merge(self, ref: str) -> None:
        if len(self.merges) >= MERGES:
            raise too_many_merged()
        if match := _AREA.fullmatch(ref):
            first, top, last, bottom = match.groups()
            self.merges.append(Area(int(top), COLUMNS[first], int(bottom), COLUMNS[last]))

    def _end_cell(self) -> None:
        cell, self._cell = self._cell, None
        if cell is None or self._cells is None:
            raise damaged()
        column = self._last = self._column(cell.get("r"))
        try:
            text = self.texts.any(cell, self._value, "".join(self._runs), self._formula)
        except BadCell as bad:
            text = self._bad(column, bad)
        if text:
            self._put(column, text)

    def _bad(self, column: int, bad: BadCell) -> str:
        self.faults.add(self._number, column, bad)
        return bad.value

    def _put(self, column: int, text: str) -> None:
        if column >= self.limits.columns:
            raise too_wide(self._number, self.limits)
        if len(text) > self.limits.cell_characters:
            raise too_long(self._number, text, self.limits)
        missing = column - len(self._cells)
        if missing:
            self._cells.extend([""] * missing)
        self._cells.append(text)

    def _column(self, ref: str | None) -> int:
        """Return the column of a cell; each is right of the one before it."""
        if ref is None:
            return self._last + 1
        if not ref.endswith(self._row_text):
            raise damaged()
        column = COLUMNS[ref[: -len(self._row_text)]]
        if column <= self._last:
            raise damaged()
        return column
