"""The memory that an import takes: the most that a process of its own has held at once."""

import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from bench.databases import prepare, present, use
from bench.exports import Figure
from bench.one_import import STATUS
from bench.samples import chunks, write_sheets, write_workbook
from records.steps import Proposal
from records.store import apply_many

# Rows of exercises in the two that are measured with `--large`.
LARGE = {"csv": 50_000, "xlsx": 100_000}
WRITERS = {"csv": write_sheets, "xlsx": write_workbook}


def peaks(folder: Path, options: Namespace) -> Iterator[Figure]:
    """Yield the most memory that imports held; of the large ones where that is asked for."""
    if not STATUS.exists():  # only Linux tells it
        return
    sizes = LARGE if options.large else {"csv": options.exercises}
    for name, number in sizes.items():
        database = folder / f"{name}-{number}.sqlite3"
        sheets = folder / f"{name}-{number}"
        _fill(database, number)
        WRITERS[name](_exercises(number), sheets)
        held = _held(database, sheets)
        yield Figure(f"{name.upper()}, import of {number} exercises: {held:.0f} MiB held at most")


def _fill(database: Path, number: int) -> None:
    """Make a database that has what so many exercises refer to."""
    use(database)
    prepare()
    for part in chunks(number):
        others = [Proposal(d) for d in part if d["kind"] != "exercise"]
        if not others:
            break
        apply_many(others, by=None, why="bench")
    present()


def _exercises(number: int) -> Iterator[dict]:
    return (d for part in chunks(number) for d in part if d["kind"] == "exercise")


def _held(database: Path, sheets: Path) -> float:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}"}
    command = [sys.executable, "-m", "bench.one_import", str(sheets)]
    done = subprocess.run(  # noqa: S603
        command, env=environment, check=True, capture_output=True, text=True
    )
    return float(done.stdout.split()[-1])
