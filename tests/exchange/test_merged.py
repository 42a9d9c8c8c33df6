"""Rows beneath a merged cell: a person sees its value beside them, and no cell of theirs has it."""

import io
from zipfile import ZipFile

import openpyxl
import pytest
import xlwt

from exchange.batches.mending import given_back
from exchange.batches.steps import preview
from exchange.laying.intake import read_tables
from exchange.writing import exports, writers
from records.models import Record
from tests.exchange.batch_cases import confirm_now, outcomes

pytestmark = pytest.mark.usefixtures("small_record")

HEADINGS = ["key", "title", "date", "series"]
ROWS = [
    *(["one", "One", "2018", "small-series"], ["two", "Two", "2019", ""]),
    *(["three", "Three", "2020", ""], ["four", "Four", "2021", "small-series"]),
]


def xlsx(rows, *areas: str) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "exercises"
    for row in (HEADINGS, *rows):
        book.active.append(row)
    for area in areas:
        book.active.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls() -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet("exercises")
    for at, row in enumerate((HEADINGS, *ROWS)):
        for column, text in enumerate(row):
            if (column, at) not in ((3, 1), (3, 2), (3, 3)):
                page.write(at, column, text)
    page.write_merge(1, 3, 3, 3, "small-series")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods() -> bytes:
    spanned = ' table:number-rows-spanned="3" table:number-columns-spanned="1"'
    lines = ""
    for at, row in enumerate((HEADINGS, *ROWS)):
        cells = [
            f'<table:table-cell office:value-type="string"{spanned if (at, n) == (1, 3) else ""}>'
            f"<text:p>{text}</text:p></table:table-cell>"
            for n, text in enumerate(row)
            if text
        ]
        cells += ["<table:covered-table-cell/>"] * (len(cells) < len(row))
        lines += f"<table:table-row>{''.join(cells)}</table:table-row>"
    spaces = ("office", "table", "text")
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in spaces)
    out = io.BytesIO()
    with ZipFile(out, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="exercises">{lines}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


FILES = [("a.xlsx", lambda: xlsx(ROWS, "D2:D4")), ("a.xls", xls), ("a.ods", ods)]


@pytest.mark.parametrize(("name", "content"), FILES)
def test_each_row_beneath_a_merged_cell_is_faulty_and_given_back(name, content, ana):
    batch = preview([(name, content())], by=ana)

    assert outcomes(batch) == {"four": "new"}
    told = batch.problems.order_by("row")
    assert [(p.row, p.column, p.value) for p in told] == [
        (row, "series", "small-series") for row in (2, 3, 4)
    ]
    assert all("D2:D4" in p.message for p in told)
    _name, back = given_back(batch, "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(back))["exercises"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == ["one", "two", "three"]
    assert all("D2:D4" in row[0] for row in rows)


def test_good_rows_only_stores_none_that_lies_beneath_a_merged_cell(ana):
    batch = preview([("a.xlsx", xlsx(ROWS, "D2:D4"))], by=ana)

    confirm_now(batch, by=ana, digest=batch.seal, good_only=True)

    assert set(Record.objects.filter(kind="exercise").values_list("key", flat=True)) >= {"four"}
    assert not Record.objects.filter(key__in=["one", "two", "three"]).exists()


def test_two_merged_cells_beside_each_other_are_both_told_at_each_row(ana):
    rows = [["one", "One", "2018", "small-series"], ["two", "Two", "", ""]]

    batch = preview([("a.xlsx", xlsx(rows, "C2:C3", "D2:D3"))], by=ana)

    places = set(batch.problems.values_list("row", "column"))
    assert places == {(2, "date"), (2, "series"), (3, "date"), (3, "series")}


def test_rows_with_more_faults_than_are_told_one_by_one_are_not_taken_for_good(tmp_path, settings):
    settings.IMPORT_LIMITS = {"faults": 3}
    rows = [[f"k{n}", f"Title {n}", "2018", ""] for n in range(10)]
    rows[0][3] = "small-series"
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx(rows, "D2:D9", "C2:C9"))

    (table,) = read_tables(path, path.name)

    assert [row.number for row in table.rows] == [10, 11]
    assert {problem.row for problem in table.problems} == {*range(2, 10), None}


def test_areas_over_one_another_take_no_longer_than_their_rows(tmp_path):
    rows = [[f"k{n}", f"Title {n}", "2018", ""] for n in range(3_000)]
    content = io.BytesIO(xlsx(rows, "E1:F1"))
    merged = "".join(f'<mergeCell ref="A2:B{3000 - n % 100}"/>' for n in range(9_000))
    out = io.BytesIO()
    with ZipFile(content) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name).replace(b'<mergeCell ref="E1:F1" />', merged.encode())
            new.writestr(name, text)
    path = tmp_path / "a.xlsx"
    path.write_bytes(out.getvalue())

    (table,) = read_tables(path, path.name)

    assert [row.number for row in table.rows] == [3001]
    assert len(table.problems) < 5_000


