"""A page asks the database as often for 300 items of each list as for 3."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.sources.page_cases import cite, document, source, store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_vocabulary")]

MOST = 16
ADDRESSES = {
    "series": "/series/",
    "exercise": "/exercises/",
    "agreement": "/agreements/",
    "dialogue": "/dialogues/",
    "meeting": "/meetings/",
    "project": "/projects/",
}
SIDES = {"agreement": "parties", "project": "parties", "dialogue": "members", "series": "members"}


def long(kind: str, n: int) -> dict:
    """Return a record of a kind with n participants, people, statements, links and citations."""
    sides = [{"ref": f"x{i}", "country": ("IN", "JP")[i % 2]} for i in range(n)]
    lists = {
        SIDES.get(kind, "participants"): sides,
        "people": [{"ref": f"x{i}", "name": f"Person {i}"} for i in range(n)],
        "statements": [{"ref": f"x{i}", "text": f"Fact {i}."} for i in range(n)],
        "links": [
            {"ref": f"x{i}", "type": "related", "target": f"source-{i % 3}"} for i in range(n)
        ],
    }
    if kind == "exercise":
        lists["deployments"] = [
            {"ref": f"x{i}", "country": "JP", "unit": "js-onami"} for i in range(n)
        ]
    claims = {f"{name}__x{i}": True for name in lists for i in range(n)}
    cites = [cite(f"c{i}", f"source-{i % 3}", **claims) for i in range(min(n, 5))]
    made = document(kind, f"long-{kind}-{n}", cites, lists)
    if kind == "agreement":
        made["fields"]["type"] = "treaty"
    return made


@pytest.mark.parametrize("kind", sorted(ADDRESSES))
def test_queries_of_a_page_do_not_grow_with_its_lists(client, kind):
    store(*(source(f"source-{i}") for i in range(3)), long(kind, 3), long(kind, 300))
    counts = []

    for n in (3, 300):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{ADDRESSES[kind]}long-{kind}-{n}/").status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= MOST
