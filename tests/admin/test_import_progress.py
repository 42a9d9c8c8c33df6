"""The page of an import that is worked on: who may see it, what it says, and what comes after."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from exchange.batches import working
from exchange.batches.taking_back import GIVEN_UP
from exchange.models import Batch, State, Work, Worker
from exchange.tasks import work_on
from records.models import Record
from tests.admin.import_pages import LIST, NEW, address, apply_it, text, upload
from tests.exchange.batch_cases import edited, previewed, sheet, stored

pytestmark = pytest.mark.usefixtures("record")


@pytest.fixture
def waiting(in_background, as_ana) -> Batch:
    """An import that Ana has uploaded and that nobody has begun to read."""
    upload(as_ana, sheet("exercises", NEW), why="From the ministry.")
    return Batch.objects.get()


@pytest.fixture
def worker(db) -> Worker:
    return Worker.objects.create(name="one", seen=timezone.now())


@pytest.fixture
def in_hand(waiting, worker) -> Batch:
    """The same, in the hands of a worker that has come as far as 12,000 of 50,000 rows."""
    Batch.objects.update(holder="x", heartbeat=timezone.now())
    Work.objects.update(worker="one", attempts=1, step="checking", done=12_000, total=50_000)
    return waiting


def gone(worker: Worker) -> None:
    """Let a worker be silent for a minute."""
    Worker.objects.filter(pk=worker.pk).update(seen=timezone.now() - timedelta(minutes=1))


def run_queued() -> None:
    """Do what is in the queue as a worker would."""
    for row in DBTaskResult.objects.ready():
        row.claim("one")
        working.perform(row.task_result.args[0], worker="one")
        row.set_successful(None)


class TestPage:
    def test_large_import_waits_in_the_queue_and_the_page_says_so(self, waiting, worker, as_ana):
        page = text(as_ana.get(address(waiting)))

        assert "Waiting for its turn" in page
        assert "Started by ana" in page
        assert "From the ministry." in page
        assert "No worker is running" not in page

    def test_nobody_there_to_do_it_is_told_with_the_remedy(self, waiting, as_ana):
        page = text(as_ana.get(address(waiting)))

        assert "No worker is running" in page
        assert "make run" in page
        assert "manage.py db_worker" in page

    def test_worker_that_fell_silent_is_none(self, in_hand, worker, as_ana):
        gone(worker)

        assert "No worker is running" in text(as_ana.get(address(in_hand)))

    def test_how_far_it_has_come_is_told(self, in_hand, as_ana):
        page = text(as_ana.get(address(in_hand)))

        assert "Checking: 12,000 of 50,000" in page
        assert 'value="12000" max="50000"' in page

    def test_imports_that_come_before_it_are_counted(self, waiting, worker, as_ana):
        upload(as_ana, sheet("exercises", NEW))
        second = Batch.objects.exclude(pk=waiting.pk).get()

        assert "1 import comes before it." in text(as_ana.get(address(second)))

    def test_list_tells_how_far_it_is(self, in_hand, as_ana):
        assert "being read, 12,000 of 50,000" in text(as_ana.get(LIST))

    def test_page_renews_itself_without_scripts_while_there_is_work_only(self, waiting, as_ana):
        assert (
            '<noscript><meta http-equiv="refresh"' in as_ana.get(address(waiting)).content.decode()
        )

        run_queued()

        assert "refresh" not in text(as_ana.get(address(waiting)))


class TestPart:
    def test_part_that_changes_comes_alone(self, in_hand, as_ana):
        page = text(as_ana.get(address(in_hand, "progress")))

        assert "12,000 of 50,000" in page
        assert "<html" not in page

    def test_nothing_more_to_wait_for_is_no_content(self, ana, as_ana):
        batch = previewed(ana, exercises=NEW)

        assert as_ana.get(address(batch, "progress")).status_code == 204

    def test_it_is_there_to_be_looked_at_only(self, waiting, as_ana):
        assert as_ana.post(address(waiting, "progress")).status_code == 405


class TestRights:
    def test_others_who_import_see_it(self, in_hand, as_ed):
        assert "12,000 of 50,000" in text(as_ed.get(address(in_hand)))

    def test_readers_do_not(self, in_hand, as_rae):
        for name in ("change", "progress"):
            assert "12,000" not in text(as_rae.get(address(in_hand, name), follow=True))

    def test_nobody_else_sets_going_what_ana_has_previewed(self, in_background, ana, as_ed):
        batch = previewed(ana, exercises=NEW)

        page = as_ed.post(address(batch, "confirm"), {"digest": batch.seal})

        assert page.status_code == 403
        assert not DBTaskResult.objects.exists()

    def test_queue_holds_the_id_of_the_import_and_nothing_else(self, waiting):
        row = DBTaskResult.objects.get()

        assert row.task_path == work_on.module_path
        assert row.args_kwargs == {"args": [str(waiting.pk)], "kwargs": {}}

    @pytest.mark.parametrize("name", ["confirm", "undo", "discard", "settle", "reading"])
    def test_nothing_else_is_done_with_it_meanwhile(self, in_hand, as_ana, name):
        as_ana.post(address(in_hand, name), {"digest": in_hand.seal, "key": "x"})

        in_hand.refresh_from_db()
        assert (in_hand.state, in_hand.holder) == (State.RECEIVED, "x")


class TestWhatCameOfIt:
    def test_what_was_stored_is_told_once_to_who_ordered_it(
        self, in_background, ana, as_ana, as_ed
    ):
        batch = previewed(ana, exercises=NEW)
        apply_it(as_ana, batch)
        assert not Record.objects.filter(key=NEW["key"]).exists()

        run_queued()

        assert "1 record was stored." not in text(as_ed.get(address(batch)))
        assert "1 record was stored." in text(as_ana.get(address(batch)))
        assert "1 record was stored." not in text(as_ana.get(address(batch)))
        assert Record.objects.filter(key=NEW["key"]).exists()

    def test_undoing_is_told(self, in_background, ana, as_ana):
        batch = stored(ana, exercises=NEW)

        as_ana.post(address(batch, "undo"), {"seen": seen_at(as_ana, batch)})
        assert "The import is being undone." in text(as_ana.get(address(batch)))
        run_queued()

        assert "The import was undone." in text(as_ana.get(address(batch)))

    def test_record_that_changed_meanwhile_is_told_and_nothing_stored(
        self, in_background, ana, ed, as_ana
    ):
        batch = previewed(ana, exercises=[NEW, {"key": "jimex-2023", "title": "By file"}])
        apply_it(as_ana, batch)
        edited("jimex-2023", by=ed, title="By hand")

        run_queued()

        page = text(as_ana.get(address(batch)))
        assert "Records have changed since the preview. Nothing was stored" in page
        assert not Record.objects.filter(key=NEW["key"]).exists()

    @pytest.mark.parametrize("where", ["now", "in_background"])
    def test_fault_of_ours_is_told_in_a_sentence_and_logged_in_full(
        self, request, where, as_ana, monkeypatch, caplog
    ):
        if where == "in_background":
            request.getfixturevalue(where)

        def breaks(*args, **kwargs):
            raise ZeroDivisionError("of ours")

        monkeypatch.setattr("exchange.batches.steps.make_plan", breaks)
        with caplog.at_level(logging.ERROR):
            upload(as_ana, sheet("exercises", NEW))
            run_queued()

        batch = Batch.objects.get()
        page = text(as_ana.get(address(batch)))
        assert batch.state == State.FAILED
        assert "The files were not read, because of a fault in the program." in page
        assert "ZeroDivisionError" not in page
        assert "ZeroDivisionError: of ours" in caplog.text

    def test_fault_while_storing_leaves_the_preview_and_no_record(
        self, in_background, ana, as_ana, monkeypatch, caplog
    ):
        batch = previewed(ana, exercises=NEW)
        apply_it(as_ana, batch)

        def breaks(*args, **kwargs):
            raise ZeroDivisionError("of ours")

        monkeypatch.setattr("exchange.batches.carrying.store_planned", breaks)
        run_queued()

        page = text(as_ana.get(address(batch)))
        assert "Nothing was stored, because of a fault in the program." in page
        assert "Nothing has been written yet." in page
        assert not Record.objects.filter(key=NEW["key"]).exists()


def seen_at(client, batch: Batch) -> str:
    """Return what the page of undoing wants to be confirmed."""
    return client.get(address(batch, "undo")).context["seen"]


class TestCancelling:
    def test_what_waits_is_cancelled_by_who_gave_it(self, waiting, as_ana, as_ed):
        assert "Cancel the import" not in text(as_ed.get(address(waiting)))
        assert "Cancel the import" in text(as_ana.get(address(waiting)))
        assert as_ed.post(address(waiting, "cancel")).status_code == 403

        page = text(as_ana.post(address(waiting, "cancel"), follow=True))
        run_queued()

        assert "The import was cancelled. Nothing was written." in page
        assert text(as_ana.get(address(waiting))).count("Discarded: nothing was written.") == 1

    def test_what_is_being_read_is_cancelled_as_well(self, in_hand, as_ana):
        as_ana.post(address(in_hand, "cancel"))

        assert Batch.objects.get().state == State.DISCARDED

    def test_what_waits_to_be_applied_goes_back_to_its_preview(self, in_background, ana, as_ana):
        batch = previewed(ana, exercises=NEW)
        apply_it(as_ana, batch)
        assert "Do not apply it" in text(as_ana.get(address(batch)))

        page = text(as_ana.post(address(batch, "cancel"), follow=True))
        run_queued()

        assert "Nothing is applied: this is the preview as it was." in page
        assert "Records have changed" not in text(as_ana.get(address(batch)))
        assert not Record.objects.filter(key=NEW["key"]).exists()

    def test_what_is_being_applied_offers_nothing_and_refuses(self, in_background, ana, as_ana):
        batch = previewed(ana, exercises=NEW)
        apply_it(as_ana, batch)
        Batch.objects.update(holder="x", heartbeat=timezone.now())

        page = text(as_ana.get(address(batch)))
        told = text(as_ana.post(address(batch, "cancel"), follow=True))

        assert "Do not apply it" not in page
        assert "This cannot be cancelled any more: the import is being stored." in told

    def test_looking_at_the_address_cancels_nothing(self, waiting, as_ana):
        assert as_ana.get(address(waiting, "cancel")).status_code == 405
        assert Batch.objects.get().state == State.RECEIVED


class TestGivenUp:
    def test_page_says_what_to_do_and_tries_again(self, in_background, ana, as_ana, monkeypatch):
        batch = stored(ana, exercises=NEW)
        as_ana.post(address(batch, "undo"), {"seen": seen_at(as_ana, batch)})
        Batch.objects.update(options={**batch.options, GIVEN_UP: True})

        page = text(as_ana.get(address(batch)))
        assert "Nothing of this import was undone." in text(as_ana.get(address(batch, "undone")))
        as_ana.post(address(batch, "again"))
        run_queued()

        assert "This import could not be taken back to the end." in page
        assert "Try again" in page
        assert "manage.py resume_imports" in page
        assert "refresh" not in page
        assert Batch.objects.get().state == State.UNDONE
