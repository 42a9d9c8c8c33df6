"""Rows of ODS read by a pattern: the same as the parser gives, fault for fault."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.reading import Limits, ods, read_file
from tests.exchange.corpus.made import ods as made
from tests.exchange.corpus.made import ods_table

STRING = ' office:value-type="string"'
CELLS = [
    f"<table:table-cell{STRING}><text:p>a</text:p></table:table-cell>",
    f"<table:table-cell{STRING}><text:p> é &amp;  b </text:p><text:p>c</text:p></table:table-cell>",
    f'<table:table-cell{STRING} table:number-columns-repeated="2"><text:p>r</text:p>'
    "</table:table-cell>",
    f"<table:table-cell{STRING}><text:p>a<text:s/>b</text:p></table:table-cell>",
    f'<table:table-cell{STRING} office:string-value="hidden"/>',
    '<table:table-cell table:number-columns-repeated="3"/>',
    "<table:table-cell/>",
    "<table:table-cell><text:p>untyped</text:p></table:table-cell>",
    '<table:table-cell office:value-type="float" office:value="7.50"><text:p>7,5</text:p>'
    "</table:table-cell>",
    '<table:table-cell office:value-type="float" office:value="1e15"/>',
    '<table:table-cell office:value-type="date" office:date-value="2018-11-01"/>',
    '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>',
    '<table:table-cell table:formula="of:=1"/>',
    '<table:table-cell table:formula="of:=TRUE()" office:value-type="float" office:value="1">'
    "<text:p>TRUE</text:p></table:table-cell>",
    f'<table:table-cell{STRING} table:number-columns-spanned="2"><text:p>m</text:p>'
    "</table:table-cell>",
    f"<table:table-cell{STRING}><text:p>a long text of one cell</text:p></table:table-cell>",
    '<table:table-cell table:number-columns-repeated="x"/>',
    "<!-- <table:table-row><table:table-cell/></table:table-row> -->",
]
ROWS = st.tuples(
    st.sampled_from(["", ' table:number-rows-repeated="2"', ' table:visibility="collapse"']),
    st.lists(st.sampled_from(CELLS), max_size=6).map("".join),
    st.sampled_from(["", "\n"]),
).map(lambda row: f"<table:table-row{row[0]}>{row[1]}</table:table-row>{row[2]}")


def read(content: bytes, limits: Limits) -> tuple:
    """Return all that reading a file gives."""
    reading = read_file(io.BytesIO(content), "a.ods", limits=limits)
    found = [(grid.name, list(grid.rows), grid.faults, grid.notes) for grid in reading.grids]
    return found, reading.refusal


@given(
    st.lists(st.lists(ROWS, max_size=6).map("".join), min_size=1, max_size=3),
    st.sampled_from([Limits(), Limits(rows=3, cells=9, columns=4, cell_characters=12)]),
)
def test_pattern_gives_what_the_parser_gives(sheets, limits):
    content = made(tables="".join(ods_table(rows, f"s{n}") for n, rows in enumerate(sheets)))
    quick = read(content, limits)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ods, "without_plain_rows", lambda pieces, *_others: pieces)
        assert quick == read(content, limits)


def test_plain_row_is_not_shown_to_the_parser(monkeypatch):
    taken = []
    take = ods._Tables._take
    monkeypatch.setattr(ods._Tables, "_take", lambda *given: taken.append(given) or take(*given))

    found, refusal = read(
        made(tables=ods_table(f"<table:table-row>{CELLS[0]}</table:table-row>")), Limits()
    )

    assert refusal is None
    assert found[0][1][-1][1] == ["a"]
    assert len(taken) == 1


def test_truth_that_libreoffice_keeps_as_a_number_is_read_as_it_is_shown():
    cell = (
        '<table:table-cell table:formula="of:=FALSE()" office:value-type="float" office:value="0">'
        "<text:p>FALSE</text:p></table:table-cell>"
    )
    (grid,) = read_file(
        io.BytesIO(made(ods_table(f"<table:table-row>{cell}</table:table-row>"))), "a.ods"
    ).grids

    assert grid.rows[1] == (2, ["no"])
