"""Imports beside others' work: two at once, and people who save meanwhile."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from exchange.batches import pace, taking_back
from exchange.batches.carrying import carry_out
from exchange.batches.holding import Overtaken, claim, finish, still_mine
from exchange.batches.recovering import recover
from exchange.batches.steps import confirm, preview
from exchange.batches.taking_back import take_back
from exchange.batches.undoing import undo
from exchange.models import Batch, State
from records.faults import Refused
from records.models import Record
from records.present import current
from records.store import take_many
from tests.exchange.batch_cases import SERIES, confirm_now, document, edited, previewed, sheet

ROWS = 200

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("transactional_db", "small_record", "small_parts"),
]


@pytest.fixture
def small_parts(monkeypatch):
    """Parts of a few records, so that there are many."""
    monkeypatch.setattr(pace, "FIRST", 20)
    monkeypatch.setattr(pace, "MOST", 20)
    monkeypatch.setattr(pace, "FREE", 0.01)


def trials(first: int, last: int, summary: str = "") -> tuple[str, bytes]:
    rows = ({"key": f"trial-{n}", "title": f"Trial {n}"} for n in range(first, last))
    return sheet("exercises", *(row | {"summary": summary} for row in rows))


def in_threads(*works) -> list[Exception]:
    """Do all at the same time; return what they raised."""
    start, errors = threading.Barrier(len(works)), []

    def do(work):
        try:
            start.wait(timeout=20)
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return errors


def test_two_imports_at_once_store_what_they_report(ana, ed):
    one = preview([trials(0, ROWS)], by=ana)
    two = preview([trials(ROWS, 2 * ROWS)], by=ed)

    errors = in_threads(
        lambda: confirm_now(one, by=ana, digest=one.seal),
        lambda: confirm_now(two, by=ed, digest=two.seal),
    )

    assert errors == []
    assert set(Batch.objects.values_list("state", flat=True)) == {State.STORED}
    records = list(Record.objects.filter(key__startswith="trial-"))
    assert len(records) == 2 * ROWS
    assert take_many(records) == current(records)


def test_of_two_imports_of_the_same_new_keys_one_is_stored_whole_and_the_other_not_at_all(ana, ed):
    one = preview([trials(0, ROWS, "Of Ana.")], by=ana)
    two = preview([trials(0, ROWS, "Of Ed.")], by=ed)

    errors = in_threads(
        lambda: confirm_now(one, by=ana, digest=one.seal),
        lambda: confirm_now(two, by=ed, digest=two.seal),
    )

    states = dict(Batch.objects.values_list("by_name", "state"))
    stored = [name for name, state in states.items() if state == State.STORED]
    # Where each has taken keys before the other, both give back what they had; never a mixture.
    assert len(stored) + len(errors) == 2
    assert all(isinstance(error, Refused) for error in errors)
    summaries = {d["fields"]["summary"] for d in current(_trials()).values()}
    assert summaries == {f"Of {name.capitalize()}." for name in stored}
    assert len(_trials()) == ROWS * len(stored)
    for batch in Batch.objects.exclude(state=State.STORED):
        assert batch.state == State.PREVIEWED
        assert not batch.records.filter(made__isnull=False).exists()


def _trials() -> list[Record]:
    return list(Record.objects.filter(key__startswith="trial-"))


def test_saves_of_others_during_an_import_and_its_undoing_all_succeed(ana, ed, monkeypatch):
    monkeypatch.setattr(pace, "FREE", 0.12)
    batch = preview([trials(0, ROWS)], by=ana)
    done, saves = threading.Event(), []

    def work():
        try:
            confirm_now(batch, by=ana, digest=batch.seal)
            take_back(undo(batch, by=ana).pk)
        finally:
            done.set()

    def save():
        while not done.is_set():
            saves.append(edited(SERIES, by=ed, summary=f"Save {len(saves)}.").revision)

    errors = in_threads(work, save)

    assert errors == []
    assert len(saves) > 2
    assert saves == list(range(2, 2 + len(saves)))
    assert Batch.objects.get().state == State.UNDONE
    assert not _trials()


class TestHolding:
    """One process at a time works on a batch."""

    @pytest.fixture
    def batch(self, ana) -> Batch:
        batch = previewed(ana, series={"key": "malabar", "title": "Malabar"})
        return confirm(batch, by=ana, digest=batch.seal)

    def test_batch_that_another_works_on_is_left_to_it(self, batch):
        claim(batch.pk, State.STORING)

        assert carry_out(batch.pk).state == State.STORING
        assert recover() == []
        assert not Record.objects.filter(key="malabar").exists()

    def test_who_was_silent_too_long_finds_the_batch_taken(self, batch):
        silent = claim(batch.pk, State.STORING)

        assert recover(after=timedelta(0))[0].state == State.STORED
        with pytest.raises(Overtaken):
            still_mine(silent)
        with pytest.raises(Overtaken):
            finish(silent, State.FAILED)
        assert Batch.objects.get().state == State.STORED

    def test_batch_that_waits_to_be_carried_out_is_taken_up_after_a_while(self, batch):
        assert recover() == []
        Batch.objects.update(heartbeat=batch.heartbeat - timedelta(minutes=10))

        assert [found.state for found in recover()] == [State.STORED]

    def test_import_whose_person_may_not_import_any_more_is_not_stored(self, batch, ana):
        ana.groups.clear()

        assert carry_out(batch.pk).state == State.PREVIEWED
        assert not Record.objects.filter(key="malabar").exists()

    def test_import_whose_person_is_gone_is_not_stored_by_the_system(self, batch, ana):
        ana.delete()

        assert carry_out(batch.pk).state == State.PREVIEWED
        assert not Record.objects.filter(key="malabar").exists()


def test_record_that_moves_between_two_parts_takes_back_what_was_stored(ana, ed):
    batch = preview([trials(0, ROWS), sheet("series", {"key": SERIES, "title": "Mine"})], by=ana)
    confirm(batch, by=ana, digest=batch.seal)
    moved = []

    def progress(step, done=0, total=0):
        if done > ROWS / 2 and not moved:
            moved.append(edited(SERIES, by=ed, title="Ed's"))

    batch = carry_out(batch.pk, progress)

    assert moved
    assert batch.state == State.PREVIEWED
    assert not _trials()
    assert document(SERIES)["fields"]["title"] == "Ed's"
    found = dict(batch.records.values_list("key", "outcome"))
    assert found[SERIES] == "conflict"
    assert found["trial-0"] == "new"
    confirm_now(batch, by=ana, digest=batch.seal, good_only=True)
    assert len(_trials()) == ROWS


def test_undo_that_others_disturb_again_and_again_comes_to_an_end(ana, monkeypatch):
    batch = preview([trials(0, ROWS)], by=ana)
    batch = confirm_now(batch, by=ana, digest=batch.seal)
    undo(batch, by=ana)
    removed, tries = [], []

    def remove(records):
        tries.append(records)
        assert len(tries) < 3 * ROWS, "it goes on for ever"
        if removed and records:
            raise IntegrityError
        removed.extend(records)
        taking_back_for_good(records)

    taking_back_for_good = taking_back.remove
    monkeypatch.setattr(taking_back, "remove", remove)
    monkeypatch.setattr(taking_back.time, "sleep", lambda seconds: None)
    batch = take_back(batch.pk)

    assert batch.state == State.UNDONE
    assert len(_trials()) == ROWS - len(removed)
    kept = batch.records.filter(undo="kept")
    assert kept.count() == ROWS - len(removed)
    assert set(kept.values_list("undo_why", flat=True)) == {"it was changed at the same moment"}


def test_fault_of_ours_in_the_middle_takes_back_what_was_stored(ana):
    batch = preview([trials(0, ROWS)], by=ana)
    confirm(batch, by=ana, digest=batch.seal)

    def progress(step, done=0, total=0):
        if done > ROWS / 2 and not step.startswith("taking"):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        carry_out(batch.pk, progress)

    batch.refresh_from_db()
    assert (batch.state, batch.holder) == (State.PREVIEWED, "")
    assert not _trials()
    assert "stopped by a fault" in batch.options["notes"][-1]


def test_progress_is_told_outside_of_transactions(ana):
    batch = preview([trials(0, ROWS)], by=ana)
    told = []

    def progress(step, done=0, total=0):
        assert not connection.in_atomic_block
        told.append((step, done, total))

    confirm_now(batch, by=ana, digest=batch.seal, progress=progress)
    take_back(undo(batch, by=ana).pk, progress)

    assert ("storing", ROWS - 20, ROWS) in told
    assert ("taking back", ROWS - 20, ROWS) in told
