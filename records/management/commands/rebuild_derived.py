"""`manage.py rebuild_derived`: what follows from documents, worked out anew for every record."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _
from tqdm import tqdm

from records import bulk
from records.models import Record
from records.refresh import refresh


class Command(BaseCommand):
    """Rewrites verdicts, involvements and search texts; the documents stay as they are."""

    help = "Work out anew what is kept beside the records; may be run again at any time."

    def add_arguments(self, parser) -> None:
        """Name the option."""
        parser.add_argument(
            "--missing", action="store_true", help="only records that cannot be searched for yet"
        )

    def handle(self, *args, missing: bool, **options) -> None:
        """Rebuild in parts, each of which is stored as soon as it is done."""
        records = Record.objects.filter(searched__isnull=True) if missing else Record.objects.all()
        keys = list(records.order_by("key").values_list("pk", flat=True))
        with tqdm(total=len(keys), unit="", disable=None, leave=False) as bar:
            for part in bulk.chunks(keys):
                with transaction.atomic():
                    refresh(part)
                bar.update(len(part))
        if keys and options["verbosity"]:
            self.stdout.write(_("%(number)s records rebuilt.") % {"number": len(keys)})
