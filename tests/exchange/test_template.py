"""The template workbook: it explains itself, offers what may be chosen, and is all text."""

from textwrap import wrap

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from exchange.imports import Order, import_files
from exchange.sheets import BESIDE, EXAMPLES, LISTS, READ_ME, sheets
from exchange.writing.examples import ROWS
from exchange.writing.guide import guide
from exchange.writing.template import write_template
from records.models import Record
from tests.exchange.sheets import brought, document

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(small_vocabulary, tmp_path):
    write_template(tmp_path / "template.xlsx")
    return load_workbook(tmp_path / "template.xlsx")


def validations(sheet) -> dict[str, object]:
    """Return heading -> the rule of its column."""
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    return {cell.value: rules.get(f"{cell.column_letter}2") for cell in sheet[1]}


def width_at(sheet, number: int) -> float:
    """Return the width of a column; those of one width stand under the first of them."""
    found = (d.width for d in sheet.column_dimensions.values() if d.min <= number <= d.max)
    return next(found)


def test_every_sheet_has_its_headings_and_nothing_else(book):
    assert book.sheetnames == [READ_ME, EXAMPLES, *sheets(), LISTS]
    for name, sheet in sheets().items():
        assert [[cell.value for cell in row] for row in book[name].iter_rows()] == [
            list(sheet.columns)
        ]


def test_only_the_sheets_to_fill_and_the_explanation_are_seen(book):
    assert book[LISTS].sheet_state == "hidden"
    assert {s.title for s in book if s.sheet_state == "visible"} == {READ_ME, EXAMPLES, *sheets()}
    assert set(BESIDE) == {READ_ME, EXAMPLES, LISTS}


def test_vocabulary_and_choices_are_offered_but_other_texts_are_let_in(book):
    rules = validations(book["participants"])
    place = rules["country"].formula1
    assert place.startswith(f"{LISTS}!")
    column = place.split("$")[1]
    assert [cell.value for cell in book[LISTS][column] if cell.value] == ["AU", "IN", "JP", "US"]
    assert rules["role"].type == "list"
    assert not rules["country"].showErrorMessage
    assert validations(book["exercises"])["series"].type is None


def test_columns_are_text_so_that_excel_makes_no_date_of_2018_11(book):
    for name in sheets():
        widths = book[name].column_dimensions.values()
        text = {at for w in widths if w.number_format == "@" for at in range(w.min, w.max + 1)}
        assert text >= {cell.column for cell in book[name][1]}


def test_every_column_is_explained_where_it_is_filled_and_on_the_first_sheet(book):
    told = {(row[1], row[2]) for row in book[READ_ME].iter_rows(values_only=True)}
    for sheet in guide():
        for column in sheet.columns:
            assert column.meaning
            assert (column.name, column.meaning) in told
            assert validations(book[sheet.name])[column.name].prompt


def test_command_writes_the_template_and_overwrites_nothing(small_vocabulary, tmp_path):
    path = tmp_path / "template.xlsx"
    call_command("export_record", "--template", str(path), verbosity=0)
    assert load_workbook(path).sheetnames[0] == READ_ME

    path.write_text("mine")
    with pytest.raises(CommandError, match="already"):
        call_command("export_record", "--template", str(path), verbosity=0)
    assert path.read_text() == "mine"
    call_command("export_record", "--template", str(path), "--force", verbosity=0)
    assert load_workbook(path).sheetnames[0] == READ_ME


@pytest.mark.parametrize(
    "arguments",
    [
        ("--template", "t.xlsx", "--format", "csv"),
        ("--template", "t.xlsx", "--all"),
        ("--format", "csv"),
        ("--output", "out"),
        (),
    ],
)
def test_command_says_which_options_go_together(arguments, db):
    with pytest.raises(CommandError, match="--template"):
        call_command("export_record", *arguments, verbosity=0)


