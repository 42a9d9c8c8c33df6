"""OLE containers, in which XLS files lie: one stream taken out, with every chain bounded.

xlrd's own way follows a chain of short sectors that leads back to itself for ever.
Source: [MS-CFB] 2.2 (header), 2.3 to 2.6 (sector tables, directory).
"""

import struct
from collections.abc import Sequence

from exchange.reading.archives import damaged

LAST = 0xFFFFFFFA
HEADER, ENTRY = 512, 128
STREAM, ROOT = 2, 5
Table = Sequence[int]


def stream_of(data: bytes, names: Sequence[str]) -> bytes:
    """Return the stream of a container that has one of the names; raises ``Unreadable``."""
    try:
        return _Container(data).stream({name.lower() for name in names})
    except struct.error:
        raise damaged() from None


class _Container:
    def __init__(self, data: bytes):
        self.data = data
        shift, self.short_shift = struct.unpack_from("<2H", data, 0x1E)
        if shift not in (9, 12) or not 4 <= self.short_shift < shift:
            raise damaged()
        self.size = 1 << shift
        self.cutoff, first_short = struct.unpack_from("<2L", data, 0x38)
        (first_entry,) = struct.unpack_from("<L", data, 0x30)
        self.table = self._table()
        self.short_table = _numbers(self._chained(first_short))
        self.entries = self._chained(first_entry)

    def stream(self, names: set[str]) -> bytes:
        """Return the stream with one of the names, in small letters."""
        whole = b""
        for at in range(0, len(self.entries) - ENTRY + 1, ENTRY):
            length, kind = struct.unpack_from("<HB", self.entries, at + 0x40)
            start, size = struct.unpack_from("<2L", self.entries, at + 0x74)
            name = self.entries[at : at + max(0, min(length, 64) - 2)].decode(
                "utf-16-le", "replace"
            )
            if kind == ROOT:
                whole = self._chained(start)
            elif kind == STREAM and name.lower() in names:
                found = self._chained(start) if size >= self.cutoff else self._short(whole, start)
                if len(found) < size:
                    raise damaged()
                return found[:size]
        raise damaged()

    def _table(self) -> Table:
        """Return which sector follows which."""
        parts = list(struct.unpack_from("<109L", self.data, 0x4C))
        (following,) = struct.unpack_from("<L", self.data, 0x44)
        seen = set()
        while following < LAST and following not in seen:
            seen.add(following)
            *more, following = _numbers(self._sector(following))
            parts += more
        return _numbers(
            b"".join(self._sector(part) for part in dict.fromkeys(parts) if part < LAST)
        )

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        found = self.data[start : start + self.size]
        if not found:
            raise damaged()
        return found.ljust(self.size, b"\0")

    def _chained(self, start: int) -> bytes:
        return b"".join(map(self._sector, _chain(start, self.table)))

    def _short(self, whole: bytes, start: int) -> bytes:
        shift = self.short_shift
        chain = _chain(start, self.short_table)
        return b"".join(whole[n << shift : (n + 1) << shift] for n in chain)


def _numbers(data: bytes) -> Table:
    return struct.unpack(f"<{len(data) // 4}L", data[: len(data) // 4 * 4])


def _chain(start: int, table: Table) -> list[int]:
    """Return the sectors from ``start`` on; none comes twice."""
    found: dict[int, None] = {}
    while start < LAST:
        if start in found or start >= len(table):
            raise damaged()
        found[start] = None
        start = table[start]
    return list(found)
