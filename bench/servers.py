"""Which database is measured: a SQLite file, a PostgreSQL of the run, or one that is there."""

import argparse
import os
import sys


def add_servers(parser: argparse.ArgumentParser, what: str = "") -> None:
    """Let the command line ask for PostgreSQL; ``what`` is measured there, as the help says."""
    either = parser.add_mutually_exclusive_group()
    either.add_argument(
        "--postgres", action="store_true", help=f"{what}on a PostgreSQL that ends with the run"
    )
    either.add_argument(
        "--server", action="store_true", help=f"{what}on the PostgreSQL of DATABASE_URL"
    )


def run_on_postgres(options: argparse.Namespace, module: str) -> None:
    """Begin the module again under a PostgreSQL of its own, where that is asked for.

    Raises SystemExit where a server is asked for that DATABASE_URL does not name.
    """
    if options.postgres:
        rest = ["--server" if word == "--postgres" else word for word in sys.argv[1:]]
        command = ["sh", "scripts/postgres.sh", sys.executable, "-m", module, *rest]
        os.execvp(command[0], command)  # noqa: S606
    if options.server and not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        sys.exit("--server measures the PostgreSQL of DATABASE_URL, which names none.")
