"""What a worker does beside its tasks: says that it is there, finds what is lost, clears away."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from exchange.batches import working
from exchange.batches.holding import claim
from exchange.batches.keeping import open_batch
from exchange.batches.steps import confirm
from exchange.batches.working import Stopped, Told, order, perform
from exchange.models import Batch, State, Work, Worker
from exchange.tasks import let_go, queue, queue_left, start, work_on
from exchange.worker import Presence
from records.models import Record
from tests.exchange.batch_cases import previewed, sheet

pytestmark = pytest.mark.usefixtures("small_record", "in_background")
NEW = {"key": "malabar-2020", "title": "Malabar 2020"}


def received(by) -> Batch:
    return open_batch([sheet("exercises", NEW)], by=by, why="")


def queued() -> list[str]:
    return [row.args_kwargs["args"][0] for row in DBTaskResult.objects.ready()]


def in_hands_of(name: str, batch: Batch) -> Batch:
    """Let a worker have taken a batch and be in the middle of it."""
    order(batch, batch.by)
    Work.objects.filter(pk=batch.pk).update(worker=name, attempts=1)
    return claim(batch.pk, batch.state)


def ago(**time):
    return timezone.now() - timedelta(**time)


class TestWhatIsLost:
    def test_import_that_never_got_into_the_queue_is_put_there_once(self, ana):
        batch = received(ana)
        Batch.objects.update(heartbeat=ago(minutes=5))

        queue_left()
        queue_left()

        assert queued() == [str(batch.pk)]

    def test_import_that_waits_in_the_queue_is_left_there(self, ana):
        batch = start(lambda: received(ana), by=ana)
        Batch.objects.update(heartbeat=ago(minutes=5))

        queue_left()

        assert queued() == [str(batch.pk)]

    def test_import_in_the_hands_of_a_living_worker_is_left_to_it(self, ana):
        Worker.objects.create(name="one", seen=ago(seconds=5))
        batch = in_hands_of("one", received(ana))

        let_go()
        queue_left()

        assert queued() == []
        assert Batch.objects.get().holder == batch.holder

    @pytest.mark.parametrize("seen", [None, 60])
    def test_import_of_a_worker_that_is_gone_is_for_another(self, ana, seen):
        if seen:
            Worker.objects.create(name="one", seen=ago(seconds=seen))
        batch = in_hands_of("one", received(ana))

        let_go()
        queue_left()

        assert queued() == [str(batch.pk)]
        perform(batch.pk, worker="two")
        assert Batch.objects.get().state == State.PREVIEWED

    def test_worker_finds_what_its_namesake_left_as_soon_as_it_starts(self, ana):
        Worker.objects.create(name="one", seen=ago(seconds=1))
        batch = in_hands_of("one", received(ana))

        worker = Presence("one")
        worker.arrive()

        assert queued() == [str(batch.pk)]

    def test_work_is_done_once_however_often_it_is_queued(self, ana):
        batch = previewed(ana, exercises=NEW)
        start(lambda: confirm(batch, by=ana, digest=batch.seal), by=ana)
        queue(batch.pk)

        for _row in DBTaskResult.objects.ready():
            perform(batch.pk)

        assert Record.objects.get(key="malabar-2020").revision == 1

    def test_import_that_is_not_there_any_more_is_no_fault(self, ana):
        batch = received(ana)
        pk = batch.pk
        batch.delete()

        perform(pk)


class TestSignsOfLife:
    def test_it_is_there_from_its_arrival_to_its_leaving(self, transactional_db):
        with Presence("one"):
            assert Worker.objects.get().name == "one"

        assert not Worker.objects.exists()

    def test_database_that_is_away_for_a_moment_does_not_end_it(self, monkeypatch, caplog):
        def away():
            raise DatabaseError("away")

        monkeypatch.setattr("exchange.worker.queue_left", away)

        Presence("one").beat()

        assert "could not say that it is there" in caplog.text


class TestClearingAway:
    def test_tasks_that_are_long_over_and_workers_long_gone_are_thrown_away(self, ana):
        start(lambda: received(ana), by=ana)
        row = DBTaskResult.objects.get()
        for status in ("SUCCESSFUL", "FAILED", "RUNNING"):
            for days in (2, 30):
                DBTaskResult.objects.create(
                    status=status,
                    started_at=ago(days=days),
                    finished_at=None if status == "RUNNING" else ago(days=days),
                    args_kwargs=row.args_kwargs,
                    task_path=row.task_path,
                    backend_name=row.backend_name,
                    run_after=row.run_after,
                )
        Worker.objects.create(name="old", seen=ago(days=2))

        Presence("one").beat()

        kept = DBTaskResult.objects.values_list("status", "started_at__day")
        assert sorted(status for status, _day in kept) == [
            "FAILED",
            "READY",
            "RUNNING",
            "SUCCESSFUL",
        ]
        assert not DBTaskResult.objects.filter(started_at__lt=ago(days=7)).exists()
        assert [worker.name for worker in Worker.objects.all()] == ["one"]


class TestProgress:
    def test_each_step_is_noted_and_the_same_step_not_at_every_call(self, ana):
        work = order(received(ana), ana)
        told = Told(Work.objects.filter(pk=work.pk))

        told("checking", 1, 10)
        told("checking", 2, 10)
        work.refresh_from_db()
        assert (work.step, work.done, work.total) == ("checking", 1, 10)
        told("storing", 0, 10)

        work.refresh_from_db()
        assert (work.step, work.done) == ("storing", 0)

    def test_same_step_is_noted_again_after_a_while(self, ana, monkeypatch):
        work = order(received(ana), ana)
        told = Told(Work.objects.filter(pk=work.pk))
        told("checking", 1, 10)

        monkeypatch.setattr(working, "PACE", 0)
        told("checking", 2, 10)

        work.refresh_from_db()
        assert work.done == 2

    def test_work_that_comes_to_its_end_does_not_end_the_one_ordered_meanwhile(
        self, ana, monkeypatch
    ):
        batch = start(lambda: received(ana), by=ana)
        told = working._told

        def order_at_this_moment(*args):
            order(batch, ana)
            return told(*args)

        monkeypatch.setattr(working, "_told", order_at_this_moment)
        perform(batch.pk, worker="one")

        assert Work.objects.get(pk=batch.pk).finished is None

    def test_worker_that_is_to_end_stops_and_leaves_the_work_as_new(self, ana, monkeypatch):
        batch = start(lambda: received(ana), by=ana)
        DBTaskResult.objects.all().delete()
        working._stopping.set()
        try:
            with pytest.raises(Stopped):
                perform(batch.pk, worker="one")
        finally:
            working._stopping.clear()

        batch.refresh_from_db()
        assert (batch.state, batch.holder) == (State.RECEIVED, "")
        assert (batch.work.attempts, batch.work.worker) == (0, "")

    def test_task_puts_what_was_stopped_back_into_the_queue(self, ana):
        batch = received(ana)
        order(batch, ana)
        working._stopping.set()
        try:
            work_on.func(Context("one"), str(batch.pk))
        finally:
            working._stopping.clear()

        assert queued() == [str(batch.pk)]


class Context:
    """What a task is told of itself."""

    def __init__(self, worker: str):
        self.task_result = self
        self.worker_ids = [worker]
