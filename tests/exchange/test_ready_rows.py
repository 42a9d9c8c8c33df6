"""The problem rows of a large import: made ready once, as if read again, never out of date."""

import json

import pytest

from exchange.batches import mending, ready_rows
from exchange.batches.mending import given_back
from exchange.batches.steps import discard, preview, settle
from exchange.models import Batch, ProblemRows
from tests.exchange.batch_cases import SERIES, document, edited, sheet

pytestmark = pytest.mark.usefixtures("small_record")

GOOD = {"key": "good", "title": "Good", "date": "2020"}
WRONG = {"key": "wrong", "title": "Wrong", "date": "03/04/2021"}
FORMATS = ("csv", "xlsx", "json")


@pytest.fixture(autouse=True)
def large(monkeypatch) -> None:
    """Every import counts as large."""
    monkeypatch.setattr(ready_rows, "SMALL", 0)


def json_file(*keys: str) -> tuple[str, bytes]:
    documents = [{**document(SERIES), "key": key} for key in keys]
    for found in documents:
        found["fields"]["colour"] = "grey"
    entries = [{"kind": "series", "key": d["key"], "document": d} for d in documents]
    return "more.json", json.dumps(entries).encode()


def mixed(by) -> Batch:
    return preview([sheet("exercises", GOOD, WRONG), json_file("grey")], by=by)


def contents(batch: Batch) -> list:
    return [given_back(batch, file_format) for file_format in ("csv", "json")]


def test_rows_made_ready_are_those_that_the_files_give(ana, monkeypatch):
    batch = mixed(ana)
    ready = contents(batch)

    ProblemRows.objects.all().delete()

    assert contents(batch) == ready
    assert b"wrong" in ready[0][1]
    assert b"grey" in ready[1][1]


def test_files_are_not_read_again_for_them(ana, monkeypatch):
    batch = mixed(ana)
    monkeypatch.delattr(mending, "read_batch")
    monkeypatch.delattr(mending, "records_in")

    assert all(given_back(batch, file_format) for file_format in FORMATS)


def test_what_is_small_or_nearly_everything_is_read_again(ana, monkeypatch):
    monkeypatch.setattr(ready_rows, "MOST", 1)
    assert given_back(mixed(ana), "csv")
    monkeypatch.setattr(ready_rows, "SMALL", 5000)
    assert given_back(mixed(ana), "csv")

    assert not ProblemRows.objects.exists()


def test_import_without_problems_keeps_none(ana):
    preview([sheet("exercises", GOOD)], by=ana)

    assert not ProblemRows.objects.exists()


def test_discarded_import_forgets_them(ana):
    batch = mixed(ana)
    discard(batch, by=ana)

    mending.make_ready(batch.pk)

    assert not ProblemRows.objects.exists()


def test_rows_of_an_earlier_preview_are_not_given_back(ana, ed):
    row = {"key": SERIES, "revision": 1, "title": "By file"}
    edited(SERIES, by=ed, title="By Ed")
    batch = preview([sheet("series", row), sheet("exercises", WRONG)], by=ana)
    settle(batch, SERIES, {"title": "record"}, by=ana, digest=batch.seal)
    batch.refresh_from_db()
    kept = ProblemRows.objects.get()

    assert kept.version < batch.version
    assert b"wrong" in given_back(batch, "csv")[1]


def test_fault_while_they_are_made_ready_leaves_the_preview(ana, monkeypatch):
    monkeypatch.setattr(mending, "problem_rows", lambda batch: 1 / 0)

    assert mixed(ana).state == "previewed"
