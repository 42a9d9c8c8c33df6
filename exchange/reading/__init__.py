"""Reading files: from a CSV, XLSX, XLS or ODS file to grids of text cells, strictly and safely.

``read_file`` is the way in. What it gives is text as a person sees it in a spreadsheet program;
what a cell means is no business of this package.
"""

from exchange.reading.delimited import DELIMITERS
from exchange.reading.encodings import ENCODINGS
from exchange.reading.faults import Fault
from exchange.reading.files import ENDINGS, LEAVE, SHOW, Options, read_file
from exchange.reading.grids import Grid, Reading, letters
from exchange.reading.kept import Kept
from exchange.reading.limits import Limits

__all__ = [
    "DELIMITERS",
    "ENCODINGS",
    "ENDINGS",
    "LEAVE",
    "SHOW",
    "Fault",
    "Grid",
    "Kept",
    "Limits",
    "Options",
    "Reading",
    "letters",
    "read_file",
]
