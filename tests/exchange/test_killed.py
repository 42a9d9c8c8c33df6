"""Processes killed in the middle of an import: in the end all of it is there, or nothing."""

import signal
from datetime import timedelta

import pytest

from exchange.batches.recovering import TRIES, recover
from exchange.batches.steps import confirm, preview, receive
from exchange.batches.undoing import undo
from exchange.models import Batch, State
from records.models import Record, Revision
from records.present import current
from records.store import take_many
from tests.exchange.batch_cases import SERIES, document, edited, outcomes, sheet
from tests.exchange.batch_cases import stored as store_sheets
from tests.exchange.killed import run

ROWS = 300
KILLED = -signal.SIGKILL
AT_ONCE = timedelta(0)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("transactional_db", "small_record"),
]


def files(rows: int = ROWS) -> list[tuple[str, bytes]]:
    """Return sheets of new exercises, in series that come after them and link to one another."""
    numbers = range(1, rows + 1)
    return [
        sheet(
            "exercises",
            *(
                {"key": f"trial-{n}", "title": f"Trial {n}", "series": f"trials-{n % 7}"}
                for n in numbers
            ),
        ),
        sheet("participants", *({"record": f"trial-{n}", "country": "JP"} for n in numbers)),
        sheet(
            "series",
            {"key": SERIES, "title": "Small series", "summary": "Changed."},
            *({"key": f"trials-{n}", "title": f"Trials {n}"} for n in range(7)),
        ),
        sheet(
            "links",
            *(
                {"record": f"trials-{n}", "type": "related", "target": f"trials-{(n + 1) % 7}"}
                for n in range(7)
            ),
        ),
    ]


def confirmed(by) -> Batch:
    batch = preview(files(), by=by)
    return confirm(batch, by=by, digest=batch.seal)


def made() -> int:
    """Return how many records of the import there are; each is there as a whole."""
    found = list(Record.objects.filter(key__startswith="trial"))
    documents = current(found)
    assert take_many(found) == documents
    assert len(documents) == len(found)
    return len(found)


def test_confirmed_import_that_is_killed_again_and_again_is_stored_in_the_end(ana):
    batch = confirmed(ana)

    assert run("carry_out", batch.pk, 4) == KILLED
    assert made() == 0
    assert run("recover", "", 30) == KILLED
    assert run("recover", "", 34) == KILLED
    between = made()
    assert 0 < between < ROWS
    assert between <= batch.records.filter(made__isnull=False).count() <= between + 1

    recover(after=AT_ONCE)

    batch.refresh_from_db()
    assert (batch.state, batch.holder, batch.heartbeat) == (State.STORED, "", None)
    assert made() == ROWS + 7
    assert not batch.records.filter(made=None).exists()
    assert document(SERIES)["fields"]["summary"] == "Changed."
    assert Revision.objects.filter(record__key__startswith="trial").count() == ROWS + 7


def test_killed_import_whose_rest_cannot_be_stored_is_taken_back_and_shown_again(ana, ed):
    batch = confirmed(ana)
    assert run("carry_out", batch.pk, 40) == KILLED
    stored = dict(batch.records.filter(made__isnull=False).values_list("key", "kind"))
    kept = next(key for key, kind in stored.items() if kind == "exercise")
    edited(kept, by=ed, summary="By Ed.")
    missing = batch.records.filter(made=None, kind="exercise").values_list("key", flat=True)[0]
    store_sheets(ed, exercises={"key": missing, "title": "Ed's"})

    assert run("recover", "", 30) == KILLED
    recover(after=AT_ONCE)

    batch.refresh_from_db()
    assert batch.state == State.PREVIEWED
    # Of ours: what Ed edited, and the series that it is in, with those that these refer to.
    left = Record.objects.filter(key__startswith="trial").exclude(key=missing)
    assert set(left.values_list("kind", flat=True)) == {"exercise", "series"}
    assert list(left.filter(kind="exercise").values_list("key", flat=True)) == [kept]
    assert document(kept)["fields"]["summary"] == "By Ed."
    assert document(SERIES)["fields"]["summary"] == ""
    found = outcomes(batch)
    assert found[missing] == "conflict"
    assert found[kept] == "unchanged"
    assert found[SERIES] == "changed"
    assert sum(outcome == "new" for outcome in found.values()) == ROWS - 2
    assert any("ed edited it since" in note for note in batch.options["notes"])
    assert not batch.records.filter(made__isnull=False).exists()


def test_undo_that_is_killed_again_and_again_is_done_in_the_end(ana, ed):
    batch = confirmed(ana)
    recover(after=AT_ONCE)
    edited("trial-5", by=ed, summary="By Ed.")
    undo(batch, by=ana)

    assert run("take_back", batch.pk, 30) == KILLED
    assert run("recover", "", 60) == KILLED
    assert 0 < made() < ROWS

    recover(after=AT_ONCE)

    batch.refresh_from_db()
    assert (batch.state, batch.undone_by_name) == (State.UNDONE, "ana")
    assert list(Record.objects.filter(key__startswith="trial-").values_list("key", flat=True)) == [
        "trial-5"
    ]
    assert document(SERIES)["fields"]["summary"] == ""
    assert batch.records.get(key="trial-5").undo_why == "ed edited it since"
    assert not batch.records.filter(undo="").exists()


def test_reading_that_is_killed_is_begun_again(ana):
    batch = receive(files(), by=ana)
    assert run("prepare", batch.pk, 6) == KILLED
    assert Batch.objects.get(pk=batch.pk).state == State.RECEIVED

    recover(after=AT_ONCE)

    batch.refresh_from_db()
    assert batch.state == State.PREVIEWED
    assert batch.records.count() == ROWS + 8
    assert batch.count("new", "changed") == ROWS + 8


@pytest.mark.parametrize("number", [4, 20, 70])
def test_import_of_the_command_line_that_is_killed_is_taken_back(tmp_path, number):
    for name, content in files():
        (tmp_path / name).write_bytes(content)
    assert run("import_files", tmp_path, number) == KILLED

    recover(after=AT_ONCE)

    assert made() == 0
    assert document(SERIES)["fields"]["summary"] == ""
    batch = Batch.objects.first()
    if batch:
        assert batch.state == State.UNDONE
        assert "stopped before its end" in batch.options["notes"][-1]


def test_import_at_which_every_process_ends_is_given_up(ana):
    batch = confirmed(ana)
    for number in range(TRIES):
        assert run("recover", "", 10 + 8 * number) == KILLED

    recover(after=AT_ONCE)

    batch.refresh_from_db()
    assert batch.state == State.PREVIEWED
    assert made() == 0
    assert "stopped each time" in batch.options["notes"][-1]
