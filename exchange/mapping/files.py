"""From files of a foreign layout to tables of ours."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from exchange.laying.detected import how_read
from exchange.laying.tables import Table, refused
from exchange.mapping.laying import lay
from exchange.mapping.shapes import Profile
from exchange.problems import Problem
from exchange.progress import Progress, silent
from exchange.reading import Grid, Options, Reading, read_file
from exchange.sheets import KEY


def read_mapped(
    files: Sequence[tuple[Path | BinaryIO, str]],
    profile: Profile,
    progress: Progress = silent,
    options: Options | None = None,
) -> list[Table]:
    """Return the tables that files come to by a profile; what is wrong is in the tables.

    ``files`` are paths, or binary files, with their names. ``progress`` is called with the name of
    each before it is read. Files of one layout (one for each year, say) are taken together.
    """
    options = options or Options()
    options = replace(options, headings=profile.heading_row or options.headings)
    beside = Table(None)
    ways: list[Table] = []
    found: dict[str, Table] = {}
    for number, (source, name) in enumerate(files):
        progress(name, number, len(files))
        reading = read_file(source, name, options)
        ways.append(Table(None, how=how_read(reading)))
        grid = foreign_grid(reading, "" if options.sheet else profile.from_sheet)
        if isinstance(grid, Problem):
            return [refused(grid), *ways]
        mapped = lay(grid, profile, name)
        beside.notes += [*reading.notes, *mapped.notes]
        beside.problems += mapped.problems
        beside.failed |= mapped.failed
        beside.unknown += mapped.unknown
        beside.unusable |= mapped.unusable
        for table in mapped.tables:
            ours = table.sheet.name
            rows = found.setdefault(ours, Table(table.sheet)).rows
            # What several files cite, or name, is described once.
            beside_main = table.sheet.kind and ours != profile.sheet
            known = {row.cells[KEY] for row in rows} if beside_main else ()
            rows.extend(row for row in table.rows if row.cells.get(KEY) not in known)
    return [beside, *ways, *found.values()]


def foreign_grid(reading: Reading, sheet: str = "") -> Grid | Problem:
    """Return the one sheet of a file that is to be mapped, or why there is none."""
    if reading.refusal:
        fault = reading.refusal
        return Problem(reading.name, fault.row, "", fault.message, fault.value, fault.hint)
    filled = [grid for grid in reading.grids if grid.rows or grid.faults]
    if sheet:
        wanted = [g for g in filled if g.name.strip().casefold() == sheet.strip().casefold()]
    else:
        wanted = [grid for grid in filled if not grid.hidden]
    if len(wanted) == 1:
        return wanted[0]
    names = ", ".join(grid.name for grid in filled) or _("none")
    hint = _("Write from_sheet in the profile. The sheets are: %(names)s.") % {"names": names}
    message = _("It cannot be told which sheet is to be mapped.")
    return Problem(reading.name, None, "", message, sheet or None, hint)
