"""The evidence of records that are stored in one go with the sources that they cite."""

import pytest
from django.core.management import call_command

from records.models import Record
from records.steps import Proposal
from records.store import apply_many
from tests.sources.page_cases import cite, document, source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_vocabulary")]

ORIGIN = source("ndtv-2020")
COPY, REPRINT = source("copy-2020"), source("copy-2020", derives_from="ndtv-2020")
ONE = cite("c1", "ndtv-2020", date="2020")
BOTH = [ONE, cite("c2", "copy-2020", date="2020")]


def exercise(*citations: dict) -> dict:
    return document("exercise", "twice-told", citations, date="2020")


def stored(*proposals: tuple) -> None:
    apply_many([Proposal(*proposal) for proposal in proposals], by=None, why="a test")


def evidence() -> dict:
    names = ("agreed", "single", "disputed", "sources_cited")
    return Record.objects.filter(key="twice-told").values(*names).get()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([ORIGIN, COPY], [(REPRINT, 1), (exercise(*BOTH),)]),
        ([ORIGIN, exercise(ONE)], [(REPRINT,), (exercise(*BOTH), 1)]),
    ],
    ids=["changed source, new record", "new source, changed record"],
)
@pytest.mark.parametrize("lot", [1, 100])
@pytest.mark.parametrize("order", [1, -1], ids=["source first", "source last"])
def test_source_that_derives_from_another_counts_as_it_stands_then(
    before, after, order, lot, monkeypatch
):
    monkeypatch.setattr("records.prepared.LOT", lot)
    stored(*((document,) for document in before))
    stored(*after[::order])

    at_once = evidence()

    assert (at_once["agreed"], at_once["sources_cited"]) == (0, 1)
    call_command("rebuild_derived", verbosity=0)
    assert evidence() == at_once
