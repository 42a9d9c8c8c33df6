"""manage.py seed_vocabulary"""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from vocabulary.seed import seed


class Command(BaseCommand):
    """Stores the vocabularies that come with the project."""

    help = _(
        "Store countries, groupings, forces, places, platforms, units and terms from CSV files. "
        "Safe to run again: what is there already stays as it is."
    )

    def add_arguments(self, parser):
        """Add the folder."""
        parser.add_argument(
            "--dir",
            type=Path,
            default=settings.BASE_DIR / "data" / "vocabulary",
            help=_("the folder with the CSV files (default: %(default)s)"),
        )

    def handle(self, *args, dir: Path, verbosity: int, **options):
        """Seed and say what was added."""
        try:
            done = seed(dir)
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(str(error)) from error
        for each in done if verbosity else ():
            self.stdout.write(
                _("%(file)s: %(added)s added, %(kept)s there already, %(aliases)s names added")
                % {
                    "file": each.file,
                    "added": each.added,
                    "kept": each.kept,
                    "aliases": each.aliases,
                }
            )
            for name in each.taken:
                self.stderr.write(_("  “%(name)s” means another entry already") % {"name": name})
