"""One new record laid at one go, from its main row and the rows of its lists; see ``whole``."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from operator import getitem
from typing import Any

from exchange.laying.citations import only_claims
from exchange.laying.columns import NOTHING, Readers, Unclear
from exchange.laying.control_cells import is_carried, named, revision_in
from exchange.laying.naming import COUNTRY
from exchange.laying.tables import Row, Table
from exchange.problems import PROBLEM
from exchange.sheets import CLAIMS, KEY, RECORD, REF, REVISION, SAYS, SHORTHAND
from records import refs
from records.documents import blank
from records.kinds import CITATIONS, Kind
from records.text import tidy

# What rows say beside the values of their fields; what stands without a heading says nothing.
BESIDE_FIELDS = {KEY, REVISION, SHORTHAND, PROBLEM, ""}
BESIDE_ITEMS = {RECORD, REVISION, REF, PROBLEM, ""}
BESIDE_CLAIMS = {*BESIDE_ITEMS, CLAIMS, SAYS}


class Values:
    """What the rows of a table give new things of one kind of record."""

    def __init__(self, table: Table, kind: Kind, readers: Readers, beside: set[str]):
        self._reader, self._beside = readers.of(table.sheet, kind), beside
        self._made = table.made
        self._cells = table.packed.rows.cells if table.packed else []
        self._names, self._columns = self._of(table.packed.names if table.packed else ())

    def _of(self, names: Iterable[str]) -> tuple[list[str], list[dict]]:
        """Return the names of fields under headings, and what reads the cells there."""
        found = [self._reader.column(name, self._beside) for name in names]
        return [name for name, _column in found], [column for _name, column in found]

    def pairs(self, at: int) -> Iterable[tuple[str, Any]]:
        """Return name and value of what the row at a place gives; what has no name is beside.

        Going through them raises ``Unclear`` where that wants a closer look.
        """
        if at < len(self._made):
            cells = self._made[at].cells
            names, columns = self._of(cells)
            return zip(names, map(getitem, columns, cells.values()), strict=True)
        cells = self._cells[at - len(self._made)]
        return zip(self._names, map(getitem, self._columns, cells), strict=False)


class Head:
    """The rows of a main sheet, and those of their columns that are not fields."""

    def __init__(self, table: Table):
        self.table, self.keys = table, table.column(KEY)
        self.revisions = _filled(table.column(REVISION))
        self.shorthand = _filled(table.column(SHORTHAND))
        self._values: Values | None = None

    def lay(self, at: int, fields: dict, kind: Kind, readers: Readers) -> None:
        """Lay what a row says into the fields; raises ``Unclear``."""
        if self.revisions:
            _look_at_revision(self.revisions[at])
        if not self._values:
            self._values = Values(self.table, kind, readers, BESIDE_FIELDS)
        fields.update(self._values.pairs(at))
        fields.pop("", None)

    def names(self, at: int) -> Sequence[str]:
        """Return the participants that a row names by their countries."""
        return named(self.shorthand[at]) if self.shorthand else ()


class Items:
    """The rows of a list, by the texts that name their records."""

    def __init__(self, table: Table):
        self.table, self.list = table, table.sheet.list
        self.are_citations = self.list == CITATIONS
        self.refs, self.revisions = _filled(table.column(REF)), _filled(table.column(REVISION))
        self.claims, self.says = table.column(CLAIMS), _filled(table.column(SAYS))
        self._values: dict[str, Values] = {}
        # Text -> its first row, and for each row the next one of the same text: most have several,
        # and a list for each text would take more room than all the rest.
        records = table.column(RECORD)
        self.first: dict[str, int] = {}
        self._next = array("l", bytes(array("l").itemsize * len(records)))
        for at in range(len(records) - 1, -1, -1):
            self._next[at] = self.first.get(records[at], -1)
            self.first[records[at]] = at

    def places(self, text: str) -> Iterator[int]:
        """Yield the places of the rows that name a record by a text, in their order."""
        at = self.first.get(text, -1)
        while at >= 0:
            yield at
            at = self._next[at]

    def item(self, at: int, kind: Kind, readers: Readers) -> dict:
        """Return the new item that a row is; raises ``Unclear`` where that wants a closer look."""
        if self.revisions:
            _look_at_revision(self.revisions[at])
        item = {"ref": tidy(self.refs[at]) if self.refs else ""}
        values = self._values.get(kind.name) or self._values_of(kind, readers)
        for name, value in values.pairs(at):
            if value is not NOTHING:
                item[name] = value
        if self.are_citations:
            says = self.says[at] if self.says else ""
            claims = only_claims(kind, self.claims[at], says, readers.cleaner)
            if claims is None:
                raise Unclear
            item[CLAIMS] = claims
        return item

    def _values_of(self, kind: Kind, readers: Readers) -> Values:
        beside = BESIDE_CLAIMS if self.are_citations else BESIDE_ITEMS
        self._values[kind.name] = Values(self.table, kind, readers, beside)
        return self._values[kind.name]


def _look_at_revision(cell: str) -> None:
    """Raise ``Unclear`` for something that is no revision."""
    if is_carried(cell) and revision_in(cell) is None:
        raise Unclear


def _filled(cells: list[str]) -> list[str] | None:
    """Return the cells of a column, or None where all are empty."""
    return cells if any(cells) else None


class Laying:
    """One record while it is laid.

    ``rows`` counts the rows of its lists; ``origins`` are list, item, table, place and column of
    each item.
    """

    __slots__ = ("document", "key", "kind", "origins", "readers", "rows")

    def __init__(self, kind: Kind, key: str, readers: Readers):
        self.kind, self.key, self.readers = kind, key, readers
        self.document, self.rows = blank(kind, key), 0
        self.origins: list[tuple[str, dict, Table, int, str]] = []

    def is_done(self, head: Head, at: int, lists: Sequence[Items]) -> bool:
        """Lay all rows of the record; tell whether that could be done."""
        try:
            head.lay(at, self.document["fields"], self.kind, self.readers)
            for items in lists:
                if self.key in items.first:
                    self._lay(items)
            if names := head.names(at):
                self._lay_named(head.table, at, names)
        except Unclear:
            return False
        for name in {origin[0]: None for origin in self.origins}:
            refs.fill(name, self._items(name))
        return True

    def _items(self, name: str) -> list[dict]:
        return self.document[CITATIONS] if name == CITATIONS else self.document["lists"][name]

    def _lay(self, items: Items) -> None:
        """Lay the rows that the record has in one list."""
        name, table = items.list, items.table
        if name not in self.kind.lists:
            raise Unclear
        found, given = self._items(name), []
        for at in items.places(self.key):
            item = items.item(at, self.kind, self.readers)
            found.append(item)
            self.origins.append((name, item, table, at, ""))
            if item["ref"]:
                given.append(item["ref"])
            self.rows += 1
        if len({*given}) < len(given):
            raise Unclear

    def _lay_named(self, table: Table, at: int, names: Sequence[str]) -> None:
        """Add a participant for each country that is named and has none."""
        found, resolve = self._items(SHORTHAND), self.readers.cleaner.resolve
        there = {item.get(COUNTRY) for item in found}
        try:
            keys = [resolve(COUNTRY, text) for text in names]
        except ValueError:
            raise Unclear from None
        if len({*keys}) < len(keys):
            raise Unclear
        for key in keys:
            if key not in there:
                there.add(key)
                found.append({"ref": "", COUNTRY: key})
                self.origins.append((SHORTHAND, found[-1], table, at, SHORTHAND))

    def marks(self, head: Head, at: int) -> list[tuple[str, dict | None, Row, str]]:
        """Return where the parts came from, as ``Draft.marks`` has it."""
        found = [("", None, head.table.row(at), "")]
        return found + [
            (name, item, table.row(place), column)
            for name, item, table, place, column in self.origins
        ]
