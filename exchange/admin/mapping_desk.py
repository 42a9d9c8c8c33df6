"""What lies on the mapping page of an import: its table, the profile, and what is wrong."""

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import PurePath
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from exchange.admin.mapping_form import MappingForm
from exchange.batches.kept_files import READING, options_of
from exchange.laying.intake import JSON
from exchange.mapping.files import foreign_grid
from exchange.mapping.foreign import form as form_problems
from exchange.mapping.profiles import is_formed, profile_of
from exchange.mapping.samples import (
    LOOKED_AT,
    Column,
    Tried,
    columns_of,
    likely_heading_row,
    tried,
)
from exchange.mapping.saved import fitting, headings_of
from exchange.mapping.shapes import Profile
from exchange.mapping.suggesting import Suggestions
from exchange.mapping.texts import ProfileError, parsed
from exchange.models import MAPPING, Batch, SavedProfile
from exchange.problems import Problem
from exchange.reading import Grid, read_file
from exchange.sheets import sheets
from exchange.words.choosing import DRAFT
from records.faults import Refused

# Seconds for which the beginning of a table is remembered: reading a large workbook takes long.
REMEMBERED = 900


class Desk:
    """The mapping of one batch. ``text`` is the profile's; everything else follows from it."""

    def __init__(self, batch: Batch, by: Any, text: str | None = None):
        self.batch, self.by = batch, by
        self.problems: list[Problem] = []
        kept = batch.options.get(MAPPING) or {}
        self.text = text or batch.options.get(DRAFT) or kept.get("text") or ""
        if not self.text and not isinstance(self.first, Problem):
            self.text = self.suggested()

    @cached_property
    def file(self):
        """Return the file whose headings are mapped: the first that is a table."""
        files = [f for f in self.batch.files.all() if PurePath(f.name).suffix.lower() != JSON]
        return files[0] if files else None

    @property
    def stem(self) -> str:
        """Return the name of the file without its ending."""
        return PurePath(self.file.name).stem if self.file else ""

    def sample(self, heading_row: int = 0, sheet: str = "") -> Grid | Problem:
        """Return the beginning of the table, under its headings; or why there is none."""
        if self.file is None:
            return Problem("", None, "", _("There is no table in these files."))
        return self._remembered(
            "sample", lambda: self._read(heading_row, sheet), heading_row, sheet
        )

    def _remembered(self, what: str, make: Callable[[], Any], *said) -> Any:
        """Return what ``make`` gives, from memory where it was made a short time ago."""
        said = [self.batch.options.get(READING, {}), *said]
        mark = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
        name = f"exchange-{what}-{self.batch.pk}-{mark}"
        found = cache.get(name)
        if found is None:
            found = make()
            cache.set(name, found, REMEMBERED)
        return found

    def _read(self, heading_row: int, sheet: str) -> Grid | Problem:
        options = options_of(self.batch)
        options = replace(options, headings=heading_row or options.headings)
        reading = read_file(io.BytesIO(self.file.content), self.file.name, options)
        grid = foreign_grid(reading, "" if options.sheet else sheet)
        if isinstance(grid, Problem):
            return grid
        rows = grid.rows[: LOOKED_AT + 1]
        if len(rows) < 2 or not any(cell.strip() for cell in rows[0][1]):
            message = _("The table has no rows under its headings.")
            return Problem(self.file.name, None, "", message)
        last = rows[-1][0]
        faults = [f for f in grid.faults if f.row is None or f.row <= last]
        return replace(grid, rows=rows, faults=faults)

    @cached_property
    def first(self) -> Grid | Problem:
        """Return the table as it is read without a profile."""
        return self.sample()

    @cached_property
    def suggestions(self) -> Suggestions | None:
        """Return what the table could be, by a look at it."""
        row = self.heading_row
        grid = self.sample(row) if row else self.first
        return None if isinstance(grid, Problem) else Suggestions(grid, self.stem, row)

    @cached_property
    def heading_row(self) -> int:
        """Return the row that seems to have the headings, 0 where it is the first."""
        return likely_heading_row(self.first) if isinstance(self.first, Grid) else 0

    def suggested(self, sheet: str = "") -> str:
        """Return the text of a profile for a sheet of ours, the likeliest where none is said."""
        return self.suggestions.text(sheet) if self.suggestions else ""

    def likely(self) -> list[tuple[str, int]]:
        """Return our sheets, the likeliest first, with how many columns each has a place for."""

        def ranked():
            guesses = self.suggestions.ranked if self.suggestions else ()
            return [(guess.sheet, guess.placed) for guess in guesses]

        return self._remembered("likely", ranked)

    @cached_property
    def tables(self) -> dict | None:
        """Return the tables of the profile's text; None where it is no TOML."""
        try:
            return parsed(self.text.encode(), _("profile"))[0]
        except ProfileError as error:
            self.problems += error.problems
            return None

    @cached_property
    def profile(self) -> Profile | None:
        """Return the profile, or None with what is wrong in ``problems``."""
        if self.tables is None:
            return None
        try:
            return profile_of(self.text.encode(), _("profile"))
        except ProfileError as error:
            self.problems += error.problems
            return None

    @cached_property
    def grid(self) -> Grid | Problem:
        """Return the table as the profile reads it."""
        tables = self.tables or {}
        row, sheet = tables.get("heading_row", 0), tables.get("from_sheet", "")
        row = row if isinstance(row, int) and not isinstance(row, bool) else 0
        return self.sample(row, sheet if isinstance(sheet, str) else "")

    @property
    def columns(self) -> list[Column]:
        """Return the columns of the table."""
        return columns_of(self.grid) if isinstance(self.grid, Grid) else []

    def form(self, data=None) -> MappingForm | None:
        """Return the profile as a form; None where the text has no sheet of ours, or no form."""
        sheet = sheets().get(str((self.tables or {}).get("sheet")))
        is_shown = sheet and sheet.kind and is_formed(self.tables)
        return MappingForm(self.tables, self.columns, data) if is_shown else None

    def fitness(self) -> list[Problem]:
        """Return everything that keeps the profile from being used for the table."""
        if isinstance(self.grid, Problem):
            return [self.grid]
        if self.profile is None:
            return self.problems
        return form_problems(self.grid, self.profile, self.file.name)

    def tried(self) -> tuple[list[Tried], list[Problem]]:
        """Return our sheets as the first rows fill them, and what is wrong beside their cells."""
        wrong = self.fitness()
        if wrong:
            return [], wrong
        return tried(self.grid, self.profile, self.file.name, self.by)

    @property
    def headings(self) -> list[str]:
        """Return the headings of the table."""
        return headings_of(self.grid) if isinstance(self.grid, Grid) else []

    def fitting(self) -> SavedProfile | None:
        """Return the saved profile that the table fits, if it is not the one at hand."""
        found = fitting(lambda profile: self.sample(profile.heading_row, profile.from_sheet))
        return None if found and found.text == self.text else found

    def mapping(self, saved: SavedProfile | None = None) -> dict:
        """Return what a batch keeps of the profile by which it is read; raises ``Refused``."""
        if saved:
            return {"name": saved.name, "text": saved.text, "saved": saved.pk}
        if self.fitness():
            raise Refused(_("The mapping cannot be used yet: see what is said of it below."))
        return {"name": self.profile.name, "text": self.text}
