"""From a file to what it holds: which reader takes it, and what is refused at the door."""

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _

from exchange.reading import contents, zipped
from exchange.reading.archives import Archive, too_large
from exchange.reading.delimited import DELIMITERS, read_delimited
from exchange.reading.encodings import ENCODINGS
from exchange.reading.faults import Fault, Unreadable
from exchange.reading.grids import Grid, Reading, on_sheet
from exchange.reading.kept import Kept
from exchange.reading.limits import Limits
from exchange.reading.ods import read_ods
from exchange.reading.xls import read_xls
from exchange.reading.xlsx import read_xlsx

# The ending of a name -> the format that it promises.
ENDINGS = {
    ".csv": contents.TEXT,
    ".tsv": contents.TEXT,
    ".tab": contents.TEXT,
    ".txt": contents.TEXT,
    ".xlsx": contents.XLSX,
    ".xlsm": contents.XLSX,
    ".xls": contents.XLS,
    ".ods": contents.ODS,
    ".zip": contents.ZIP,
}
# What a person may say of hidden sheets.
SHOW, LEAVE = "read", "leave"
_WORKBOOKS = {contents.XLSX: read_xlsx, contents.XLS: read_xls, contents.ODS: read_ods}


@dataclass(frozen=True)
class Options:
    """What a person says of a file; what is empty is detected.

    ``encoding`` and ``delimiter`` of a text file; ``sheet`` is the one sheet of a workbook to
    take; ``treat_as`` is the name that the file's only, or chosen, sheet is taken for. The headings
    stand in the row ``headings`` (0: in the first with something in it); what is above is passed
    over. ``hidden`` says that hidden sheets are read (SHOW) or left out (LEAVE); ``named`` has
    the names of single files or sheets -> those that they are taken for.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    treat_as: str = ""
    headings: int = 0
    hidden: str = ""
    named: Mapping[str, str] = field(default_factory=dict)


def read_file(
    source: Path | BinaryIO,
    name: str = "",
    options: Options | None = None,
    limits: Limits | None = None,
) -> Reading:
    """Return what a file holds; never raises for what is in it, but says it in ``refusal``.

    ``source`` is a path, or a binary file that can be sought in (an upload), which needs a
    ``name``. A file of ours stays open.
    """
    reading = Reading(PurePath(name or getattr(source, "name", "")).name)
    try:
        with _opened(source) as file:
            _read(reading, file, options or Options(), limits or Limits.present())
    except Unreadable as error:
        reading.grids, reading.refused_sheet = [], error.sheet
        reading.refusal = Fault(error.row, None, error.message, error.value, error.hint)
    return reading


@contextmanager
def _opened(source: Path | BinaryIO):
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield file
    else:
        source.seek(0)
        yield source


def _read(reading: Reading, file: BinaryIO, options: Options, limits: Limits) -> None:
    size = file.seek(0, 2)
    if size > limits.file_bytes:
        raise too_large(size, limits.file_bytes)
    if not size:
        raise Unreadable(_("The file is empty."), _("The first row has the headings."))
    reading.format = contents.format_of(file)
    _refuse_disguise(reading)
    if reading.format == contents.TEXT:
        reading.grids = [_text(reading, file, PurePath(reading.name).stem, options, limits)]
    else:
        if reading.format == contents.ZIP:
            _read_zip(reading, file, options, limits)
        else:
            reading.grids = _WORKBOOKS[reading.format](file, limits)
        reading.sheets = [grid.name for grid in reading.grids]
        reading.hidden = [grid.name for grid in reading.grids if grid.hidden]
        reading.grids = _wanted(reading, options)
    for grid in reading.grids:
        grid.name = options.named.get(grid.name, grid.name)
        _begin(grid, options.headings)
    if options.treat_as:
        _rename(reading, options.treat_as)


def _refuse_disguise(reading: Reading) -> None:
    ending = PurePath(reading.name).suffix.lower()
    if ending not in ENDINGS:
        hint = _("These are read: %(names)s.") % {"names": ", ".join(ENDINGS)}
        raise Unreadable(_("Files of this name are not read."), hint, value=reading.name)
    if ENDINGS[ending] != reading.format:
        found = {"format": reading.format.upper(), "ending": ending}
        message = _("The file is named %(ending)s, but what is in it is %(format)s.") % found
        hint = _("Name it .%(format)s, or save it anew in a spreadsheet program.")
        raise Unreadable(message, hint % {"format": reading.format}, value=reading.name)


def _text(reading: Reading, file: BinaryIO, name: str, options: Options, limits: Limits) -> Grid:
    """Return the grid of a text file, and note how it was read."""
    grid, reading.encoding, reading.delimiter, certain = read_delimited(
        file, name, limits, options.encoding, options.delimiter, options.headings
    )
    if not certain:
        note = _("The file was read as %(encoding)s. If names look wrong, state the encoding.")
        reading.notes.append(note % {"encoding": ENCODINGS[reading.encoding]})
    if reading.delimiter != "," and not options.delimiter:
        sign = DELIMITERS.get(reading.delimiter, reading.delimiter)
        reading.notes.append(_("Cells are divided by: %(sign)s.") % {"sign": sign})
    return grid


def _read_zip(reading: Reading, file: BinaryIO, options: Options, limits: Limits) -> None:
    archive = Archive(file, limits)
    sheets, others = zipped.members(archive, limits)
    cells = zipped.Sum(limits)
    for path, member in zipped.unpacked(archive, sheets, limits):
        name, before = PurePosixPath(path).stem, [*reading.notes]
        try:
            with on_sheet(name):
                grid = _text(reading, member, name, options, limits)
        except Unreadable as error:
            if not zipped.may_be_words(path):
                raise
            reading.words[name], reading.notes = (path, error), before
            continue
        if zipped.may_be_words(path):
            reading.words[name] = (path, None)
        with on_sheet(name):
            reading.grids.append(cells.add(grid))
    if others:
        found = {"names": ", ".join(others), "file": reading.name}
        reading.notes.insert(0, _("Not read of %(file)s: %(names)s.") % found)
    reading.notes[:] = dict.fromkeys(reading.notes)


def _begin(grid: Grid, headings: int) -> None:
    """Pass over what stands above the headings."""
    if headings > 1:
        grid.rows = Kept(row for row in grid.rows if row[0] >= headings)
        grid.faults = [f for f in grid.faults if f.row is None or f.row >= headings]


def _wanted(reading: Reading, options: Options) -> list[Grid]:
    """Return the sheets of a workbook that a person wants: all, or the one that is chosen."""
    if options.sheet:
        return [_shown(_chosen(reading, options.sheet))]
    for grid in reading.grids:
        grid.is_left = grid.hidden and options.hidden == LEAVE
    return [*map(_shown, reading.grids)] if options.hidden == SHOW else reading.grids


def _shown(grid: Grid) -> Grid:
    if grid.refusal:
        raise grid.refusal
    grid.hidden = False
    return grid


def _chosen(reading: Reading, name: str) -> Grid:
    for grid in reading.grids:
        if grid.name.strip().casefold() == name.strip().casefold():
            return grid
    reading.misnamed = True
    hint = _("The sheets are: %(names)s.") % {"names": ", ".join(reading.sheets)}
    raise Unreadable(_("The workbook has no sheet of this name."), hint, value=name)


def _rename(reading: Reading, name: str) -> None:
    filled = [grid for grid in reading.grids if grid.rows and not grid.hidden]
    if len(filled) != 1:
        names = ", ".join(grid.name for grid in filled)
        hint = _("State which sheet is meant: %(names)s.") % {"names": names}
        raise Unreadable(_("The file has not one sheet, but several or none."), hint, value=name)
    filled[0].name = name
    reading.grids = filled
