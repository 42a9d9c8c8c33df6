"""A shelf for texts: a few stay in memory, many go into a temporary file that nobody else sees."""

import tempfile
import weakref
from array import array

# Bytes that are kept in memory before they go into the file.
AT_HAND = 1024 * 1024


class Shelf:
    """Texts put away in little memory, each to be had again by its place."""

    def __init__(self):
        self._file = None
        # What is in the file already, and what is not: most is put away long before it is taken.
        self._filed, self._rest = 0, bytearray()
        # Where the texts end; before the first there is nothing.
        self._ends = array("Q", [0])

    def put(self, text: bytes) -> int:
        """Put a text away and return its place. Raises ``OSError`` where the disk is full."""
        self._rest += text
        self._ends.append(self._filed + len(self._rest))
        if len(self._rest) >= AT_HAND:
            self._put_into_file()
        return len(self._ends) - 2

    def take(self, place: int) -> bytes:
        """Return the text of a place."""
        start, end = self._ends[place], self._ends[place + 1]
        if start >= self._filed:
            return bytes(self._rest[start - self._filed : end - self._filed])
        self._file.seek(start)
        return self._file.read(end - start)

    def _put_into_file(self) -> None:
        if not self._file:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the shelf
            weakref.finalize(self, self._file.close)
        self._file.seek(self._filed)
        self._file.write(self._rest)
        self._filed += len(self._rest)
        self._rest.clear()
