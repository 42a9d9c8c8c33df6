"""Imports beside a plain resource and a bare bulk_create: rows against rows, in one run.

What is imported is what an analyst writes: exercises with series, place and host, two to four
participants and one citation each. It is imported whole: read, checked, compared, stored with
revision, search text, evidence and batch. The plain resource stores the exercises alone.
"""

import shutil
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import connection, transaction

from bench.databases import present, use
from bench.exports import Figure
from bench.memory import peaks
from bench.plain import PlainResource, bulk_create, dataset
from bench.samples import exercises_of, write_sheets
from bench.timing import Ratio, paired
from exchange.imports import Order, import_files
from exchange.writing.exports import exported
from exchange.writing.writers import write_csv
from records.steps import Proposal
from records.store import apply_many


def measure(folder: Path, options: Namespace) -> Iterator[Ratio | Figure]:
    """Yield the ratios of imports, and the memory that they take."""
    others, exercises = exercises_of(options.exercises)
    store(others)
    write_sheets(exercises, folder / "new")
    write_sheets(exercises[: options.exercises // 10], folder / "tenth")
    yield from _beside_the_plain(folder, exercises, options)
    yield from _beside_itself(folder, exercises, options)
    if connection.vendor == "sqlite":
        bare = present()
        yield _again(folder, bare, exercises, options)
        yield from peaks(folder, options)
        use(bare)


def _beside_the_plain(folder: Path, exercises: list[dict], options: Namespace) -> Iterator[Ratio]:
    ways = {
        "import, all included": lambda: bring(folder / "new"),
        "preview of it": lambda: bring(folder / "new", dry_run=True),
    }
    for name, ours in ways.items():
        yield paired(
            f"{name} / plain ModelResource without participants and citations",
            undone(ours),
            plain(exercises, options),
            options.runs,
            rows=(len(exercises), options.paired),
        )


def plain(exercises: list[dict], options: Namespace) -> Callable:
    """Return the import by a plain resource, of so many rows as it can be waited for."""
    rows = dataset(exercises[: options.paired])
    return undone(lambda: PlainResource().import_data(rows, raise_errors=True))


def _beside_itself(folder: Path, exercises: list[dict], options: Namespace) -> Iterator[Ratio]:
    number = len(exercises)
    yield paired(
        f"import, all included / bare bulk_create with participants, {number} rows",
        undone(lambda: bring(folder / "new")),
        undone(lambda: bulk_create(exercises)),
        options.runs,
    )
    yield paired(
        f"import of {number} rows / of {number // 10}",
        undone(lambda: bring(folder / "new")),
        undone(lambda: bring(folder / "tenth")),
        options.runs,
    )


def _again(folder: Path, bare: Path, exercises: list[dict], options: Namespace) -> Ratio:
    """Return the ratio of an unchanged export, imported again, to the plain resource."""
    full = folder / "full.sqlite3"
    shutil.copy(bare, full)
    use(full)
    store(exercises)
    write_csv(exported(True), folder / "sheets")

    def again():
        report = bring(folder / "sheets")
        assert {entry["outcome"] for entry in report.records} == {"unchanged"}

    rows = (len(exercises), options.paired)
    what = "import of an unchanged export, all sheets / plain ModelResource"
    ways = _in(full, undone(again)), _in(bare, plain(exercises, options))
    return paired(what, *ways, options.runs, rows=rows)


def _in(database: Path, function: Callable) -> Callable:
    def call():
        use(database)
        function()

    return call


def store(documents: list[dict]) -> None:
    """Store documents through the core."""
    apply_many([Proposal(document) for document in documents], by=None, why="bench")


def bring(folder: Path, *, dry_run: bool = False):
    """Import the sheets of a folder, in which nothing is wrong."""
    report = import_files(sorted(folder.iterdir()), Order(dry_run=dry_run, why="bench"))
    assert not report.problems, report.problems[:3]
    return report


def undone(function: Callable) -> Callable:
    """Return a call whose writes are rolled back."""

    def call():
        with transaction.atomic():
            function()
            transaction.set_rollback(True)

    return call
