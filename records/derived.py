"""What follows from a document and is kept beside it for lists and filters.

An app above registers a function here: ``columns`` give values for the record's own row,
``rows`` make those of tables of their own. Both are called for whole batches, whenever documents
are applied, and by ``manage.py rebuild_derived``.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection, models

from records import bulk


class Told(NamedTuple):
    """A document of a record, to be told of in other tables; ``is_new``: nothing is there yet.

    ``references`` are (target, key) of what it refers to.
    """

    key: str
    document: dict
    references: Iterable[tuple[str, str]]
    is_new: bool = False


Columns = Callable[[Sequence[dict]], list[dict]]
Write = Callable[[], object]
Rows = Callable[[Sequence[Told]], Write]

_columns: list[Columns] = []
_rows: list[Rows] = []


def columns(function: Columns) -> Columns:
    """Register a function: documents -> for each, column name -> value."""
    _columns.append(function)
    return function


def rows(function: Rows) -> Rows:
    """Register a function that makes the rows of its table for the documents of records.

    It returns what writes them, which is called later, inside a transaction, maybe again.
    """
    _rows.append(function)
    return function


def columns_for(documents: Sequence[dict]) -> list[dict]:
    """Return the derived columns of each document."""
    found: list[dict] = [{} for _document in documents]
    for function in _columns:
        for values, more in zip(found, function(documents), strict=True):
            values.update(more)
    return found


def made_rows(told: Sequence[Told]) -> list[Write]:
    """Return what writes the derived tables anew for the documents of records."""
    return [function(told) for function in _rows]


class Resting:
    """Rows, one table's of some records, that rest on something beside the documents.

    Made before the transaction in which they are written, they are made anew there if something
    else is found by then.
    """

    def __init__(
        self,
        model: type[models.Model],
        told: Iterable[Told],
        read: Callable[[], Any],
        make: Callable[[Any], bulk.Rows],
    ):
        """``read`` finds what they rest on, of which ``make`` makes them."""
        self._model, self._read, self._make = model, read, make
        self._stale = [t.key for t in told if not t.is_new]
        self._found = read()
        self._is_settled = connection.in_atomic_block
        self._rows = make(self._found)

    def write(self) -> None:
        """Replace the rows of the records."""
        found = self._found if self._is_settled else self._read()
        rows = self._rows if found == self._found else self._make(found)
        for part in bulk.chunks(self._stale):
            self._model._base_manager.filter(record__in=part).delete()
        rows.insert()
