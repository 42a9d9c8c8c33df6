"""Two processes take two steps with one import at one moment: one of them wins, one is told."""

import pytest

from exchange.batches.asking_anew import ask_anew
from exchange.batches.steps import confirm
from exchange.batches.undoing import undo
from exchange.models import Batch, State
from records.models import Record
from tests.exchange.batch_cases import previewed, stored
from tests.exchange.racing import DONE, REFUSED, Racer, race
from tests.exchange.workers import database_url

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("transactional_db", "small_record"),
]

ROUNDS = 8
NEW = {"key": "malabar-2020", "title": "Malabar 2020"}
# The state that each step leads to.
LEADS = {
    "confirm": State.STORING,
    "discard": State.DISCARDED,
    "read anew": State.RECEIVED,
    "undo": State.UNDOING,
}


@pytest.fixture(scope="module")
def racers(django_db_setup):
    both = [Racer(database_url()), Racer(database_url())]
    yield both
    for racer in both:
        racer.end()


def there() -> bool:
    return Record.objects.filter(key=NEW["key"]).exists()


def gone(batch: Batch) -> None:
    """Make room for the next round."""
    batch.delete()
    for record in Record.objects.filter(key=NEW["key"]):
        record.revisions.all().delete()
        record.delete()


@pytest.mark.parametrize(
    "steps",
    [
        ("confirm", "confirm"),
        ("confirm", "discard"),
        ("confirm", "read anew"),
        ("discard", "discard"),
        ("discard", "read anew"),
        ("read anew", "read anew"),
        ("confirm", "undo"),
        ("discard", "cancel"),
    ],
)
def test_of_two_steps_with_a_preview_one_is_taken(racers, ana, steps):
    for _round in range(ROUNDS):
        batch = previewed(ana, exercises=NEW)

        came = race(racers, steps, batch, ana)

        batch.refresh_from_db()
        (winner,) = [step for step, found in zip(steps, came, strict=True) if found[0] == DONE]
        (told,) = [sentence for outcome, sentence in came if outcome == REFUSED]
        assert batch.state == LEADS[winner]
        assert told.endswith((".", "again.")), told
        assert not there()
        gone(batch)


def test_of_two_who_undo_it_one_does(racers, ana):
    for _round in range(ROUNDS):
        batch = stored(ana, exercises=NEW)

        came = race(racers, ("undo", "undo"), batch, ana)

        batch.refresh_from_db()
        assert sorted(outcome for outcome, _sentence in came) == [DONE, REFUSED]
        assert batch.state == State.UNDOING
        assert there()
        gone(batch)


def waiting_to_be_read(ana) -> Batch:
    return ask_anew(previewed(ana, exercises=NEW), {}, by=ana)


def waiting_to_be_stored(ana) -> Batch:
    batch = previewed(ana, exercises=NEW)
    return confirm(batch, by=ana, digest=batch.seal)


def waiting_to_be_taken_back(ana) -> Batch:
    return undo(stored(ana, exercises=NEW), by=ana)


# How it waits, who works on it, and the state and the record's presence where either was first.
RACES = {
    "read": (waiting_to_be_read, (State.DISCARDED, False), (State.PREVIEWED, False)),
    "store": (waiting_to_be_stored, (State.PREVIEWED, False), (State.STORED, True)),
    "take back": (waiting_to_be_taken_back, (State.STORED, True), (State.UNDONE, False)),
}


@pytest.mark.parametrize("work", RACES)
def test_what_is_cancelled_as_it_begins_is_done_whole_or_not_at_all(racers, ana, work):
    wait, cancelled, done = RACES[work]
    for _round in range(ROUNDS):
        batch = wait(ana)

        (outcome, sentence), worked = race(racers, ("cancel", work), batch, ana)

        batch.refresh_from_db()
        assert worked == (DONE, "")
        assert (batch.state, there()) == (cancelled if outcome == DONE else done)
        assert outcome == DONE or (outcome == REFUSED and sentence)
        gone(batch)
