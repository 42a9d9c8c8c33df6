"""Exports beside django-import-export's own, their first byte, and the memory that they take."""

import os
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.test import Client

from bench.databases import prepare, present, use
from bench.plain import MANY, PlainResource
from bench.timing import Ratio, paired
from exchange.writing.exports import exported
from exchange.writing.writers import write_csv, write_json, write_ods, write_xlsx
from exercises.models import Exercise

WRITERS = {"CSV": write_csv, "JSON": write_json, "XLSX": write_xlsx, "ODS": write_ods}
STREAMS = ("csv", "json")


@dataclass(frozen=True)
class Figure:
    """One line that is no ratio."""

    words: str

    def __str__(self) -> str:
        return f"{'':26}{self.words}"


def measure(folder: Path, options: Namespace) -> Iterator[Ratio | Figure]:
    """Yield the ratios of exports, then times of first bytes and peaks of memory."""
    number = options.exports
    use(folder / f"exports-{number}.sqlite3")
    prepare()
    call_command("make_sample", exercises=number, publish=True, verbosity=0)
    for name, write in WRITERS.items():
        yield _beside(name, write, plain, "export of a plain ModelResource", folder, options)
    yield _beside("CSV", write_csv, prefetching, "the same with prefetching", folder, options)
    yield from _first_bytes(number)
    yield from _memory(folder, number)


def plain() -> str:
    """Export exercises as django-import-export does by itself."""
    return PlainResource().export(Exercise.objects.all()).csv


def prefetching() -> str:
    """Export them with all relations fetched along."""
    found = Exercise.objects.select_related("series").prefetch_related(*MANY)
    return PlainResource().export(found).csv


def _beside(
    name: str, write: Callable, other: Callable, called: str, folder: Path, options: Namespace
) -> Ratio:
    with tempfile.TemporaryDirectory(dir=folder) as made:
        path = Path(made) / "export"
        what = f"{called} / export_record ({name}, all sheets), {options.exports} exercises"
        return paired(what, other, lambda: write(exported(True), path), options.runs)


def _first_bytes(number: int) -> Iterator[Figure]:
    client = Client(headers={"host": "127.0.0.1"})
    for file_format in STREAMS:
        for address in ("/exercises/", "/exercises/?country=IN&since=2000"):
            mark = "&" if "?" in address else "?"
            took = [_first(client, f"{address}{mark}format={file_format}") for _ in range(5)]
            words = f"{sorted(took)[2]:.0f} ms to the first record of {address} as {file_format}"
            yield Figure(f"{words}, {number} exercises")


def _first(client: Client, address: str) -> float:
    """Return the milliseconds from the request to the first record; headings come before it."""
    started = time.perf_counter()
    pieces = iter(client.get(address).streaming_content)
    next(pieces)
    next(pieces)
    return (time.perf_counter() - started) * 1000


# The peak of this process alone: what getrusage tells of it includes the one that it came from.
MEASURE = """
import sys
from pathlib import Path
import django
django.setup()
from exchange.writing import exports
from exchange.writing import writers
from records.models import Record
Record.objects.first()
if sys.argv[1]:
    getattr(writers, f"write_{sys.argv[1]}")(exports.exported(True), Path(sys.argv[2]))
lines = Path("/proc/self/status").read_text().splitlines()
print(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
"""


def _memory(folder: Path, number: int) -> Iterator[Figure]:
    if not Path("/proc/self/status").exists():
        return
    bare = _peak("", folder)
    yield Figure(f"{bare} MiB taken by a process that does nothing but start Django")
    for name in WRITERS:
        peak = _peak(name.lower(), folder)
        yield Figure(f"{peak} MiB at most with the export to {name}, {number} exercises")


def _peak(name: str, folder: Path) -> int:
    """Return the most memory, in MiB, of a process that exports everything in a format."""
    with tempfile.TemporaryDirectory(dir=folder) as made:
        command = [sys.executable, "-c", MEASURE, name, f"{made}/export"]
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{present()}"}
        done = subprocess.run(  # noqa: S603 (our own command)
            command, check=True, capture_output=True, text=True, env=environment
        )
    return int(done.stdout) // 1024
