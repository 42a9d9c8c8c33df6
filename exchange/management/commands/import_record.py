"""`manage.py import_record FILE…`: sheets in, all or nothing."""

import os
from contextlib import closing
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from defence_ties.room import is_full
from exchange.batches.keeping import WHY_LENGTH
from exchange.imports import Order, import_files
from exchange.laying.intake import CSV, READ
from exchange.laying.tables import sheet_called, unknown_sheet
from exchange.mapping import Profile, ProfileError, profile_of, read_profile
from exchange.mapping.saved import NAME, named
from exchange.models import SavedProfile
from exchange.planning import reports
from exchange.planning.reports import OUTCOMES, Report
from exchange.progress import Bar
from exchange.reading import ENDINGS, LEAVE, SHOW, Options
from exchange.rights import require_import
from records.types import Type

_FILES = f"{', '.join(ending.lstrip('.').upper() for ending in READ)}, or a folder of them"
_AS = (
    "the sheet that the file's one sheet is taken for: exercises, citations, ...; of several "
    "files FILE=NAME, FILE without its ending, again for each"
)
_PUBLISH = "publish it, all at once: others cannot save meanwhile (for a site not yet in use)"
_MAPPING = (
    "how tables of another layout are read: a TOML or YAML file, or a saved profile's name; "
    "again for each layout, a table is read by the one that it fits"
)
_HIDDEN = "whether hidden sheets are read or left out; by default one of ours stops the import"
READING = ("encoding", "delimiter", "sheet", "hidden")
SHOWN = 200
USAGE = 2


