"""`manage.py undo_import BATCH`: an import taken back, as far as nobody has worked on it since."""

from contextlib import closing
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from exchange.batches.taking_back import undo_now
from exchange.batches.undoing import Undoing, listing
from exchange.models import Batch, Undo
from exchange.progress import Bar
from records.faults import Refused

USAGE = 2


class Command(BaseCommand):
    """Undoes an import. What somebody has edited since, refers to or published is kept."""

    help = "Undo an import: remove what it made, restore what it changed, keep what was edited."

    def add_arguments(self, parser) -> None:
        """Name the batch."""
        parser.add_argument("batch", metavar="BATCH", help="as import_record names it")
        parser.add_argument("--dry-run", action="store_true", help="list only, change nothing")

    def handle(self, *args, batch: str, **options) -> None:
        """Undo and list what was done to each record."""
        found = _batch(batch)
        try:
            done = listing(found, by=None) if options["dry_run"] else _undone(found)
        except Refused as error:
            raise CommandError(str(error), returncode=1) from error
        for undoing in done:
            why = _(", because %(why)s") % {"why": undoing.why} if undoing.why else ""
            label = Undo(undoing.action).label
            self.stdout.write(f"{undoing.entry.key}: {label}{why}")
        if options["dry_run"]:
            self.stdout.write(_("A dry run: nothing was changed."))


def _undone(batch: Batch) -> list[Undoing]:
    with closing(Bar()) as bar:
        return undo_now(batch, by=None, progress=bar)


def _batch(text: str) -> Batch:
    try:
        return Batch.objects.get(pk=UUID(text))
    except (ValueError, Batch.DoesNotExist):
        message = _("There is no import “%(batch)s”.") % {"batch": text}
        raise CommandError(message, returncode=USAGE) from None
