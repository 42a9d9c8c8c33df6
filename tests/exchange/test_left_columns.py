"""Cells that cannot be read in columns that a mapping leaves out: they do not matter."""

import openpyxl
import pytest
from django.test import override_settings

from exchange.imports import Order, import_files
from records.models import Record
from tests.exchange.sheets import places
from tests.exchange.test_mapping import SMALL, profile

pytestmark = pytest.mark.usefixtures("small_record")

HEADINGS = ["id", "name", "when", "who", "note"]
ROWS = [["1", "Reef", "2003", "India", "kept"], ["2", "Kite", "2004", "Japan", "#N/A"]]


def bring(folder, rows, *areas: str, headings=HEADINGS, text: str = SMALL):
    book = openpyxl.Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    for area in areas:
        book.active.merge_cells(area)
    path = folder / "small.xlsx"
    book.save(path)
    return import_files([path], Order(why="a test", mapping=profile(text)))


def stored() -> set[str]:
    return {*Record.objects.filter(key__startswith="x-").values_list("key", flat=True)}


def test_error_in_a_column_that_is_left_out_leaves_its_row_good(tmp_path):
    report = bring(tmp_path, ROWS)

    assert places(report) == []
    assert stored() == {"x-1", "x-2"}


def test_error_in_a_column_that_is_read_makes_its_row_faulty(tmp_path):
    report = bring(tmp_path, [ROWS[0], ["2", "Kite", "#N/A", "Japan", "#N/A"]])

    assert places(report) == [("small.xlsx", 3, "when", "#N/A")]


def test_merged_cells_of_columns_left_out_leave_their_rows_good(tmp_path):
    rows = [ROWS[0], ["2", "Kite", "2004", "Japan", None]]

    assert places(bring(tmp_path, rows, "E2:E3")) == []


def test_merged_cells_that_reach_into_a_column_that_is_read_are_told(tmp_path):
    headings = ["id", "name", "note", "when", "who"]
    rows = [["1", "Reef", "in 2003", None, "India"]]

    report = bring(tmp_path, rows, "C2:D2", headings=headings)

    assert places(report) == [("small.xlsx", 2, "note", "in 2003")]


@override_settings(IMPORT_LIMITS={"faults": 1})
def test_of_more_faults_than_are_told_those_in_columns_left_out_alone_are_forgiven(tmp_path):
    text = SMALL.replace('["note"]', '["note", "more"]')
    good = [["1", "Reef", "2003", "India", "#N/A", "#N/A"], ["2", "Kite", "2004", "Japan"]]
    bad = ["#N/A", "3", "Crane", "#N/A", "Japan"]
    others = ["note", "id", "name", "when", "who", "more"]

    report = bring(tmp_path, good, headings=[*HEADINGS, "more"], text=text)
    assert places(report) == []
    report = bring(
        tmp_path, [["#N/A", *row[:4]] for row in good] + [bad], headings=others, text=text
    )
    assert ("small.xlsx", 4, "note", "#N/A") in places(report)
    assert stored() == {"x-1", "x-2"}
