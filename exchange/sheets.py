"""The sheets: which there are, and what columns each has, as django-import-export resources.

Everything follows from ``records.kinds``; a new field or list is a new column or sheet by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from import_export import fields, resources, widgets

from exchange.cells import LEAVE, cell_of, value_of
from records import kinds
from records.types import Refs, Type

KEY, REVISION, RECORD, REF, DELETE = "key", "revision", "record", "ref", "delete"
CLAIMS, SAYS = "claims", "says"
SHORTHAND = "participants"
# Sheets of a workbook that are for people and for the drop-downs; import passes over them.
READ_ME, EXAMPLES, LISTS = "Read me", "Examples", "lists"
BESIDE = (READ_ME, EXAMPLES, LISTS)


class CellWidget(widgets.Widget):
    """Turns a cell into a value of a document and back, by the rules of one document type."""

    def __init__(self, of_type: Type):
        super().__init__()
        self.type = of_type

    def clean(self, value: str, row=None, *, clears: bool = False, **kwargs) -> Any:
        """Return what the cell gives, not yet cleaned, or ``LEAVE``."""
        return value_of(value, self.type, clears)

    def render(self, value: Any, obj=None, **kwargs) -> str:
        """Return the cell for a value in normal form."""
        return cell_of(value, self.type)


class SheetResource(resources.Resource):
    """The columns of a sheet that hold values of a document.

    Only the columns and their widgets: what rows mean together, and how they are stored, is one
    plan for all sheets.
    """

    def values(self, cells: Mapping[str, str], clears: bool = False) -> dict[str, Any]:
        """Return name -> value for the cells that say something."""
        found = {}
        for name, column in self.fields.items():
            cell = cells.get(column.column_name)
            if cell or (clears and cell is not None):
                value = column.clean(cells, clears=clears)
                if value is not LEAVE:
                    found[name] = value
        return found

    def cells(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Return heading -> cell for the fields of a document or of a list item."""
        return {c.column_name: c.export(values) for c in self.fields.values()}


def resource_for(name: str, document_fields: Iterable[kinds.Field]) -> SheetResource:
    """Return a resource with one column for each of ``document_fields``."""
    columns = {
        f.name: fields.Field(attribute=f.name, column_name=f.name, widget=CellWidget(f.type))
        for f in document_fields
        if f.type.name != "claims"
    }
    return type(f"{name.title()}Resource", (SheetResource,), columns)()


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its columns in order, and its resource for each kind of record.

    ``kind`` is set for a main sheet (one row, one record), ``list`` for a child sheet, whose rows
    are items of that list in records of several kinds.
    """

    name: str
    columns: tuple[str, ...]
    resources: Mapping[str, SheetResource] = field(default_factory=dict)
    kind: str = ""
    list: str = ""

    @property
    def value_columns(self) -> tuple[str, ...]:
        """Return the columns that say something of a record, not which one or which part."""
        return tuple(n for n in self.columns if n not in (KEY, REVISION, RECORD, REF, DELETE))

    @property
    def needed(self) -> tuple[tuple[str, ...], ...]:
        """Return groups of columns of which each must be there in part."""
        return ((KEY, "title"),) if self.kind else ((RECORD,),)


def sheet_name(kind: kinds.Kind) -> str:
    """Return the name of a kind's main sheet: its plural."""
    return kind.name if kind.name.endswith("s") else f"{kind.name}s"


def has_shorthand(kind: kinds.Kind) -> bool:
    """Tell whether the main sheet may name participants by their countries alone."""
    participants = kind.lists.get(SHORTHAND)
    return bool(participants and participants.field["country"].required)


SHORTHAND_TYPE = Refs(target="country")


def _main(kind: kinds.Kind) -> Sheet:
    names = [f.name for f in kind.fields]
    if has_shorthand(kind):
        complete = f"{SHORTHAND}_complete"
        names.insert(names.index(complete) if complete in names else len(names), SHORTHAND)
    resource = resource_for(kind.name, kind.fields)
    return Sheet(sheet_name(kind), (KEY, REVISION, *names), {kind.name: resource}, kind=kind.name)


def _child(name: str) -> Sheet:
    of_kinds = {kind.name: kind.lists[name] for kind in kinds.kinds() if name in kind.lists}
    names = merged([[f.name for f in found.fields] for found in of_kinds.values()])
    if name == kinds.CITATIONS:
        names = [CLAIMS, SAYS, *(n for n in names if n != CLAIMS)]
    made = {kind: resource_for(f"{kind}_{name}", found.fields) for kind, found in of_kinds.items()}
    return Sheet(name, (RECORD, REVISION, REF, *names, DELETE), made, list=name)


def merged(sequences: Iterable[list[str]]) -> list[str]:
    """Return one order of names in which each sequence keeps its own, as far as they agree."""
    result: list[str] = []
    for names in sequences:
        at = 0
        for name in names:
            if name in result:
                at = result.index(name) + 1
            else:
                result.insert(at, name)
                at += 1
    return result


@lru_cache(maxsize=1)
def sheets() -> dict[str, Sheet]:
    """Return all sheets by name: the main ones first, citations last."""
    lists = merged([list(kind.lists) for kind in kinds.kinds()])
    lists = [*(name for name in lists if name != kinds.CITATIONS), kinds.CITATIONS]
    found = [*(_main(kind) for kind in kinds.kinds()), *(_child(name) for name in lists)]
    return {sheet.name: sheet for sheet in found}
