"""Imports beside a plain resource and a bare bulk_create."""

import csv
import shutil
from argparse import Namespace
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from django.db import transaction

from bench.databases import present, use
from bench.plain import FIELDS, PlainResource, bulk_create, dataset
from bench.timing import Ratio, paired
from exchange.exports import exported
from exchange.imports import Order, import_files
from exchange.management.commands.make_sample import sample
from exchange.writers import write_csv
from records.store import Proposal, apply_many

SEED = 1


def measure(folder: Path, options: Namespace) -> Iterator[Ratio]:
    """Yield the ratios of imports."""
    documents = [d for part in sample(SEED).chunks(options.exercises, 1000) for d in part]
    exercises = [d for d in documents if d["kind"] == "exercise"]
    store([d for d in documents if d["kind"] != "exercise"])
    bare, full = present(), folder / "full.sqlite3"
    shutil.copy(bare, full)
    use(full)
    store(exercises)
    write_csv(exported(True), folder / "sheets")
    use(bare)
    yield from _first(folder, exercises, options)
    yield _again(folder, bare, full, options)


def _first(folder: Path, exercises: list[dict], options: Namespace) -> Iterator[Ratio]:
    few, many, runs = options.paired, options.exercises, options.runs
    small, large = (_narrow(folder, number) for number in (few, many))
    rows = dataset(exercises[:few])
    yield paired(
        f"import_record of exercises.csv / plain ModelResource, {few} rows",
        undone(lambda: bring([small])),
        undone(lambda: PlainResource().import_data(rows, raise_errors=True)),
        runs,
    )
    yield paired(
        f"import_record of exercises.csv / bare bulk_create, {many} rows",
        undone(lambda: bring([large])),
        undone(lambda: bulk_create(exercises)),
        runs,
    )
    yield paired(
        f"the same with participants and citations / exercises.csv alone, {many} rows",
        undone(lambda: bring(_sheets(folder))),
        undone(lambda: bring([large])),
        runs,
    )


def _again(folder: Path, bare: Path, full: Path, options: Namespace) -> Ratio:
    """Return the ratio of an unchanged export, imported again, to its first import."""

    def again():
        report = bring(_sheets(folder))
        assert {entry["outcome"] for entry in report.records} == {"unchanged"}

    return paired(
        f"import of an unchanged export / its first import, {options.exercises} exercises",
        _in(full, undone(again)),
        _in(bare, undone(lambda: bring(_sheets(folder)))),
        options.runs,
    )


def store(documents: list[dict]) -> None:
    """Store documents through the core."""
    apply_many([Proposal(document) for document in documents], by=None, why="bench")


def bring(paths: list[Path]):
    """Import sheets in which nothing is wrong."""
    report = import_files(paths, Order(why="bench"))
    assert not report.problems, report.problems[:3]
    return report


def undone(function: Callable) -> Callable:
    """Return a call whose writes are rolled back."""

    def call():
        with transaction.atomic():
            function()
            transaction.set_rollback(True)

    return call


def _in(database: Path, function: Callable) -> Callable:
    def call():
        use(database)
        function()

    return call


def _sheets(folder: Path) -> list[Path]:
    return sorted((folder / "sheets").glob("*.csv"))


def _narrow(folder: Path, number: int) -> Path:
    """Write the first rows of exercises.csv with the columns that the plain resource has."""
    path = folder / str(number) / "exercises.csv"
    path.parent.mkdir()
    with (folder / "sheets" / "exercises.csv").open(encoding="utf-8", newline="") as file:
        rows = list(islice(csv.DictReader(file), number))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path
