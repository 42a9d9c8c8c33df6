"""A process of its own that does a part of an import, and is killed while it writes.

    python -m tests.exchange.killed WORK WHAT [NUMBER]

WORK is the function's name, WHAT the batch or the file. Just before statement NUMBER that writes,
counted from 1, the process kills itself as `kill -9` does; without a NUMBER it lives. Parts are
small, so that there are many of them.
"""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WRITING = ("INSERT", "UPDATE", "DELETE")
PART = 40


def run(work: str, what: object, number: int = 0) -> int:
    """Do the work in another process; return its exit code, which is negative for a signal."""
    from django.db import connection

    given = connection.settings_dict
    url = f"sqlite:///{given['NAME']}"
    if connection.vendor == "postgresql":
        address = f"{given['HOST']}:{given['PORT']}/{given['NAME']}"
        url = f"postgres://{given['USER']}:{given['PASSWORD']}@{address}"
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "tests.exchange.killed", work, str(what), str(number)]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False, timeout=120).returncode


def main(work: str, what: str, number: int) -> None:
    """Do the work, with an end to it."""
    import django

    django.setup()
    from django.db import connection

    from exchange.batches import pace
    from records import bulk

    pace.FIRST = pace.MOST = PART
    killing = _Killing(number)
    connection.execute_wrappers.append(killing)
    bulk._copy, bulk._insert = killing.inserting(bulk._copy), killing.inserting(bulk._insert)
    _works()[work](what)


class _Killing:
    """Counts the statements that write."""

    def __init__(self, number: int):
        self.left = number

    def __call__(self, execute, sql, params, many, context):
        if sql.lstrip().startswith(WRITING):
            self.count()
        return execute(sql, params, many, context)

    def inserting(self, insert):
        """Return the function that inserts many rows past that, counted as a statement."""

        def counted(*args):
            self.count()
            insert(*args)

        return counted

    def count(self) -> None:
        """Count one more."""
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def _works() -> dict:
    from exchange.batches.carrying import carry_out
    from exchange.batches.recovering import recover
    from exchange.batches.steps import prepare
    from exchange.batches.taking_back import take_back
    from exchange.imports import Order, import_files

    return {
        "prepare": prepare,
        "carry_out": carry_out,
        "take_back": take_back,
        "recover": lambda _what: recover(after=timedelta(0)),
        "import_files": lambda what: import_files(sorted(Path(what).iterdir()), Order()),
    }


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
