"""Words of an import that nothing here answers to: gathered once each, and what was chosen.

What is chosen stands with the batch, or in the profile by which it is read; ``rewording`` applies
it when the files are read again, so that a preview always shows what it comes to.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from exchange.mapping.meanings import Unknown
from exchange.planning.plans import Plan
from exchange.problems import Problem
from records.cells import split_cell
from records.resolve import Resolver, references
from records.steps import FAILED
from records.text import tidy

UNKNOWN, WORDS, MORE = "unknown", "words", "unknown_more"
MOST = 300
# Values are shown and kept up to this length.
LENGTH = 200
Words = dict[str, dict[str, str]]


def foreign_words(unknown: Iterable[Unknown]) -> list[dict]:
    """Return the unknown words of mapped tables, as a batch keeps them: each once.

    A name is one whichever the tables, a code of a list of choices in each layout another.
    ``parts`` are the numbers of the profiles by which a word was read.
    """
    found: dict[tuple, dict] = {}
    for word in unknown:
        if word.table and len(word.text) <= LENGTH:
            apart = None if getattr(word.type, "target", "") else word.part
            mark = (word.table, word.text.casefold(), apart)
            kept = found.setdefault(mark, _foreign(word))
            kept["count"] += word.count
            kept["parts"] = sorted({*kept["parts"], word.part})
    return sorted(found.values(), key=lambda word: -word["count"])


def _foreign(word: Unknown) -> dict:
    return {
        "table": word.table,
        "target": getattr(word.type, "target", "") or "",
        "text": word.text,
        "sheet": word.file,
        "column": word.column,
        "row": word.row,
        "count": 0,
        "parts": [],
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
    place = (problem.sheet, problem.column, problem.row) if problem else ("", "", None)
    return {
        "table": target,
        "target": target,
        "text": text,
        "sheet": place[0],
        "column": place[1],
        "row": place[2],
        "count": 0,
        "message": _("Nothing is called so."),
        "choices": [],
    }


def kept(words: Sequence[dict]) -> dict[str, Any]:
    """Return unknown words as options of a batch: as many as a person could go through."""
    return {UNKNOWN: list(words[:MOST]), MORE: max(0, len(words) - MOST)}
