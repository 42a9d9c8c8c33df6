"""What a batch does to a record, cell by cell and in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from records.admin.names import Words, field_at
from records.differences import MISSING, Change, Place, diff
from records.documents import items_of
from records.kinds import CITATIONS


@dataclass(frozen=True)
class Cell:
    """One cell that differs: its label, what stood there and what will, in words ("": nothing).

    ``gone`` tells that an item of a list is removed, ``cleared`` that a field becomes empty.
    """

    label: str
    path: str
    old: str
    new: str
    gone: bool = False

    @property
    def cleared(self) -> bool:
        """Tell whether the cell becomes empty, its item staying."""
        return bool(self.old) and not self.new and not self.gone


def cells(words: Words, old: dict, new: dict) -> list[Cell]:
    """Return the cells that differ; an item that comes or goes as a whole is one of them."""
    return list(_cells(words, old, new))


def _cells(words: Words, old: dict, new: dict) -> Iterator[Cell]:
    changes = diff(old, new)
    whole = {change.place for change in changes if len(change.place) == 2}
    for change in changes:
        if len(change.place) == 2:
            yield _item(words, old, new, change)
        elif change.place[:2] not in whole:
            yield _value(words, old, new, change)


def _item(words: Words, old: dict, new: dict, change: Change) -> Cell:
    gone = change.new is MISSING
    text = said(words, old if gone else new, change.place, True)
    label = str(words.kind.lists[change.place[0]].label)
    return Cell(label, change.path, text if gone else "", "" if gone else text, gone)


def _value(words: Words, old: dict, new: dict, change: Change) -> Cell:
    holder = old if change.new is MISSING else new
    before, after = (
        said(words, d, change.place, v) for d, v in ((old, change.old), (new, change.new))
    )
    gone = len(change.place) == 4 and change.new is MISSING
    return Cell(words.label(holder, change.place), change.path, before, after, gone)


def said(words: Words, document: dict, place: Place, value: Any) -> str:
    """Return the value at a place in words; an item of a list with all of its parts."""
    if value is MISSING:
        return ""
    if len(place) == 2:
        found = (i for i in items_of(document, place[0]) if i["ref"] == place[1])
        return "; ".join(_parts(words, place[0], next(found, {})))
    if len(place) == 4:
        return words.claim(place[3], value)
    return words.value(field_at(words.kind, "/".join(place)), value)


def _parts(words: Words, list_name: str, item: dict) -> Iterator[str]:
    for field in words.kind.lists[list_name].fields:
        value = item.get(field.name)
        if field.name == "claims" and list_name == CITATIONS:
            for path, claim in (value or {}).items():
                named = {"path": path, "value": words.claim(path, claim)}
                yield _("says of %(path)s: %(value)s") % named
        elif value:
            yield f"{field.label}: {words.value(field, value)}"
