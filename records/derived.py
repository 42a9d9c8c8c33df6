"""What follows from a document and is kept beside it for lists and filters.

An app above registers itself here: ``columns`` give values for the record's own row, ``rows``
write tables of their own. Both are called for many documents at a time, whenever documents are
applied, and by ``manage.py rebuild_derived``.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

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


class Writer(Protocol):
    """Rewrites a table of its own for the documents of records that it is told of."""

    def add(self, told: Sequence[Told]) -> object:
        """Make the rows of some records, which are not stored yet."""

    def write(self, again: Callable[[], Iterable[Sequence[Told]]]) -> object:
        """Write all of them, inside a transaction; ``again`` tells of them once more."""


_columns: list[Callable[[Sequence[dict]], Columns]] = []
_writers: list[Callable[[dict], Writer]] = []


def columns(function: Callable[[Sequence[dict]], Columns]) -> Callable[[Sequence[dict]], Columns]:
    """Register a function that returns one: documents -> for each, column name -> value.

    It is given documents of what others rest on that are stored together with those.
    """
    _columns.append(function)
    return function


def rows(writer: Callable[[dict], Writer]) -> Callable[[dict], Writer]:
    """Register a class of writers: one is made for what is stored together.

    It is given what those of its class have remembered in the same work.
    """
    _writers.append(writer)
    return writer


def columns_beside(documents: Sequence[dict]) -> Columns:
    """Return the function that gives the derived columns of what is stored with ``documents``."""
    functions = [function(documents) for function in _columns]

    def columns_of(documents: Sequence[dict]) -> list[dict]:
        found: list[dict] = [{} for _document in documents]
        for function in functions:
            for values, more in zip(found, function(documents), strict=True):
                values.update(more)
        return found

    return columns_of


def writers(memory: dict) -> list[Writer]:
    """Return a writer for each derived table; ``memory`` is theirs for the time of one work."""
    return [writer(memory.setdefault(writer, {})) for writer in _writers]


class Resting:
    """Writes rows that rest on something beside the documents, which others may change meanwhile.

    What they rest on is read again in the transaction, unless they were made in it; where it is
    not what it was, the rows are made anew.
    """

    model: type[models.Model]

    def __init__(self, known: dict):
        self._known, self._found = known, {}
        self._rows: list[bulk.Rows] = []
        self._stale: list[str] = []
        self._is_settled = connection.in_atomic_block

    def wanted(self, told: Sequence[Told]) -> set:
        """Return the keys of what the rows rest on."""
        raise NotImplementedError

    def read(self, keys: Collection) -> dict:
        """Return what is there by key, for each of the keys."""
        raise NotImplementedError

    def rows(self, told: Sequence[Told], found: Mapping) -> bulk.Rows:
        """Return the rows, resting on what was found."""
        raise NotImplementedError

    def add(self, told: Sequence[Told]) -> None:
        """Make the rows of some records."""
        self._stale += [t.key for t in told if not t.is_new]
        wanted = self.wanted(told)
        if unknown := wanted - self._known.keys():
            self._known |= self.read(unknown)
        self._found |= {key: self._known[key] for key in wanted}
        self._rows.append(self.rows(told, self._found))

    def write(self, again: Callable[[], Iterable[Sequence[Told]]]) -> None:
        """Replace the rows of the records."""
        if self._found and not self._is_settled:
            self._look_again(again)
        for part in bulk.chunks(self._stale):
            self.model._base_manager.filter(record__in=part).delete()
        for rows in bulk.joined(self._rows):
            rows.insert()

    def _look_again(self, again: Callable[[], Iterable[Sequence[Told]]]) -> None:
        found = self.read(self._found.keys())
        if found != self._found:
            self._found = found
            self._known |= found
            self._rows = [self.rows(told, found) for told in again()]
