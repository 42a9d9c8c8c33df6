"""Which sheet a file is: by its name, as our downloads and browsers name files; or by its headings.

A file of another name whose headings belong to one sheet alone is taken for that sheet.
"""

import re

from django.utils.translation import gettext as _

from exchange.laying.tables import sheet_called, unknown_sheet
from exchange.problems import PROBLEM, Problem
from exchange.reading import ENDINGS, Grid, Reading
from exchange.sheets import Sheet, sheets

# What every download's name begins with; its sheet and the day follow.
DOWNLOAD = "defence-ties"
ZIP = ENDINGS[".zip"]
# A browser that has a file of the name already puts a number behind it: "exercises (1).csv".
_NAME = re.compile(rf"(?:{DOWNLOAD}-)?(.+?)(?:-\d{{4}}-\d{{2}}-\d{{2}})?(?: ?\(\d{{1,4}}\))?", re.S)


def sheet_by_name(stem: str) -> Sheet | None:
    """Return the sheet that a file's name, without its ending, says it is."""
    return sheet_called(stem) or sheet_called(_NAME.fullmatch(stem[:300].strip() or " ")[1])


def sheets_by_headings(grid: Grid) -> list[Sheet]:
    """Return the sheets that have all headings of a grid, which has what each of them needs."""
    names = {cell.strip() for cell in grid.rows[0][1]} if grid.rows else set()
    names -= {"", PROBLEM}
    return [
        sheet
        for sheet in sheets().values()
        if names <= set(sheet.columns) and all(names.intersection(group) for group in sheet.needed)
    ]


def taken_for(name: str, sheet: Sheet) -> str:
    """Return the note that a file was taken for a sheet."""
    found = {"name": name, "sheet": sheet.name}
    return _("“%(name)s” is taken for the sheet “%(sheet)s”, by its headings.") % found


def file_of(reading: Reading, grid: Grid) -> str:
    """Return the name of the file that a grid is as a whole; "" for one sheet among others."""
    if reading.format == ZIP:
        return f"{grid.name}.csv"
    is_only = [g for g in reading.grids if g.rows and not g.hidden] == [grid]
    return reading.name if is_only else ""


def unrecognised(name: str, file_name: str, fitting: list[Sheet]) -> Problem:
    """Return that a sheet is none of ours, with those that its headings would fit."""
    problem = unknown_sheet(name, file_name)
    if not fitting:
        return problem
    hint = _("Its headings fit: %(names)s. Say which it is, or name the file after it.")
    names = ", ".join(sheet.name for sheet in fitting)
    return Problem(file_name, None, "", problem.message, name, hint % {"names": names})
