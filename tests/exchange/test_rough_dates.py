"""Dates of which a file says more than dates keep: told once, and stored as they are read."""

import pytest

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
