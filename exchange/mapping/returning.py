"""Rows of a foreign table that failed, under their own headings: to be mended and read again."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath

from exchange.cells import guard
from exchange.laying.intake import JSON
from exchange.laying.tables import Table
from exchange.mapping.foreign import MappedRow, headings
from exchange.mapping.meanings import Unknown
from exchange.mapping.placing import Placed, placed, reader
from exchange.mapping.shapes import Profile
from exchange.problems import PROBLEM
from exchange.reading import Options
from records.text import tidy

Reasons = Mapping[tuple, list[str]]
Rows = list[dict[str, str]]
_NO_SHEET = re.compile(r"[^\w -]+")
SHEET_LENGTH = 31


def foreign_rows(
    files: Iterable[tuple[str, bytes]],
    profiles: Sequence[Profile],
    way: tuple[Options, Sequence[str]],
    tables: Iterable[Table],
    reasons: Reasons,
    failed: set[str],
    unknown: Sequence[Unknown],
) -> dict[str, Rows]:
    """Return name -> rows of the files, (name, content) each, whose records are ``failed``.

    ``way`` has how the files are read, and which tables are left out; ``tables`` are what they were
    laid to; ``reasons`` has (table, row) -> what is wrong; ``unknown`` the words of which only the
    first cell has its reason there.
    """
    keys: dict[tuple[str, int], set[str]] = {}
    for row in (row for table in tables for row in table.rows):
        if isinstance(row, MappedRow):
            key = row.cells.get("record") or row.cells.get("key") or ""
            keys.setdefault((row.file, row.number), set()).add(key)
    found: dict[str, Rows] = {}
    sheets: dict[str, str] = {}  # for Excel names are the same in small and large letters
    for table in _tables(files, profiles, *way):
        name = table.label
        names = headings(table.grid.rows[0][1])
        words = [word for word in unknown if word.part == table.number]
        for number, cells in table.grid.rows[1:]:
            place = (name, number)
            own = keys.get(place, set())
            if place in reasons or own & failed:
                given = dict(zip(names, map(tidy, [*cells, *[""] * len(names)]), strict=False))
                told = reasons.get(place, ())
                why = [*told, *_words(given, own, words, told)]
                row = {guard(heading): guard(cell) for heading, cell in given.items() if heading}
                sheet = sheets.setdefault(_sheet_name(name).casefold(), _sheet_name(name))
                found.setdefault(sheet, []).append({PROBLEM: guard("; ".join(why)), **row})
    return found


def _tables(files, profiles, options: Options, left: Sequence[str]) -> Iterator[Placed]:
    """Yield the tables of files that are read by profiles."""
    for name, content in files:
        if PurePath(name).suffix.lower() == JSON:
            continue
        found = placed(reader(io.BytesIO(content), name, options), profiles, options, left)
        for table in found if isinstance(found, list) else ():
            if table.profile and table.grid.rows:
                yield table


def _words(
    given: dict[str, str], keys: set[str], unknown: Iterable[Unknown], told: Iterable[str]
) -> Iterator[str]:
    """Yield what is wrong with a row that is told at the first such row alone."""
    said = " ".join(told)
    for word in unknown:
        is_word = word.table and word.column in given
        is_here = word.text in given[word.column] if is_word else keys & word.keys
        if is_here and word.message not in said:
            yield f"{word.column}: {word.message}"


def _sheet_name(file: str) -> str:
    # Of one sheet of several the sheet's name tells more than the file's.
    name = file.partition(": ")[2] or PurePath(file).stem
    return _NO_SHEET.sub("", name)[:SHEET_LENGTH].strip() or "table"
