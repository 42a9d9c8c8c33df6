"""Laying documents flat: for each sheet of a kind, a function from values to a row of cells.

Worked out once for each kind, since an export makes millions of cells.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from exchange.cells import cell_of, guard, said
from exchange.sheets import (
    CLAIMS,
    KEY,
    REF,
    REVISION,
    SAYS,
    SHORTHAND,
    Sheet,
    has_shorthand,
    sheet_name,
    sheets,
)
from records.documents import items_of
from records.kinds import CITATIONS, Kind, get_kind
from records.types import Type

Cells = list[str]
Fill = Callable[[dict], Cells]
Finish = Callable[[str], str]
# Values of one column whose cells are remembered at a time, and how long they may be.
MOST_KNOWN, LONGEST_KNOWN = 5_000, 60
# What repeats itself from record to record.
_REPEATED = ("choice", "date", "int", "bool", "ref")


class Layout:
    """How the documents of one kind become rows of ``wanted`` sheets, or of all that it has.

    ``finish`` makes the text of a cell what a format writes of it: once for values that repeat.
    ``is_short`` leaves out the empty cells at the end of a row.
    """

    def __init__(
        self,
        kind: Kind,
        wanted: Sequence[str] | None = None,
        finish: Finish = str,
        is_short: bool = False,
    ):
        main = sheet_name(kind)
        names = [name for name in (main, *kind.lists) if wanted is None or name in wanted]
        self.kind = kind
        self.main = main if main in names else ""
        self.lists = {n: _filler(sheets()[n], kind, finish) for n in names if n != main}
        self.citations = self.lists.pop(CITATIONS, None)
        self.fill = _filler(sheets()[main], kind, finish)
        self.shorthand = has_shorthand(kind)
        self.columns = _places(sheets()[main], KEY, REVISION, SHORTHAND)
        self.claims = _places(sheets()[CITATIONS], CLAIMS, SAYS)
        self.least = max(self.claims) + 1
        self.finish, self.is_short = finish, is_short
        self.paths, self.says = _Known(finish), _Known(lambda text: finish(guard(text)))
        self.yes = finish(said(True, None))

    def rows(self, key: str, revision: int, document: dict) -> Iterator[tuple[str, list[Cells]]]:
        """Yield the rows of one record: the name of a sheet, and cells under its columns."""
        shorten, number = _shorten if self.is_short else None, str(revision)
        if self.main:
            cells = self._main(key, number, document)
            if shorten:
                shorten(cells)
            yield self.main, [cells]
        for name, items in document["lists"].items():
            if items and (fill := self.lists.get(name)):
                rows = [fill(item) for item in items]
                for cells in rows:
                    cells[0], cells[1] = key, number
                    if shorten:
                        shorten(cells)
                yield name, rows
        if self.citations and (items := document.get(CITATIONS)):
            rows = []
            for item in items:
                cells = self.citations(item)
                cells[0], cells[1] = key, number
                if shorten:
                    # What each claim says comes before; all of them have the same at their ends.
                    shorten(cells, self.least)
                rows += self._claims(cells, item.get(CLAIMS))
            yield CITATIONS, rows

    def _main(self, key: str, revision: str, document: dict) -> Cells:
        cells = self.fill(document["fields"])
        key_at, revision_at, shorthand = self.columns
        cells[key_at], cells[revision_at] = key, revision
        if self.shorthand:
            countries = {item["country"] for item in items_of(document, SHORTHAND)}
            cells[shorthand] = "; ".join(sorted(countries))
        return cells

    def _claims(self, cells: Cells, claims: dict | None) -> list[Cells]:
        """Return a row for each claim; for a citation without any, one with empty cells."""
        if not claims:
            return [cells]
        path_at, says_at = self.claims
        paths, says, yes = self.paths, self.says, self.yes
        rows = []
        for path, claim in claims.items():
            row = cells.copy()
            row[path_at] = paths[path]
            # Most claims are texts, which need no type to be written.
            if claim is True:
                row[says_at] = yes
            else:
                row[says_at] = says[claim] if claim.__class__ is str else self._said(path, claim)
            rows.append(row)
        return rows

    def _said(self, path: str, claim) -> str:
        return self.finish(said(claim, self.kind.type_at(path)))


def _shorten(cells: Cells, least: int = 0) -> None:
    """Take the empty cells at the end off a row, of which so many stay at ``least``."""
    while len(cells) > least and not cells[-1]:
        cells.pop()


def _places(sheet: Sheet, *names: str) -> list[int]:
    return [sheet.columns.index(name) if name in sheet.columns else -1 for name in names]


def _filler(sheet: Sheet, kind: Kind, finish: Finish) -> Fill:
    """Return the function that makes a row of a sheet from the values of a record or an item."""
    columns = sheet.resources[kind.name].fields.values()
    at = {c.attribute: sheet.columns.index(c.column_name) for c in columns}
    types = {c.attribute: c.widget.type for c in columns}
    places = {name: (at[name], _renderer(types[name], finish)) for name in at}
    if sheet.list:
        places[REF] = (sheet.columns.index(REF), finish)
    empty = [""] * len(sheet.columns)
    # Items leave out what is empty; what then stands in the cell of a yes-or-no is "no".
    for name, of_type in types.items():
        empty[at[name]] = cell_of(None, of_type)
    place_of = places.get

    def fill(values: dict) -> Cells:
        cells = empty.copy()
        for name, value in values.items():
            if (value or value == 0) and (place := place_of(name)):
                at, render = place
                cells[at] = render(value)
        return cells

    return fill


def _renderer(of_type: Type, finish: Finish) -> Callable:
    """Return what makes the cell of a value that is not empty: ``cell_of``, and quicker."""
    if of_type.name in ("text", "long", "url"):
        return guard if finish is str else lambda text: finish(guard(text))
    if of_type.name in ("refs", "local"):
        # Keys have nothing in them that a cell would have to escape.
        return "; ".join
    if of_type.name not in _REPEATED:
        return lambda value: finish(cell_of(value, of_type))
    return _Known(lambda value: finish(cell_of(value, of_type))).__getitem__


class _Known(dict):
    """Value -> cell in one column, for values that repeat themselves; forgotten when too many.

    A column has values of one type only, so that 1 and True do not meet here.
    """

    def __init__(self, make: Callable):
        super().__init__()
        self.make = make

    def __missing__(self, value) -> str:
        cell = self.make(value)
        if len(cell) <= LONGEST_KNOWN:
            if len(self) >= MOST_KNOWN:
                self.clear()
            self[value] = cell
        return cell


@lru_cache(maxsize=64)
def layout(
    kind: str,
    wanted: tuple[str, ...] | None = None,
    finish: Finish = str,
    is_short: bool = False,
) -> Layout:
    """Return the layout of a kind, by name, for the sheets ``wanted`` or all."""
    return Layout(get_kind(kind), wanted, finish, is_short)


def sheets_of(kind: str) -> tuple[str, ...]:
    """Return the names of the sheets on which records of a kind stand, the main one first."""
    found = get_kind(kind)
    return (sheet_name(found), *(name for name in sheets() if name in found.lists))
