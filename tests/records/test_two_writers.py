"""Two people who save one record at the same moment."""

import threading
import time
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection, transaction

from records.documents import blank
from records.faults import Conflict, Refused
from records.kinds import get_kind
from records.models import Record, Revision
from records.steps import CHANGED, CONFLICT, NEW, Proposal
from records.store import apply, apply_many, plan, store
from records.workflow import publish, withdraw

pytestmark = pytest.mark.django_db(transaction=True)


def exercise(key="jimex-2024", **fields) -> dict:
    document = blank(get_kind("exercise"), key)
    document["fields"] |= {"title": "JIMEX 2024", **fields}
    return document


def stored(document: dict, **kwargs):
    return apply(document, by=None, why="a test", **kwargs)


class Another(threading.Thread):
    """Somebody else who does something, on a connection of their own; ``error`` stopped them."""

    def __init__(self, action: Callable, *given):
        super().__init__()
        self.error: Exception | None = None
        self._action, self._given, self._begun = action, given, threading.Event()

    def run(self) -> None:
        self._begun.set()
        try:
            self._action(*self._given)
        except Exception as error:
            self.error = error
        finally:
            connection.close()

    def come_as_far_as_they_can(self) -> None:
        """Begin, and have time to be held up where somebody else is at work."""
        self.start()
        self._begun.wait(timeout=20)
        time.sleep(1)


def at_once(*actions: Callable) -> list[Exception | None]:
    """Let each be done by another; return what stopped them, or None for each that came through."""
    others = [Another(action) for action in actions]
    for other in others:
        other.start()
    for other in others:
        other.join(timeout=30)
    return [other.error for other in others]


def outcomes_of_two(**kwargs) -> list[str]:
    """Let two store one record, each with a number of its own; return what came of it, sorted."""
    start, outcomes = threading.Barrier(2), []

    def write(number):
        start.wait(timeout=10)
        try:
            outcomes.append(stored(exercise(edition=number), **kwargs).outcome)
        except Conflict:
            outcomes.append(CONFLICT)

    assert at_once(partial(write, 7), partial(write, 8)) == [None, None]
    return sorted(outcomes)


def withdraw_series(series: Record) -> None:
    withdraw([series], by=None, why="a test")


def test_of_two_writers_at_once_one_is_refused():
    stored(exercise())

    assert outcomes_of_two(base=1) == [CHANGED, CONFLICT]
    assert Revision.objects.filter(record="jimex-2024").count() == 2


def test_of_two_writers_of_one_new_key_one_is_refused():
    assert outcomes_of_two() == [CONFLICT, NEW]


def test_two_writers_of_many_records_take_them_in_one_order():
    # The one to be locked last is stored first, where a database that reads at will begins.
    stored(exercise("zebra"))
    stored(exercise("aardvark"))
    holds = threading.Event()

    def first():
        with transaction.atomic():
            plan([Proposal(exercise("aardvark", edition=1), 1)], lock=True)
            holds.set()
            time.sleep(1)
            plan([Proposal(exercise("zebra", edition=1), 1)], lock=True)

    def second():
        holds.wait(timeout=20)
        both = [Proposal(exercise(key, edition=2), 1) for key in ("zebra", "aardvark")]
        apply_many(both, by=None, why="a test")

    assert at_once(first, second) == [None, None]
    assert Revision.objects.count() == 4


def stored_for_readers(edition: dict) -> tuple[Record, Record, Record]:
    """Store a source, a series and an edition that can be published; return their records."""
    source, series = (blank(get_kind(name), f"a-{name}") for name in ("source", "series"))
    source["fields"] |= {"title": "A source", "type": "report"}
    series["fields"]["title"] = "JIMEX"
    for document in (series, edition):
        document["citations"] = [{"source": "a-source", "claims": {"title": None}}]
    steps = apply_many(map(Proposal, (source, series, edition)), by=None, why="a test")
    return tuple(step.record for step in steps)


def test_record_is_not_withdrawn_while_a_published_one_comes_to_refer_to_it():
    document = exercise()
    records = stored_for_readers(document)
    publish(records, by=None)
    document["fields"]["series"] = "a-series"
    another = Another(withdraw_series, records[1])

    with transaction.atomic():
        steps = plan([Proposal(document, 1)], lock=True)
        another.come_as_far_as_they_can()
        store(steps, by=None, why="a test")
    another.join(timeout=30)

    assert isinstance(another.error, Refused)
    assert Record.objects.published().count() == 3


def test_record_is_not_withdrawn_while_what_refers_to_it_is_published():
    source, series, edition = stored_for_readers(exercise(series="a-series"))
    publish([source, series], by=None)
    another = Another(withdraw_series, series)

    with transaction.atomic():
        publish([edition], by=None)
        another.come_as_far_as_they_can()
    another.join(timeout=30)

    assert isinstance(another.error, Refused)
    assert Record.objects.published().count() == 3
