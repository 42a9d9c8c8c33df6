"""The cells of a row that are no values: what it carries, and whom it names."""

from functools import lru_cache

from exchange.cells import CLEAR
from exchange.laying.tables import Row
from exchange.sheets import REVISION, SHORTHAND_TYPE
from records.text import tidy


def cell(row: Row, column: str) -> str:
    """Return the text of a cell, "" where there is none."""
    return tidy(row.cells.get(column, ""))


@lru_cache(maxsize=4096)
def named(cell: str) -> tuple[str, ...]:
    """Return the texts by which a cell of the main sheet names participants."""
    text = tidy(cell)
    return () if text.lower() == CLEAR else tuple(SHORTHAND_TYPE.from_text(text))


def carries_revision(row: Row) -> bool:
    """Tell whether a row says which revision it was exported at."""
    return is_carried(row.cells.get(REVISION, ""))


def is_carried(cell: str) -> bool:
    """Tell whether the text of a cell is that of a revision, right or wrong."""
    return bool(cell) and tidy(cell).lower() not in ("", CLEAR)


def revision_in(cell: str) -> int | None:
    """Return the revision that the text of a cell is, or None."""
    text = tidy(cell)
    is_number = text.isascii() and text.isdigit() and len(text) <= 10 and 0 < int(text) < 2**31
    return int(text) if is_number else None
