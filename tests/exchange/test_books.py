"""What the books hold: every text as it is, as text, in files that any program opens."""

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from exchange.writing import books
from exchange.writing.books import MOST_CHARACTERS
from exchange.writing.ods import OdsBook
from exchange.writing.packages import FORBIDDEN
from exchange.writing.xlsx import XlsxBook, column_name, letters_of
from records.downloads import Unwritable
from records.text import tidy
from tests.documents import NASTY
from tests.exchange.workbooks import sheets_in

WORKBOOKS = {"xlsx": XlsxBook, "ods": OdsBook}
TEXTS = [
    *NASTY,
    "<r><t>a run</t></r>",
    "<r>not closed</r",
    "]]> &amp; <b> \"'",
    "_x0041_ is no A",
    "_x005F_x0041_",
    "a  b   c",
    "a\ttab",
    'a\t"tab"\n  and\t<more>',
    "two\nlines\n\nthree",
    "007",
    "12345678901234567890",
    "😀" * 10,
    "\x7f\x85\u2028",
]


def made(tmp_path, file_format: str, texts) -> bytes:
    """Write texts, each on a row of its own between two others."""
    path = tmp_path / f"book.{file_format}"
    with WORKBOOKS[file_format](path, ["series", "statements"], tmp_path) as book:
        for text in texts:
            book.add("statements", [["key", "s1", text, "end"]])
    return path.read_bytes()


@pytest.mark.parametrize("file_format", WORKBOOKS)
def test_text_is_read_as_it_was_written(tmp_path, file_format):
    rows = sheets_in(made(tmp_path, file_format, TEXTS), file_format)["statements"]

    assert rows[1:] == [["key", "s1", text, "end"] for text in TEXTS]


def storable(text: str) -> bool:
    return bool(text) and not FORBIDDEN.search(text)


@pytest.mark.parametrize("file_format", WORKBOOKS)
def test_any_text_is_read_as_it_was_written(tmp_path, file_format):
    # What no record stores has its own test below: control characters, space at the ends.
    characters = st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t")

    @settings(max_examples=50, deadline=None)
    @given(st.lists(st.text(characters).map(tidy).filter(storable)))
    def check(texts):
        rows = sheets_in(made(tmp_path, file_format, texts), file_format)["statements"]
        assert rows[1:] == [["key", "s1", text, "end"] for text in texts]

    check()


@pytest.mark.parametrize("file_format", WORKBOOKS)
def test_control_characters_break_no_file(tmp_path, file_format):
    text = "".join(map(chr, range(32))) + "\ufffe\uffff\ud800 end"

    data = made(tmp_path, file_format, [text, "after"])

    rows = sheets_in(data, file_format)["statements"]
    assert rows[1][2].endswith(" end")
    assert rows[2][2] == "after"


@pytest.mark.parametrize("file_format", WORKBOOKS)
def test_every_part_is_well_formed_and_every_cell_is_a_text(tmp_path, file_format):
    data = made(tmp_path, file_format, ["=1+1", "+1", "-1", "@a", "\t=1", "＝1", "2018-11", "1e5"])

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = [name for name in archive.namelist() if name != "mimetype"]
        cells = [
            (name, cell)
            for name in names
            for cell in ElementTree.fromstring(archive.read(name)).iter()  # noqa: S314
            if cell.tag.endswith(("}c", "}table-cell"))
        ]
    assert cells
    for _name, cell in cells:
        kinds = {value for key, value in cell.attrib.items() if key.endswith(("t", "value-type"))}
        assert kinds <= {"inlineStr", "string"}
        assert not any(key.endswith("formula") for key in cell.attrib)
        assert not [part for part in cell.iter() if part.tag.endswith("}f")]


def test_ods_styles_have_names_with_which_libreoffice_saves_the_file_again(tmp_path):
    data = made(tmp_path, "ods", ["2018-11"])

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("content.xml").decode()
    names = re.findall(r'style:name="([^"]*)"', content)
    assert names
    assert [name for name in names if not re.fullmatch(r"(ce|co|N)\d+", name)] == []


def test_xlsx_is_read_by_another_library_as_text_in_text_format(tmp_path):
    data = made(tmp_path, "xlsx", ["2018-11", "=1+1", "007"])

    sheet = load_workbook(io.BytesIO(data))["statements"]
    cells = [sheet.cell(row, 3) for row in (2, 3, 4)]
    assert [cell.value for cell in cells] == ["2018-11", "=1+1", "007"]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}


def test_length_of_a_text_in_xlsx_is_counted_as_excel_counts(tmp_path):
    with XlsxBook(tmp_path / "a.xlsx", ["statements"], tmp_path) as book:
        book.add("statements", [["key", "s1", "x" * MOST_CHARACTERS]])
        book.add("statements", [["key", "s1", "😀" * (MOST_CHARACTERS // 2)]])
        for text in ("x" * (MOST_CHARACTERS + 1), "😀" * (MOST_CHARACTERS // 2 + 1)):
            with pytest.raises(Unwritable, match="“key” on the sheet “statements”"):
                book.add("statements", [["key", "s1", text]])


@pytest.mark.parametrize("file_format", WORKBOOKS)
def test_more_rows_than_programs_open_are_refused(tmp_path, file_format, monkeypatch):
    monkeypatch.setattr("exchange.writing.packages.MOST_ROWS", 3)
    path = tmp_path / "book"

    def write():
        with WORKBOOKS[file_format](path, ["statements"], tmp_path) as book:
            book.add("statements", [["a"], ["b"]])
            book.add("statements", [["c"]])

    with pytest.raises(Unwritable, match="more than"):
        write()

    assert not path.exists()
    assert books.MOST_ROWS == 2**20


def test_columns_are_lettered_as_in_a_spreadsheet():
    assert [column_name(at) for at in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
    assert len(set(letters_of(16_384))) == 16_384
