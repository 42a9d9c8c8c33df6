"""Books that are a ZIP of XML parts: rows go to disk as they come, and into the ZIP at the end.

Written by hand, since the libraries tried hold a sheet in memory (odfpy, openpyxl), take a tenth of
the speed (XlsxWriter: 29,000 cells a second), or let a text that begins with ``<r>`` and ends with
``</r>`` into the file as XML of its own (XlsxWriter 3.3.1 in constant memory).
"""

import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from exchange.writing.books import MOST_ROWS, Book, Names, too_many_rows

# Who the file says made it; a program that saves it again writes another name there.
MAKER = "Defence Ties export"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
COMPRESSION = 3
# The largest part for which no 64-bit sizes are needed; some programs do not read them.
PLAIN_SIZE = 2_000_000_000
# What XML cannot hold; a record has none of it, but a file must open whatever comes.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def plain(text: str) -> str:
    """Return a text for XML: escaped, and a mark in the place of what XML cannot hold."""
    return escape(FORBIDDEN.sub("\ufffd", text))


class Package(Book):
    """A book whose sheets grow in files of ``folder`` until all is put into the ZIP at ``path``."""

    def __init__(self, path: Path, names: Names, folder: Path):
        super().__init__(names)
        self.path = path
        self.parts = {name: folder / f"{at}.xml" for at, name in enumerate(self.names)}
        self.files = {n: part.open("w", encoding="utf-8") for n, part in self.parts.items()}
        self.rows = dict.fromkeys(self.names, 0)
        for name in self.names:
            self.files[name].write(self.head(name))
            self.add(name, [self.headings(name)])

    def add(self, name: str, rows: Sequence[Sequence[str]]) -> None:
        """Add rows; raise ``Unwritable`` where there are too many."""
        first = self.rows[name] + 1
        self.rows[name] += len(rows)
        if self.rows[name] > MOST_ROWS:
            raise too_many_rows(name)
        write = self.files[name].write
        for number, cells in enumerate(rows, first):
            write(self.row(name, number, cells))

    def complete(self) -> None:
        """End the sheets and put the package together."""
        for name, file in self.files.items():
            file.write(self.foot(name))
            file.close()
        with zipfile.ZipFile(
            self.path, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION
        ) as archive:
            self.assemble(archive)

    def abandon(self) -> None:
        """Close the files; their folder is the caller's."""
        for file in self.files.values():
            file.close()

    def put(
        self,
        archive: zipfile.ZipFile,
        name: str,
        parts: Iterable[Path],
        around: tuple[str, str] = ("", ""),
    ) -> None:
        """Write one member of the ZIP from files, with a text before and after them."""
        parts = list(parts)
        large = sum(part.stat().st_size for part in parts) > PLAIN_SIZE
        with archive.open(name, "w", force_zip64=large) as member:
            member.write(around[0].encode())
            for part in parts:
                with part.open("rb") as file:
                    shutil.copyfileobj(file, member, 1 << 18)
            member.write(around[1].encode())

    # what the formats say

    def head(self, name: str) -> str:
        """Return what stands before the rows of a sheet."""
        raise NotImplementedError

    def row(self, name: str, number: int, cells: Sequence[str]) -> str:
        """Return a row as XML; the first one has the headings."""
        raise NotImplementedError

    def foot(self, name: str) -> str:
        """Return what stands after the rows of a sheet."""
        raise NotImplementedError

    def assemble(self, archive: zipfile.ZipFile) -> None:
        """Write the members of the ZIP."""
        raise NotImplementedError


def remembered(make: Callable[[str], str], most: int = 10_000, longest: int = 60) -> Callable:
    """Return ``make`` with a memory for short texts, of which a sheet repeats many."""
    known: dict[str, str] = {}

    def made(text: str) -> str:
        found = known.get(text)
        if found is None:
            found = make(text)
            if len(text) <= longest and len(known) < most:
                known[text] = found
        return found

    return made
