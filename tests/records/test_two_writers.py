"""Two people who save one record at the same moment."""

import threading
import time

import pytest
from django.db import connection, transaction

from records.documents import blank
from records.faults import Conflict, Refused
from records.kinds import get_kind
from records.models import Record, Revision
from records.steps import CHANGED, CONFLICT, NEW, Proposal
from records.store import apply, apply_many, plan, store
from records.workflow import publish, withdraw


def exercise(key="jimex-2024", **fields) -> dict:
    document = blank(get_kind("exercise"), key)
    document["fields"] |= {"title": "JIMEX 2024", **fields}
    return document


def stored(document: dict, **kwargs):
    return apply(document, by=None, why="a test", **kwargs)


@pytest.mark.django_db(transaction=True)
def test_of_two_writers_at_once_one_is_refused(transactional_db):
    stored(exercise())
    start, outcomes = threading.Barrier(2), []

    def write(edition):
        start.wait(timeout=10)
        try:
            outcomes.append(stored(exercise(edition=edition), base=1).outcome)
        except Conflict:
            outcomes.append(CONFLICT)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in (7, 8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(outcomes) == [CHANGED, CONFLICT]
    assert Revision.objects.filter(record="jimex-2024").count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_writers_of_one_new_key_one_is_refused(transactional_db):
    start, outcomes = threading.Barrier(2), []

    def write(edition):
        start.wait(timeout=10)
        try:
            outcomes.append(stored(exercise(edition=edition)).outcome)
        except Conflict:
            outcomes.append(CONFLICT)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in (7, 8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(outcomes) == [CONFLICT, NEW]


@pytest.mark.django_db(transaction=True)
def test_two_writers_of_many_records_take_them_in_one_order(transactional_db):
    # The one to be locked last is stored first, where a database that reads at will begins.
    stored(exercise("zebra"))
    stored(exercise("aardvark"))
    holds, errors = threading.Event(), []

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

    def write(action):
        try:
            action()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(action,)) for action in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert errors == []
    assert Revision.objects.count() == 4


def published_series_and_edition() -> tuple[Record, Record, dict]:
    """Return two published records, and a document by which the second refers to the first."""
    source, series = (blank(get_kind(name), f"a-{name}") for name in ("source", "series"))
    source["fields"] |= {"title": "A source", "type": "report"}
    series["fields"]["title"] = "JIMEX"
    edition = exercise()
    for document in (series, edition):
        document["citations"] = [{"source": "a-source", "claims": {"title": None}}]
    steps = apply_many(map(Proposal, (source, series, edition)), by=None, why="a test")
    publish([step.record for step in steps], by=None)
    edition["fields"]["series"] = "a-series"
    return steps[1].record, steps[2].record, edition


@pytest.mark.django_db(transaction=True)
def test_record_is_not_withdrawn_while_a_published_one_comes_to_refer_to_it(transactional_db):
    series, _edition, document = published_series_and_edition()
    withdrawing, refused = threading.Event(), []

    def withdraw_series():
        withdrawing.set()
        try:
            withdraw([series], by=None, why="a test")
        except Refused as error:
            refused.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=withdraw_series)
    with transaction.atomic():
        steps = plan([Proposal(document, 1)], lock=True)
        thread.start()
        withdrawing.wait(timeout=20)
        time.sleep(1)
        store(steps, by=None, why="a test")
    thread.join(timeout=30)

    assert len(refused) == 1
    assert Record.objects.published().count() == 3


@pytest.mark.django_db(transaction=True)
def test_record_is_not_withdrawn_while_what_refers_to_it_is_published(transactional_db):
    source, series = (blank(get_kind(name), f"a-{name}") for name in ("source", "series"))
    source["fields"] |= {"title": "A source", "type": "report"}
    series["fields"]["title"] = "JIMEX"
    edition = exercise(series="a-series")
    for document in (series, edition):
        document["citations"] = [{"source": "a-source", "claims": {"title": None}}]
    steps = apply_many(map(Proposal, (source, series, edition)), by=None, why="a test")
    source, series, edition = (step.record for step in steps)
    publish([source, series], by=None)
    withdrawing, refused = threading.Event(), []

    def withdraw_series():
        withdrawing.set()
        try:
            withdraw([series], by=None, why="a test")
        except Refused as error:
            refused.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=withdraw_series)
    with transaction.atomic():
        publish([edition], by=None)
        thread.start()
        withdrawing.wait(timeout=20)
        time.sleep(1)
    thread.join(timeout=30)

    assert len(refused) == 1
    assert Record.objects.published().count() == 3
