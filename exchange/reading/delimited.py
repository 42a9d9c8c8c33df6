"""Reading CSV, TSV and their kin: strictly, so that a quote that is lost loses no rows."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import BinaryIO

from django.utils.translation import gettext as _

from exchange.reading import encodings
from exchange.reading.blocks import Block, count, kept_of, plain_rows, read_block, row_pattern
from exchange.reading.faults import BadCell, Faults, Unreadable
from exchange.reading.grids import Budget, Grid, too_long, too_wide
from exchange.reading.limits import MEBIBYTE, Limits

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
NAMES = {name: sign for sign, name in DELIMITERS.items()}
CAREFUL = 16 * MEBIBYTE
LINES_TRIED = 50
LONGEST_LINE = 4 * MEBIBYTE
# Rows read for each that may have something in it: empty ones cost time, too.
MOST_ROWS = 2
_STATED = re.compile(r"\ufeff?sep=(.)\r?\n?")
# No text of a spreadsheet has these; they tell a file of another sort.
_BINARY = re.compile("[\x01-\x08\x0e-\x1f]")


def read_delimited(
    file: BinaryIO,
    name: str,
    limits: Limits,
    encoding: str = "",
    delimiter: str = "",
    headings: int = 0,
) -> tuple[Grid, str, str, bool]:
    """Return the grid of a text file, its encoding, its delimiter, and whether these are certain.

    What is given is not detected. Raises ``Unreadable``.
    """
    certain = True
    if encoding:
        encoding = encodings.named(encoding)
        encodings.require(file, encoding)
    else:
        encoding, certain = encodings.detected(file)
    text = _Text(file, encoding, limits)
    sign, first = text.delimiter(_sign(delimiter))
    faults = Faults(limits.faults)

    def blocks() -> Iterator[Block]:
        faults.clear()
        return text.blocks(sign, first, faults, headings)

    if _may_be_too_large(file, sign, limits):
        count(blocks(), Budget(limits))
    grid = Grid(name, kept_of(blocks(), Budget(limits)))
    grid.has_nul = text.has_nul
    grid.faults = faults.closed()
    return grid, encoding, sign, certain


def _may_be_too_large(file: BinaryIO, sign: str, limits: Limits) -> bool:
    """Tell whether a large file may have more than is read: it is gone through once before."""
    size = file.seek(0, 2)
    if size <= CAREFUL or not sign.isascii():
        return size > CAREFUL
    file.seek(0)
    lines = cells = 0
    while piece := file.read(MEBIBYTE):
        lines += piece.count(b"\n") + piece.count(b"\r")
        cells += piece.count(sign.encode())
    return lines >= limits.rows or lines + cells >= limits.cells


def _sign(delimiter: str) -> str:
    sign = NAMES.get(delimiter.strip().lower(), delimiter) if delimiter else ""
    if sign and (len(sign) != 1 or sign in '"\r\n\\' or sign.isalnum()):
        hint = _("Known here: %(names)s.") % {"names": ", ".join(NAMES)}
        raise Unreadable(_("This cannot divide cells."), hint, value=delimiter)
    return sign


class _Text:
    """The text of a file, read as often as is needed."""

    def __init__(self, file: BinaryIO, encoding: str, limits: Limits):
        self.file, self.encoding, self.limits = file, encoding, limits
        self.start = encodings.mark_of(file, encoding)
        self.has_nul = False

    def lines(self) -> Iterator[str]:
        """Yield the lines with their ends; raises ``Unreadable`` for what is no text."""
        self.file.seek(self.start)
        text = io.TextIOWrapper(self.file, self.encoding, newline="")
        try:
            number = 0
            while line := text.readline(LONGEST_LINE):
                number += 1
                self.check(number, line)
                yield line
        finally:
            # Abandoned after a refusal, it may outlive the file.
            with suppress(ValueError):
                text.detach()

    def check(self, number: int, line: str) -> None:
        """Raise ``Unreadable`` for a line that is too long, or of no text."""
        if len(line) >= LONGEST_LINE:
            raise too_long(number, line, self.limits)
        if _BINARY.search(line):
            message = _("The file is no text: line %(line)s has control characters.")
            raise Unreadable(message % {"line": number})
        self.has_nul = self.has_nul or "\0" in line

    def delimiter(self, given: str) -> tuple[str, int]:
        """Return the delimiter, and how many lines come before the rows (one that states it)."""
        head = []
        for line in self.lines():
            head.append(line)
            if len(head) > LINES_TRIED:
                break
        if not "".join(head).strip():
            raise Unreadable(_("The file is empty."), _("The first row has the headings."))
        stated = _STATED.fullmatch(head[0])
        if stated:
            return given or _sign(stated[1]), 1
        return given or _likely(head), 0

    def blocks(self, sign: str, first: int, faults: Faults, headings: int = 0) -> Iterator[Block]:
        """Yield the rows in blocks; one over several lines is one row. Ragged ones are faults.

        The row ``headings``, or the first with something in it, says how many cells there are.
        """
        csv.field_size_limit(self.limits.cell_characters)
        number = width = 0
        with closing(_Lines(self, first)) as lines:
            while block := lines.load():
                rows = plain_rows(block, sign, width) if number + 1 >= headings else None
                if rows and self._is_within_limits(number, rows):
                    lines.pass_over()
                    # The headings by themselves: the columns under them may be empty.
                    for part in [rows] if width else filter(None, (rows[:1], rows[1:])):
                        yield number + 1, part
                        number += len(part)
                    width = width or _width(rows)
                    continue
                for cells in self._careful(lines, sign, number):
                    number += 1
                    width = (width or _width([cells])) if number >= headings else 0
                    if number >= headings and len(cells) != width and _width([cells]):
                        faults.add(number, None, _ragged(cells, width))
                    yield number, [cells]

    def _is_within_limits(self, number: int, rows: list[list[str]]) -> bool:
        is_short = number + len(rows) <= MOST_ROWS * self.limits.rows
        return is_short and max(map(len, rows)) <= self.limits.columns

    def _careful(self, lines: "_Lines", sign: str, number: int) -> Iterator[list[str]]:
        """Yield the rows that begin in the block at hand; ``number`` are before them."""
        reader = csv.reader(lines, delimiter=sign, strict=True)
        strict = re.compile(rf"{row_pattern(sign)}[\r\n]*+")
        kept = lines.kept
        while not lines.is_over():
            number += 1
            kept.clear()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise self._broken(error, number, kept) from None
            if number > MOST_ROWS * self.limits.rows:
                raise _too_many_lines(number)
            if '"' in kept[-1] and not _is_quoted_well(cells, kept, strict):
                raise _misquoted(number, cells)
            if len(cells) > self.limits.columns:
                raise too_wide(number, self.limits)
            yield cells

    def _broken(self, error: csv.Error, number: int, kept: list[str]) -> Unreadable:
        if "field larger" in str(error) and kept and not kept[0].count('"') % 2:
            return too_long(number, kept[0], self.limits)
        hint = _("Put a cell with quotes in quotes, and write each quote in it twice.")
        message = _("The quotes do not match here: %(error)s.") % {"error": error}
        return Unreadable(message, hint, row=number, value=kept[0][:80] if kept else None)


def _too_many_lines(number: int) -> Unreadable:
    message = _("The file has more lines than are read, most of them empty.")
    return Unreadable(message, _("Remove the empty lines."), row=number)


class _Lines:
    """The lines of a text, a block at a time; ``kept`` has those of the row that is being read."""

    def __init__(self, text: _Text, first: int):
        """Begin with the line ``first``, counted from 0."""
        self.text, self.kept, self.number = text, [], first
        text.file.seek(text.start)
        self._file = io.TextIOWrapper(text.file, text.encoding, newline="")
        for _line in range(first):
            self._file.readline(LONGEST_LINE)
        self._block, self._rest = "", io.StringIO()

    def load(self) -> str:
        """Take up the next block and return it, "" at the end of the text."""
        self._block = read_block(self._file, LONGEST_LINE)
        self._rest = io.StringIO(self._block, newline="")
        return self._block

    def pass_over(self) -> None:
        """Pass over the block at hand, which was read in another way."""
        self.number += self._block.count("\n")
        self._rest.seek(0, 2)

    def is_over(self) -> bool:
        """Tell whether all lines of the block at hand were taken."""
        return self._rest.tell() == len(self._block)

    def __iter__(self):
        return self

    def __next__(self) -> str:
        line = self._rest.readline() or (self.load() and self._rest.readline())
        if not line:
            raise StopIteration
        self.number += 1
        self.text.check(self.number, line)
        self.kept.append(line)
        return line

    def close(self) -> None:
        """Let the file go, which is not ours to close; after a refusal it may be gone."""
        with suppress(ValueError):
            self._file.detach()


def _width(rows: list[list[str]]) -> int:
    """Return how many cells the first row with something in it has, 0 where there is none."""
    return next((len(cells) for cells in rows if any(map(str.strip, cells))), 0)


def _is_quoted_well(cells: list[str], kept: list[str], strict: re.Pattern) -> bool:
    """Tell whether a row with quotes is as it should be; ``csv`` lets quotes within cells pass."""
    return not any('"' in cell for cell in cells) or bool(strict.fullmatch("".join(kept)))


def _misquoted(number: int, cells: list[str]) -> Unreadable:
    value = next(cell for cell in cells if '"' in cell)
    hint = _("Put a cell with quotes in quotes, and write each quote in it twice.")
    return Unreadable(_("The quotes do not match here."), hint, row=number, value=value[:80])


def _ragged(cells: list[str], width: int) -> BadCell:
    message = _("The row has %(cells)s cells; there are %(headings)s headings.")
    hint = _("A cell that has the sign between cells in it wants quotes around it.")
    return BadCell(message % {"cells": len(cells), "headings": width}, cells[0], hint)


def _likely(head: list[str]) -> str:
    """Return the delimiter that the first lines have; raises ``Unreadable`` where two may be it."""
    counts = {sign: _counts(head, sign) for sign in DELIMITERS}
    found = {sign: n for sign, n in counts.items() if n and n[0] > 1}
    if len(found) > 1:
        even = {sign: n for sign, n in found.items() if set(n) == {n[0]}}
        found = even or found
    if not found:
        return ","
    best = sorted(found, key=lambda sign: -found[sign][0])
    if len(best) > 1 and found[best[0]][0] == found[best[1]][0]:
        hint = _("State it: %(names)s.") % {"names": ", ".join(NAMES)}
        raise Unreadable(_("It is not clear which sign divides the cells."), hint)
    return best[0]


def _counts(head: list[str], sign: str) -> list[int]:
    """Return the number of cells of each row in the first lines, as far as they can be read."""
    found = []
    reader = csv.reader(iter(head), delimiter=sign, strict=True)
    with suppress(csv.Error):
        found.extend(len(cells) for cells in reader if any(map(str.strip, cells)))
    return found
