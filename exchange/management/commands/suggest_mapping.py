"""`manage.py suggest_mapping FILE`: a profile to start from, written to the output."""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from exchange.mapping import foreign_grid
from exchange.mapping.samples import likely_heading_row
from exchange.mapping.suggesting import Suggestions
from exchange.problems import Problem
from exchange.reading import Options, read_file
from exchange.sheets import sheets

USAGE = 2
OTHERS = 2


class Command(BaseCommand):
    """Writes a mapping profile for a foreign table, to be mended by hand."""

    help = "Suggest how a table of another layout is mapped: a profile for import_record --mapping."

    def add_arguments(self, parser) -> None:
        """Name the file and the options."""
        parser.add_argument("file", type=Path, metavar="FILE")
        mains = [sheet.name for sheet in sheets().values() if sheet.kind]
        told = "which of our sheets its rows are; by default the likeliest"
        parser.add_argument("--as", dest="treat_as", default="", choices=mains, help=told)
        parser.add_argument("--sheet", default="", help="the sheet of a workbook that has several")
        parser.add_argument("--encoding", default="", help="of a CSV file, where not detected")
        parser.add_argument("--delimiter", default="", help="comma, semicolon, tab, or the sign")

    def handle(self, *args, file, treat_as, sheet, encoding, delimiter, **options) -> None:
        """Read the file's first rows and write the profile."""
        path = Path(file)
        if not os.path.isfile(path):
            message = _("There is no file %(path)s.") % {"path": path}
            raise CommandError(message, returncode=USAGE)
        given = Options(encoding=encoding, delimiter=delimiter, sheet=sheet)
        way = _("Name one with --sheet.")
        grid = foreign_grid(read_file(path, path.name, given), way=way)
        if isinstance(grid, Problem):
            raise CommandError(str(grid), returncode=USAGE)
        if not any(cell.strip() for cell in grid.rows[0][1]) or len(grid.rows) < 2:
            raise CommandError(_("The table has no rows under its headings."), returncode=USAGE)
        row = likely_heading_row(grid)
        grid.rows = [pair for pair in grid.rows if pair[0] >= row]
        found = Suggestions(grid, path.stem, row)
        if not treat_as and options["verbosity"]:
            self.stderr.write(told(found))
        self.stdout.write(found.text(treat_as))


def told(found: Suggestions) -> str:
    """Return what a table was taken for, and what it could be else."""
    first, *others = [f"{guess.sheet} ({guess.placed})" for guess in found.ranked]
    words = {"sheet": first, "all": len(found.look.columns), "others": ", ".join(others[:OTHERS])}
    message = _(
        "Taken for %(sheet)s, by the columns recognised of %(all)s. Next: %(others)s; see --as."
    )
    return message % words
