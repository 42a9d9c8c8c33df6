"""From files of a foreign layout to tables of ours."""

from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from exchange.mapping.laying import lay
from exchange.mapping.shapes import Profile
from exchange.problems import Problem
from exchange.progress import Progress, silent
from exchange.reading import Grid, Options, Reading, read_file
from exchange.tables import Table, refused


def read_mapped(
    paths: Sequence[Path],
    profile: Profile,
    progress: Progress = silent,
    options: Options | None = None,
) -> list[Table]:
    """Return the tables that files come to by a profile; what is wrong is in the tables.

    ``progress`` is called with the name of each file before it is read. Files of one layout (one
    for each year, say) are taken together.
    """
    beside = Table(None)
    found: dict[str, Table] = {}
    for number, path in enumerate(paths):
        progress(path.name, number, len(paths))
        reading = read_file(path, path.name, options)
        grid = foreign_grid(reading, profile.from_sheet)
        if isinstance(grid, Problem):
            return [refused(grid)]
        mapped = lay(grid, profile, path.name)
        beside.notes += [*reading.notes, *mapped.notes]
        beside.problems += mapped.problems
        beside.failed |= mapped.failed
        beside.unusable |= mapped.unusable
        for table in mapped.tables:
            name = table.sheet.name
            # The source of all files is described once.
            if name == "sources" and name in found:
                continue
            found.setdefault(name, Table(table.sheet)).rows.extend(table.rows)
    return [beside, *found.values()]


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
