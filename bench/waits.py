"""`python -m bench.waits`: how long others' saves wait while a large import runs.

    .venv/bin/python -m bench.waits --rows 50000
    .venv/bin/python -m bench.waits --rows 50000 --postgres

Two other processes save all the time: one a small change to a record, one what a person's save in
the admin comes to. Meanwhile files are imported as the command line does, then previewed, stored
and undone as the admin does. The times are those of the clock; what else the machine does counts.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.servers import add_servers, run_on_postgres

SEED = 1
# Seconds between two saves of one person, and that saves are measured without an import.
PAUSE, ALONE = 0.05, 5.0
SAVERS = ("change", "admin")


def main() -> None:
    """Measure on a database of its own, or be one of the two who save."""
    parser = argparse.ArgumentParser(prog="bench.waits", description=__doc__, allow_abbrev=False)
    parser.add_argument("--rows", type=int, default=50_000, help="exercises of the import")
    add_servers(parser)
    parser.add_argument("--saver", choices=SAVERS, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    run_on_postgres(options, "bench.waits")
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    os.environ["IMPORT_FILE_MIB"] = "1000"
    if options.saver:
        _set_up()
        _save_on(options.saver, options.out)
    with tempfile.TemporaryDirectory(prefix="defence-ties-waits-") as folder:
        if not options.server:
            os.environ["DATABASE_URL"] = f"sqlite:///{folder}/waits.sqlite3"
        _set_up()
        _measure(Path(folder), options.rows)


def _set_up() -> None:
    os.environ.pop("DEBUG", None)
    import django

    django.setup()


# Those who save -----------------------------------------------------------------------------


def _save_on(name: str, out: Path) -> None:
    """Save for ever, and write when each save began and how many seconds it took."""
    save = {"change": _change, "admin": _as_in_the_admin}[name]
    with out.open("w", buffering=1) as file:
        while True:
            began, clock = time.time(), time.perf_counter()
            save(f"saved-by-{name}")
            file.write(f"{began} {time.perf_counter() - clock}\n")
            time.sleep(PAUSE)


def _change(key: str) -> None:
    """Apply a small change to a record."""
    from records.models import Record
    from records.present import current
    from records.store import apply

    record = Record.objects.get(key=key)
    document = current([record])[key]
    document["fields"]["summary"] = f"After revision {record.revision}."
    apply(document, by=None, why="bench", base=record.revision)


def _as_in_the_admin(key: str) -> None:
    """Save as the admin does: the record with an entry in its log, and the session."""
    from django.contrib.admin.models import CHANGE, LogEntry
    from django.contrib.auth.models import User
    from django.contrib.contenttypes.models import ContentType
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import transaction

    from records.models import Record

    with transaction.atomic():
        _change(key)
        LogEntry.objects.create(
            user=User.objects.get(),
            content_type=ContentType.objects.get_for_model(Record),
            object_id=key,
            object_repr=key,
            action_flag=CHANGE,
        )
    session = SessionStore()
    session["seen"] = time.time()
    session.save()


# The import ---------------------------------------------------------------------------------


def _measure(folder: Path, rows: int) -> None:
    path = _prepare(folder, rows)
    outs = {name: folder / f"{name}.txt" for name in SAVERS}
    command = [sys.executable, "-m", "bench.waits", "--saver"]
    savers = [subprocess.Popen([*command, n, "--out", str(o)]) for n, o in outs.items()]  # noqa: S603
    try:
        while not all(out.exists() and out.stat().st_size for out in outs.values()):
            time.sleep(0.1)
        print(f"{rows} exercises with participants and citations")
        print(f"{'what':<28}{'seconds':>8}{'saves':>7}{'median':>8}{'longest':>9}", flush=True)
        for name, work in _works(path).items():
            began = time.time()
            work()
            ended = time.time()
            time.sleep(2)  # a save that began meanwhile comes to its end
            _tell(name, began, ended, outs)
        assert all(saver.poll() is None for saver in savers), "A save failed."
    finally:
        for saver in savers:
            saver.kill()
            saver.wait()


def _prepare(folder: Path, rows: int) -> Path:
    """Fill the database with what the import refers to; return the file to be imported."""
    from django.contrib.auth.models import User

    from bench.databases import prepare
    from exchange.management.commands.make_sample import sample
    from records.documents import blank
    from records.kinds import get_kind
    from records.steps import Proposal
    from records.store import apply_many

    prepare()
    User.objects.create_superuser("ana")
    documents = [d for part in sample(SEED).chunks(rows, 1000) for d in part]
    exercises = [d for d in documents if d["kind"] == "exercise"]
    others = [d for d in documents if d["kind"] != "exercise"]
    for name in SAVERS:
        document = blank(get_kind("series"), f"saved-by-{name}")
        document["fields"]["title"] = f"Saved by {name}"
        others.append(document)
    apply_many([Proposal(document) for document in others], by=None, why="bench")
    path = folder / "exercises.json"
    entries = [{"kind": "exercise", "key": d["key"], "document": d} for d in exercises]
    path.write_text(json.dumps(entries))
    return path


def _works(path: Path) -> dict[str, Callable[[], object]]:
    from django.contrib.auth.models import User

    from exchange.batches.carrying import carry_out
    from exchange.batches.steps import confirm, prepare, receive
    from exchange.batches.taking_back import take_back
    from exchange.batches.undoing import undo
    from exchange.imports import Order, import_files
    from exchange.models import Batch, State

    ana = User.objects.get()

    def command() -> None:
        report = import_files([path], Order(why="bench"))
        assert report.stored, report.problems[:3]

    def reaches(batch: Batch, state: str) -> None:
        assert batch.state == state, batch.state

    def preview() -> None:
        reaches(prepare(receive([(path.name, path.read_bytes())], by=ana).pk), State.PREVIEWED)

    def store() -> None:
        batch = Batch.objects.first()
        reaches(carry_out(confirm(batch, by=ana, digest=batch.seal).pk), State.STORED)

    def take_all_back() -> None:
        reaches(take_back(undo(Batch.objects.first(), by=ana).pk), State.UNDONE)

    return {
        "nothing": lambda: time.sleep(ALONE),
        "import_record": command,
        "undo of it": take_all_back,
        "preview": preview,
        "apply": store,
        "undo": take_all_back,
    }


def _tell(name: str, began: float, ended: float, outs: dict[str, Path]) -> None:
    found: list[float] = []
    for out in outs.values():
        lines = [line.split() for line in out.read_text().splitlines() if line.count(" ") == 1]
        pairs = [(float(start), float(seconds)) for start, seconds in lines]
        found += [seconds for start, seconds in pairs if start < ended and start + seconds > began]
    median, longest = statistics.median(found), max(found)
    print(
        f"{name:<28}{ended - began:>8.1f}{len(found):>7}{median:>8.3f}{longest:>9.3f}", flush=True
    )


if __name__ == "__main__":
    main()
