"""Reading ODS: the cells of each sheet as a person sees them.

Source: OpenDocument 1.3 part 3, chapter 9 (tables), 19.385 to 19.390 (values of cells).
"""

import re
from collections.abc import Iterable
from typing import BinaryIO

from exchange.reading import values
from exchange.reading.archives import Archive, damaged
from exchange.reading.faults import BadCell, Faults, Unreadable
from exchange.reading.grids import (
    Budget,
    Grid,
    hidden_rows,
    note_hidden_columns,
    too_long,
    too_wide,
    weighed,
)
from exchange.reading.limits import MEBIBYTE, Limits
from exchange.reading.markup import Markup, local
from exchange.reading.merges import MERGES, Area, add_merged, too_many_merged
from exchange.reading.ods_manifest import refuse_encrypted
from exchange.reading.ods_styles import OdsStyles
from exchange.reading.ods_text import LINE, LOGICAL, SPACE, TAB, collapsed
from exchange.reading.quick import plain
from exchange.reading.quick_ods import Attributes, Cell, lines_of, repeat_of, without_plain_rows

CONTENT, STYLES = "content.xml", "styles.xml"
CAREFUL = 16 * MEBIBYTE
_VALUE = re.compile(rb"office:value-type=")
NUMBERS = {"float", "percentage", "currency"}
FAILED = re.compile(r"#[A-Z0-9/?!]+|Err:\d+")
# What stands in or over cells without being their value.
BESIDE = {"annotation", "shapes", "tracked-changes", "forms", "frame", "custom-shape", "dde-links"}
CELLS = {"table-cell", "covered-table-cell"}


def read_ods(file: BinaryIO, limits: Limits) -> list[Grid]:
    """Return the grids of all sheets of an ODS file; raises ``Unreadable``."""
    archive = Archive(file, limits)
    refuse_encrypted(archive, limits)
    styles = OdsStyles(limits)
    for part in (STYLES, CONTENT):
        if part in archive:
            styles.collect(archive.chunks(part))
    is_large = CONTENT in archive and archive.size(CONTENT) > CAREFUL
    is_large = is_large and weighed(archive.chunks(CONTENT), _VALUE, b"table-row>", limits)
    try:
        return _grids(archive, styles, limits, is_large)
    except Unreadable as error:
        if not error.is_hidden:
            raise
        unread = error.bare()
    return _grids(archive, styles, limits, is_large, unread)


def _grids(
    archive: Archive, styles: OdsStyles, limits: Limits, is_large: bool, unread=None
) -> list[Grid]:
    """Return all sheets; those hidden are passed over where one of them is ``unread``, and why.

    What is too large is refused before anything of it is kept.
    """
    for keeps in (False, True) if is_large else (True,):
        tables = _Tables(styles, limits, keeps, unread)
        found = [grid for grid in tables.tables(archive.chunks(CONTENT)) if keeps]
    return found


