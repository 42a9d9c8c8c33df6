"""Two people who save one record at the same moment."""

import threading
import time

import pytest
from django.db import connection, transaction

from records.documents import blank
from records.faults import Conflict
from records.kinds import get_kind
from records.models import Revision
from records.store import CHANGED, CONFLICT, NEW, Proposal, apply, apply_many, plan


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
