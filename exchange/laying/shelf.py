"""A shelf for texts: a few stay in memory, many go into a temporary file that nobody else sees."""

import tempfile
import weakref

# Bytes that are kept in memory before a file is begun.
AT_HAND = 1024 * 1024


class Shelf:
    """Texts put away in little memory, each to be had again by its place."""

    def __init__(self):
        self._file = tempfile.SpooledTemporaryFile(AT_HAND)  # noqa: SIM115 - lives as long as the shelf
        self._end = 0
        weakref.finalize(self, self._file.close)

    def put(self, text: bytes) -> tuple[int, int]:
        """Put a text away and return its place. Raises ``OSError`` where the disk is full."""
        place = self._end, len(text)
        self._file.seek(self._end)
        self._file.write(text)
        self._end += len(text)
        return place

    def take(self, place: tuple[int, int]) -> bytes:
        """Return the text of a place."""
        start, length = place
        self._file.seek(start)
        return self._file.read(length)
