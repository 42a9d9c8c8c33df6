"""What lies on the mapping page of an import: its table, the profile, and what is wrong."""

from functools import cached_property
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from exchange.admin.mapping_form import MappingForm
from exchange.admin.mapping_said import Said
from exchange.admin.mapping_tables import Layout, Tables
from exchange.mapping.citing import not_described
from exchange.mapping.foreign import form as form_problems
from exchange.mapping.kept import seen_on_pages
from exchange.mapping.placing import heading_row
from exchange.mapping.profiles import is_formed, profile_of
from exchange.mapping.samples import (
    Column,
    Tried,
    columns_of,
    gaps,
    likely_heading_row,
    tried,
)
from exchange.mapping.saved import fitting, headings_of
from exchange.mapping.shapes import Profile
from exchange.mapping.suggesting import Suggestions
from exchange.mapping.texts import ProfileError, parsed
from exchange.mapping.wording import written
from exchange.models import Batch, BatchFile, SavedProfile
from exchange.problems import Problem
from exchange.reading import Grid
from exchange.sheets import sheets
from records.faults import Refused


class Desk:
    """The mapping of one layout of a batch, by default of the first that nothing is said of.

    ``text`` is the profile's; everything else follows from it.
    """

    def __init__(self, batch: Batch, by: Any, text: str | None = None, table: str = ""):
        self.batch, self.by = batch, by
        self.problems: list[Problem] = []
        self.tables_there = Tables(batch)
        self.said = Said(batch, [layout.key for layout in self.layouts])
        self.layout = self._layout(table)
        self.text = text or self._kept()
        if not self.text and not isinstance(self.first, Problem):
            self.text = self.suggested()

    def _kept(self) -> str:
        """Return the profile's text as it was left; one in use from where its headings stand."""
        key = self.layout.key if self.layout else ""
        text = self.said.text(key)
        return text if self.said.has_draft(key) else self.as_it_stands(text)

    def as_it_stands(self, text: str) -> str:
        """Return the text of a profile with the row in which its headings stand in this table."""
        try:
            profile = profile_of(text.encode(), "")
        except ProfileError:
            return text
        row = self.row_of(profile)
        if row == profile.heading_row:
            return text
        return written({**parsed(text.encode(), "")[0], "heading_row": row}, text)

    def row_of(self, profile: Profile) -> int:
        """Return the row in which a profile's headings stand in this table, or else should."""
        sheet = self.layout.sheet if self.layout else profile.from_sheet
        if self.file is None:
            return profile.heading_row
        return heading_row(lambda _row: self.tables_there.beginnings(self.file), profile, sheet)

    @property
    def layouts(self) -> list[Layout]:
        """Return the layouts of the import that are mapped, each on its own."""
        return self.tables_there.layouts

    def _layout(self, table: str) -> Layout | None:
        """Return the layout that is asked for, else the first of which nothing is decided."""
        asked = (layout for layout in self.layouts if layout.key == table)
        open_ = (layout for layout in self.layouts if not self.said.is_decided(layout.key))
        return next(asked, None) or next(open_, next(iter(self.layouts), None))

    @property
    def is_last(self) -> bool:
        """Tell whether the import can be read once this layout is decided."""
        others = (layout.key for layout in self.layouts if layout is not self.layout)
        return all(self.said.is_decided(key) for key in others)

    @property
    def has_others(self) -> bool:
        """Tell whether the import has tables beside this layout, so that it can be left out."""
        return bool(self.layout) and (len(self.layouts) > 1 or self.tables_there.has_ours)

    @property
    def file(self) -> BatchFile | None:
        """Return the file whose headings are mapped."""
        if self.layout:
            return self.layout.file
        return next(iter(self.tables_there.files), None)

    @property
    def label(self) -> str:
        """Return what a person knows the table by."""
        return self.layout.label if self.layout else str(self.batch)

    @property
    def stem(self) -> str:
        """Return the name of the file without its ending, or of the sheet among several."""
        if self.layout and ": " in self.layout.label:
            return self.layout.sheet
        return PurePath(self.file.name).stem if self.file else ""

    def sample(self, heading_row: int = 0, sheet: str = "", **more) -> Grid | Problem:
        """Return the beginning of the table, under its headings; or why there is none."""
        sheet = sheet or (self.layout.sheet if self.layout else "")
        return self.tables_there.sample(self.file, heading_row, sheet, **more)

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

        return self.tables_there.remembered("likely", ranked, self.layout and self.layout.key)

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
            return seen_on_pages(profile_of(self.text.encode(), _("profile")))
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
        found = form_problems(self.grid, self.profile, self.file.name)
        return [*found, *not_described(self.profile)]

    def tried(self) -> tuple[list[Tried], list[Problem]]:
        """Return our sheets as the first rows fill them, and what is wrong beside their cells."""
        wrong = self.fitness()
        if wrong:
            return [], wrong
        return tried(self.grid, self.profile, self.file.name, self.by)

    def gaps(self) -> dict[str, int]:
        """Return part of a date -> in how many of the rows looked at it is missing."""
        return {} if self.fitness() else gaps(self.grid, self.profile)

    @property
    def headings(self) -> list[str]:
        """Return the headings of the table."""
        return headings_of(self.grid) if isinstance(self.grid, Grid) else []

    def fitting(self) -> SavedProfile | None:
        """Return the saved profile that the table fits, if it is not the one at hand."""
        found = fitting(
            lambda profile: self.sample(self.row_of(profile), profile.from_sheet, fits_alone=True),
            self.headings,
        )
        return None if found and self.as_it_stands(found.text) == self.text else found

    def mapped(self, saved: SavedProfile | None = None) -> dict:
        """Return what is kept of the profile of this layout; raises ``Refused`` where it cannot."""
        if saved:
            return {"name": saved.name, "text": saved.text, "saved": saved.pk}
        if self.fitness():
            raise Refused(_("The mapping cannot be used yet: see what is said of it below."))
        return {"name": self.profile.name, "text": self.text}

    def kept(self, text: str, name: str | None = None) -> dict:
        """Return options of the batch that keep a profile which is still worked on."""
        return self.said.drafted(self.layout.key if self.layout else "", text, name)

    def decided(self, part: dict | None) -> dict:
        """Return options of the batch with this layout read by a profile, or (None) left out.

        Where nothing is left to be decided, they are those by which the batch is read.
        """
        if part is not None and len(self.layouts) < 2:
            return self.said.used(part)
        has_ours = part is None and self.tables_there.has_ours
        return self.said.decided(self.layout, part, self.layouts, has_ours=has_ours)
