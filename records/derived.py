"""What follows from a document and is kept beside it for lists and filters.

An app above registers a function here: ``columns`` give values for the record's own row,
``rows`` write tables of their own. Both are called for whole batches, whenever documents are
applied, and by ``manage.py rebuild_derived``.
"""

from collections.abc import Callable, Sequence

Columns = Callable[[Sequence[dict]], list[dict]]
Rows = Callable[[Sequence[tuple[str, dict]]], None]

_columns: list[Columns] = []
_rows: list[Rows] = []


def columns(function: Columns) -> Columns:
    """Register a function: documents -> for each, column name -> value."""
    _columns.append(function)
    return function


def rows(function: Rows) -> Rows:
    """Register a function that rewrites its table for pairs of record key and document."""
    _rows.append(function)
    return function


def columns_for(documents: Sequence[dict]) -> list[dict]:
    """Return the derived columns of each document."""
    found: list[dict] = [{} for _document in documents]
    for function in _columns:
        for values, more in zip(found, function(documents), strict=True):
            values.update(more)
    return found


def write_rows(pairs: Sequence[tuple[str, dict]]) -> None:
    """Rewrite the derived tables for pairs of record key and document."""
    for function in _rows:
        function(pairs)
