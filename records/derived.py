"""What follows from a document and is kept beside it for lists and filters.

An app above registers a function here: ``columns`` give values for the record's own row,
``rows`` write tables of their own. Both are called for whole batches, whenever documents are
applied, and by ``manage.py rebuild_derived``.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple


class Told(NamedTuple):
    """A document of a record, to be told of in other tables; ``is_new``: nothing is there yet.

    ``references`` are (target, key) of what it refers to.
    """

    key: str
    document: dict
    references: Iterable[tuple[str, str]]
    is_new: bool = False


Columns = Callable[[Sequence[dict]], list[dict]]
Rows = Callable[[Sequence[Told]], None]

_columns: list[Columns] = []
_rows: list[Rows] = []


def columns(function: Columns) -> Columns:
    """Register a function: documents -> for each, column name -> value."""
    _columns.append(function)
    return function


def rows(function: Rows) -> Rows:
    """Register a function that rewrites its table for the documents of records."""
    _rows.append(function)
    return function


def columns_for(documents: Sequence[dict]) -> list[dict]:
    """Return the derived columns of each document."""
    found: list[dict] = [{} for _document in documents]
    for function in _columns:
        for values, more in zip(found, function(documents), strict=True):
            values.update(more)
    return found


def write_rows(told: Sequence[Told]) -> None:
    """Rewrite the derived tables for the documents of records."""
    for function in _rows:
        function(told)
