"""Large imports in the background: done by a worker, and taken up again when that is killed."""

import pytest

from exchange.batches.keeping import open_batch
from exchange.batches.steps import confirm
from exchange.batches.undoing import undo
from exchange.models import State, Work, Worker
from exchange.tasks import start
from records.models import Record, Revision
from tests.exchange.batch_cases import sheet
from tests.exchange.workers import BackgroundWorker, state_of, until

MANY = 3000
pytestmark = pytest.mark.usefixtures("transactional_db", "small_record", "in_background")


@pytest.fixture
def worker(tmp_path):
    """Return a function that starts a worker of a name, which ends with the test."""
    started = []

    def begin(name: str = "one", **options) -> BackgroundWorker:
        started.append(BackgroundWorker(tmp_path, name, **options))
        return started[-1]

    yield begin
    for one in started:
        one.kill()


def rows(number: int) -> list[dict]:
    return [{"key": f"trial-{n}", "title": f"Trial {n}", "date": "2019"} for n in range(number)]


def uploaded(by, number: int):
    files = [sheet("exercises", *rows(number))]
    return start(lambda: open_batch(files, by=by, why="A trial."), by=by)


def previewed(by, number: int):
    """Return a batch that a worker has previewed."""
    batch = uploaded(by, number)
    until(lambda: state_of(batch) == State.PREVIEWED)
    batch.refresh_from_db()
    return batch


def confirmed(batch, by):
    return start(lambda: confirm(batch, by=by, digest=batch.seal), by=by)


def undone(batch, by):
    return start(lambda: undo(batch, by=by), by=by)


def trials():
    return Record.objects.filter(key__startswith="trial-")


def test_large_import_is_read_stored_and_undone_in_the_background(ana, worker):
    batch = uploaded(ana, 20)
    assert state_of(batch) == State.RECEIVED
    worker()

    until(lambda: state_of(batch) == State.PREVIEWED)
    batch.refresh_from_db()
    confirmed(batch, ana)
    until(lambda: state_of(batch) == State.STORED)

    assert trials().count() == 20
    work = until(Work.objects.filter(finished__isnull=False).first)
    assert work.told == "20 records were stored."
    undone(batch, ana)
    until(lambda: state_of(batch) == State.UNDONE)
    assert not trials().exists()


def test_worker_that_is_killed_while_it_stores_leaves_all_in_the_end_and_nothing_twice(ana, worker):
    first = worker("one")
    batch = previewed(ana, MANY)
    confirmed(batch, ana)
    until(lambda: trials().exists())

    first.kill()
    assert trials().count() < MANY
    worker("one")

    until(lambda: state_of(batch) == State.STORED)
    assert trials().count() == MANY
    assert Revision.objects.filter(record__key__startswith="trial-").count() == MANY


def test_worker_that_is_killed_while_it_undoes_leaves_nothing_in_the_end(ana, worker):
    first = worker("one")
    batch = previewed(ana, MANY)
    confirmed(batch, ana)
    until(lambda: state_of(batch) == State.STORED)
    undone(batch, ana)
    until(lambda: trials().count() < MANY)

    first.kill()
    assert trials().exists()
    worker("one")

    until(lambda: state_of(batch) == State.UNDONE)
    assert not trials().exists()


def test_worker_that_is_ended_stops_in_between_and_the_next_one_goes_on(ana, worker):
    first = worker("one")
    batch = previewed(ana, MANY)
    confirmed(batch, ana)
    until(lambda: trials().exists())

    assert first.end() == 0
    assert state_of(batch) == State.STORING
    assert not Worker.objects.exists()
    worker("another")

    until(lambda: state_of(batch) == State.STORED)
    assert trials().count() == MANY


def test_worker_does_not_outlive_the_process_that_it_belongs_to(worker):
    keeper = (
        "import os, subprocess, sys;"
        "subprocess.Popen([*sys.argv[1:], f'--parent={os.getpid()}']).wait()"
    )
    kept = worker("one", through=keeper)

    kept.process.kill()

    until(lambda: not Worker.objects.exists())


def test_progress_of_a_long_work_is_there_to_be_seen(ana, worker):
    worker()
    batch = previewed(ana, MANY)
    confirmed(batch, ana)

    work = until(Work.objects.filter(step="storing").first)

    assert (work.total, work.by) == (MANY, ana)
    until(lambda: state_of(batch) == State.STORED)


def test_two_workers_share_the_queue_and_store_everything_once(ana, worker):
    worker("one")
    worker("two")
    batches = []
    for n in range(4):
        files = [sheet("exercises", {"key": f"trial-{n}", "title": f"Trial {n}"})]
        batches.append(start(lambda f=files: open_batch(f, by=ana, why=""), by=ana))

    until(lambda: all(state_of(batch) == State.PREVIEWED for batch in batches))
    for batch in batches:
        batch.refresh_from_db()
        confirmed(batch, ana)
    until(lambda: all(state_of(batch) == State.STORED for batch in batches))

    assert Revision.objects.filter(record__key__startswith="trial-").count() == 4