class _Tables(Markup):
    """The sheets of content.xml, one after the other."""

    def __init__(self, styles: OdsStyles, limits: Limits, keeps: bool, unread: Unreadable | None):
        super().__init__(limits.cell_characters)
        self.styles, self.limits, self.keeps, self.unread = styles, limits, keeps, unread
        self.budget = Budget(limits)
        self._done: list[Grid] = []
        self._grid: Grid | None = None
        self._beside = 0
        self._cell: dict[str, str] | None = None
        self._lines: list[str] = []
        self._in_row = False
        self._attributes = Attributes()

    def tables(self, pieces: Iterable[bytes]) -> Iterable[Grid]:
        """Yield each sheet when it is read."""
        try:
            rest = without_plain_rows(pieces, self._is_between_rows, self._take)
            for _step in self.feed(rest):
                yield from self._done
                self._done.clear()
        except Unreadable as error:
            error.sheet = self._grid.name if self._grid else ""
            error.is_hidden = self._grid is not None and self._grid.hidden
            raise

    def _is_between_rows(self) -> bool:
        return self._grid is not None and not (self._in_row or self._beside)

    def _take(self, attributes: str, cells: list[Cell]) -> None:
        """Take a row that the parser need not see."""
        self.text.clear()
        self._begin_row(self._attributes[attributes])
        for found, written in cells:
            lines = [collapsed(plain(line)) for line in lines_of(written)]
            if repeat := self._attributes.repeats[found]:
                self._take_text(repeat, "\n".join(lines))
            else:
                self._begin_cell(self._attributes[found])
                self._lines = lines
                self._end_cell()
        self._end_row()

    def _take_text(self, repeat: int, text: str) -> None:
        """Take a cell of nothing but text."""
        if len(text) > self.limits.cell_characters:
            raise too_long(self._number, text, self.limits)
        if text.strip():
            self._place(self._column, repeat, text)
        self._column += repeat

    def begin(self, name, attributes):
        """Begin a sheet, a row, a cell or its text."""
        if self._beside or name in BESIDE:
            self._beside += 1
        elif name in CELLS:
            self._begin_cell(local(attributes))
        elif name in ("p", "h") and self._cell is not None:
            self.text.clear()
        elif name in ("s", "tab", "line-break"):
            self._add_space(name, local(attributes))
        elif name == "table-row":
            self._begin_row(local(attributes))
        elif name == "table-column" and self._grid is not None:
            self._begin_column(local(attributes))
        elif name == "table":
            self._begin_table(local(attributes))

    def end(self, name):
        """End what began."""
        if self._beside:
            self._beside -= 1
            self.text.clear()
        elif name in CELLS:
            self._end_cell()
        elif name in ("p", "h") and self._cell is not None:
            self._lines.append(collapsed("".join(self.text)))
            self.text.clear()
        elif name == "table-row" and self._grid is not None:
            self._end_row()
        elif name == "table" and self._grid is not None:
            self._end_table()
        if self._cell is None:
            self.text.clear()

    def _begin_table(self, attributes: dict[str, str]) -> None:
        if self._grid is not None:
            raise damaged()
        hidden = attributes.get("style-name") in self.styles.hidden
        name = attributes.get("name", "")
        if hidden and self.unread:
            self._beside += 1
            self._done.append(Grid(name, hidden=True, refusal=self.unread))
            return
        self._grid = Grid(name, hidden=hidden)
        self._faults = Faults(self.limits.faults)
        self.budget.begin()
        self._merges: list[Area] = []
        self._number, self._hidden_rows = 1, 0
        self._defaults: list[tuple[int, str]] = []
        self._hidden_columns: list[tuple[int, int]] = []

    def _end_table(self) -> None:
        add_merged(self._grid, self._merges, self._faults)
        self._grid.faults = self._faults.closed()
        if self._hidden_rows:
            self._grid.notes.append(hidden_rows(self._hidden_rows))
        note_hidden_columns(self._grid, self._hidden_columns)
        self._done.append(self._grid)
        self._grid = None

    def _begin_column(self, attributes: dict[str, str]) -> None:
        last = self._defaults[-1][0] if self._defaults else 0
        end = last + repeat_of(attributes, "number-columns-repeated")
        self._defaults.append((end, attributes.get("default-cell-style-name", "")))
        if attributes.get("visibility", "visible") != "visible":
            self._hidden_columns.append((last, end - 1))
        if len(self._defaults) > 20_000:
            raise damaged()

    def _begin_row(self, attributes: dict[str, str]) -> None:
        if self._grid is None:
            raise damaged()
        self._in_row = True
        self._row_repeat = repeat_of(attributes, "number-rows-repeated")
        self._row_style = attributes.get("default-cell-style-name", "")
        self._is_hidden = attributes.get("visibility", "visible") != "visible"
        self._cells: list[str] = []
        self._column = 0

    def _end_row(self) -> None:
        if any(cell.strip() for cell in self._cells):
            self._hidden_rows += self._is_hidden
            if self._row_repeat > 1:
                self.budget.foresee(self._number, self._cells, self._row_repeat)
            for number in range(self._number, self._number + self._row_repeat):
                self._keep(number, list(self._cells))
        self._number += self._row_repeat
        self._in_row = False

    def _keep(self, number: int, cells: list[str]) -> None:
        if self.budget.takes(number, cells) and self.keeps:
            self._grid.rows.append(number, cells)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        if self._grid is None or self._cell is not None:
            raise damaged()
        self._cell = attributes
        self._lines = []

    def _end_cell(self) -> None:
        cell, repeat = self._cell, repeat_of(self._cell or {}, "number-columns-repeated")
        self._cell = None
        column = self._column
        self._column += repeat
        try:
            text = self._text(cell, column)
            self._note_merged(cell, column, text)
        except BadCell as bad:
            text = bad.value or "?"
            self._faults.add(self._number, column, bad)
        if text.strip():
            self._place(column, repeat, text)

    def _place(self, column: int, repeat: int, text: str) -> None:
        if column + repeat > self.limits.columns:
            raise too_wide(self._number, self.limits)
        self._cells += [""] * (column - len(self._cells)) + [text] * repeat

    def _note_merged(self, cell: dict[str, str], column: int, text: str) -> None:
        right = column + repeat_of(cell, "number-columns-spanned") - 1
        bottom = self._number + repeat_of(cell, "number-rows-spanned") - 1
        if text.strip() and (right > column or bottom > self._number):
            self._merges.append(Area(self._number, column, bottom, right))
            if len(self._merges) > MERGES:
                raise too_many_merged()

    def _text(self, cell: dict[str, str], column: int) -> str:
        kind, text = cell.get("value-type", ""), "\n".join(self._lines)
        if len(text) > self.limits.cell_characters:
            raise too_long(self._number, text, self.limits)
        if "formula" in cell:
            self._refuse_failed(cell, kind, text)
            if said := LOGICAL.get(cell["formula"]):
                return said
        if kind in NUMBERS:
            return values.number(cell.get("value", text), self._shown(cell, column))
        if kind == "date":
            return values.iso(cell.get("date-value", text), self._shown(cell, column))
        if kind == "boolean":
            return {"true": "yes", "false": "no"}.get(cell.get("boolean-value", ""), text)
        if kind == "string" and not self._lines:
            return cell.get("string-value", "")
        return text

    def _refuse_failed(self, cell: dict[str, str], kind: str, text: str) -> None:
        # The two attributes of this name are one of the standard and one of LibreOffice.
        if kind == "error" or FAILED.fullmatch(text):
            raise values.error(text)
        if not kind:
            raise values.unstored(cell["formula"].partition("=")[2])

    def _shown(self, cell: dict[str, str], column: int):
        style = cell.get("style-name") or self._row_style
        if not style:
            style = next((name for end, name in self._defaults if column < end), "")
        return self.styles.shown(style)

    def _add_space(self, name: str, attributes: dict[str, str]) -> None:
        if self._cell is None:
            return
        if name == "s":
            self.text.append(SPACE * min(repeat_of(attributes, "c"), self.limits.cell_characters))
        else:
            self.text.append(TAB if name == "tab" else LINE)
