"""Rows that say nothing new: of an export that comes back, those that are as they went out.

What an export would write of a record today is compared with its rows, cell by cell. Where all of
them are the same, they are neither read as values nor laid together, and make no documents. A
record with anything else to it (a cell that differs, a row more or less, an earlier revision) goes
the way of all others, with all of its rows.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import repeat
from operator import itemgetter
from types import MappingProxyType

from exchange.cells import guard_within
from exchange.laying.layouts import layout
from exchange.laying.placed import Settled
from exchange.laying.tables import Packed, Row, Table
from exchange.sheets import CLAIMS, KEY, RECORD, REF, REVISION, SAYS
from records.kinds import get_kind
from records.models import Redirect
from records.present import TEXT, Stored, stored
from records.text import KEY_PATTERN, tidy

_is_key = re.compile(KEY_PATTERN).fullmatch
# Every key in the text of a document is such a word.
_WORD = re.compile('"([a-z0-9-]{1,100})"')
# Of a row that says nothing new, nothing is kept but its place.
_NOTHING = MappingProxyType({})


class Unchanged(Settled):
    """The draft of a record whose rows say nothing new: it says what it is, and not all of it."""

    __slots__ = ("_number", "_sheet", "base")
    is_new = is_own = False
    named = True

    def __init__(self, record: Stored, sheet: str, number: int, rows: int):
        """Take the record, the place of its main row, and how many rows it has."""
        self.kind, self.key, self.title = get_kind(record.kind), record.key, record.title
        self.base, self.rows = record.revision, rows
        self._sheet, self._number, self._places = sheet, number, None

    @property
    def document(self) -> dict:
        """Return kind, key and title as a document has them."""
        return {"kind": self.kind.name, "key": self.key, "fields": {"title": self.title}}

    @property
    def row(self) -> Row:
        """Return the place of its main row, without its cells."""
        return Row(self._sheet, self._number, _NOTHING)

    @property
    def marks(self) -> list[tuple[str, dict | None, Row, str]]:
        """Return where the record came from."""
        return [("", None, self.row, "")]


def set_aside(tables: Sequence[Table]) -> list[tuple[Unchanged, Stored]]:
    """Return drafts of the records whose rows all say what is stored, and the records' envelopes.

    These rows are taken out of the tables; the drafts are in the order of the main ones. Their
    documents are not whole, they have kind, key and title. Reads the database; writes nothing.
    """
    packed = [table.packed for table in tables if table.packed]
    if not any(REVISION in found.names for found in packed):
        return []  # no export: it is not worth the work
    given = [*map(_Rows, packed)]
    if any(table.made or table.entries for table in tables) or any(r.have_titles for r in given):
        return []
    found = _Comparison(given).drafts()
    keys = {draft.key for draft, _record in found}
    for rows in given if found else ():
        rows.leave_out(keys)
    return found


class _Rows:
    """The rows of one sheet by the text that names their record."""

    def __init__(self, packed: Packed):
        self.packed, self.sheet = packed, packed.sheet
        self.texts = packed.column(KEY if self.sheet.kind else RECORD)
        self.of: dict[str, list[list[str]]] = defaultdict(list)
        for text, cells in zip(self.texts, packed.rows.cells, strict=True):
            self.of[text].append(cells)
        self.odd = [text for text in self.of if not _is_key(text)]
        self._are_same = self._comparer()

    @property
    def have_titles(self) -> bool:
        """Tell whether a row of a list names its record otherwise than by a key."""
        return bool(self.sheet.list) and not all(_is_key(tidy(text) or "0") for text in self.odd)

    def _comparer(self):
        """Return what tells whether as many rows are those of an export."""
        columns, headings = self.sheet.columns, self.packed.names
        names = [name for name in headings if name in columns]
        needed = {KEY, REVISION} if self.sheet.kind else {RECORD, REF}
        if not (needed | ({CLAIMS} if SAYS in names else set())) <= {*names}:
            return lambda given, expected: False
        if headings == columns:
            return lambda given, expected: given == expected or sorted(given) == sorted(expected)
        theirs, ours = _picker(headings, names), _picker(columns, names)
        return lambda given, expected: sorted(map(theirs, given)) == sorted(map(ours, expected))

    def say(self, key: str, expected: list[list[str]]) -> bool:
        """Tell whether the rows of a record are those expected, without empty cells at ends."""
        given = self.of.get(key, ())
        return len(given) == len(expected) and self._are_same(given, expected)

    def leave_out(self, keys: set[str]) -> None:
        """Let go of the rows of some records."""
        self.packed.rows.keep([text not in keys for text in self.texts])


def _as_in_csv(rows: list[list[str]]) -> list[list[str]]:
    return [[*map(guard_within, cells)] for cells in rows]


def _picker(headings: Sequence[str], names: Sequence[str]) -> Callable[[list[str]], tuple]:
    """Return what takes the cells under some of the headings, those that a row ends before too."""
    pick, width = itemgetter(*map(headings.index, names)), len(headings)
    return lambda cells: pick([*cells, *[""] * (width - len(cells))])


class _Comparison:
    """The sheets of an import beside what is stored."""

    def __init__(self, sheets: Sequence[_Rows]):
        self.sheets = {rows.sheet.name: rows for rows in sheets}
        names = tuple(self.sheets)  # not of self: no circle is found while many rows are held
        self._layouts = cache(lambda kind: layout(kind, names, is_short=True).rows)
        self.given = Counter()
        for rows in sheets:
            self.given.update({text: len(found) for text, found in rows.of.items()})
        # Key -> sheet, number and carried revision of its main row.
        self.places: dict[str, tuple[_Rows, int, str]] = {}
        for rows in sheets:
            if rows.sheet.kind:
                carried = rows.packed.column(REVISION)
                places = zip(repeat(rows), rows.packed.rows.numbers, carried, strict=False)
                self.places.update(zip(rows.texts, places, strict=True))
        self.renamed = dict(Redirect.objects.values_list("old_key", "record_id"))
        # Who is also called otherwise has rows that are not found under the key.
        odd = {tidy(text) for rows in sheets for text in rows.odd}
        for text in odd | (self.renamed.keys() & {*odd, *self.given}):
            self.places.pop(text, None)
            self.places.pop(self.renamed.get(text), None)

    def drafts(self) -> list[tuple[Unchanged, Stored]]:
        """Return drafts of what is unchanged, in the order of the main rows."""
        found = {}
        for record in stored(self.places):
            if number := self._rows_of(record):
                rows, place, _revision = self.places[record.key]
                draft = Unchanged(record, rows.sheet.name, place, number)
                found[record.key] = draft, Stored(*record[:TEXT], None)
        return [*filter(None, map(found.get, self.places))]

    def _rows_of(self, record: Stored) -> int:
        """Return the number of rows of a record if they are what an export would write, or 0."""
        main, _place, revision = self.places[record.key]
        if main.sheet.kind != record.kind or revision != str(record.revision):
            return 0
        if record.text is None:
            return 0
        if self.renamed and not self.renamed.keys().isdisjoint(_WORD.findall(record.text)):
            return 0  # it names a record by a former key, which the import brings up to date
        number, rows = 0, self._layouts(record.kind)
        for name, expected in rows(record.key, record.revision, record.document):
            say = partial(self.sheets[name].say, record.key)
            if not say(expected) and not say(_as_in_csv(expected)):
                return 0
            number += len(expected)
        return number if number == self.given[record.key] else 0
