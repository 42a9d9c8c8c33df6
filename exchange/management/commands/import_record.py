"""`manage.py import_record FILE…`: sheets in, all or nothing."""

from contextlib import closing
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from exchange import reports
from exchange.imports import OUTCOMES, Order, Report, import_files

SHOWN = 200
USAGE = 2


class Command(BaseCommand):
    """Imports CSV sheets and JSON files, all of it or nothing. Exit code 1: nothing was stored."""

    help = (
        "Import sheets (CSV, one file per sheet, or JSON of export_record): all of it or nothing."
    )

    def add_arguments(self, parser) -> None:
        """Name the files and the options."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV, JSON, folder")
        parser.add_argument("--dry-run", action="store_true", help="check only, store nothing")
        parser.add_argument("--publish", action="store_true", help="publish what is imported")
        parser.add_argument(
            "--report", type=Path, metavar="OUT", help="write a report: .csv, .json"
        )
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--by", metavar="USERNAME", help="who makes the revisions")
        parser.add_argument("--why", metavar="TEXT", help="why, for the history")

    def handle(self, *args, files, **options) -> None:
        """Import, report, and exit with 1 where something is wrong."""
        files = _expanded([Path(file) for file in files])
        self._check_usage(files, options["report"])
        names = ", ".join(file.name for file in files[:20])
        order = Order(
            dry_run=options["dry_run"],
            publish=options["publish"],
            by=_user(options["by"]),
            why=options["why"] or _("Imported from %(files)s.") % {"files": names},
        )
        with closing(tqdm(total=len(files) + 4, unit="", disable=None, leave=False)) as bar:
            report = import_files(files, order, lambda name: _advance(bar, name))
        self._tell(report, order, options)

    def _check_usage(self, files: list[Path], report: Path | None) -> None:
        for file in files:
            if not file.is_file():
                raise CommandError(
                    _("There is no file %(path)s.") % {"path": file}, returncode=USAGE
                )
            if file.suffix.lower() not in (".csv", ".json"):
                message = _("%(path)s is neither CSV nor JSON.") % {"path": file}
                raise CommandError(message, returncode=USAGE)
        if report and Path(report).suffix.lower() not in reports.ENDINGS:
            raise CommandError(_("A report ends in .csv or .json."), returncode=USAGE)

    def _tell(self, report: Report, order: Order, options: dict) -> None:
        if options["report"]:
            reports.write(report, Path(options["report"]))
        if options["json"]:
            self.stdout.write(reports.as_json(report))
        elif options["verbosity"]:
            self._print_counts(report)
        if report.problems:
            self._print_problems(report)
            message = ngettext(
                "Nothing was stored: %(number)s fault.",
                "Nothing was stored: %(number)s faults.",
                len(report.problems),
            )
            raise CommandError(message % {"number": len(report.problems)}, returncode=1)
        if order.dry_run and not options["json"] and options["verbosity"]:
            self.stdout.write(_("A dry run: nothing was stored."))

    def _print_counts(self, report: Report) -> None:
        if not report.counts:
            return
        words = {"new": _("new"), "changed": _("changed"), "unchanged": _("unchanged")}
        words["failed"] = _("failed")
        self.stdout.write(" " * 12 + "".join(f"{words[outcome]:>12}" for outcome in OUTCOMES))
        for kind, counts in report.counts.items():
            numbers = "".join(f"{counts[outcome]:>12}" for outcome in OUTCOMES)
            self.stdout.write(f"{kind:<12}{numbers}")
        if report.published:
            self.stdout.write(_("%(number)s published.") % {"number": report.published})
        if report.batch:
            batch = report.batch.pk
            self.stdout.write(_("To undo: manage.py undo_import %(batch)s") % {"batch": batch})

    def _print_problems(self, report: Report) -> None:
        for problem in report.problems[:SHOWN]:
            self.stderr.write(str(problem))
        if len(report.problems) > SHOWN:
            more = len(report.problems) - SHOWN
            self.stderr.write(_("… and %(number)s more; --report has them all.") % {"number": more})


def _advance(bar: tqdm, name: str) -> None:
    bar.set_description(name)
    bar.update()


def _expanded(paths: list[Path]) -> list[Path]:
    """Return the files, with those of a folder in its place."""
    found: list[Path] = []
    for path in paths:
        inside = [*path.glob("*.csv"), *path.glob("*.json")] if path.is_dir() else []
        found += sorted(inside) or [path]
    return list(dict.fromkeys(found))


def _user(name: str | None):
    if not name:
        return None
    try:
        return get_user_model().objects.get_by_natural_key(name)
    except get_user_model().DoesNotExist:
        message = _("There is no user called “%(name)s”.") % {"name": name}
        raise CommandError(message, returncode=USAGE) from None
