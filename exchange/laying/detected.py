"""How a file was read, to be shown and changed; and whether its headings are any of ours."""

from exchange.laying.recognising import file_of, sheet_by_name, sheets_by_headings
from exchange.problems import PROBLEM
from exchange.reading import Grid, Reading
from exchange.sheets import BESIDE, sheets

# Which part of a sheet's headings must be ours, for them to be faults of ours and not foreign.
OURS = 0.5
_BESIDE = {name.casefold() for name in BESIDE}


def how_read(reading: Reading) -> dict:
    """Return how a file was read, as a batch keeps it."""
    return {
        "file": reading.name,
        "format": reading.format,
        "encoding": reading.encoding,
        "delimiter": reading.delimiter,
        "sheets": reading.sheets,
        "hidden": [name for name in reading.hidden if name.strip().casefold() not in _BESIDE],
        "fits": fits_of(reading),
        "misnamed": reading.misnamed,
        "foreign": is_foreign(reading),
        "some_foreign": any(not _may_be_ours(grid) for grid in tables_in(reading)),
    }


def fits_of(reading: Reading) -> dict[str, list[str]]:
    """Return name -> sheets of ours for each file with rows whose headings fit several of them."""
    found: dict[str, list[str]] = {}
    for grid in tables_in(reading):
        if len(grid.rows) > 1 and not sheet_by_name(grid.name) and file_of(reading, grid):
            found[grid.name] = [sheet.name for sheet in sheets_by_headings(grid)]
    return {name: fitting for name, fitting in found.items() if len(fitting) > 1}


def tables_in(reading: Reading) -> list[Grid]:
    """Return the sheets of a file that have rows and are shown, but those with words for people."""
    grids = (grid for grid in reading.grids if grid.rows and not grid.hidden)
    named = ((grid, grid.name.strip().casefold()) for grid in grids)
    return [grid for grid, name in named if name not in _BESIDE and grid.name not in reading.words]


def is_named_ours(grid: Grid) -> bool:
    """Tell whether a table has a name and headings of our sheets."""
    return sheet_by_name(grid.name) is not None and bool(grid.rows) and has_our_headings(grid)


def _may_be_ours(grid: Grid) -> bool:
    return sheet_by_name(grid.name) is not None or has_our_headings(grid)


def is_foreign(reading: Reading) -> bool:
    """Tell whether no sheet of a file has headings of ours; texts for people do not count."""
    tables = [grid for grid in reading.grids if grid.name not in reading.words]
    filled = [grid for grid in tables or reading.grids if grid.rows and not grid.hidden]
    filled = [grid for grid in filled if grid.name.strip().casefold() not in _BESIDE]
    return bool(filled) and not any(has_our_headings(grid) for grid in filled)


def has_our_headings(grid: Grid) -> bool:
    """Tell whether most of a grid's headings are those of one of our sheets."""
    names = {cell.strip() for cell in grid.rows[0][1] if cell.strip()} - {PROBLEM}
    most = max(len(names & set(sheet.columns)) for sheet in sheets().values())
    return not names or most >= OURS * len(names)
