"""Putting what was chosen for unknown words in their place: in rows of our sheets, and in JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from exchange.laying.naming import COUNTRY
from exchange.laying.tables import Row, Table
from exchange.mapping.meanings import key_for
from exchange.mapping.shapes import CREATE, LEAVE_OUT, is_made
from exchange.sheets import KEY, SHORTHAND, Sheet, sheet_name, sheets
from records.cells import join_cell, split_cell
from records.kinds import CITATIONS, get_kind, kinds
from records.text import tidy
from records.types import LocalRefs, Ref, Refs

Words = Mapping[str, Mapping[str, str]]
# What an item of a list is about: without any of these it says nothing.
ABOUT = {
    "participants": ("country", "grouping", "force"),
    "parties": ("country", "grouping"),
    "members": ("country", "grouping", "force"),
    "deployments": ("unit", "platform", "force"),
}


def reworded(tables: list[Table], words: Words) -> list[Table]:
    """Return tables with what was chosen for words in their place; rows of ours and JSON only."""
    if not any(words.values()):
        return tables
    wording = Wording(words)
    for table in tables:
        if table.sheet:
            rows = (_reworded(table.sheet, row, wording) for row in table.rows)
            table.rows = [row for row in rows if row]
        table.entries = [(row, _entry(entry, wording)) for row, entry in table.entries]
    return [*tables, *_made(tables, wording.made)]


class Wording:
    """What was chosen for words; ``made`` has (target, word) -> key of what is created for it."""

    def __init__(self, words: Words):
        self.words = words
        self.made: dict[tuple[str, str], str] = {}

    def chosen(self, target: str, text: str) -> str:
        """Return our word for one, itself where nothing was chosen, "" where it is left out."""
        ours = self.words.get(target, {}).get(text.casefold(), text)
        if ours == LEAVE_OUT:
            return ""
        if ours == CREATE and is_made(target):
            return self.made.setdefault((target, text), key_for(target, text))
        return ours

    def several(self, target: str, texts: list[str]) -> list[str]:
        """Return our words for those of a list."""
        return [ours for text in texts if (ours := self.chosen(target, text))]


# Rows ------------------------------------------------------------------------------------------


def _reworded(sheet: Sheet, row: Row, wording: Wording) -> Row | None:
    """Return a row with the words chosen; None where it would say nothing without its word."""
    cells = dict(row.cells)
    for column, target, is_list in _references(sheet):
        if target not in wording.words or not cells.get(column):
            continue
        parts = split_cell(cells[column]) if is_list else [tidy(cells[column])]
        left = wording.several(target, parts)
        if left == parts:
            continue
        cells[column] = join_cell(left) if is_list else "".join(left)
        if not left and sheet.list and _says_nothing(sheet.list, column, cells):
            return None
    return replace(row, cells=cells)


def _references(sheet: Sheet) -> Iterator[tuple[str, str, bool]]:
    """Yield (column, target, whether it lists several) for what in a sheet names other things."""
    seen = set()
    for resource in sheet.resources.values():
        for column in resource.fields.values():
            of_type = column.widget.type
            name = column.column_name
            is_name = isinstance(of_type, Ref | Refs) and not isinstance(of_type, LocalRefs)
            if is_name and name not in seen:
                seen.add(name)
                yield name, of_type.target, isinstance(of_type, Refs)
    if SHORTHAND in sheet.columns and SHORTHAND not in seen:
        yield SHORTHAND, COUNTRY, True


def _says_nothing(list_name: str, name: str, left: Mapping[str, Any]) -> bool:
    """Tell whether an item is none any more, now that ``name`` of it was left out."""
    about = ABOUT.get(list_name, ())
    if name in about:
        return not any(left.get(other) for other in about)
    return any(name in k.lists[list_name].required for k in kinds() if list_name in k.lists)


# JSON ------------------------------------------------------------------------------------------


def _entry(entry: dict, wording: Wording) -> dict:
    try:
        return {**entry, "document": _document(entry["document"], wording)}
    except (KeyError, TypeError, AttributeError):
        return entry  # a document of a wrong shape is told so when it is read


def _document(document: dict, wording: Wording) -> dict:
    kind = get_kind(document["kind"])
    result = {**document, "fields": _values(kind.references, document["fields"], wording)}
    gone = _emptied("", kind, document["fields"], result["fields"])
    for name, items in document.get("lists", {}).items():
        if name in kind.lists:
            found = [(item, _item(kind.lists[name], item, wording)) for item in items]
            result["lists"] = {**result["lists"], name: [new for _old, new in found if new]}
            for old, new in found:
                place = f"{name}/{old.get('ref')}"
                gone |= {place} if new is None else _emptied(place, kind.lists[name], old, new)
    if CITATIONS in document:
        cited = (_item(kind.lists[CITATIONS], item, wording) for item in document[CITATIONS])
        result[CITATIONS] = [_claiming(kind, item, gone, wording) for item in cited if item]
    return result


def _emptied(place: str, fields, before: dict, after: dict) -> set[str]:
    """Return the paths of what had a value, and now has none."""
    names = (name for name, _target, _is_list in fields.references)
    left = (name for name in names if before.get(name) and not after.get(name))
    return {f"{place}/{name}".lstrip("/") for name in left}


def _item(item_list, item: dict, wording: Wording) -> dict | None:
    """Return an item with the words chosen; None where it would say nothing without its word."""
    found = _values(item_list.references, item, wording)
    for name, _target, _is_list in item_list.references:
        if item.get(name) and not found.get(name) and _says_nothing(item_list.name, name, found):
            return None
    return found


def _values(references, values: dict, wording: Wording) -> dict:
    found = dict(values)
    for name, target, is_list in references:
        if value := values.get(name):
            value = split_cell(value) if is_list and isinstance(value, str) else value
            found[name] = _said(value, target, wording)
            if not found[name] and not is_list:
                del found[name]
    return found


def _said(value: Any, target: str, wording: Wording) -> Any:
    """Return a text, or a list of texts, with the words chosen; what is neither is left."""
    if isinstance(value, str):
        return wording.chosen(target, tidy(value))
    if isinstance(value, list) and all(isinstance(text, str) for text in value):
        return wording.several(target, [tidy(text) for text in value])
    return value


def _claiming(kind, citation: dict, gone: set[str], wording: Wording) -> dict:
    """Return a citation whose claims say the words chosen, and nothing of what was left out."""
    claims = citation.get("claims")
    if not isinstance(claims, dict):
        return citation
    kept = {
        path: _claim(kind, path, value, wording)
        for path, value in claims.items()
        if not any(path == place or path.startswith(f"{place}/") for place in gone)
    }
    return {**citation, "claims": {path: value for path, value in kept.items() if value != ""}}


def _claim(kind, path: str, value: Any, wording: Wording) -> Any:
    try:
        of_type = kind.type_at(path)
    except KeyError:
        return value
    target = getattr(of_type, "target", "")
    return _said(value, target, wording) or "" if target and value else value


# What is made of a name -------------------------------------------------------------------------


def _made(tables: list[Table], made: Mapping[tuple[str, str], str]) -> list[Table]:
    """Add a row for each record that is made of a name; return tables for sheets that were not."""
    there = {table.sheet.name: table for table in tables if table.sheet}
    new: dict[str, Table] = {}
    for (target, text), key in made.items():
        name = sheet_name(get_kind(target))
        table = there.get(name) or new.setdefault(name, Table(sheets()[name]))
        if not any(row.cells.get(KEY) == key for row in table.rows):
            table.rows.append(Row(name, 0, {KEY: key, "title": text}))
    return list(new.values())
