"""Text files read block by block: the quick way gives all that the careful one gives."""

import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exchange.reading import Limits, Options, blocks, delimited, read_file

PIECES = ["a", "é", " ", "7", ",", ",", "\n", "\n", "\r\n", "\r", '"', '""', '"a,b"']
PIECES += ['"x\ny"', "\0", "\x0b", "\x05", ",,,,", "a,b,c\n", "key,title\n", '"a ""b""",c\n']
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
FEW = Limits(rows=12, cells=40, columns=6, cell_characters=9)


def read(monkeypatch, text: str, block: int, options: Options, limits: Limits, *, quickly: bool):
    """Return all that reading a text gives."""
    with monkeypatch.context() as patch:
        patch.setattr(blocks, "BLOCK", block)
        if not quickly:
            patch.setattr(delimited, "plain_rows", lambda *_args: None)
        reading = read_file(io.BytesIO(text.encode()), "series.csv", options, limits)
    found = [(list(grid.rows), grid.faults) for grid in reading.grids]
    return found, reading.refusal, reading.notes


@given(TEXTS, st.integers(1, 30), st.sampled_from([0, 1, 3]), st.sampled_from([Limits(), FEW]))
@example("a,b\n1,2\n" * 9, 5, 0, FEW)
@example('a,b\n"x\ny",2\n\n,\n3,"4 ""z"""\n5,"6', 4, 0, Limits())
@example("sep=,\na,b\n1,2\n3,4,5\n", 6, 0, Limits())
@example("a,b\n1,two and twenty\n", 30, 0, FEW)
@example("a,b\n\n1,2\n \n", 30, 0, Limits())
def test_quick_way_gives_what_the_careful_one_gives(text, block, headings, limits):
    options = Options(encoding="utf-8", delimiter=",", headings=headings)
    monkeypatch = pytest.MonkeyPatch()
    quick = read(monkeypatch, text, block, options, limits, quickly=True)

    assert quick == read(monkeypatch, text, block, options, limits, quickly=False)


def test_texts_that_repeat_themselves_are_kept_once():
    reading = read_file(io.BytesIO(b"key,title\n" + b"same-key,A title\n" * 3), "series.csv")

    keys = [cells[0] for _number, cells in reading.grids[0].rows][1:]
    assert keys == ["same-key"] * 3
    assert len({*map(id, keys)}) == 1
