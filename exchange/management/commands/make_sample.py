"""`manage.py make_sample`: a synthetic record in bulk, for benchmarks and trials."""

from collections.abc import Iterable
from datetime import date

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from tqdm import tqdm

from exchange.sample import FIRST_YEAR, Sample
from records.faults import Conflict, Faults
from records.models import Record
from records.steps import Proposal
from records.store import apply_many
from records.workflow import publish

CHUNK = 1000
TARGETS = ("country", "place", "domain")


class Command(BaseCommand):
    """Makes sample series, exercises and sources; all of them or none."""

    help = "Make a synthetic record of any size; the same for the same seed."

    def add_arguments(self, parser) -> None:
        """Name the options."""
        parser.add_argument("--exercises", type=int, required=True, metavar="N")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--publish", action="store_true", help="publish what is made")

    def handle(self, *args, exercises: int, seed: int, **options) -> None:
        """Make the sample; exit with 1 where one is there already."""
        if exercises < 1:
            raise CommandError(_("The number of exercises is at least 1."), returncode=2)
        if Record.objects.filter(key__startswith="sample-").exists():
            raise CommandError(_("There is a sample already; use a fresh database."))
        chunks = sample(seed).chunks(exercises, CHUNK)
        with tqdm(unit="", disable=None, leave=False) as bar, transaction.atomic():
            made = self._make(chunks, options["publish"], bar)
        if options["verbosity"]:
            self.stdout.write(_("%(number)s sample records made.") % {"number": made})

    def _make(self, chunks: Iterable[list[dict]], publishing: bool, bar: tqdm) -> int:
        made = 0
        for documents in chunks:
            proposals = [Proposal(document) for document in documents]
            try:
                steps = apply_many(proposals, by=None, why=_("A sample."))
            except (Faults, Conflict) as error:
                raise CommandError(str(error)) from error
            if publishing:
                publish([step.record for step in steps], by=None)
            made += len(steps)
            bar.update(len(steps))
        return made


def sample(seed: int) -> Sample:
    """Return the sample for a seed, of the vocabulary that is in the database."""
    return Sample(seed, {target: _keys(target) for target in TARGETS})


def _keys(target: str) -> list[str]:
    found = apps.get_model("vocabulary", target).objects
    if target == "country":  # those that existed in all years of a sample
        begins = date(FIRST_YEAR, 1, 1)
        is_new, is_over = Q(since_latest__gt=begins), Q(until_earliest__isnull=False)
        found = found.exclude(is_new).exclude(is_over)
    keys = list(found.values_list("pk", flat=True))
    if not keys:
        raise CommandError(_("The vocabulary is empty: run seed_vocabulary first."))
    return keys