def test_template_imports_and_stores_nothing(book, tmp_path):
    report = import_files([tmp_path / "template.xlsx"], Order())

    assert [str(problem) for problem in report.problems] == []
    assert report.records == []
    assert not Record.objects.exists()


def test_rows_filled_into_the_template_are_imported(book, tmp_path):
    filled = {
        "sources": {"key": "mod-2018", "title": "Two navies meet", "type": "report"},
        "exercises": {"key": "jimex-2018", "title": "JIMEX 2018", "date": "2018-11"},
        "participants": {"record": "jimex-2018", "country": "Japan", "role": "host"},
        "citations": {"record": "jimex-2018", "source": "mod-2018", "claims": "date"},
    }
    for name, row in filled.items():
        for heading, value in row.items():
            book[name].cell(2, sheets()[name].columns.index(heading) + 1, value)
    book.save(tmp_path / "filled.xlsx")

    report = import_files([tmp_path / "filled.xlsx"], Order())

    assert [str(problem) for problem in report.problems] == []
    assert document("jimex-2018")["fields"]["date"] == "2018-11"
    assert document("jimex-2018")["lists"]["participants"] == [
        {"ref": "jp", "country": "JP", "role": "host"}
    ]
    assert document("jimex-2018")["citations"][0]["claims"] == {"date": "2018-11"}


def test_examples_are_shown_under_their_headings(book):
    shown = [[cell or "" for cell in row] for row in book[EXAMPLES].iter_rows(values_only=True)]
    for name, rows in ROWS.items():
        at = next(number for number, row in enumerate(shown) if row[0] == name)
        headings = shown[at][1:]
        for row, expected in zip(shown[at + 1 :], rows, strict=False):
            assert row[0] == "example"
            found = dict(zip(headings, row[1:], strict=True))
            assert {heading: cell for heading, cell in found.items() if cell} == expected


@pytest.mark.parametrize("name", [READ_ME, EXAMPLES])
def test_long_texts_have_rows_as_high_as_they_need(book, name):
    sheet, cut = book[name], []
    for cell in (cell for row in sheet.iter_rows() for cell in row if cell.alignment.wrap_text):
        width = width_at(sheet, cell.column)
        height = sheet.row_dimensions[cell.row].height or 15
        if height < 15 * len(wrap(str(cell.value or ""), round(width))):
            cut.append(cell.coordinate)

    assert cut == []
    assert any(dimension.height > 15 for dimension in sheet.row_dimensions.values())


def test_examples_keep_their_marks_in_sight_and_stand_apart(book):
    sheet = book[EXAMPLES]

    assert sheet.freeze_panes == "B2"
    headings = [row for row in range(3, sheet.max_row + 1) if sheet.cell(row, 1).font.bold]
    assert len(headings) == len(ROWS) - 1
    assert {sheet.cell(row - 1, 1).value for row in headings} == {None}


def test_every_heading_fits_its_column(book):
    narrow = []
    for one in guide():
        sheet = book[one.name]
        for column in sheet[1]:
            if width_at(sheet, column.column) < len(column.value) + 2:
                narrow.append((one.name, column.value))

    assert narrow == []


def test_examples_can_be_imported_from_their_sheets(db, tmp_path):
    call_command("seed_vocabulary", verbosity=0)

    report = brought(tmp_path, **ROWS)

    assert report.warnings == []
    assert {entry["outcome"] for entry in report.records} == {"new"}
    jimex = document("jimex-2022")
    assert [item["ref"] for item in jimex["lists"]["participants"]] == ["in", "jp"]
    assert jimex["citations"][0]["claims"]["date"] == "2022-09-11"


def test_row_added_among_the_examples_is_told_and_not_stored(book, tmp_path):
    sheet = book[EXAMPLES]
    sheet.cell(sheet.max_row + 1, 2, "malabar-2030")
    book.save(tmp_path / "filled.xlsx")

    report = import_files([tmp_path / "filled.xlsx"], Order())

    assert any(f"Examples, row {sheet.max_row}" in note for note in report.notes)
    assert report.records == []
