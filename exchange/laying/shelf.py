"""A shelf for texts: a few stay in memory, many go into a temporary file that nobody else sees."""

import tempfile
import weakref

# Bytes that are kept in memory before they go into the file.
AT_HAND = 1024 * 1024


class Shelf:
    """Texts put away in little memory, each to be had again by its place."""

    def __init__(self):
        self._file = None
        # What is in the file already, and what is not: most is put away long before it is taken.
        self._filed, self._rest = 0, bytearray()

    def put(self, text: bytes) -> tuple[int, int]:
        """Put a text away and return its place. Raises ``OSError`` where the disk is full."""
        place = self._filed + len(self._rest), len(text)
        self._rest += text
        if len(self._rest) >= AT_HAND:
            self._put_into_file()
        return place

    def take(self, place: tuple[int, int]) -> bytes:
        """Return the text of a place."""
        start, length = place
        if start >= self._filed:
            start -= self._filed
            return bytes(self._rest[start : start + length])
        self._file.seek(start)
        return self._file.read(length)

    def _put_into_file(self) -> None:
        if not self._file:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the shelf
            weakref.finalize(self, self._file.close)
        self._file.seek(self._filed)
        self._file.write(self._rest)
        self._filed += len(self._rest)
        self._rest.clear()
