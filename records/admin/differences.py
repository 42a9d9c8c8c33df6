"""The differences of two documents as rows in words."""

from dataclasses import dataclass

from records.admin.names import Words, field_at
from records.differences import MISSING, Change, diff


@dataclass(frozen=True)
class Row:
    """One place that differs: its name, the old and the new value in words ("" for nothing)."""

    label: str
    path: str
    old: str
    new: str


def rows(words: Words, old: dict, new: dict) -> list[Row]:
    """Return the places that differ, old before new."""
    for document in (old, new):
        words.names.want_document(words.kind, document)
    return [_row(words, old, new, change) for change in diff(old, new)]


def _row(words: Words, old: dict, new: dict, change: Change) -> Row:
    holder = old if change.new is MISSING else new
    return Row(
        words.label(holder, change.place),
        change.path,
        _value(words, change, change.old),
        _value(words, change, change.new),
    )


def _value(words: Words, change: Change, value) -> str:
    if value is MISSING:
        return ""
    if len(change.place) == 4:
        return words.claim(change.place[3], value)
    return words.value(field_at(words.kind, change.path), value)
