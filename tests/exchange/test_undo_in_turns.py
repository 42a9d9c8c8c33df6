"""Imports that build on each other, taken back one after the other."""

import pytest

from exchange.batches import undoing
from exchange.batches.taking_back import undo_now
from exchange.batches.undoing import listing
from records.models import Record
from tests.exchange.batch_cases import SERIES, document, edited, stored

pytestmark = pytest.mark.usefixtures("small_record")

NEW = {"key": "malabar", "title": "Malabar"}


def actions(found) -> dict[str, str]:
    return {undoing.entry.key: undoing.action for undoing in found}


@pytest.fixture
def first(ana):
    """An import that makes a series and changes another."""
    return stored(ana, series=[NEW, {"key": SERIES, "summary": "First."}])


@pytest.fixture
def second(ana, first):
    """One that changes both."""
    return stored(ana, series=[NEW | {"summary": "Later."}, {"key": SERIES, "summary": "Later."}])


def test_the_first_is_undone_when_the_second_was(ana, first, second):
    assert actions(listing(first, by=ana)) == {"malabar": "kept", SERIES: "kept"}
    assert actions(undo_now(second, by=ana)) == {"malabar": "restored", SERIES: "restored"}

    assert actions(listing(first, by=ana)) == {"malabar": "removed", SERIES: "restored"}
    assert actions(undo_now(first, by=ana)) == {"malabar": "removed", SERIES: "restored"}

    assert not Record.objects.filter(key="malabar").exists()
    assert document(SERIES)["fields"]["summary"] == ""


def test_in_the_other_turn_what_was_kept_goes_in_the_end(ana, first, second):
    assert set(actions(undo_now(first, by=ana)).values()) == {"kept"}
    undo_now(second, by=ana)
    first.refresh_from_db()

    assert actions(undo_now(first, by=ana)) == {"malabar": "removed", SERIES: "restored"}

    assert document(SERIES)["fields"]["summary"] == ""


def test_edit_that_stays_is_not_lost(ana, ed, first, second):
    undo_now(second, by=ana)
    edited("malabar", by=ed, cadence="annual")
    edited(SERIES, by=ed, cadence="annual")

    assert set(actions(undo_now(first, by=ana)).values()) == {"kept"}


def test_edit_at_the_same_moment_is_not_overwritten(ana, ed, first, second, monkeypatch):
    undo_now(second, by=ana)
    real = undoing.records_of

    def edits_first(keys, **options):
        monkeypatch.setattr(undoing, "records_of", real)
        edited(SERIES, by=ed, cadence="annual")
        return real(keys, **options)

    monkeypatch.setattr(undoing, "records_of", edits_first)
    undo_now(first, by=ana)

    assert document(SERIES)["fields"]["cadence"] == "annual"
    assert document(SERIES)["fields"]["summary"] == "First."
