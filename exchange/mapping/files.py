"""From files of foreign layouts to tables of ours."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import BinaryIO

from django.utils.translation import gettext as _

from exchange.laying.detected import how_read, tables_in
from exchange.laying.intake import (
    JSON,
    hidden_tables,
    read_tables,
    tables_of,
    without_twins,
)
from exchange.laying.tables import Table, refused
from exchange.mapping.placing import Placed, is_left, placed, reader
from exchange.mapping.recasting import Mapped, lay
from exchange.mapping.shapes import Profile
from exchange.problems import Problem
from exchange.progress import Progress, silent
from exchange.reading import Options, read_file
from exchange.sheets import KEY


def read_mapped(
    files: Sequence[tuple[Path | BinaryIO, str]],
    profiles: Profile | Sequence[Profile],
    progress: Progress = silent,
    options: Options | None = None,
    left: Sequence[str] = (),
) -> list[Table]:
    """Return the tables that files come to by profiles; what is wrong is in the tables.

    ``files`` are paths, or binary files, with their names. ``progress`` is called with the name of
    each before it is read. Tables of one layout (one for each year, say) are taken together; those
    of several layouts are each read by the profile that fits, and those of ours as they are.
    ``left`` are the marks of tables that are left out, see ``placing``.
    """
    profiles = (profiles,) if isinstance(profiles, Profile) else tuple(profiles)
    found = _Found()
    for number, (source, name) in enumerate(files):
        progress(name, number, len(files))
        if PurePath(name).suffix.lower() == JSON:
            found.own += read_tables(source, name, options)
            continue
        read = reader(source, name, options or Options())
        tables = placed(read, profiles, options or Options(), left)
        reading = read(profiles[0].heading_row)
        found.ways.append(Table(None, how=how_read(reading)))
        if isinstance(tables, Problem):
            return [refused(tables), *found.ways]
        found.beside.notes += reading.notes
        for table in tables:
            found.add(table, reading)
        found.own += hidden_tables(reading, {table.grid.name for table in tables})
    return [found.beside, *found.ways, *found.mapped.values(), *found.own]


def read_ours(
    files: Sequence[tuple[BinaryIO, str]],
    progress: Progress = silent,
    options: Options | None = None,
    left: Sequence[str] = (),
) -> list[Table]:
    """Return the tables of files that are read by our own headings, but those that are left out.

    The arguments are those of ``read_mapped``.
    """
    tables: list[Table] = []
    for number, (file, name) in enumerate(files):
        progress(name, number, len(files))
        is_whole = not left or PurePath(name).suffix.lower() == JSON
        tables += read_tables(file, name, options) if is_whole else _rest(file, name, options, left)
    return without_twins(tables)


def _rest(file: BinaryIO, name: str, options, left: Sequence[str]) -> list[Table]:
    """Return the tables of a file without those that are left out, and a note of each of these."""
    reading = read_file(file, name, options)
    out = [grid for grid in tables_in(reading) if is_left(grid, left)]
    way, reading.grids = how_read(reading), [grid for grid in reading.grids if grid not in out]
    note = _("The sheet “%(name)s” of %(file)s is left out.")
    notes = [note % {"name": grid.name, "file": name} for grid in out]
    is_all = bool(out) and not tables_in(reading)
    if is_all:
        found = [Table(None, notes=reading.notes, how=way), *hidden_tables(reading)]
    else:
        found = tables_of(reading)
    return [*found, Table(None, notes=notes)]


class _Found:
    """What comes of tables: rows of our sheets, and beside them what is wrong and unknown."""

    def __init__(self):
        self.beside = Table(None)
        self.ways: list[Table] = []
        self.mapped: dict[str, Table] = {}
        self.own: list[Table] = []

    def add(self, table: Placed, reading) -> None:
        """Add what a table comes to."""
        if table.profile is None:
            for own in tables_of(replace(reading, grids=[table.grid], notes=[])):
                own.how = {}  # the file's is there already
                self.own.append(own)
            return
        self._tell_row(table, table.profile.heading_row)
        mapped = lay(table.grid, table.profile, table.label)
        for word in mapped.unknown:
            word.part, word.file = table.number, table.label
        self._beside(mapped)
        for found in mapped.tables:
            ours = found.sheet.name
            rows = self.mapped.setdefault(ours, Table(found.sheet)).rows
            # What several files cite, or name, is described once.
            beside_main = found.sheet.kind and ours != table.profile.sheet
            known = {row.cells[KEY] for row in rows} if beside_main else ()
            rows.extend(row for row in found.rows if row.cells.get(KEY) not in known)

    def _tell_row(self, table: Placed, said: int) -> None:
        row = table.grid.rows[0][0] if table.grid.rows else 0
        if said and row and row != said:
            note = _("%(file)s: the headings stand in row %(row)s, not in row %(said)s.")
            self.beside.notes.append(note % {"file": table.label, "row": row, "said": said})

    def _beside(self, mapped: Mapped) -> None:
        self.beside.notes += mapped.notes
        self.beside.problems += mapped.problems
        self.beside.failed |= mapped.failed
        self.beside.unknown += mapped.unknown
        self.beside.unusable |= mapped.unusable
