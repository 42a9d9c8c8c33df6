"""Calling off what was ordered, going on where a process ended, giving up what never succeeds."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection

from exchange.batches import pace, steps, taking_back
from exchange.batches.cancelling import cancel, may_cancel
from exchange.batches.carrying import carry_out
from exchange.batches.holding import claim
from exchange.batches.recovering import recover, try_again
from exchange.batches.steps import confirm, discard, prepare, preview, receive
from exchange.batches.taking_back import GIVEN_UP, take_back
from exchange.batches.undoing import undo
from exchange.models import Batch, BatchFile, State
from records.faults import Refused
from records.models import Record
from tests.exchange.batch_cases import confirm_now, dump, previewed, sheet, stored

pytestmark = pytest.mark.usefixtures("small_record")

NEW = {"key": "malabar-2020", "title": "Malabar 2020"}
MANY = [{"key": f"trial-{n}", "title": f"Trial {n}"} for n in range(100)]
NOW = timedelta(0)


@pytest.fixture
def small_parts(monkeypatch):
    """Parts of twenty records."""
    monkeypatch.setattr(pace, "FIRST", 20)
    monkeypatch.setattr(pace, "MOST", 20)
    monkeypatch.setattr(pace, "FREE", 0.001)


@pytest.fixture
def other(ana, django_user_model):
    """Another analyst."""
    other = django_user_model.objects.create_user("another", is_staff=True)
    other.groups.set(ana.groups.all())
    return other


def is_forgotten(batch: Batch) -> bool:
    kept = BatchFile.objects.filter(batch=batch).exclude(content=b"").exists()
    return not (kept or batch.records.exists() or batch.problems.exists())


class TestReading:
    def test_import_that_waits_is_called_off_and_never_read(self, ana):
        batch = receive([sheet("exercises", NEW)], by=ana)
        before = dump()

        assert cancel(batch, by=ana).state == State.DISCARDED

        assert prepare(batch.pk).state == State.DISCARDED
        assert is_forgotten(batch)
        assert dump() == before

    def test_import_that_is_being_read_stops_at_its_next_step(self, ana, small_parts):
        batch = receive([sheet("exercises", *MANY)], by=ana)

        def progress(step, done=0, total=0):
            if step == "keeping the preview" and done == 40:
                cancel(batch, by=ana)

        assert prepare(batch.pk, progress).state == State.DISCARDED
        assert batch.records.count() == 40

        recover(after=NOW)

        assert is_forgotten(batch)
        assert recover(after=NOW) == []

    def test_documents_of_a_large_preview_are_forgotten_after_it_is_discarded(
        self, ana, monkeypatch
    ):
        monkeypatch.setattr(steps, "FEW", 0)
        batch = discard(previewed(ana, exercises=NEW), by=ana)
        assert batch.records.exclude(document=None).exists()

        recover()

        assert not batch.records.exclude(document=None).exists()

    def test_import_that_is_called_off_as_somebody_takes_it_is_nobodys(self, ana):
        batch, called_off = receive([sheet("exercises", NEW)], by=ana), []

        def taken_and_called_off(execute, sql, *rest):
            found = execute(sql, *rest)
            if sql.startswith("UPDATE") and not called_off:
                called_off.append(True)
                cancel(batch, by=ana)
            return found

        with connection.execute_wrapper(taken_and_called_off):
            assert claim(batch.pk, State.RECEIVED) is None
        assert called_off
        assert Batch.objects.get().state == State.DISCARDED

    def test_earlier_preview_of_the_same_files_is_forgotten_too(self, ana):
        from exchange.batches.asking_anew import ask_anew

        batch = ask_anew(previewed(ana, exercises=NEW), {}, by=ana)
        cancel(batch, by=ana)
        recover(after=NOW)

        assert is_forgotten(batch)

    def test_nobody_else_calls_it_off(self, ana, ed, other):
        batch = receive([sheet("exercises", NEW)], by=ana)

        for by in (ed, other):
            assert not may_cancel(batch, by)
            with pytest.raises(PermissionDenied):
                cancel(batch, by=by)
        assert prepare(batch.pk).state == State.PREVIEWED

    def test_preview_that_is_there_is_discarded_not_called_off(self, ana):
        batch = previewed(ana, exercises=NEW)

        with pytest.raises(Refused, match="previewed"):
            cancel(batch, by=ana)


class TestStoring:
    def test_what_waits_to_be_stored_is_previewed_as_it_was(self, ana):
        batch = previewed(ana, exercises=NEW)
        confirm(batch, by=ana, digest=batch.seal)

        cancelled = cancel(batch, by=ana)

        assert (cancelled.state, cancelled.seal) == (State.PREVIEWED, batch.seal)
        assert carry_out(batch.pk).state == State.PREVIEWED
        confirm_now(cancelled, by=ana, digest=batch.seal)
        assert Record.objects.filter(key=NEW["key"]).exists()

    def test_what_is_being_stored_is_not_called_off(self, ana):
        batch = previewed(ana, exercises=NEW)
        confirm(batch, by=ana, digest=batch.seal)
        claim(batch.pk, State.STORING)

        with pytest.raises(Refused, match="being stored"):
            cancel(batch, by=ana)

    def test_what_a_process_left_half_stored_is_not_called_off(self, ana, small_parts):
        left_in_the_middle(ana)

        with pytest.raises(Refused):
            cancel(Batch.objects.get(), by=ana)


class TestUndoing:
    def test_what_waits_to_be_undone_stays_stored(self, ana, ed):
        batch = undo(stored(ana, exercises=NEW), by=ana)

        assert cancel(batch, by=ed).state == State.STORED

        batch = take_back(batch.pk)
        assert (batch.state, batch.undone_by_name) == (State.STORED, "")
        assert Record.objects.filter(key=NEW["key"]).exists()

    def test_what_is_half_undone_is_not_called_off(self, ana, small_parts):
        batch = undo(stored(ana, exercises=MANY), by=ana)
        with pytest.raises(ZeroDivisionError):
            take_back(batch.pk, breaking_at(40))

        with pytest.raises(Refused):
            cancel(batch, by=ana)


def breaking_at(number: int):
    """Return a progress that ends the work where so many are done."""

    def progress(step, done=0, total=0):
        if done >= number:
            raise ZeroDivisionError

    return progress


def left_in_the_middle(ana) -> Batch:
    """Return a batch that a process left when it had stored some parts of it."""

    class Killed(BaseException):
        pass

    def progress(step, done=0, total=0):
        if done >= 40:
            raise Killed

    batch = preview([sheet("exercises", *MANY)], by=ana)
    confirm(batch, by=ana, digest=batch.seal)
    with pytest.raises(Killed):
        carry_out(batch.pk, progress)
    return batch


class TestBar:
    def test_storing_goes_on_from_what_is_done(self, ana, small_parts):
        batch, told = left_in_the_middle(ana), []

        carry_out(batch.pk, lambda *step: told.append(step), after=NOW)

        assert [step for step in told if step[0] == "storing"] == [
            ("storing", done, 100) for done in (40, 60, 80)
        ]

    def test_undoing_goes_on_from_what_is_done(self, ana, small_parts):
        batch, told = undo(stored(ana, exercises=MANY), by=ana), []
        with pytest.raises(ZeroDivisionError):
            take_back(batch.pk, breaking_at(40))

        take_back(batch.pk, lambda *step: told.append(step), after=NOW)

        assert told == [("taking back", done, 100) for done in (40, 60, 80)]

    def test_taking_back_what_cannot_be_stored_goes_on_from_what_is_done(
        self, ana, small_parts, monkeypatch
    ):
        left_in_the_middle(ana)
        Record.objects.filter(key="trial-99").delete()
        stored_meanwhile = stored(ana, exercises=[{"key": "trial-99", "title": "Another"}])
        batch, told = Batch.objects.exclude(pk=stored_meanwhile.pk).get(), []
        with pytest.raises(ZeroDivisionError):
            carry_out(batch.pk, breaking_at(20), after=NOW)

        batch = take_back(batch.pk, lambda *step: told.append(step), after=NOW)

        assert told == [("taking back", 20, 40)]
        assert batch.state == State.PREVIEWED


class TestGivingUp:
    @pytest.fixture
    def broken(self, ana, monkeypatch) -> Batch:
        """A batch whose undoing fails each time."""

        def breaks(records):
            raise ZeroDivisionError

        batch = undo(stored(ana, exercises=NEW), by=ana)
        monkeypatch.setattr(taking_back, "remove", breaks)
        return batch

    def test_fault_is_given_up_after_some_tries(self, broken):
        for _time in range(9):
            recover(after=NOW)

        broken.refresh_from_db()
        assert broken.options[GIVEN_UP]
        assert broken.state == State.UNDOING
        assert recover(after=NOW) == []
        assert Record.objects.filter(key=NEW["key"]).exists()

    def test_it_is_tried_again_when_somebody_asks(self, broken, ana, other, monkeypatch):
        for _time in range(9):
            recover(after=NOW)
        monkeypatch.undo()
        with pytest.raises(PermissionDenied):
            try_again(broken, by=other)

        try_again(broken, by=ana)

        assert recover(after=NOW)[0].state == State.UNDONE
        assert not Record.objects.filter(key=NEW["key"]).exists()
        with pytest.raises(Refused):
            try_again(broken, by=ana)

    def test_command_tries_it_each_time_and_says_so(self, broken, monkeypatch, capsys):
        for _time in range(9):
            recover(after=NOW)

        with pytest.raises(CommandError, match="tries it again") as raised:
            call_command("resume_imports", after=0)
        assert raised.value.returncode == 1

        monkeypatch.undo()
        call_command("resume_imports", after=0)
        assert "undone" in capsys.readouterr().out
