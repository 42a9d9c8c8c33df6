"""Cells read as values in normal form, each text of a column once: most repeat themselves."""

from collections.abc import Container, Iterable, Mapping
from typing import Any

from exchange.cells import LEAVE, is_as_it_is, unguard, value_of
from exchange.laying.tables import Table
from exchange.sheets import Sheet
from records.cells import split_cell
from records.documents import Cleaner
from records.kinds import Field, Kind, get_kind, references_of
from records.text import tidy
from records.types import LongText, Type

_UNSEEN = object()
# What a cell gives that says nothing.
NOTHING = object()


class Unclear(Exception):
    """Raised by the quick way for a cell that wants a closer look."""


class Column(dict):
    """One column: cell -> what it gives a field, of the cells that repeat themselves.

    ``column[cell]`` is what any cell gives something new: it raises ``Unclear`` where that is not
    in normal form. An empty one gives a record the field's empty value, an item ``NOTHING``.
    """

    MOST = 20_000

    def __init__(self, field: Field, cleaner: Cleaner, in_list: bool):
        super().__init__()
        self.field, self.cleaner, self.in_list = field, cleaner, in_list
        self.is_text = type(field.type) in (Type, LongText)
        self.longest = field.type.max_length or 1_000_000
        self[""] = NOTHING if in_list else field.type.empty

    def __missing__(self, cell: str) -> Any:
        value, is_clean = self.read(cell)
        if not is_clean:
            raise Unclear
        return self[""] if value is LEAVE else value

    def read(self, cell: str) -> tuple[Any, bool]:
        """Return what a cell with something in it gives, and whether that is in normal form.

        What the field refuses stays as it is written; then the record wants a closer look, which
        finds all that is wrong with it and says so.
        """
        if self.is_text and self._is_plain(cell):
            return cell, True
        value = value_of(cell, self.field.type, clears=False)
        if value is LEAVE:
            return LEAVE, True
        try:
            # Past the cleaner's memory: what repeats itself is remembered here.
            cleaned = self.field.type.clean(value, self.cleaner.resolve)
        except ValueError:
            return value, False
        if self.in_list and cleaned == self.field.type.empty:
            return cleaned, False  # an item leaves out what is empty
        if not self.is_text and len(self) < self.MOST:
            self[cell] = cleaned
        return cleaned, True

    def _is_plain(self, cell: str) -> bool:
        """Tell whether a text is its own normal form: it need not be looked at any closer."""
        return (
            cell.isascii()
            and cell.isprintable()
            and cell[0] != " "
            and is_as_it_is(cell)
            and cell[-1] != " "
            and len(cell) <= self.longest
        )


class _Beside(dict):
    """A column that says nothing of a record's values, whatever is in its cells."""

    def __missing__(self, cell: str) -> Any:
        return NOTHING


class _Strange(dict):
    """A column that nobody knows here: its cells must be empty."""

    def __missing__(self, cell: str) -> Any:
        if cell:
            raise Unclear
        return NOTHING


class RowReader:
    """Reads the rows of one sheet as values of one kind of record."""

    def __init__(self, fields: Iterable[Field], cleaner: Cleaner, in_list: bool):
        fields = [field for field in fields if field.type.name != "claims"]
        self._in_list = in_list
        self._columns = {f.name: Column(f, cleaner, in_list) for f in fields}
        self._empty = {f.name: f.type.empty for f in fields}
        self._known = [(name, column, column.read) for name, column in self._columns.items()]

    def column(self, name: str, beside: Container[str]) -> tuple[str, dict[str, Any]]:
        """Return name and column for a heading; "" for the name of what is no field's.

        That must be one of those ``beside``, or its cells be empty.
        """
        if found := self._columns.get(name):
            return name, found
        return "", _Beside() if name in beside else _Strange()

    def values(
        self, cells: Mapping[str, str], clears: bool = False, stored: Mapping | None = None
    ) -> tuple[dict, bool]:
        """Return name -> value for the cells that say something; and whether all are clean.

        ``clears`` tells whether an empty cell clears (its row carries a revision) or leaves; of an
        item only what is ``stored`` can be cleared, and then it is to be brought into normal form.
        What is ``stored`` in just these words is left out: it is clean, and changes nothing.
        """
        found, clean, stored = {}, True, stored or {}
        for name, known, read in self._known:
            cell = cells.get(name)
            if cell:
                value = known.get(cell, _UNSEEN)
                if value is _UNSEEN:
                    if stored.get(name) == cell and is_as_it_is(cell):
                        continue
                    value, is_clean = read(cell)
                    clean = clean and is_clean
                if value is not LEAVE:
                    found[name] = value
                elif clears:
                    found[name] = self._empty[name]
            elif clears and cell is not None and (not self._in_list or name in stored):
                found[name], clean = self._empty[name], clean and not self._in_list
        return found, clean

    def is_like(self, cells: Mapping[str, str], others: Mapping[str, str]) -> bool:
        """Tell whether the cells of two rows are the same in all columns."""
        return [*map(cells.get, self._empty)] == [*map(others.get, self._empty)]


class Readers:
    """The readers of all sheets, by sheet and kind of record; for one import."""

    def __init__(self, cleaner: Cleaner):
        self.cleaner = cleaner
        self._found: dict[tuple[str, str], RowReader] = {}

    def of(self, sheet: Sheet, kind: Kind) -> RowReader:
        """Return the reader of the rows that a sheet has for a kind of record."""
        found = self._found.get((sheet.name, kind.name))
        if found is None:
            found = RowReader(fields_of(sheet, kind), self.cleaner, bool(sheet.list))
            self._found[sheet.name, kind.name] = found
        return found


def fields_of(sheet: Sheet, kind: Kind) -> Iterable[Field]:
    """Return the fields that the columns of a sheet give a kind of record."""
    return kind.lists[sheet.list].fields if sheet.list else kind.fields


def referred_to(table: Table) -> set[tuple[str, str]]:
    """Return (target, text) for what the cells of a sheet refer to, as far as can be told."""
    found, sheet = set(), table.sheet
    kinds = map(get_kind, sheet.resources)
    # Several kinds have the same columns.
    columns = {column for kind in kinds for column in references_of(fields_of(sheet, kind))}
    for name, target, is_several in columns:
        texts = {unguard(tidy(cell)) for cell in {*table.column(name)} - {""}}
        members = (split_cell(text) if is_several else [text] for text in texts)
        found.update((target, tidy(member)) for part in members for member in part)
    return found
