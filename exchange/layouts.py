"""Laying documents flat: for each sheet of a kind, a function from values to a row of cells.

Worked out once for each kind, since an export makes millions of cells.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from exchange.cells import cell_of, said
from exchange.exports import Exported
from exchange.sheets import (
    CLAIMS,
    KEY,
    REVISION,
    SAYS,
    SHORTHAND,
    SHORTHAND_TYPE,
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
# Values of one column whose cells are remembered.
MOST_KNOWN = 1000
# What repeats itself from record to record, and does not grow with them.
_REPEATED = ("choice", "date", "int", "bool", "ref")


class Layout:
    """How the documents of one kind become rows of ``wanted`` sheets, or of all that it has."""

    def __init__(self, kind: Kind, wanted: Sequence[str] | None = None):
        main = sheet_name(kind)
        names = [name for name in (main, *kind.lists) if wanted is None or name in wanted]
        self.kind = kind
        self.main = main if main in names else ""
        self.lists = [(n, _filler(sheets()[n], kind)) for n in names if n != main]
        self.fill = _filler(sheets()[main], kind)
        self.columns = _places(sheets()[main], KEY, REVISION, SHORTHAND)
        self.claims = _places(sheets()[CITATIONS], CLAIMS, SAYS)

    def rows(self, exported: Exported) -> Iterator[tuple[str, Cells]]:
        """Yield the rows of one record: the name of the sheet and the cells under its columns."""
        if self.main:
            yield self.main, self._main(exported)
        for name, fill in self.lists:
            for item in items_of(exported.document, name):
                cells = fill(item)
                cells[0], cells[1] = exported.key, item["ref"]
                if name == CITATIONS:
                    yield from ((name, row) for row in self._claims(cells, item))
                else:
                    yield name, cells

    def _main(self, exported: Exported) -> Cells:
        cells = self.fill(exported.document["fields"])
        key, revision, shorthand = self.columns
        cells[key], cells[revision] = exported.key, str(exported.revision)
        if has_shorthand(self.kind):
            countries = {item["country"] for item in items_of(exported.document, SHORTHAND)}
            cells[shorthand] = SHORTHAND_TYPE.to_text(sorted(countries))
        return cells

    def _claims(self, cells: Cells, citation: dict) -> Iterator[Cells]:
        """Yield a row for each claim; for a citation without any, one with empty cells."""
        path_at, says_at = self.claims
        for path, claim in citation.get(CLAIMS, {}).items():
            row = cells.copy()
            row[path_at], row[says_at] = path, said(claim, _type_at(self.kind.name, path))
            yield row
        if not citation.get(CLAIMS):
            yield cells


@lru_cache(maxsize=10_000)
def _type_at(kind: str, path: str) -> Type | None:
    return get_kind(kind).type_at(path)


def _places(sheet: Sheet, *names: str) -> list[int]:
    return [sheet.columns.index(name) if name in sheet.columns else -1 for name in names]


def _filler(sheet: Sheet, kind: Kind) -> Fill:
    """Return the function that makes a row of a sheet from the values of a record or an item."""
    resource = sheet.resources[kind.name]
    columns = [
        (sheet.columns.index(c.column_name), c.attribute, _renderer(c.widget.type))
        for c in resource.fields.values()
    ]
    given = {name: (at, render) for at, name, render in columns}
    empty = [""] * len(sheet.columns)
    # Items leave out what is empty; what then stands in the cell of a yes-or-no is "no".
    for at, _name, render in columns:
        empty[at] = render(None)

    def fill(values: dict) -> Cells:
        cells = empty.copy()
        for name, value in values.items():
            if (value or value == 0) and name in given:
                at, render = given[name]
                cells[at] = render(value)
        return cells

    return fill


def _renderer(of_type: Type) -> Callable:
    if of_type.name not in _REPEATED:
        return lambda value: cell_of(value, of_type)
    known: dict = {}

    def render(value) -> str:
        # A column has values of one type only, so that 1 and True do not meet here.
        cell = known.get(value)
        if cell is None:
            cell = cell_of(value, of_type)
            if len(known) < MOST_KNOWN:
                known[value] = cell
        return cell

    return render


@lru_cache(maxsize=64)
def layout(kind: str, wanted: tuple[str, ...] | None = None) -> Layout:
    """Return the layout of a kind, by name, for the sheets ``wanted`` or all."""
    return Layout(get_kind(kind), wanted)


def sheets_of(kind: str) -> tuple[str, ...]:
    """Return the names of the sheets on which records of a kind stand, the main one first."""
    found = get_kind(kind)
    return (sheet_name(found), *(name for name in sheets() if name in found.lists))
