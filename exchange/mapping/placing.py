"""Which table of a file is read by which profile, where an import has several of each.

A profile knows its tables by their headings: it fits one in which it finds every column that it
reads, and of which it leaves no column unsaid.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from exchange.laying.detected import is_named_ours, tables_in
from exchange.mapping.foreign import form, headings
from exchange.mapping.samples import HEAD
from exchange.mapping.shapes import Profile
from exchange.problems import Problem
from exchange.reading import Grid, Options, Reading, read_file

Read = Callable[[int], Reading]


@dataclass(frozen=True)
class Placed:
    """A table of a file, and what reads it: a profile, by its number, or (None) our own headings.

    ``label`` is what a person knows the table by.
    """

    grid: Grid
    profile: Profile | None
    label: str
    number: int = 0


def reader(source: Path | BinaryIO, name: str, options: Options) -> Read:
    """Return what reads a file from a given row of headings on (0: as the options say), once."""

    @cache
    def read(row: int) -> Reading:
        return read_file(source, name, replace(options, headings=row or options.headings))

    return read


def placed(
    read: Read, profiles: Sequence[Profile], options: Options, left: Sequence[str] = ()
) -> list[Placed] | Problem:
    """Return the tables of a file that are read, each with its profile; or why that is not told.

    ``left`` are the marks of tables that are left out, see ``mark_of``.
    """
    first = read(profiles[0].heading_row)
    if first.refusal:
        return foreign_grid(first)
    if len(profiles) > 1 or left or _are_all_told(read, profiles[0], options):
        return list(_several(read, profiles, left))
    profile = profiles[0]
    sheet = "" if options.sheet else profile.from_sheet
    grid = foreign_grid(read(heading_row(read, profile, sheet)), sheet)
    if isinstance(grid, Problem):
        return grid
    return [Placed(grid, None if is_ours(grid, profile) else profile, first.name)]


def _are_all_told(read: Read, profile: Profile, options: Options) -> bool:
    """Tell whether each of several sheets fits the one profile, or is one of ours."""
    grids = tables_in(read(profile.heading_row))
    if len(grids) < 2 or options.sheet or profile.from_sheet:
        return False
    found = ((grid, _as_read(read, profile, grid)) for grid in grids)
    return all(not form(there, profile, "") or is_ours(grid, profile) for grid, there in found)


def heading_row(read: Read, profile: Profile, sheet: str = "") -> int:
    """Return the row in which a profile's headings stand: the one that it says, or another.

    That is the first row with all of them; where there is none, the one that is said.
    """
    said, name = profile.heading_row, sheet.strip().casefold()

    def rows(row: int):
        grids = (g for g in read(row).grids if not name or g.name.strip().casefold() == name)
        return ([found for found in grid.rows[: HEAD + said] if found[0] >= row] for grid in grids)

    def is_it(cells: Sequence[str]) -> bool:
        return profile.read <= {*headings(cells)}

    if any(found and is_it(found[0][1]) for found in rows(said)):
        return said
    others = (number for found in rows(0) for number, cells in found if is_it(cells))
    return next(others, said)


def _several(read: Read, profiles: Sequence[Profile], left: Sequence[str]) -> Iterator[Placed]:
    reading = read(0)
    grids = tables_in(reading)
    for grid in grids:
        label = reading.name if len(grids) == 1 else f"{reading.name}: {grid.name}"
        ways = [(n, p, _as_read(read, p, grid)) for n, p in enumerate(profiles)]
        ways = [way for way in ways if way[2] and _means(way[1], grid.name)]
        fitting = [way for way in ways if not form(way[2], way[1], "")]
        if is_left(grid, left):
            continue
        if fitting:
            number, profile, found = max(fitting, key=lambda way: len(way[1].read))
            yield Placed(found, profile, label, number)
        elif is_named_ours(grid):
            yield Placed(grid, None, label)
        elif ways:
            # What the nearest one lacks is told.
            number, profile, found = max(ways, key=lambda way: _shared(way[1], way[2]))
            yield Placed(found, profile, label, number)


def _means(profile: Profile, sheet: str) -> bool:
    wanted = profile.from_sheet.strip().casefold()
    return not wanted or wanted == sheet.strip().casefold()


def _as_read(read: Read, profile: Profile, grid: Grid) -> Grid:
    """Return a table from a profile's headings on; as it is where nothing stands under them."""
    row = heading_row(read, profile, grid.name)
    return next((g for g in read(row).grids if g.name == grid.name and g.rows), grid)


def _shared(profile: Profile, grid: Grid) -> int:
    return len(profile.read & {*headings(grid.rows[0][1])})


def is_ours(grid: Grid, profile: Profile) -> bool:
    """Tell whether a table that a profile does not fit has the name and headings of our sheets."""
    return is_named_ours(grid) and bool(form(grid, profile, ""))


def mark_of(grid: Grid) -> str:
    """Return what tables of one layout have in common: their headings, on one line."""
    return " | ".join(name for name in headings(grid.rows[0][1]) if name) if grid.rows else ""


def is_left(grid: Grid, left: Sequence[str]) -> bool:
    """Tell whether a table is left out by the marks of those that are; none of ours ever is."""
    return mark_of(grid) in left and not is_named_ours(grid)


def foreign_grid(reading: Reading, sheet: str = "", way: str = "") -> Grid | Problem:
    """Return the one sheet of a file that is to be mapped, or why there is none.

    ``way`` is the sentence that tells how to name one, by default that for profiles.
    """
    if reading.refusal:
        fault = reading.refusal
        return Problem(reading.name, fault.row, "", fault.message, fault.value, fault.hint)
    filled = [grid for grid in reading.grids if grid.rows or grid.faults or grid.refusal]
    if sheet:
        wanted = [g for g in filled if g.name.strip().casefold() == sheet.strip().casefold()]
    else:
        wanted = [grid for grid in filled if not grid.hidden]
    if len(wanted) == 1:
        why = wanted[0].refusal
        place = (f"{reading.name}: {wanted[0].name}", why and why.row, "")
        return Problem(*place, why.message, why.value, why.hint) if why else wanted[0]
    names = ", ".join(grid.name for grid in filled) or _("none")
    way = way or _("Write from_sheet in the profile.")
    hint = _("%(way)s The sheets are: %(names)s.") % {"way": way, "names": names}
    message = _("It cannot be told which sheet is to be mapped.")
    return Problem(reading.name, None, "", message, sheet or None, hint)
