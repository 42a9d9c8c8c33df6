"""`manage.py prepare_site`: everything between an empty folder and a site that can be served.

Each step may be run again, so an interrupted first start goes on where it stopped,
and a later start only looks whether there is something to do.
"""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from records.kinds import kinds


class Command(BaseCommand):
    """Runs the steps of a start in one process, since each process costs a second."""

    help = "Prepare database, vocabulary, groups, the paper's record and static files."

    def handle(self, *args, **options) -> None:
        """Run every step; what needs nothing says nothing."""
        call_command("migrate", interactive=False, verbosity=0)
        call_command("seed_vocabulary", verbosity=0)
        call_command("setup_groups", verbosity=0)
        # Records of an earlier version, which kept less beside them.
        call_command("rebuild_derived", missing=True, stdout=self.stdout)
        self._paper()
        self._static_files()
        call_command("first_administrator", stdout=self.stdout)

    def _paper(self) -> None:
        if has_records():
            return
        sheets = sorted(map(str, (settings.BASE_DIR / "data" / "paper").glob("*.csv")))
        self.stdout.write("Importing the paper's record ...")
        call_command("import_record", *sheets, publish=True, stdout=self.stdout)

    def _static_files(self) -> None:
        kept = settings.VAR_DIR / "static-files"
        present = static_signature()
        if kept.exists() and kept.read_text() == present and Path(settings.STATIC_ROOT).is_dir():
            return
        self.stdout.write("Collecting static files ...")
        # From nothing: a file half copied by an interrupted start would count as copied.
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        kept.write_text(present)


def has_records() -> bool:
    """Say whether the database holds any record, of whatever kind and status."""
    return any(kind.model.objects.exists() for kind in kinds())


def static_signature() -> str:
    """Return a digest over names, sizes and times of all static files and how they are stored."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
