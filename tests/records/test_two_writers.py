"""Two people who save one record at the same moment."""

import threading

import pytest
from django.db import connection

from records.documents import blank
from records.faults import Conflict
from records.kinds import get_kind
from records.models import Revision
from records.store import CHANGED, CONFLICT, NEW, apply


def exercise(**fields) -> dict:
    document = blank(get_kind("exercise"), "jimex-2024")
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
