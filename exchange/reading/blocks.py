"""The quick way through a text file: blocks of whole lines in which nothing is out of order.

A block is divided, looked over and counted as a whole. One that has anything unusual in it is gone
through line by line instead, by the careful way, which alone tells what is wrong and where.
"""

import csv
import io
import re
from collections.abc import Iterable
from itertools import chain, compress

from exchange.reading.grids import Budget
from exchange.reading.kept import TEXTS, Kept

# Characters of a block (of nothing but line ends each is a row), and lines that are added to it
# where a quote is open at its end.
BLOCK, MOST_ADDED = 64 * 1024, 1_000
# Control characters but for tab, line ends and page breaks; NUL among them.
_CONTROL = bytes([*range(9), *range(14, 32)])

# The number of the first row, and the cells of this and the following rows.
Block = tuple[int, list[list[str]]]


def read_block(text: io.TextIOBase, longest_line: int) -> str:
    """Return the next whole lines of a text, "" at its end; quotes are closed as far as seen."""
    lines = [text.read(BLOCK)]
    if not lines[0]:
        return ""
    lines.append(text.readline(longest_line))
    is_open = sum(line.count('"') for line in lines) % 2
    while is_open and lines[-1] and len(lines) < MOST_ADDED:
        lines.append(text.readline(longest_line))
        is_open ^= lines[-1].count('"') % 2
    return "".join(lines)


def plain_rows(block: str, sign: str, width: int) -> list[list[str]] | None:
    """Return the rows of a block: empty lines, and others of ``width`` cells (0: any one width).

    None where anything in it wants a closer look.
    """
    if _has_control(block) or block.count("\r") != block.count("\r\n"):
        return None
    rows = _quoted(block, sign) if '"' in block else _unquoted(block, sign)
    widths = {*map(len, rows or ())} - {0}
    return None if len(widths) > 1 or (width and widths - {width}) else rows


def _unquoted(block: str, sign: str) -> list[list[str]] | None:
    """Return the rows of a block without quotes, in which each sign divides: as ``csv`` does."""
    lines = block.replace("\r\n", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    if max(map(len, lines), default=0) > csv.field_size_limit():
        return None
    return [line.split(sign) if line else [] for line in lines]


def _quoted(block: str, sign: str) -> list[list[str]] | None:
    try:
        rows = list(csv.reader(io.StringIO(block, newline=""), delimiter=sign, strict=True))
    except csv.Error:
        return None
    has_quotes = '"' in "".join(chain.from_iterable(rows))
    return None if has_quotes and not _is_quoted_well(block, sign) else rows


def _has_control(block: str) -> bool:
    raw = block.encode()
    return len(raw.translate(None, _CONTROL)) < len(raw)


def row_pattern(sign: str) -> str:
    """Return the pattern of a row without its line end; ``csv`` lets quotes within cells pass."""
    sign = re.escape(sign)
    cell = rf'(?>"(?:[^"]|"")*+"|[^"{sign}\r\n]*+)'
    return f"{cell}(?:{sign}{cell})*+"


def _is_quoted_well(block: str, sign: str) -> bool:
    row, at = re.compile(rf"{row_pattern(sign)}(?:[\r\n]++|\Z)"), 0
    while at < len(block) and (found := row.match(block, at)):
        at = found.end()
    return at == len(block)


def kept_of(blocks: Iterable[Block], budget: Budget) -> Kept:
    """Return the rows of blocks that have something in them, each text once.

    Raises ``Unreadable`` where there are too many.
    """
    kept, known = Kept(), {}
    for first, rows in blocks:
        rows = _trimmed(rows, known)
        budget.takes_all(first, rows)
        numbers = range(first, first + len(rows))
        kept.numbers.extend(compress(numbers, rows))
        kept.cells.extend(filter(None, rows))
        if len(known) > TEXTS:
            known.clear()
    return kept


def count(blocks: Iterable[Block], budget: Budget) -> None:
    """Go through blocks without keeping any; raises ``Unreadable`` where there are too many."""
    for first, rows in blocks:
        budget.takes_all(first, _trimmed(rows, {}))


def _trimmed(rows: list[list[str]], known: dict[str, str]) -> list[list[str]]:
    """Return rows of one width, or none, without the empty cells at their ends."""
    columns = [*zip(*filter(None, rows), strict=True)]
    while columns and not any(columns[-1]):
        columns.pop()
    if not columns:
        return [[]] * len(rows)
    remember = known.setdefault
    # Column by column: that takes less time than row by row, and rows made so less room.
    filled = map(list, zip(*[[*map(remember, cells, cells)] for cells in columns], strict=True))
    found = [*filled] if all(rows) else [next(filled) if cells else [] for cells in rows]
    if not all(map(str.strip, columns[-1])):
        for cells in found:
            while cells and not cells[-1].strip():
                cells.pop()
    return found
