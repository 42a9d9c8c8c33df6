"""What a person does not see is read and told; what is too large is refused before it is read."""

import io

import pytest
import xlwt

from exchange.reading import Limits, read_file
from tests.exchange.corpus.made import data, ods, ods_row, ods_table, row, sheet, xlsx

FEW = Limits(rows=3)


def hidden_xlsx() -> bytes:
    columns = '<cols><col min="2" max="3" hidden="1"/><col min="9" max="9" hidden="1"/></cols>'
    rows = data((("a", "A", None),), ("key", "title", None))
    return xlsx(sheets={"series": sheet(rows).replace("<sheetData>", f"{columns}<sheetData>")})


def hidden_ods() -> bytes:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    return ods(tables=ods_table(ods_row(("a", "A")), columns=columns))


def hidden_xls() -> bytes:
    book = xlwt.Workbook()
    made = book.add_sheet("series")
    for at, cell in enumerate(("key", "title")):
        made.write(0, at, cell)
        made.write(1, at, "a")
    made.col(1).hidden = made.col(2).hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xlsx", hidden_xlsx), ("a.ods", hidden_ods), ("a.xls", hidden_xls)],
)
def test_hidden_column_with_something_in_it_is_read_and_told(name, content):
    (grid,) = read_file(io.BytesIO(content()), name).grids

    assert grid.rows[0][1][:2] == ["key", "title"]
    assert grid.notes == ["Column B of “series” is hidden, and is read all the same."]


def tall_xlsx(number: int, cell: str = "x") -> bytes:
    rows = "".join(row(at, (cell,)) for at in range(1, number + 1))
    return xlsx(sheets={"series": sheet(rows, start="<!-- -->")})


def tall_ods(*numbers: int) -> bytes:
    tables = (ods_table(ods_row("x") * (number - 1), f"s{n}") for n, number in enumerate(numbers))
    return ods(tables="".join(tables))


@pytest.mark.parametrize(("name", "made"), [("a.xlsx", tall_xlsx), ("a.ods", tall_ods)])
def test_sheet_with_too_many_rows_is_refused_before_it_is_read(name, made, monkeypatch):
    for module in ("xlsx", "ods"):
        monkeypatch.setattr(f"exchange.reading.{module}.CAREFUL", 0)
    monkeypatch.setattr("exchange.reading.xlsx_sheet.XlsxSheet.rows", None)
    monkeypatch.setattr("exchange.reading.ods._Tables.tables", None)

    reading = read_file(io.BytesIO(made(4)), name, limits=FEW)

    assert reading.refusal.message == "The sheet has more than 3 rows."


@pytest.mark.parametrize(
    ("name", "content"), [("a.xlsx", tall_xlsx(3)), ("a.ods", tall_ods(3, 2, 3))]
)
def test_rows_are_counted_for_each_sheet(name, content, monkeypatch):
    for module in ("xlsx", "ods"):
        monkeypatch.setattr(f"exchange.reading.{module}.CAREFUL", 0)

    reading = read_file(io.BytesIO(content), name, limits=FEW)

    assert reading.refusal is None
    assert len(reading.grids[0].rows) == 3


def test_empty_rows_do_not_count(monkeypatch):
    monkeypatch.setattr("exchange.reading.xlsx.CAREFUL", 0)
    rows = (
        row(1, ("key",)) + "".join(f'<row r="{at}"></row>' for at in range(2, 9)) + row(9, ("a",))
    )

    (grid,) = read_file(
        io.BytesIO(xlsx(sheets={"series": sheet(rows)})), "a.xlsx", limits=FEW
    ).grids

    assert [number for number, _cells in grid.rows] == [1, 9]


def with_formulas(*results: bytes) -> bytes:
    """Return an XLS workbook with formulas in B2, B3 …, and these as their stored results."""
    book = xlwt.Workbook()
    book.add_sheet("other")
    made = book.add_sheet("series")
    made.write(0, 0, "key")
    made.write(0, 1, "title")
    for at in range(len(results)):
        made.write(at + 1, 0, f"a{at}")
        made.write(at + 1, 1, xlwt.Formula("1+1"))
    out = io.BytesIO()
    book.save(out)
    content = out.getvalue()
    for result in results:
        content = content.replace(UNCOMPUTED, result, 1)
    return content


UNCOMPUTED = b"\x03\0\0\0\0\0\xff\xff"
EMPTY_TEXT = b"\x03\0\0\0\1\0\xff\xff"
TWO = b"\0\0\0\0\0\0\0\x40"


def test_formulas_of_xls_that_nothing_computed_are_told():
    content = with_formulas(UNCOMPUTED, UNCOMPUTED)

    grid = read_file(io.BytesIO(content), "a.xls").grids[1]

    assert [(fault.row, fault.column) for fault in grid.faults] == [(2, 1), (3, 1)]
    assert "whose value is not stored" in grid.faults[0].message


def test_formulas_of_xls_have_their_stored_values_and_may_be_empty():
    grid = read_file(io.BytesIO(with_formulas(TWO, EMPTY_TEXT)), "a.xls").grids[1]

    assert grid.faults == []
    assert grid.rows[1:] == [(2, ["a0", "2"]), (3, ["a1"])]
