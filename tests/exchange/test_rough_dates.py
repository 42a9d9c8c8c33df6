"""Dates of which a file says more than dates keep: told once, and stored as they are read."""

import json

import pytest

from exchange.batches.steps import preview
from records.documents import blank
from records.kinds import get_kind
from tests.exchange.batch_cases import confirm_now, document, previewed
from tests.exchange.test_mapping import bring

pytestmark = pytest.mark.usefixtures("small_record")

ROW = {"key": "malabar-2014", "title": "Malabar 2014", "date": "late 2014"}


def test_word_that_is_not_kept_is_told_at_its_cell_and_the_row_is_stored(ana):
    batch = previewed(ana, exercises=ROW)

    (warning,) = batch.problems.all()
    assert (warning.sheet, warning.row, warning.column) == ("exercises", 2, "date")
    assert (warning.value, warning.is_warning) == ("late 2014", True)
    assert "“late” is not kept: it is read as 2014." in warning.message
    assert "[2014-10..2014-12]" in warning.hint
    confirm_now(batch, by=ana, digest=batch.seal)
    assert document("malabar-2014")["fields"]["date"] == "2014"


def test_word_in_many_rows_is_told_once_for_the_column(ana):
    rows = [ROW | {"key": f"malabar-{n}", "title": f"Malabar {n}"} for n in range(3)]
    batch = previewed(ana, exercises=[*rows, ROW | {"date": "early March 2014"}])

    found = batch.problems.order_by("row")
    assert [(w.row, w.value) for w in found] == [(2, "late 2014"), (5, "early March 2014")]
    assert "It stands in 3 rows." in found[0].hint


def test_date_of_a_child_row_is_told_too(ana):
    phase = {"record": "malabar-2014", "title": "At sea", "date": "mid-October 2014"}

    batch = previewed(ana, exercises=ROW | {"date": "2014-10"}, phases=phase)

    assert [(w.sheet, w.column) for w in batch.problems.all()] == [("phases", "date")]


def test_date_that_is_refused_is_told_as_that_alone(ana):
    batch = previewed(ana, exercises=ROW | {"date": "late nights"})

    assert [w.is_warning for w in batch.problems.all()] == [False]


def test_cell_of_a_mapped_table_is_told_under_its_own_heading(tmp_path):
    report = bring(tmp_path, ["id,name,when,who", "1,A,2013,India", "2,B,late 2014,India"])

    (warning,) = report.warnings
    assert (warning.row, warning.column, warning.value) == (3, "when", "late 2014")
    assert document("x-2")["fields"]["date"] == "2014"


CITED = {"record": "malabar-2014", "ref": "c1", "source": "small-source"}


@pytest.mark.parametrize("says", ["late 2014", "[denies] late 2014"])
def test_what_a_source_says_of_a_date_is_told_at_its_cell(ana, says):
    rows = [
        CITED | {"claims": "title", "says": "Late 2014"},
        CITED | {"claims": "date", "says": says},
    ]

    batch = previewed(ana, exercises=ROW | {"date": "2014"}, citations=rows)

    (warning,) = batch.problems.all()
    assert (warning.sheet, warning.row, warning.column) == ("citations", 3, "says")
    assert warning.is_warning
    assert "“late” is not kept" in warning.message


def test_what_a_source_says_of_the_date_of_a_part_is_told(ana):
    phase = {"record": "malabar-2014", "ref": "p1", "title": "At sea", "date": "2014-10"}
    claim = CITED | {"claims": "phases/p1/date", "says": "early October 2014"}

    batch = previewed(ana, exercises=ROW | {"date": "2014"}, phases=phase, citations=claim)

    assert [(w.sheet, w.row, w.column) for w in batch.problems.all()] == [("citations", 2, "says")]


def test_dates_of_a_json_file_are_told_once_for_each_text_claims_included(ana):
    documents = [exercise(f"malabar-{n}") for n in range(2)]
    entries = [{"kind": "exercise", "key": d["key"], "document": d} for d in documents]

    batch = preview([("records.json", json.dumps(entries).encode())], by=ana)

    found = [(w.row, w.column, w.value) for w in batch.problems.all()]
    assert found == [
        (1, "date", "late 2014"),
        (1, "phases/p1/date", "early March 2014"),
        (1, "citations/c1/claims/date", "mid-2014"),
    ]
    assert all("It stands in 2 rows." in w.hint and w.is_warning for w in batch.problems.all())
    assert batch.records.get(key="malabar-0").document["fields"]["date"] == "2014"


def exercise(key: str) -> dict:
    made = blank(get_kind("exercise"), key)
    made["fields"] |= {"title": key, "date": "late 2014"}
    made["lists"]["phases"] = [{"ref": "p1", "title": "At sea", "date": "early March 2014"}]
    claims = {"date": "mid-2014", "title": "late 2013"}
    made["citations"] = [{"ref": "c1", "source": "small-source", "claims": claims}]
    return made