class Command(BaseCommand):
    """Imports sheets and JSON files, all of it or nothing. Exit code 1: nothing was stored."""

    help = (
        "Import workbooks (XLSX, ODS, XLS), single sheets (CSV, or a ZIP of them) or "
        "JSON of export_record: all of it or nothing."
    )

    def add_arguments(self, parser) -> None:
        """Name the files and the options."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=_FILES)
        parser.add_argument("--dry-run", action="store_true", help="check only, store nothing")
        parser.add_argument("--publish", action="store_true", help=_PUBLISH)
        parser.add_argument(
            "--report", type=Path, metavar="OUT", help="write a report: .csv, .json"
        )
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--by", metavar="USERNAME", help="who makes the revisions")
        parser.add_argument("--why", metavar="TEXT", help="why, for the history")
        parser.add_argument("--encoding", default="", help="of CSV files, where not detected")
        parser.add_argument("--delimiter", default="", help="comma, semicolon, tab, or the sign")
        parser.add_argument("--mapping", metavar="PROFILE", action="append", help=_MAPPING)
        parser.add_argument("--sheet", default="", help="the one sheet of the workbook to take")
        parser.add_argument(
            "--as", dest="treat_as", default=[], action="append", metavar="[FILE=]NAME", help=_AS
        )
        parser.add_argument("--hidden", default="", choices=(SHOW, LEAVE), help=_HIDDEN)

    def handle(self, *args, files, **options) -> None:
        """Import, report, and exit with 1 where something is wrong."""
        files = _expanded([Path(file) for file in files])
        self._check_usage(files, options["report"] and Path(options["report"]))
        named = _named(options["treat_as"])
        _check_names(files, named, options["sheet"])
        names = ", ".join(file.name for file in files[:20])
        order = Order(
            dry_run=options["dry_run"],
            publish=options["publish"],
            by=_user(options["by"]),
            why=_reason(options["why"] or "") or _("Imported from %(files)s.") % {"files": names},
            options=Options(
                **{name: options[name] for name in READING},
                treat_as=named.pop("", ""),
                named=named,
            ),
            mapping=_profiles(options["mapping"]),
        )
        try:
            with closing(Bar()) as bar:
                report = import_files(files, order, bar)
        except OSError as error:
            message = _("A file cannot be read: %(error)s")
            if is_full(error):
                message = _("The disk is full: %(error)s")
            raise CommandError(message % {"error": error}, returncode=USAGE) from error
        unwritten = self._report(report, options["report"])
        self._tell(report, order, options)
        if unwritten:
            raise CommandError(unwritten, returncode=USAGE)

    def _check_usage(self, files: list[Path], report: Path | None) -> None:
        for file in files:
            if not os.path.isfile(file):
                raise CommandError(
                    _("There is no file %(path)s.") % {"path": file}, returncode=USAGE
                )
            if not _is_text(str(file)):
                message = _("The name %(path)s is not in UTF-8: give the file another one.")
                raise CommandError(message % {"path": ascii(str(file))}, returncode=USAGE)
            if file.suffix.lower() not in READ:
                found = {"path": file, "names": ", ".join(READ)}
                message = _("%(path)s is none of these: %(names)s.") % found
                raise CommandError(message, returncode=USAGE)
        if report and report.suffix.lower() not in reports.ENDINGS:
            raise CommandError(_("A report ends in .csv or .json."), returncode=USAGE)
        if report and not _is_writable(report):  # told before anything is stored
            message = _("No report can be written to %(path)s.") % {"path": report}
            raise CommandError(message, returncode=USAGE)

    def _report(self, report: Report, path: str | Path | None) -> str:
        """Write the report, where one is wanted; return why that could not be done, or nothing."""
        try:
            if path:
                reports.write(report, Path(path))
        except OSError as error:
            return _("The report cannot be written: %(error)s") % {"error": error}
        return ""

    def _tell(self, report: Report, order: Order, options: dict) -> None:
        for note in report.notes if options["verbosity"] else ():
            self.stderr.write(note)
        if options["json"]:
            self.stdout.write(reports.as_json(report))
        elif options["verbosity"]:
            self._print_counts(report)
        if not options["json"]:
            self._print_warnings(report)
        if report.problems:
            self._print_problems(report)
            if report.foreign:
                self.stderr.write(_other_layouts(report.foreign))
            message = ngettext(
                "Nothing was stored: %(number)s fault.",
                "Nothing was stored: %(number)s faults.",
                len(report.problems),
            )
            code = USAGE if report.misnamed else 1
            raise CommandError(message % {"number": len(report.problems)}, returncode=code)
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
            self.stdout.write(
                _("To undo: manage.py undo_import %(batch)s") % {"batch": report.batch.pk}
            )

    def _print_warnings(self, report: Report) -> None:
        for warning in report.warnings[:SHOWN]:
            self.stderr.write(_("Warning: %(text)s") % {"text": warning})
        self._print_more(len(report.warnings) - SHOWN)

    def _print_problems(self, report: Report) -> None:
        for problem in report.problems[:SHOWN]:
            self.stderr.write(str(problem))
        self._print_more(len(report.problems) - SHOWN)

    def _print_more(self, more: int) -> None:
        if more > 0:
            self.stderr.write(_("… and %(number)s more; --report has them all.") % {"number": more})


def _other_layouts(names: list[str]) -> str:
    """Return what can be done about files whose headings are none of ours."""
    message = _(
        "Headings of %(names)s are none of ours. A table of another layout is read by a profile: "
        "manage.py suggest_mapping FILE > PROFILE.toml writes one to be mended; give it with "
        "--mapping PROFILE.toml. If it is one of our sheets under other names, say with "
        "--as which one."
    )
    return message % {"names": ", ".join(names[:SHOWN])}


def _named(given: list[str] | str) -> dict[str, str]:
    """Return file -> the sheet that it is taken for, "" for the one that there is."""
    given = [given] if isinstance(given, str) else given
    parts = (text.rpartition("=") for text in given if text)
    return {file: sheet for file, _sign, sheet in parts}


def _check_names(files: list[Path], named: dict[str, str], sheet: str) -> None:
    """End the command where an option names a sheet or a file that there is not."""
    for file, name in named.items():
        if not sheet_called(name):
            told = unknown_sheet(name, "")
            message = f"--as {name!a}: {told.message} {told.hint}"
            raise CommandError(message, returncode=USAGE)
        if file and not _may_be_in(files, file):
            message = _("--as %(name)s: there is no such file.") % {"name": ascii(file)}
            raise CommandError(message, returncode=USAGE)
    with_sheets = {ending for ending, kept_as in ENDINGS.items() if kept_as != CSV}
    known = any(file.suffix.lower() in with_sheets for file in files)
    known = known or sheet.strip().casefold() in {file.stem.casefold() for file in files}
    if sheet and not known:
        message = _("--sheet names a sheet of a workbook, and none of these files is one.")
        raise CommandError(message, returncode=USAGE)


def _may_be_in(files: list[Path], name: str) -> bool:
    """Tell whether a file, or one in a file that has several, may have this name."""
    return any(path.stem == name or ENDINGS.get(path.suffix.lower()) != CSV for path in files)


def _reason(text: str) -> str:
    """Return the reason for the history; one that no history can show ends the command."""
    try:
        return Type(max_length=WHY_LENGTH).clean(text)
    except ValueError as error:
        raise CommandError(f"--why: {error}", returncode=USAGE) from None


def _expanded(paths: list[Path]) -> list[Path]:
    """Return the files, with those of a folder in its place."""
    found: list[Path] = []
    for path in paths:
        inside = [p for p in path.glob("*") if _is_read(p)] if os.path.isdir(path) else []
        found += sorted(inside) or [path]
    return list(dict.fromkeys(found))


def _is_writable(path: Path) -> bool:
    is_free = os.path.isdir(path.parent) and not os.path.lexists(path)
    return is_free or os.path.isfile(path)


def _is_text(name: str) -> bool:
    try:
        return bool(name.encode())
    except UnicodeEncodeError:
        return False


def _is_read(path: Path) -> bool:
    """Tell whether a file of a folder is meant: no README.txt, nothing hidden, no lock of Excel."""
    ending = path.suffix.lower()
    return ending in READ and ending != ".txt" and path.is_file() and path.name[0] not in ".~"


def _profiles(names: list | str | Path | None) -> list[Profile] | None:
    """Return the profiles of files, or of names; nothing where there are none."""
    given = [names] if isinstance(names, str | Path) else names or ()
    return [_profile(name) for name in given] or None


def _profile(name: str | Path) -> Profile:
    """Return the profile of a file, or of a name; one that cannot be used ends the command."""
    path = Path(name)
    try:
        if not str(name).startswith(NAME) and os.path.isfile(path):
            return read_profile(path)
        saved = named(str(name))
        if saved:
            return profile_of(saved.text.encode(), saved.name)
    except ProfileError as error:
        raise CommandError(str(error), returncode=USAGE) from None
    known = ", ".join(SavedProfile.objects.values_list("name", flat=True)[:20]) or _("none")
    message = _("There is no file %(path)s, nor a saved profile of this name. Saved: %(names)s.")
    raise CommandError(message % {"path": name, "names": known}, returncode=USAGE)


def _user(name: str | None):
    if not name:
        return None
    try:
        by = get_user_model().objects.get_by_natural_key(name)
        require_import(by)
        return by
    except PermissionDenied as error:
        raise CommandError(str(error), returncode=USAGE) from None
    except get_user_model().DoesNotExist:
        message = _("There is no user called “%(name)s”.") % {"name": name}
        raise CommandError(message, returncode=USAGE) from None
