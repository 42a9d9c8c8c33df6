"""Reading a ZIP of CSV files, as our downloads give it: each file in it is a sheet.

The ZIP is weighed before anything is unpacked; files for people are passed over; what holds data
but is not read here is refused, so that nothing is left out unseen.
"""

import tempfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _

from exchange.reading.archives import Archive
from exchange.reading.contents import TEXTS
from exchange.reading.faults import Unreadable
from exchange.reading.grids import Grid, too_many
from exchange.reading.limits import MEBIBYTE, Limits

# By their names without endings: files that tell people about the others.
BESIDE = {"readme", "licence", "license", "data-dictionary", "codebook", "datapackage", "metadata"}
DATA = {".xlsx", ".xlsm", ".xls", ".ods", ".zip", ".json", ".gz", ".7z"}
# The folder that a Mac puts into each ZIP, and the ending of texts that may be no tables.
DEBRIS, WORDS = "__MACOSX", ".txt"
IN_MEMORY = 4 * MEBIBYTE


def members(archive: Archive, limits: Limits) -> tuple[list[str], list[str]]:
    """Return the files that are sheets, and those that are passed over with a note.

    Raises ``Unreadable`` for one that may hold data and is not read.
    """
    sheets, others = [], []
    for name in archive.names():
        path = PurePosixPath(name)
        if name.endswith("/"):
            continue
        if _is_beside(path):
            others.append(DEBRIS if DEBRIS in path.parts else name)
            continue
        ending = path.suffix.lower()
        if ending in TEXTS and len(sheets) >= limits.sheets:
            message = _("The file has more than %(limit)s sheets.") % {"limit": limits.sheets}
            raise Unreadable(message)
        if ending in DATA:
            hint = _("Take it out and upload it by itself.")
            raise Unreadable(_("In a ZIP file, only CSV files are read."), hint, value=name)
        (sheets if ending in TEXTS else others).append(name)
    return sheets, [*dict.fromkeys(others)]


def may_be_words(name: str) -> bool:
    """Tell whether a file may be a text for people, and no sheet, by its ending."""
    return PurePosixPath(name).suffix.lower() == WORDS


def _is_beside(path: PurePosixPath) -> bool:
    """Tell whether a file is for people, or what a system leaves beside its files."""
    stem = path.stem.casefold().replace(" ", "-").replace("_", "-")
    is_debris = DEBRIS in path.parts or path.name.startswith(".")
    return is_debris or stem in BESIDE or stem == "read-me"


def unpacked(archive: Archive, names: list[str], limits: Limits) -> Iterator[tuple[str, BinaryIO]]:
    """Yield each file's name, and a file of its content.

    Raises ``Unreadable`` where there are more lines than rows could be: empty lines cost no
    memory, but time.
    """
    lines = 0
    for name in names:
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as file:
            for piece in archive.chunks(name):
                lines += piece.count(b"\n") + piece.count(b"\r")
                if lines > max(limits.rows, limits.cells // 4):
                    hint = _("Divide it into several files.")
                    raise Unreadable(_("The file has more lines than are read."), hint)
                file.write(piece)
            yield name, file


class Sum:
    """Counts the cells of all files of a ZIP against the limit of one file."""

    def __init__(self, limits: Limits):
        self.limits, self.cells = limits, 0

    def add(self, grid: Grid) -> Grid:
        """Return the grid; raises ``Unreadable`` where there are too many cells by now."""
        self.cells += sum(len(cells) for _number, cells in grid.rows)
        if self.cells > self.limits.cells:
            raise too_many(self.limits)
        return grid