def test_record_of_which_a_row_lies_beneath_a_merged_cell_waits_for_it(ana):
    book = openpyxl.load_workbook(io.BytesIO(xlsx(ROWS)))
    sheet = book.create_sheet("participants")
    for row in (["record", "country", "role"], ["one", "IN", "host"], ["two", "JP", ""]):
        sheet.append(row)
    sheet.append(["Three", "AU", ""])
    sheet.merge_cells("C2:C3")
    out = io.BytesIO()
    book.save(out)

    batch = preview([("a.xlsx", out.getvalue())], by=ana)

    assert outcomes(batch) == {"one": "failed", "two": "failed", "three": "new", "four": "new"}
    problem = batch.problems.get(key="two")
    assert (problem.sheet, problem.row) == ("exercises", 3)
    assert "participants, row 3" in problem.message
    _name, back = given_back(batch, "xlsx")
    sheets = openpyxl.load_workbook(io.BytesIO(back))
    rows = {s.title: [r[1] for r in s.iter_rows(min_row=2, values_only=True)] for s in sheets}
    assert rows == {"exercises": ["one", "two"], "participants": ["one", "two"]}


@pytest.mark.parametrize("change", ["", "Changed."])
def test_row_added_to_an_export_that_cannot_be_read_holds_back_what_changes(ana, tmp_path, change):
    writers.write_xlsx(exports.exported(True), tmp_path / "export.xlsx")
    book = openpyxl.load_workbook(tmp_path / "export.xlsx")
    series = book["series"]
    at = [cell.value for cell in series[1]].index("summary") + 1
    series.cell(2, at).value = change or series.cell(2, at).value
    if "aliases" not in book:
        book.create_sheet("aliases").append(["record", "ref", "name", "language"])
    headings = [cell.value for cell in book["aliases"][1]]
    cells = {"record": "small-series", "name": "#N/A"}
    book["aliases"].append([cells.get(name) for name in headings])
    last = book["aliases"].max_row
    book["aliases"].cell(last, headings.index("name") + 1).data_type = "e"
    book.save(tmp_path / "export.xlsx")

    batch = preview([("a.xlsx", (tmp_path / "export.xlsx").read_bytes())], by=ana)

    assert outcomes(batch)["small-series"] == ("failed" if change else "unchanged")
    assert batch.problems.filter(sheet="aliases", row=last).count() == 1
    assert batch.problems.filter(key="small-series").count() == bool(change)


def test_record_of_grouped_rows_waits_for_one_that_lies_beneath_a_merged_cell(ana, tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["id", "name", "who"],
        *(["1", "Reef", "India"], ["1", "Reef", "Japan"]),
        *(["1", "Reef", "Australia"], ["2", "Kite", "India"]),
    ):
        book.active.append(row)
    book.active.merge_cells("C3:C4")
    out = io.BytesIO()
    book.save(out)
    profile = """sheet = "exercises"
key = "far-{id}"
group_by = ["id"]
[columns]
title = "name"
[[items]]
list = "participants"
country = "who"
"""

    options = {"mapping": {"name": "far", "text": profile}}
    batch = preview([("a.xlsx", out.getvalue())], by=ana, options=options)

    assert outcomes(batch) == {"far-1": "failed", "far-2": "new"}
    assert "rows 3–4" in batch.problems.get(key="far-1").message
    _name, back = given_back(batch, "xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(back)).active.iter_rows(values_only=True))
    assert [row[1:3] for row in rows[1:]] == [("1", "Reef")] * 3
