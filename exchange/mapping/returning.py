"""Rows of a foreign table that failed, under their own headings: to be mended and read again."""

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePath

from exchange.cells import guard
from exchange.laying.tables import Table
from exchange.mapping.files import foreign_grid
from exchange.mapping.foreign import MappedRow, headings
from exchange.mapping.shapes import Profile
from exchange.problems import PROBLEM
from exchange.reading import Grid, Options, read_file
from records.text import tidy

Reasons = Mapping[tuple, list[str]]
Rows = list[dict[str, str]]
_NO_SHEET = re.compile(r"[^\w -]+")
SHEET_LENGTH = 31


def foreign_rows(
    files: Iterable[tuple[str, bytes]],
    profile: Profile,
    options: Options,
    tables: Iterable[Table],
    reasons: Reasons,
    failed: set[str],
    unknown: Iterable[dict],
) -> dict[str, Rows]:
    """Return name -> rows of the files, (name, content) each, whose records are ``failed``.

    ``tables`` are what the files were laid to; ``reasons`` has (file, row) -> what is wrong;
    ``unknown`` the words of which only the first cell has its reason there.
    """
    keys: dict[tuple[str, int], set[str]] = {}
    for row in (row for table in tables for row in table.rows):
        if isinstance(row, MappedRow):
            key = row.cells.get("record") or row.cells.get("key") or ""
            keys.setdefault((row.file, row.number), set()).add(key)
    options = replace(options, headings=profile.heading_row or options.headings)
    found: dict[str, Rows] = {}
    sheets: dict[str, str] = {}  # for Excel names are the same in small and large letters
    for name, content in files:
        reading = read_file(io.BytesIO(content), name, options)
        grid = foreign_grid(reading, "" if options.sheet else profile.from_sheet)
        if not isinstance(grid, Grid) or not grid.rows:
            continue
        names = headings(grid.rows[0][1])
        for number, cells in grid.rows[1:]:
            place = (name, number)
            if place in reasons or keys.get(place, set()) & failed:
                given = dict(zip(names, map(tidy, [*cells, *[""] * len(names)]), strict=False))
                why = [*reasons.get(place, ()), *_words(given, unknown, reasons.get(place, ()))]
                row = {guard(heading): guard(cell) for heading, cell in given.items() if heading}
                sheet = sheets.setdefault(_sheet_name(name).casefold(), _sheet_name(name))
                found.setdefault(sheet, []).append({PROBLEM: guard("; ".join(why)), **row})
    return found


def _words(given: dict[str, str], unknown: Iterable[dict], told: Iterable[str]) -> Iterable[str]:
    said = " ".join(told)
    for word in unknown:
        if word["text"] in given.get(word["column"], "") and word["message"] not in said:
            yield f"{word['column']}: {word['message']}"


def _sheet_name(file: str) -> str:
    return _NO_SHEET.sub("", PurePath(file).stem)[:SHEET_LENGTH].strip() or "table"
