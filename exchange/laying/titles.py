"""Rows of child sheets that name their record by its title, or another of its names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from exchange.cells import unguard
from exchange.laying.tables import Row
from exchange.problems import Problem
from exchange.sheets import RECORD, Sheet
from records import bulk
from records.kinds import get_kind
from records.models import Alias, Record
from records.text import KEY_PATTERN, fold, tidy

_KEY = re.compile(KEY_PATTERN)

Pairs = Sequence[tuple[Sheet, Row]]
# A record that a text may mean: its key and its kind.
Meant = tuple[str, str]


def with_keys(children: Pairs, main: Pairs, keys: Sequence[str]) -> tuple[Pairs, list[Problem]]:
    """Return child rows with keys where they name a record by title, and those that name several.

    ``keys`` are those of the main rows. A text that nothing is called by stays as it is.
    """
    texts = {tidy(row.cells[RECORD]) for _sheet, row in children} - {*keys}
    texts = {text for text in texts if text and "\x00" not in text and not _KEY.fullmatch(text)}
    if not texts:
        return children, []
    meant = _meant(texts, main, keys)
    found, problems = [], []
    for sheet, row in children:
        text = tidy(row.cells[RECORD])
        fitting = sorted(key for key, kind in meant.get(text, ()) if _has(kind, sheet.list))
        if len(fitting) > 1:
            problems.append(_ambiguous(row, text, fitting))
            continue
        if fitting:
            row = replace(row, cells={**row.cells, RECORD: fitting[0]})
        found.append((sheet, row))
    return found, problems


def _has(kind: str, list_name: str) -> bool:
    return list_name in get_kind(kind).lists


def _meant(texts: set[str], main: Pairs, keys: Sequence[str]) -> dict[str, set[Meant]]:
    """Return text -> the records called so: rows of the file, and stored ones."""
    own = {*keys}
    found: dict[str, set[Meant]] = {text: set() for text in texts}
    by_title: dict[str, set[Meant]] = {}
    for (sheet, row), key in zip(main, keys, strict=True):
        title = fold(tidy(unguard(row.cells.get("title", ""))))
        by_title.setdefault(title, set()).add((key, sheet.kind))
    for text in texts:
        found[text] |= by_title.get(fold(text), set())
    for text, key, kind in _stored(sorted(texts)):
        if key not in own:  # its row may give it another title
            found[text].add((key, kind))
    return found


def _stored(texts: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    for part in bulk.chunks(texts):
        yield from Record.objects.filter(title__in=part).values_list("title", "key", "kind")
        named = Alias.objects.filter(name__in=part)
        yield from named.values_list("name", "record_id", "record__kind")


def _ambiguous(row: Row, text: str, keys: Sequence[str]) -> Problem:
    hint = _("Write the key of the one that is meant: %(keys)s.") % {"keys": ", ".join(keys[:10])}
    return row.problem(RECORD, _("Several records are called so."), text, hint, keys[0])
