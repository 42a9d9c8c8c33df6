"""Which columns of a foreign table are dates, and which of our dates each is."""

import re
from collections.abc import Iterable
from typing import Any

from exchange.mapping.called import date_place, when
from exchange.mapping.looking import Column, are_dates, share
from records.kinds import Kind

# Figures with signs between them, or two figures: no number looks so.
_SIGNS = re.compile(r"[0-9xX?]{1,4}[/.-][0-9xX?]{1,2}([/.-][0-9xX?]{1,4})?")
_YEAR = re.compile(r"[12][0-9]{3}(\.0)?")
# Lists whose items are what happened when -> the field that says what.
DATED_LISTS = {"milestones": "type", "stages": "stage"}
Parts = dict[str, Column]


def dated(columns: Iterable[Column], kind: Kind) -> dict[str, Parts]:
    """Return what a heading is but for its date -> part of a date ("": the whole) -> column."""
    found: dict[str, Parts] = {}
    for column in columns:
        left, part, is_said = when(column.words)
        if part:
            found.setdefault(left, {}).setdefault(part, column)
        elif (is_said or _is_called(kind, left) or _has_signs(column)) and are_dates(column):
            found.setdefault(left, {}).setdefault("", column)
    parts = {left: _usable(given) for left, given in found.items()}
    return {left: given for left, given in parts.items() if given}


def _is_called(kind: Kind, left: str) -> bool:
    return bool(left) and date_place(kind, left) is not None


def _has_signs(column: Column) -> bool:
    return share(bool(_SIGNS.fullmatch(text)) for text in column.texts[:40]) > 0.7


def _usable(parts: Parts) -> Parts:
    """Return one whole date, or its parts with the year among them; nothing where there is none."""
    if "" in parts:
        return {"": parts[""]}
    year = parts.get("year")
    return parts if year and share(bool(_YEAR.fullmatch(t)) for t in year.texts) > 0.9 else {}


def rules_of(places: dict[tuple[str, str], Parts]) -> tuple[dict[str, Any], list[dict]]:
    """Return what a profile says of dates: the rules of columns, and items that have a date.

    ``places`` has (field, start or end), or (list, word).
    """
    rules = {place: _rule(parts) for place, parts in places.items()}
    columns: dict[str, Any] = {}
    items = []
    for (name, word), rule in rules.items():
        if name in DATED_LISTS:
            items.append({"list": name, DATED_LISTS[name]: {"constant": word}, "date": rule})
        elif word == "start":
            end = rules.get((name, "end"))
            columns[name] = {"start": rule, "end": end} if end else rule
    return columns, items


def _rule(parts: Parts) -> Any:
    found = {part: parts[part].name for part in ("", "year", "month", "day") if part in parts}
    return found.get("") or found
