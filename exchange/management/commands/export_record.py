"""`manage.py export_record`: the record out, as sheets or as JSON."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from exchange.exports import exported, selected
from exchange.targets import refusal
from exchange.writers import write_csv, write_json

WRITERS = {"csv": write_csv, "json": write_json}


class Command(BaseCommand):
    """Exports what is published, or everything; what it writes, import_record takes again."""

    help = "Export the published records, or all: CSV into a folder, or one JSON file."

    def add_arguments(self, parser) -> None:
        """Name the options."""
        parser.add_argument("--format", choices=sorted(WRITERS), required=True)
        parser.add_argument("--output", type=Path, required=True, metavar="PATH")
        parser.add_argument("--all", action="store_true", help="drafts and withdrawn ones as well")
        parser.add_argument("--force", action="store_true", help="overwrite whatever is there")

    def handle(self, *args, **options) -> None:
        """Write the export; exit with 1 where that is refused or fails."""
        path, file_format = Path(options["output"]), options["format"]
        why_not = refusal(path, file_format)
        kind_differs = path.exists() and path.is_dir() != (file_format == "csv")
        if why_not and (kind_differs or not options["force"]):
            raise CommandError(why_not)
        total = selected(options["all"]).count()
        records = tqdm(exported(options["all"]), total=total, unit="", disable=None, leave=False)
        try:
            WRITERS[file_format](records, path)
        except OSError as error:
            message = _("%(path)s cannot be written: %(error)s") % {"path": path, "error": error}
            raise CommandError(message) from error
        if options["verbosity"]:
            found = {"number": total, "path": path}
            self.stdout.write(_("%(number)s records written to %(path)s.") % found)
