"""Words of an import that nothing here answers to: gathered once each, and what was chosen.

What is chosen stands with the batch, or in the profile by which it is read; it is applied when the
files are read again, so that a preview always shows what it comes to.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from exchange.laying.naming import COUNTRY
from exchange.laying.tables import Row, Table
from exchange.mapping.shapes import CREATE, LEAVE_OUT, is_made
from exchange.mapping.words import Unknown, key_for
from exchange.planning.plans import Plan
from exchange.problems import Problem
from exchange.sheets import KEY, SHORTHAND, Sheet, sheet_name, sheets
from records.cells import join_cell, split_cell
from records.kinds import get_kind
from records.resolve import Resolver, references
from records.store import FAILED
from records.text import tidy
from records.types import LocalRefs, Ref, Refs

UNKNOWN, WORDS, MORE = "unknown", "words", "unknown_more"
MOST = 300
# Values are shown and kept up to this length.
LENGTH = 200
Words = dict[str, dict[str, str]]


def foreign_words(unknown: Iterable[Unknown]) -> list[dict]:
    """Return the unknown words of a mapped table, as a batch keeps them: each once in its table."""
    found: dict[tuple[str, str], dict] = {}
    for word in unknown:
        if word.table and len(word.text) <= LENGTH:
            kept = found.setdefault((word.table, word.text.casefold()), _foreign(word))
            kept["count"] += word.count
    return sorted(found.values(), key=lambda word: -word["count"])


def _foreign(word: Unknown) -> dict:
    return {
        "table": word.table,
        "target": getattr(word.type, "target", "") or "",
        "text": word.text,
        "column": word.column,
        "row": word.row,
        "count": 0,
        "message": word.message,
        "choices": [[w, str(label)] for w, label in getattr(word.type, "choices", ())],
    }


def own_words(plan: Plan) -> list[dict]:
    """Return the names in failed records of a plan that nothing is called by."""
    failed = [entry for entry in plan.entries if entry.step.outcome == FAILED]
    if not failed:
        return []
    resolver = Resolver(entry.draft.document for entry in plan.entries)
    places = _places(plan)
    found: dict[tuple[str, str], dict] = {}
    for entry in failed:
        for target, text in references(entry.draft.document):
            if 0 < len(text) <= LENGTH and _is_unknown(resolver, target, text):
                word = found.setdefault((target, text), _own(target, text, places.get(text)))
                word["count"] += 1
    return sorted(found.values(), key=lambda word: -word["count"])


def _places(plan: Plan) -> dict[str, Problem]:
    """Return what a cell, or a member of it, says -> the first problem at such a cell."""
    found: dict[str, Problem] = {}
    for problem in plan.problems:
        if isinstance(problem.value, str):
            for text in (tidy(problem.value), *split_cell(problem.value)):
                found.setdefault(tidy(text), problem)
    return found


def _is_unknown(resolver: Resolver, target: str, text: str) -> bool:
    try:
        resolver(target, text)
    except ValueError:
        return True
    return False


def _own(target: str, text: str, problem: Problem | None) -> dict:
    place = (problem.column, problem.row) if problem else ("", None)
    return {
        "table": target,
        "target": target,
        "text": text,
        "column": place[0],
        "row": place[1],
        "count": 0,
        "message": _("Nothing is called so."),
        "choices": [],
    }


def kept(words: Sequence[dict]) -> dict[str, Any]:
    """Return unknown words as options of a batch: as many as a person could go through."""
    return {UNKNOWN: list(words[:MOST]), MORE: max(0, len(words) - MOST)}


def reworded(tables: list[Table], words: Words) -> list[Table]:
    """Return tables with what was chosen for words in their place; rows of ours only."""
    if not any(words.values()):
        return tables
    made: dict[tuple[str, str], str] = {}
    for table in tables:
        if table.sheet:
            rows = (_reworded(table.sheet, row, words, made) for row in table.rows)
            table.rows = [row for row in rows if row]
    return [*tables, *_made(tables, made)]


def _reworded(sheet: Sheet, row: Row, words: Words, made: dict) -> Row | None:
    """Return a row with the words chosen; None where it would say nothing without its word."""
    cells = dict(row.cells)
    for column, target, is_list in _references(sheet):
        if target not in words or not cells.get(column):
            continue
        parts = split_cell(cells[column]) if is_list else [tidy(cells[column])]
        chosen = [_chosen(words[target], target, part, made) for part in parts]
        if chosen == parts:
            continue
        left = [part for part in chosen if part]
        if not left and sheet.list and not is_list:
            return None
        cells[column] = join_cell(left) if is_list else "".join(left)
    return replace(row, cells=cells)


def _chosen(table: dict[str, str], target: str, text: str, made: dict) -> str:
    ours = table.get(text.casefold(), text)
    if ours == LEAVE_OUT:
        return ""
    if ours == CREATE and is_made(target):
        return made.setdefault((target, text), key_for(target, text))
    return ours


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


def _made(tables: list[Table], made: dict[tuple[str, str], str]) -> list[Table]:
    """Add a row for each record that is made of a name; return tables for sheets that were not."""
    there = {table.sheet.name: table for table in tables if table.sheet}
    new: dict[str, Table] = {}
    for (target, text), key in made.items():
        name = sheet_name(get_kind(target))
        table = there.get(name) or new.setdefault(name, Table(sheets()[name]))
        if not any(row.cells.get(KEY) == key for row in table.rows):
            table.rows.append(Row(name, 0, {KEY: key, "title": text}))
    return list(new.values())
