"""Which columns of a foreign table are dates, and which of our dates each is."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from exchange.mapping.called import date_place, when
from exchange.mapping.looking import Column, are_dates, date_of, share
from exchange.mapping.points import UNKNOWN
from records.kinds import Kind

# Figures with signs between them, or two figures: no number looks so.
_SIGNS = re.compile(r"[0-9xX?]{1,4}[/.-][0-9xX?]{1,2}([/.-][0-9xX?]{1,4})?")
_YEAR = re.compile(r"[12][0-9]{3}(\.0)?")
# Lists whose items are what happened when -> the field that says what.
DATED_LISTS = {"milestones": "type", "stages": "stage"}
Parts = dict[str, Column]


def dated(columns: Iterable[Column], kind: Kind) -> dict[str, Parts]:
    """Return what a heading is but for its date -> part of a date ("": the whole) -> column.

    Where several columns are the same, the one that says most of a date is taken.
    """
    found: dict[str, Parts] = {}
    for column in columns:
        left, part, is_said = when(column.words)
        if part:
            found.setdefault(left, {}).setdefault(part, column)
        elif (is_said or _is_called(kind, left) or _has_signs(column)) and are_dates(column):
            whole = found.setdefault(left, {}).setdefault("", column)
            found[left][""] = max(whole, column, key=_in_whole)
    parts = {left: _usable(given) for left, given in found.items()}
    return {left: given for left, given in parts.items() if given}


def _is_called(kind: Kind, left: str) -> bool:
    return bool(left) and date_place(kind, left) is not None


def _has_signs(column: Column) -> bool:
    return share(bool(_SIGNS.fullmatch(text)) for text in column.texts[:40]) > 0.7


def _usable(parts: Parts) -> Parts:
    """Return one whole date, or its parts with the year among them; nothing where there is none."""
    whole = {part: column for part, column in parts.items() if not part}
    apart = {part: column for part, column in parts.items() if part}
    year = apart.get("year")
    if not year or share(bool(_YEAR.fullmatch(text)) for text in year.texts) <= 0.9:
        apart = {}
    return max(whole, apart, key=known)


def known(parts: Parts) -> float:
    """Return how much columns tell of a date: its known parts, of all the cells together.

    By it a date to the day goes before a year, in whatever order the columns stand, unless most
    rows have the year alone.
    """
    return sum(_in_part(column) if part else _in_whole(column) for part, column in parts.items())


def _in_whole(column: Column) -> float:
    return _of_all(column, lambda text: len(list(filter(None, _start(text).split("-")))))


def _in_part(column: Column) -> float:
    return _of_all(column, lambda text: not UNKNOWN.fullmatch(text))


def _start(text: str) -> str:
    return date_of(text).partition("/")[0]


def _of_all(column: Column, number: Callable[[str], int]) -> float:
    """Return what the cells of a column have, all of them if the rest is as those looked at."""
    found = sum(count * number(text) for text, count in column.looked_at.items())
    return found / max(1, column.looked_at.total()) * column.filled


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
