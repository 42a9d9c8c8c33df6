"""Formulas of an XLS workbook that was never computed: what wrote it stored no values.

xlrd gives an empty text for each of them, as for a formula whose value is an empty text. Where
every formula of a workbook is such, nothing has computed it.
Source: [MS-XLS] 2.4.127 (Formula), 2.5.133 (FormulaValue), 2.4.28 (BoundSheet8).
"""

import struct
from collections.abc import Iterator

SHEET, FORMULA, END = 0x0085, 0x0006, 0x000A
HEADER = struct.Struct("<HH")
# The kind of a value that is no number, and the mark that it is none.
NO_VALUE, NO_NUMBER = 3, b"\xff\xff"
Place = tuple[int, int]


def uncomputed(data: bytes) -> list[set[Place]]:
    """Return, for each worksheet, the places of formulas without a value: row, column, from 0.

    All are empty where any formula has a value. ``data`` are the records of the workbook; what is
    not as it should be is left to the reader of the cells.
    """
    found = []
    for start in _sheets(data):
        places = set()
        for at, kind in _records(data, start):
            if kind == FORMULA:
                if data[at + 6] != NO_VALUE or data[at + 12 : at + 14] != NO_NUMBER:
                    return []
                places.add(struct.unpack_from("<HH", data, at))
        found.append(places)
    return found


def _sheets(data: bytes) -> list[int]:
    """Return where the worksheets begin."""
    heads = [
        struct.unpack_from("<LBB", data, at) for at, kind in _records(data, 0) if kind == SHEET
    ]
    return [start for start, _hidden, kind in heads if kind == 0]


def _records(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Yield where the content of each record is, and its kind, up to the end of its part."""
    last = len(data) - 20
    while 0 <= at < last:
        kind, length = HEADER.unpack_from(data, at)
        if kind == END:
            return
        yield at + HEADER.size, kind
        at += HEADER.size + length
