"""Drafts: the documents that the rows of an import add up to, and from which cell each part is."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from exchange.problems import Problem
from exchange.sheets import CLAIMS, SAYS, sheets
from exchange.tables import Row
from records import bulk
from records.documents import blank, items_of
from records.earlier import at_revisions
from records.faults import Fault
from records.kinds import CITATIONS, Kind, get_kind
from records.models import Record, Redirect
from records.resolve import nearest
from records.store import current

# Looking for the nearest key costs time; who has more wrong ones has another trouble.
HINTS = 20


@dataclass
class Draft:
    """The document of one record as it would stand, and the rows that it was made from.

    ``base`` is the revision that it starts from, and ``ancestor`` the document of that revision
    where the record has moved on since; ``places`` maps a path, or the head of one, to
    the row it came from and, where the row does not say it by itself, the column. ``shorthand`` are
    the participants that the main row names, ``dropped`` the items that rows delete, ``unnamed``
    the new items without a ref: list, item, row and column; ``named`` tells that a row gives its
    key, ``rows`` counts the rows that it is made from.
    """

    kind: Kind
    key: str
    document: dict
    base: int | None = None
    is_new: bool = True
    ancestor: dict | None = None
    places: dict[str, tuple[Row, str]] = field(default_factory=dict)
    shorthand: list[str] = field(default_factory=list)
    dropped: list[dict] = field(default_factory=list)
    unnamed: list[tuple[str, dict, Row, str]] = field(default_factory=list)
    named: bool = True
    rows: int = 0
    unnamed_places: dict[int, dict[str, tuple[Row, str]]] = field(default_factory=dict)

    def place(self, path: str, row: Row, column: str = "") -> None:
        """Remember where a path came from; the first row for it stays."""
        self.places.setdefault(path, (row, column))

    def name_place(self, list_name: str, item: dict, row: Row, column: str) -> None:
        """Remember where an item came from that has got its ref now, and its parts with it."""
        self.place(f"{list_name}/{item['ref']}", row, column)
        for path, place in self.unnamed_places.pop(id(item), {}).items():
            self.places.setdefault(f"{list_name}/{item['ref']}/{path}", place)

    def place_part(self, list_name: str, item: dict, path: str, row: Row, column: str = "") -> None:
        """Remember where a part of an item came from, whether it has a ref yet or not."""
        if item["ref"]:
            self.place(f"{list_name}/{item['ref']}/{path}", row, column)
        else:
            self.unnamed_places.setdefault(id(item), {}).setdefault(path, (row, column))

    def find(self, list_name: str, ref: str) -> dict | None:
        """Return the item of a list with this ref, or None."""
        return next((i for i in items_of(self.document, list_name) if i["ref"] == ref), None)

    def add(self, list_name: str, item: dict) -> dict:
        """Add an item to a list and return it."""
        holder = self.document if list_name == CITATIONS else self.document["lists"]
        holder.setdefault(list_name, []).append(item)
        return item

    def remove(self, list_name: str, item: dict) -> None:
        """Take an item out of a list."""
        self.dropped.append(item)
        items_of(self.document, list_name).remove(item)

    def problem(self, fault: Fault) -> Problem:
        """Return a fault of the document as a problem of the cell that it came from."""
        head = fault.path
        while head not in self.places and head:
            head = head.rpartition("/")[0]
        row, column = self.places.get(head) or next(iter(self.places.values()))
        column = column or _column(row, head, fault.path[len(head) :].strip("/"))
        value = _shown(fault.value)
        return row.problem(column, fault.message, value, fault.hint, fault.key or self.key)


def _column(row: Row, head: str, rest: str) -> str:
    """Return the column of a fault: ``head`` is the part of its path that has a row."""
    if row.sheet not in sheets():  # a record of a JSON file has no columns: the path stands for one
        return "/".join(part for part in (head, rest) if part)
    if f"/{CLAIMS}/" in head:
        return SAYS if row.cells.get(SAYS, "").strip() else CLAIMS
    name = rest.split("/")[0]
    return name if name in sheets()[row.sheet].columns else ""


def _shown(value: Any) -> Any:
    return None if value in (None, "", [], {}) else value


class Drafts:
    """All drafts of an import by key; makes one from the present record where rows touch it."""

    def __init__(self, keys: Iterable[str], carried: Mapping[str, int] | None = None):
        """Read the records called ``keys``, by these or by former keys, in a few queries.

        ``carried`` has the revisions that rows carry, by key.
        """
        self.by_key: dict[str, Draft] = {}
        keys = [key for key in dict.fromkeys(keys) if key and "\x00" not in key]
        self._renamed: dict[str, str] = {}
        self._records: dict[str, Record] = {}
        for part in bulk.chunks(keys):
            old = Redirect.objects.filter(old_key__in=part).values_list("old_key", "record_id")
            self._renamed.update(old)
            self._records.update(Record.objects.in_bulk([*part, *(new for _o, new in old)]))
        self._hints: dict[str, str] = {}
        self._documents = current(list(self._records.values()))
        self._carried = {self.key(key): number for key, number in (carried or {}).items()}
        self._older = at_revisions(
            (key, number)
            for key, number in self._carried.items()
            if key in self._records and number < self._records[key].revision
        )

    def __iter__(self):
        return iter(self.by_key.values())

    def key(self, text: str) -> str:
        """Return the present key for a present or former one."""
        return self._renamed.get(text, text)

    def touch(self, text: str) -> Draft | None:
        """Return the draft for a key, made from the stored record where there is none yet."""
        key = self.key(text)
        if key not in self.by_key and key in self._records:
            self.by_key[key] = self._stored(key)
        return self.by_key.get(key)

    def start(self, kind: Kind, text: str) -> Draft:
        """Return the draft that a main row begins: of the stored record, or a new one."""
        key = self.key(text)
        record = self._records.get(key)
        if record and record.kind == kind.name:
            draft = self._carried_back(key)
        else:
            draft = Draft(kind, key, blank(kind, key))
        self.by_key[key] = draft
        return draft

    def nearest(self, key: str) -> str:
        """Return a hint naming the records whose keys look like ``key``, or nothing."""
        if len(self._hints) < HINTS and key not in self._hints:
            names = nearest("record", key, self.by_key)
            self._hints[key] = ", ".join(names)
        names = self._hints.get(key)
        return _("Nearest: %(names)s.") % {"names": names} if names else ""

    def _carried_back(self, key: str) -> Draft:
        """Return the draft of a stored record, from the revision that its row carries if any.

        A record that is not stored is new all the same: an export may be loaded elsewhere.
        """
        draft = self._stored(key)
        draft.base = self._carried.get(key, draft.base)
        draft.ancestor = self._older.get((key, draft.base))
        if draft.ancestor:
            draft.document = deepcopy(draft.ancestor)
        return draft

    def _stored(self, key: str) -> Draft:
        record = self._records[key]
        document = self._documents[key]
        return Draft(get_kind(record.kind), key, document, record.revision, is_new=False)
