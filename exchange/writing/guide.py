"""What each sheet and column is for, in words: for the page of the data and for the template.

Everything is read off ``records.kinds``: the labels and help texts of the models, and what each
type takes. A new field explains itself here as soon as it has a help text.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.laying.layouts import sheets_of
from exchange.sheets import CLAIMS, DELETE, KEY, RECORD, REF, REVISION, SAYS, SHORTHAND, sheets
from records.kinds import CITATIONS, Field, get_kind, kinds
from records.types import Type

FIXED = {
    KEY: gettext_lazy(
        "The record's name for ever: malabar-2020. Small letters, digits, hyphens. Left empty in "
        "a new row, one is proposed from the title."
    ),
    REVISION: gettext_lazy(
        "Written by the export; leave it as it is. It tells from which revision your changes "
        "start. In a row that has it, an empty cell clears the field. Empty in a new row."
    ),
    RECORD: gettext_lazy("The key of the record that the row belongs to; or its title."),
    REF: gettext_lazy(
        "The item's name within its record: p1, in, c1. Leave it as it is; in a new row it may "
        "be left empty."
    ),
    DELETE: gettext_lazy("“yes” removes the item. A row that is missing removes nothing."),
    CLAIMS: gettext_lazy(
        "What the source speaks about: a column of the record (date), an item of one of its lists "
        "(participants/au) or a part of one (phases/p1/date). Several, separated by “; ”, where "
        "the source says of each what the record says."
    ),
    SAYS: gettext_lazy(
        "What the source says there, where it differs or should be kept as it is: a value; "
        "[denies] or [denies] with a value; [mentions]. Left empty, the record's present value."
    ),
}
SHORTHAND_MEANING = gettext_lazy(
    "The countries that took part, by their codes: AU; IN; JP. Everything else about them is on "
    "the sheet “participants”."
)

HOW = {
    "text": gettext_lazy("text on one line"),
    "long": gettext_lazy("text"),
    "url": gettext_lazy("a web address: https://…"),
    "int": gettext_lazy("a whole number"),
    "bool": gettext_lazy("yes or no"),
    "date": gettext_lazy("a date"),
    "texts": gettext_lazy("texts, separated by “; ”"),
}

RULES = (
    (
        gettext_lazy("Examples"),
        gettext_lazy(
            "The sheet “Examples” of the template has rows as they could be filled in; import "
            "passes over it."
        ),
    ),
    (
        gettext_lazy("Sheets"),
        gettext_lazy(
            "One sheet for each type of record, and one for each list that records have: who took "
            "part, phases, people, citations. A row of a list names its record by the key."
        ),
    ),
    (
        gettext_lazy("Dates"),
        gettext_lazy(
            "As precise as the source and no more: 2018-11-03, 2018-11, 2018, "
            "2023-01-12/2023-01-26, 2024-10~ (about), 2015? (uncertain), ../2021-07 (until). "
            "What people type is understood too: Nov 2018, 3.11.2023, 12–26 January 2023."  # noqa: RUF001
        ),
    ),
    (
        gettext_lazy("Several values in a cell"),
        gettext_lazy("Separated by “; ”. A semicolon within a value is written “\\;”."),
    ),
    (
        gettext_lazy("Empty cells"),
        gettext_lazy(
            "A column that is missing leaves what is there, and so does an empty cell, except in "
            "a row with a revision: there it clears. [none] always clears."
        ),
    ),
    (
        gettext_lazy("Apostrophes"),
        gettext_lazy(
            "A text that a spreadsheet program could take for a formula (= + - @ at its start), "
            "or that is [none], [denies] or [mentions] itself, has an apostrophe before it. "
            "Import takes it off."
        ),
    ),
    (
        gettext_lazy("Citations"),
        gettext_lazy(
            "Each row says: this source, at this place, supports these claims. Rows with the same "
            "record and ref are one citation."
        ),
    ),
    (
        gettext_lazy("What is for readers only"),
        gettext_lazy(
            "In JSON, the titles and addresses of sources beside their keys, and the paths of what "
            "had to be left out, which stays as it is; in rows given back, "
            "the column “problem”. Import passes over them: a source is changed where it "
            "stands itself. All other columns are taken as they are."
        ),
    ),
)


@dataclass(frozen=True)
class ColumnGuide:
    """A column: its heading, what it means, what is written in it, and its types by kind."""

    name: str
    meaning: str
    how: str
    type: Type | None = None


@dataclass(frozen=True)
class SheetGuide:
    """A sheet: its name, of what it is, and its columns."""

    name: str
    about: str
    columns: tuple[ColumnGuide, ...]


def guide() -> list[SheetGuide]:
    """Return all sheets in their order, explained."""
    return [SheetGuide(name, _about(name), tuple(_columns(name))) for name in sheets()]


def _about(name: str) -> str:
    sheet = sheets()[name]
    if sheet.kind:
        label = get_kind(sheet.kind).model._meta.verbose_name_plural
        return _("%(label)s, one in each row.") % {"label": capfirst(label)}
    of_kinds = [kind for kind in kinds() if name in kind.lists]
    label = capfirst(of_kinds[0].lists[name].label)
    found = {"label": label, "sheets": ", ".join(sheets_of(kind.name)[0] for kind in of_kinds)}
    return _("%(label)s of the records on: %(sheets)s.") % found


def fields_of(name: str) -> dict[str, Field]:
    """Return heading -> field of a sheet, for the columns that hold fields of a document.

    Where several kinds have the column, the first one with a help text explains it.
    """
    found: dict[str, Field] = {}
    for kind in kinds():
        sheet = sheets()[name]
        fields = kind.fields if sheet.kind == kind.name else ()
        if sheet.list in kind.lists:
            fields = kind.lists[sheet.list].fields
        for field in fields:
            known = found.get(field.name)
            if known is None or (field.help and not known.help):
                found[field.name] = field
    if name == CITATIONS:
        del found[CLAIMS]
    return found


def _columns(name: str) -> Iterator[ColumnGuide]:
    fields = fields_of(name)
    for column in sheets()[name].columns:
        if column in fields:
            yield _column(fields[column])
        elif column == SHORTHAND:
            yield ColumnGuide(column, str(SHORTHAND_MEANING), str(_("codes, separated by “; ”")))
        else:
            yield ColumnGuide(column, str(FIXED[column]), "")


def _column(field: Field) -> ColumnGuide:
    meaning = capfirst(str(field.help or field.label))
    if not meaning.endswith((".", "?", "!")):
        meaning += "."
    how = str(how_to_write(field))
    if field.required and field.type.name != "bool":
        how = _("%(how)s; needed") % {"how": how}
    return ColumnGuide(field.name, meaning, how, field.type)


def how_to_write(field: Field) -> str:
    """Return what a cell of a field takes."""
    of_type = field.type
    if of_type.name == "choice":
        words = ", ".join(word for word, _label in of_type.choices)
        return _("one of: %(words)s") % {"words": words}
    if of_type.name == "local":
        return _("refs of the same record's %(list)s, separated by “; ”") % {"list": field.label}
    if of_type.name in ("ref", "refs"):
        target = field.model_field.related_model._meta.verbose_name
        if of_type.name == "ref":
            return _("a key or name: %(target)s") % {"target": target}
        return _("keys or names, separated by “; ”: %(target)s") % {"target": target}
    return str(HOW[of_type.name])
