"""Turns: one works, a few wait, the others are sent away, and every place is given back."""

import threading

import pytest

from records import downloads
from records.turns import Busy, Turns
from tests.public import exercise, publish, text_of, vocabulary


@pytest.fixture
def busy():
    """Turns of which one is taken, by another thread, until the test ends."""
    turns, taken, done = Turns(waiting=1, patience=0.05), threading.Event(), threading.Event()

    def work():
        with turns.turn():
            taken.set()
            done.wait(30)

    worker = threading.Thread(target=work)
    worker.start()
    taken.wait(30)
    yield turns
    done.set()
    worker.join()


def test_second_waits_and_is_sent_away_when_its_turn_does_not_come(busy):
    with pytest.raises(Busy), busy.turn():
        pass


def test_place_is_given_back_by_whoever_was_sent_away_or_failed():
    turns = Turns(waiting=0, patience=0.01)

    for _time in range(3):
        with pytest.raises(ZeroDivisionError), turns.turn():
            _ = 1 / 0
        with turns.turn(), pytest.raises(Busy), turns.turn():
            pass
    with turns.turn():
        pass


def test_who_waits_works_when_the_turn_comes():
    turns, order = Turns(waiting=1, patience=30), []

    def work():
        with turns.turn():
            order.append("second")

    with turns.turn():
        second = threading.Thread(target=work)
        second.start()
        order.append("first")
    second.join()

    assert order == ["first", "second"]


@pytest.mark.parametrize("file_format", ["zip", "xlsx", "ods"])
def test_reader_is_asked_to_come_again_while_other_files_are_made(
    client, db, busy, monkeypatch, file_format
):
    vocabulary()
    publish(exercise("jimex-2022"))
    monkeypatch.setattr(downloads, "_turns", busy)

    answer = client.get(f"/exercises/?format={file_format}")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "take one that comes at once: CSV, JSON." in text_of(answer)
    for streamed in ("csv", "json"):
        assert b"jimex-2022" in b"".join(client.get(f"/exercises/?format={streamed}"))


def test_export_of_the_admin_waits_for_no_reader(client, ed, busy, monkeypatch):
    vocabulary()
    publish(exercise("jimex-2022"))
    monkeypatch.setattr(downloads, "_turns", busy)
    client.force_login(ed)
    chosen = {"action": "export_records", "_selected_action": ["jimex-2022"], "export": "1"}

    answer = client.post("/admin/exercises/exercise/", {**chosen, "file_format": "xlsx"})

    assert answer.status_code == 200
    assert b"".join(answer).startswith(b"PK")
