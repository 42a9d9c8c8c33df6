"""Files that are given back: whatever the rows have, they open, hold it all and run nothing."""

import csv
import io

import openpyxl
import pytest

from exchange.batches.mending import given_back
from exchange.batches.steps import preview
from records.faults import Refused
from tests.exchange.batch_cases import previewed

pytestmark = pytest.mark.usefixtures("small_record")

WRONG = {"key": "bad-1", "title": "Bad", "date": "03/04/2021"}
PROFILE = """sheet = "exercises"
key = "far-{id}"
ignore = ["*"]

[columns]
title = "name"
date = "when"
"""


def foreign(by, *names: str, **more: str):
    """Return the batch of tables called ``names``, each with one row that fails."""
    row = {"id": "1", "name": "Reef", "when": "03/04/2021", **more}
    out = io.StringIO()
    writer = csv.DictWriter(out, row)
    writer.writeheader()
    writer.writerow(row)
    files = [(name, out.getvalue().encode()) for name in names]
    return preview(files, by=by, options={"mapping": {"name": "far", "text": PROFILE}})


def rows_of(batch) -> list[list[str]]:
    _name, content = given_back(batch, "csv")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_workbook_has_every_column_of_a_wide_table(ana):
    more = {f"c{number}": f"v{number}" for number in range(300)}

    _name, content = given_back(foreign(ana, "wide.csv", **more), "xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    first, second = sheet.iter_rows(values_only=True)
    found = dict(zip(first, second, strict=True))
    assert found.items() >= more.items()


def test_text_that_is_longer_than_a_cell_is_told_and_csv_has_it(ana):
    batch = previewed(ana, exercises={**WRONG, "summary": "x" * 40_000})

    with pytest.raises(Refused, match="download them as CSV"):
        given_back(batch, "xlsx")

    assert "x" * 40_000 in rows_of(batch)[1]


def test_heading_that_a_spreadsheet_program_would_run_is_guarded_and_is_read_again(ana):
    batch = foreign(ana, "far.csv", **{"=cmd()": "x"})

    headings, cells = rows_of(batch)

    assert headings == ["problem", "id", "name", "when", "'=cmd()"]
    profile = PROFILE.replace('"name"', '"=cmd()"')
    name, content = given_back(batch, "csv")
    options = {"mapping": {"name": "far", "text": profile}}
    again = preview([(name, content)], by=ana, options=options)
    assert [record.title for record in again.records.all()] == [cells[-1]]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_end_of_a_line_within_a_cell_begins_no_other_cell(ana, end):
    batch = previewed(ana, exercises={**WRONG, "summary": f"one{end}=cmd()"})

    _name, content = given_back(batch, "csv")

    assert f"one{end}'=cmd()\"".encode() in content


def test_tables_whose_names_differ_in_capitals_only_share_a_sheet(ana):
    _name, content = given_back(foreign(ana, "Far.csv", "FAR.csv"), "xlsx")

    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Far"]
    assert book.active.max_row == 3
