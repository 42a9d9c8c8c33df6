"""One new record laid at one go, from its main row and the rows of its lists; see ``whole``."""

from collections.abc import Sequence

from exchange.laying.citations import only_claims
from exchange.laying.columns import Readers
from exchange.laying.main_rows import is_carried, named, revision_in
from exchange.laying.naming import COUNTRY, give_refs
from exchange.laying.tables import Row, Table
from exchange.problems import PROBLEM
from exchange.sheets import CLAIMS, KEY, RECORD, REF, REVISION, SAYS, SHORTHAND
from records.documents import blank
from records.kinds import CITATIONS, Kind
from records.text import tidy

# What rows say beside the values of their fields; what stands without a heading says nothing.
BESIDE_FIELDS = {KEY, REVISION, SHORTHAND, PROBLEM, ""}
BESIDE_ITEMS = {RECORD, REF, PROBLEM, ""}
BESIDE_CLAIMS = {*BESIDE_ITEMS, CLAIMS, SAYS}


class Head:
    """The rows of a main sheet, and those of their columns that are not fields."""

    def __init__(self, table: Table):
        self.table, self.keys = table, table.column(KEY)
        self.revisions = _filled(table.column(REVISION))
        self.shorthand = _filled(table.column(SHORTHAND))

    def names(self, at: int) -> Sequence[str]:
        """Return the participants that a row names by their countries."""
        return named(self.shorthand[at]) if self.shorthand else ()

    def has_wrong_revision(self, at: int) -> bool:
        """Tell whether a row carries something that is no revision."""
        carried = self.revisions[at] if self.revisions else ""
        return bool(carried) and is_carried(carried) and revision_in(carried) is None


class Items:
    """The rows of a list, by the texts that name their records."""

    def __init__(self, table: Table):
        self.table, self.list = table, table.sheet.list
        self.are_citations = self.list == CITATIONS
        self.refs = _filled(table.column(REF))
        self.claims, self.says = table.column(CLAIMS), _filled(table.column(SAYS))
        self.of: dict[str, list[int]] = {}
        for at, text in enumerate(table.column(RECORD)):
            self.of.setdefault(text, []).append(at)

    def item(self, at: int, kind: Kind, readers: Readers) -> dict | None:
        """Return the new item that a row is, or None where that wants a closer look."""
        item = {"ref": tidy(self.refs[at]) if self.refs else ""}
        beside = BESIDE_CLAIMS if self.are_citations else BESIDE_ITEMS
        if not readers.of(self.table.sheet, kind).lays(self.table.pairs(at), item, beside):
            return None
        if self.are_citations:
            says = self.says[at] if self.says else ""
            claims = only_claims(kind, self.claims[at], says, readers.cleaner)
            if claims is None:
                return None
            item[CLAIMS] = claims
        return item


def _filled(cells: list[str]) -> list[str] | None:
    """Return the cells of a column, or None where all are empty."""
    return cells if any(cells) else None


class Laying:
    """One record while it is laid. ``origins`` are list, item, table, place and column of each."""

    __slots__ = ("document", "key", "kind", "origins", "readers", "unnamed")

    def __init__(self, kind: Kind, key: str, readers: Readers):
        self.kind, self.key, self.readers = kind, key, readers
        self.document = blank(kind, key)
        self.origins: list[tuple[str, dict, Table, int, str]] = []
        self.unnamed: list[tuple[str, dict]] = []

    def is_done(self, head: Head, at: int, lists: Sequence[Items]) -> bool:
        """Lay all rows of the record; tell whether that could be done."""
        if head.has_wrong_revision(at):
            return False
        reader, fields = self.readers.of(head.table.sheet, self.kind), self.document["fields"]
        if not reader.lays(head.table.pairs(at), fields, BESIDE_FIELDS):
            return False
        for items in lists:
            if self.key in items.of and not self._has(items):
                return False
        names = head.names(at)
        if names and not self._has_named(head.table, at, names):
            return False
        give_refs(self.document, self.unnamed)
        return True

    def _has(self, items: Items) -> bool:
        """Lay the rows that the record has in one list."""
        if items.list not in self.kind.lists:
            return False
        given = []
        for at in items.of[self.key]:
            item = items.item(at, self.kind, self.readers)
            if item is None:
                return False
            if item["ref"]:
                given.append(item["ref"])
            self._add(items.list, item, items.table, at)
        return len({*given}) == len(given)

    def _add(self, name: str, item: dict, table: Table, at: int, column: str = "") -> None:
        holder = self.document if name == CITATIONS else self.document["lists"]
        holder[name].append(item)
        self.origins.append((name, item, table, at, column))
        if not item["ref"]:
            self.unnamed.append((name, item))

    def _has_named(self, table: Table, at: int, names: Sequence[str]) -> bool:
        """Add a participant for each country that is named and has none."""
        there = {item.get(COUNTRY) for item in self.document["lists"][SHORTHAND]}
        for text in names:
            try:
                key = self.readers.cleaner.resolve(COUNTRY, text)
            except ValueError:
                return False
            if key not in there:
                there.add(key)
                self._add(SHORTHAND, {"ref": "", COUNTRY: key}, table, at, SHORTHAND)
        return True

    def marks(self, head: Head, at: int) -> list[tuple[str, dict | None, Row, str]]:
        """Return where the parts came from, as ``Draft.marks`` has it."""
        found = [("", None, head.table.row(at), "")]
        return found + [
            (name, item, table.row(place), column)
            for name, item, table, place, column in self.origins
        ]
