"""`manage.py resume_imports`: imports that were stopped in between, gone on with or taken back."""

from contextlib import closing
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from exchange.batches.holding import STALE
from exchange.batches.recovering import recover
from exchange.models import WORKING, Batch
from exchange.progress import Bar


class Command(BaseCommand):
    """Takes up what a process left that was ended. Exit code 1: something is left all the same."""

    help = (
        "Go on with imports whose process was ended in between, or take them back: afterwards "
        "all of an import is stored, or nothing. Safe at any time, also while others are at work."
    )

    def add_arguments(self, parser) -> None:
        """Name the options."""
        parser.add_argument(
            "--after",
            type=int,
            default=int(STALE.total_seconds()),
            metavar="SECONDS",
            help="how long a process must have been silent to count as gone; 0 where none runs",
        )

    def handle(self, *args, after: int, **options) -> None:
        """Take up what is left, and name what became of it; exit with 1 where that failed."""
        if after < 0:
            raise CommandError(_("The number of seconds is at least 0."), returncode=2)
        with closing(Bar()) as bar:
            found = recover(bar, after=timedelta(seconds=after), also_given_up=True)
        if options["verbosity"]:
            for batch in found:
                self.stdout.write(f"{batch.pk} {batch}: {batch.get_state_display()}")
            if not found:
                self.stdout.write(_("No import was left unfinished."))
        self._complain(found)

    def _complain(self, found: list[Batch]) -> None:
        still = [str(batch.pk) for batch in found if batch.state in WORKING]
        if still:
            message = _(
                "These could not be finished, the log says why: %(names)s. What is taken back is "
                "given up after some tries; this command tries it again each time it is called."
            )
            raise CommandError(message % {"names": ", ".join(still)}, returncode=1)
