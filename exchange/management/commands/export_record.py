"""`manage.py export_record`: the record out, as sheets or as JSON; and an empty workbook."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from exchange.laying.layouts import sheets_of
from exchange.sheets import sheets
from exchange.writing.exports import selected
from exchange.writing.responses import records_of, wanted
from exchange.writing.targets import refusal
from exchange.writing.template import write_template
from exchange.writing.writers import write_csv, write_json, write_ods, write_xlsx
from records.addressed import order_at
from records.downloads import Order, Unwritable

USAGE = 2
WRITERS = {"csv": write_csv, "json": write_json, "ods": write_ods, "xlsx": write_xlsx}


class Command(BaseCommand):
    """Exports what is published, or everything; what it writes, import_record takes again."""

    help = (
        "Export the published records, or all: XLSX or ODS, CSV into a folder, or one JSON file. "
        "Or write an empty workbook to fill in (--template)."
    )

    def add_arguments(self, parser) -> None:
        """Name the options."""
        parser.add_argument("--format", choices=sorted(WRITERS))
        parser.add_argument("--output", type=Path, metavar="PATH")
        parser.add_argument("--all", action="store_true", help="drafts and withdrawn ones as well")
        parser.add_argument(
            "--list",
            metavar="ADDRESS",
            help="what a list of the site shows, by its address: '/exercises/?country=JP'",
        )
        parser.add_argument(
            "--columns", metavar="NAMES", help="with --list: these alone, by commas"
        )
        parser.add_argument(
            "--sheets", metavar="NAMES", help="with --list: these lists alone, or -"
        )
        parser.add_argument("--force", action="store_true", help="overwrite whatever is there")
        parser.add_argument(
            "--template", type=Path, metavar="PATH", help="write an empty workbook (XLSX) to fill"
        )

    def handle(self, *args, **options) -> None:
        """Write the export or the template; exit with 2 for wrong input, 1 where writing fails."""
        given = [options["format"], options["output"]]
        if options["template"] is not None:
            if any(given) or options["all"]:
                message = _("--template goes with none of --format, --output and --all.")
                raise CommandError(message, returncode=USAGE)
            self._write_template(Path(options["template"]), options)
        elif not all(given):
            message = _("--format and --output are needed, or --template.")
            raise CommandError(message, returncode=USAGE)
        else:
            self._export(Path(options["output"]), options)

    def _write_template(self, path: Path, options: dict) -> None:
        if path.exists() and not (options["force"] and path.is_file()):
            message = _("There is something at %(path)s already. --force overwrites a file.")
            raise CommandError(message % {"path": path}, returncode=USAGE)
        try:
            write_template(path)
        except OSError as error:
            raise _unwritten(path, error) from error
        if options["verbosity"]:
            self.stdout.write(_("An empty workbook is at %(path)s.") % {"path": path})

    def _export(self, path: Path, options: dict) -> None:
        file_format = options["format"]
        try:
            why_not = _why_not(path, file_format, options["force"])
        except OSError as error:  # a name that is too long, say
            raise _unwritten(path, error, USAGE) from error
        if why_not:
            raise CommandError(why_not, returncode=USAGE)
        order = _order(options)
        total = order.records.count()
        records = tqdm(records_of(order), total=total, unit="", disable=None, leave=False)
        names = () if file_format == "json" else (wanted(order),)
        try:
            WRITERS[file_format](records, path, *names)
        except (OSError, Unwritable) as error:
            raise _unwritten(path, error) from error
        if options["verbosity"]:
            found = {"number": total, "path": path}
            self.stdout.write(_("%(number)s records written to %(path)s.") % found)


def _why_not(path: Path, file_format: str, is_forced: bool) -> str:
    """Return why nothing is to be written to a path, or nothing."""
    is_fitting = path.is_dir() if file_format == "csv" else path.is_file()
    if path.exists() and not is_fitting:  # a device is never written over
        return refusal(path, file_format)
    return "" if is_forced else refusal(path, file_format)


def _order(options: dict) -> Order:
    """Return what is to be exported; ends the command where that cannot be told."""
    is_cut = options["columns"] is not None or options["sheets"] is not None
    if is_cut and (options["list"] is None or options["format"] == "json"):
        message = _("--columns and --sheets go with --list, and not with JSON: it has all.")
        raise CommandError(message, returncode=USAGE)
    if options["list"] is None:
        return Order(selected(options["all"]), everything=options["all"])
    try:
        order = order_at(options["list"], options["all"])
    except ValueError as error:
        raise CommandError(str(error), returncode=USAGE) from None
    main, *lists = sheets_of(order.kind)
    fields = _chosen(options["columns"], sheets()[main].columns)
    return replace(order, fields=fields, lists=_chosen(options["sheets"], lists))


def _chosen(text: str | None, known: Sequence[str]) -> tuple[str, ...] | None:
    """Return the names of a list with commas, each one known; None where there is no list."""
    if text is None:
        return None
    names = tuple(name for name in map(str.strip, text.split(",")) if name and name != "-")
    for name in names:
        if name not in known:
            message = _("There is no “%(name)s” here. There are: %(names)s.")
            said = {"name": name, "names": ", ".join(known)}
            raise CommandError(message % said, returncode=USAGE)
    return names


def _unwritten(path: Path, error: Exception, returncode: int = 1) -> CommandError:
    message = _("%(path)s cannot be written: %(error)s")
    return CommandError(message % {"path": path, "error": error}, returncode=returncode)
