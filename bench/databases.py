"""Throwaway databases: made, filled, switched between."""

from pathlib import Path

from django.core.management import call_command
from django.db import connection


def prepare() -> None:
    """Make the tables of the present database and fill its vocabulary."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("seed_vocabulary", verbosity=0)


def use(path: Path) -> None:
    """Make another SQLite file the present database."""
    connection.close()
    connection.settings_dict["NAME"] = str(path)


def present() -> Path:
    """Return the path of the present database, with everything written to it."""
    connection.close()
    return Path(connection.settings_dict["NAME"])
