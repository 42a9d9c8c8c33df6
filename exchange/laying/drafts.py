"""Drafts: the documents that the rows of an import add up to, and from which cell each part is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from exchange.laying.gone import gone
from exchange.laying.placed import Placed
from exchange.laying.tables import Row
from records.documents import blank, copied, items_of
from records.earlier import at_revisions
from records.kinds import CITATIONS, Kind, get_kind
from records.present import Present
from records.resolve import nearest

# Looking for the nearest key costs time; who has more wrong ones has another trouble.
HINTS = 20


@dataclass(slots=True)
class Draft(Placed):
    """The document of one record as it would stand, and the rows that it was made from.

    ``base`` is the revision that it starts from, and ``ancestor`` the document of that revision
    where the record has moved on since. ``is_own`` tells that the document is not the stored one,
    which stays as it is; ``is_clean`` that each of its values is in normal form already.
    ``marks`` say where its parts came from: list ("" for the fields), item, row, and the column
    where the row does not say it by itself. ``shorthand`` are the participants that the main row
    names, ``dropped`` the items that rows delete, ``unnamed`` the new items without a ref;
    ``named`` tells that a row gives its key, ``rows`` counts the rows that it is made from.
    """

    kind: Kind
    key: str
    document: dict
    base: int | None = None
    is_new: bool = True
    ancestor: dict | None = None
    is_own: bool = True
    is_clean: bool = True
    marks: list[tuple[str, dict | None, Row, str]] = field(default_factory=list)
    shorthand: Sequence[str] = ()
    twice: Sequence[str] = ()
    dropped: list[dict] = field(default_factory=list)
    unnamed: list[tuple[str, dict]] = field(default_factory=list)
    named: bool = True
    rows: int = 0
    _places: dict[str, tuple[Row, str]] | None = None

    @property
    def row(self) -> Row:
        """Return the first row that the record came from."""
        return self.marks[0][2]

    @property
    def has_main_row(self) -> bool:
        """Tell whether a row gives the record itself, not a part of it only."""
        return any(not list_name for list_name, *_rest in self.marks)

    @property
    def begins_with_main_row(self) -> bool:
        """Tell whether the first row that the record came from gives the record itself."""
        return not self.marks[0][0]

    def mark(self, list_name: str, item: dict | None, row: Row, column: str = "") -> None:
        """Remember where the fields, or an item of a list, came from."""
        self.marks.append((list_name, item, row, column))
        self._places = None

    def own(self) -> dict:
        """Return the document, to be changed: a copy where it is the stored one."""
        if not self.is_own:
            self.document = copied(self.document)
            self.is_own = True
        return self.document

    def lay(self, values: dict) -> None:
        """Lay values into the fields."""
        if self.is_own or _differs(self.document["fields"], values):
            self.own()["fields"].update(values)

    def find(self, list_name: str, ref: str) -> dict | None:
        """Return the item of a list with this ref, or None."""
        return next((i for i in items_of(self.document, list_name) if i["ref"] == ref), None)

    def same(self, list_name: str, values: dict) -> Iterator[dict]:
        """Yield the items that a stored record has in a list and that say all of this already."""
        if not self.is_new:
            items = items_of(self.document, list_name)
            yield from (i for i in items if i["ref"] and not _differs(i, values))

    def put(self, list_name: str, ref: str, values: dict, item: dict | None) -> dict:
        """Lay values into the item of a list that has this ref, or a new one; return the item."""
        if item is None:
            return self.add(list_name, {"ref": ref, **values})
        if _differs(item, values):
            self.own()
            item = self.find(list_name, ref)
            item.update(values)
        return item

    def add(self, list_name: str, item: dict) -> dict:
        """Add an item to a list and return it."""
        document = self.own()
        holder = document if list_name == CITATIONS else document["lists"]
        holder.setdefault(list_name, []).append(item)
        if not item["ref"]:
            self.unnamed.append((list_name, item))
        return item

    def remove(self, list_name: str, ref: str) -> None:
        """Take an item out of a list."""
        self.own()
        item = self.find(list_name, ref)
        self.dropped.append(item)
        items_of(self.document, list_name).remove(item)


def _differs(given: dict, values: dict) -> bool:
    return any(given.get(name) != value for name, value in values.items())


class Drafts:
    """All drafts of an import by key; makes one from the present record where rows touch it."""

    def __init__(self, keys: Iterable[str], carried: Iterable[tuple[str, int]] = ()):
        """Read the records called ``keys``, by these or by former keys, in a few queries.

        ``carried`` are keys with revisions that rows carry: of several the earliest holds.
        """
        self.by_key: dict[str, Draft] = {}
        self.present = Present().read({key for key in keys if key and "\x00" not in key})
        self._hints: dict[str, str] = {}
        self._carried: dict[str, int] = {}
        for text, number in carried:
            key = self.key(text)
            self._carried[key] = min(number, self._carried.get(key, number))
        records = self.present.records
        self.gone = gone(key for key in self._carried if key not in records)
        self._older = at_revisions(
            (key, number)
            for key, number in self._carried.items()
            if key in records and number < records[key].revision
        )

    def __iter__(self):
        return iter(self.by_key.values())

    def key(self, text: str) -> str:
        """Return the present key for a present or former one."""
        return self.present.key(text)

    def touch(self, text: str) -> Draft | None:
        """Return the draft for a key, made from the stored record where there is none yet."""
        key = self.key(text)
        if key not in self.by_key and key in self.present.records:
            self.by_key[key] = self._carried_back(key)
        return self.by_key.get(key)

    def start(self, kind: Kind, text: str) -> Draft:
        """Return the draft that a main row begins: of the stored record, or a new one.

        What carries a revision and is not stored is new all the same, unless it is ``gone``: an
        export may be loaded elsewhere.
        """
        key = self.key(text)
        record = self.present.records.get(key)
        if record and record.kind == kind.name:
            draft = self._carried_back(key)
        else:
            draft = Draft(kind, key, blank(kind, key))
        self.by_key[key] = draft
        return draft

    def exported(self, draft: Draft) -> dict | None:
        """Return the document that a draft just begun starts from, if it is known."""
        record = self.present.records.get(draft.key)
        is_present = record is not None and draft.base == record.revision
        return draft.document if draft.ancestor or is_present else None

    def nearest(self, key: str) -> str:
        """Return a hint naming the records whose keys look like ``key``, or nothing."""
        if len(self._hints) < HINTS and key not in self._hints:
            names = nearest("record", key, self.by_key)
            self._hints[key] = ", ".join(names)
        names = self._hints.get(key)
        return _("Nearest: %(names)s.") % {"names": names} if names else ""

    def _carried_back(self, key: str) -> Draft:
        """Return the draft of a stored record, from the revision that its rows carry if any."""
        draft = self._stored(key)
        draft.base = self._carried.get(key, draft.base)
        draft.ancestor = self._older.get((key, draft.base))
        if draft.ancestor:
            draft.document = draft.ancestor
        return draft

    def _stored(self, key: str) -> Draft:
        record = self.present.records[key]
        document = self.present.documents[key]
        kind = get_kind(record.kind)
        return Draft(kind, key, document, record.revision, is_new=False, is_own=False)
