"""What happens between the look and the lock: nothing is stored that was not seen, nothing lost."""

import pytest

from exchange.batches import carrying
from exchange.models import Batch, State
from records.faults import Refused
from records.models import Record, Status
from tests.exchange.batch_cases import (
    SERIES,
    confirm_now,
    document,
    edited,
    outcomes,
    previewed,
    stored,
)

pytestmark = pytest.mark.usefixtures("small_record")

NEW = {"key": "malabar-2020", "title": "Malabar 2020"}
CHANGE = {"key": SERIES, "title": "Small series", "summary": "Changed."}


@pytest.fixture
def after_planning(monkeypatch):
    """Return a function: what it is given is done between a confirmation's plan and its lock."""

    def arrange(happens) -> None:
        plan = carrying.steps_of

        def planned_then_it_happens(*args):
            found = plan(*args)
            happens()
            return found

        monkeypatch.setattr(carrying, "steps_of", planned_then_it_happens)

    return arrange


def test_record_edited_after_the_plan_is_not_overwritten(ana, ed, after_planning):
    batch = previewed(ana, exercises=NEW, series=CHANGE)
    after_planning(lambda: edited(SERIES, by=ed, summary="By Ed."))

    with pytest.raises(Refused, match="have changed since"):
        confirm_now(batch, by=ana, digest=batch.seal)

    assert document(SERIES)["fields"]["summary"] == "By Ed."
    assert not Record.objects.filter(key="malabar-2020").exists()
    assert outcomes(batch)[SERIES] == "conflict"


def test_record_published_after_the_plan_is_not_changed_by_an_analyst(ana, after_planning):
    batch = previewed(ana, series=CHANGE)
    keys = [SERIES, "small-source"]
    found = Record.objects.filter(key__in=keys)
    after_planning(lambda: found.update(status=Status.PUBLISHED))

    with pytest.raises(Refused):
        confirm_now(batch, by=ana, digest=batch.seal)

    assert Record.objects.get(key=SERIES).revision == 1
    assert outcomes(batch) == {SERIES: "failed"}


def test_key_taken_after_the_plan_is_a_conflict(ana, ed, after_planning, monkeypatch):
    mine = previewed(ana, exercises=NEW)
    plan = carrying.steps_of

    def other():
        monkeypatch.setattr(carrying, "steps_of", plan)
        stored(ed, exercises=NEW | {"title": "Another Malabar"})

    after_planning(other)
    with pytest.raises(Refused):
        confirm_now(mine, by=ana, digest=mine.seal)

    assert document("malabar-2020")["fields"]["title"] == "Another Malabar"
    assert outcomes(mine) == {"malabar-2020": "conflict"}


def test_second_click_while_it_is_stored_is_refused(ana, after_planning):
    batch = previewed(ana, series=CHANGE)
    twin = Batch.objects.get(pk=batch.pk)

    def second_click():
        with pytest.raises(Refused, match="being stored"):
            confirm_now(twin, by=ana, digest=twin.seal)

    after_planning(second_click)
    confirm_now(batch, by=ana, digest=batch.seal)

    batch.refresh_from_db()
    assert (batch.state, batch.version) == (State.STORED, 1)
    assert batch.records.get().made == 2
    assert Record.objects.get(key=SERIES).revision == 2
