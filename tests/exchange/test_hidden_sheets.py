"""Hidden sheets: told as such, read or left out as a person says, and no bar to the others."""

import io

import openpyxl
import pytest
import xlwt
from django.core.management import call_command
from django.test import override_settings

from exchange.imports import Order, import_files
from exchange.reading import Options
from records.models import Record
from tests.exchange.corpus import made
from tests.exchange.sheets import document, places
from tests.exchange.test_mapping import profile

pytestmark = pytest.mark.usefixtures("small_record")
OURS = [["key", "title"], ["reef-1", "Reef"]]
PHASES = [["record", "title"], ["reef-1", "At sea"]]
WIDE = [["key"], [*"abcdefgh"]]
HIDDEN_STYLE = (
    '<style:style style:name="ta2" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def xlsx(sheets: dict[str, list], *hidden: str) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        page.sheet_state = "hidden" if name in hidden else "visible"
        for row in rows:
            page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(sheets: dict[str, list], *hidden: str) -> bytes:
    book = xlwt.Workbook()
    for name, rows in sheets.items():
        page = book.add_sheet(name)
        page.visibility = int(name in hidden)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                page.write(at, column, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(sheets: dict[str, list], *hidden: str) -> bytes:
    tables = ""
    for name, rows in sheets.items():
        style = ' table:style-name="ta2"' if name in hidden else ""
        lines = "".join(map(made.ods_row, rows))
        tables += f'<table:table table:name="{name}"{style}>{lines}</table:table>'
    return made.ods(tables, styles=HIDDEN_STYLE)


FORMATS = {"xlsx": xlsx, "xls": xls, "ods": ods}
every_format = pytest.mark.parametrize("ending", FORMATS)


def bring(folder, ending: str, sheets: dict, *hidden: str, **options):
    path = folder / f"book.{ending}"
    path.write_bytes(FORMATS[ending](sheets, *hidden))
    return import_files([path], Order(why="a test", options=Options(**options)))


@every_format
@override_settings(IMPORT_LIMITS={"columns": 4})
def test_hidden_sheet_that_cannot_be_read_leaves_the_others_alone(ending, tmp_path):
    report = bring(tmp_path, ending, {"scratch": WIDE, "exercises": OURS}, "scratch")

    assert places(report) == []
    assert report.stored
    assert f"The sheet “scratch” of book.{ending} is hidden, and is not read." in report.notes


@every_format
@override_settings(IMPORT_LIMITS={"columns": 4})
def test_sheet_of_ours_that_is_hidden_and_cannot_be_read_says_both(ending, tmp_path):
    report = bring(tmp_path, ending, {"exercises": OURS, "phases": WIDE}, "phases")

    (problem,) = report.problems
    assert problem.sheet == "phases"
    assert "The sheet is hidden, and cannot be read: The row has more" in problem.message
    report = bring(tmp_path, ending, {"exercises": OURS, "phases": WIDE}, "phases", hidden="leave")
    assert report.stored


@every_format
def test_hidden_sheet_of_ours_is_asked_about(ending, tmp_path):
    report = bring(tmp_path, ending, {"exercises": OURS, "phases": PHASES}, "phases")

    (problem,) = report.problems
    assert (problem.sheet, problem.message) == ("phases", "The sheet is hidden.")
    assert "read or left out" in problem.hint
    assert not report.stored


@every_format
@pytest.mark.parametrize(("choice", "number"), [("read", 1), ("leave", 0)])
def test_hidden_sheet_is_read_or_left_out_as_is_said(ending, choice, number, tmp_path):
    sheets = {"exercises": OURS, "phases": PHASES}

    report = bring(tmp_path, ending, sheets, "phases", hidden=choice)

    assert places(report) == []
    assert len(document("reef-1")["lists"]["phases"]) == number
    assert any("is hidden, and is not read" in note for note in report.notes) == (choice == "leave")


def test_command_says_what_becomes_of_hidden_sheets(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(xlsx({"exercises": OURS, "phases": PHASES}, "phases"))
    out = {"stdout": io.StringIO(), "stderr": io.StringIO()}

    call_command("import_record", str(path), "--hidden", "leave", **out)

    assert Record.objects.filter(key="reef-1").exists()


def test_hidden_sheet_of_ours_is_not_lost_beside_a_mapped_table(tmp_path):
    path = tmp_path / "book.xlsx"
    foreign = [["id", "name", "when", "who", "note"], ["1", "Reef", "2003", "India", ""]]
    path.write_bytes(xlsx({"data": foreign, "phases": PHASES, "old": WIDE}, "phases", "old"))

    report = import_files([path], Order(why="a test", mapping=profile()))

    assert places(report) == [("phases", None, "", None)]
    assert "The sheet “old” of book.xlsx is hidden, and is not read." in report.notes
