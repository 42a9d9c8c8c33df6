"""What is exported imports again and changes nothing: any document, to the last character."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.cells import claim_of, guard, guard_within, said, unguard
from exchange.imports import Order, import_files
from exchange.writing import exports, writers
from exchange.writing.books import lines_of, quoted
from records.cells import join_cell, split_cell
from records.kinds import kinds
from records.models import Record, Revision
from records.steps import Proposal
from records.store import apply_many
from tests.documents import NASTY, documents, rolled_back
from tests.exchange.sheets import document as stored
from tests.exchange.sheets import read

KINDS = [kind.name for kind in kinds()]
# How many documents are drawn; a workbook has twenty sheets to write and to read.
FORMATS = {"csv": 25, "json": 25, "xlsx": 10, "ods": 10}
WORKBOOKS = {"xlsx": writers.write_xlsx, "ods": writers.write_ods}


def drawn(file_format: str) -> settings:
    """Return how the documents for a format are drawn."""
    return settings(
        max_examples=FORMATS[file_format],
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )


def written(folder, file_format: str, everything: bool = True) -> list:
    """Export everything and return the paths written."""
    records = exports.exported(everything)
    if file_format == "csv":
        writers.write_csv(records, folder / "sheets")
        return sorted((folder / "sheets").iterdir())
    if file_format in WORKBOOKS:
        WORKBOOKS[file_format](records, folder / f"records.{file_format}")
        return [folder / f"records.{file_format}"]
    writers.write_json(records, folder / "records.json")
    return [folder / "records.json"]


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_export_imports_without_a_change(kind, file_format, small_record, tmp_path):
    @drawn(file_format)
    @given(documents(kind))
    def check(document):
        with rolled_back():
            apply_many([Proposal(document)], by=None, why="a test")
            before = Revision.objects.count()
            report = import_files(written(tmp_path, file_format), Order())
            assert [str(p) for p in report.problems] == []
            assert {entry["outcome"] for entry in report.records} == {"unchanged"}
            assert Revision.objects.count() == before

    check()


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_export_makes_the_same_record_in_an_empty_database(
    kind, file_format, small_record, tmp_path
):
    @drawn(file_format)
    @given(documents(kind))
    def check(document):
        with rolled_back():
            with rolled_back():
                apply_many([Proposal(document)], by=None, why="a test")
                paths = written(tmp_path, file_format)
            Revision.objects.all().delete()
            _forget_all()
            report = import_files(paths, Order())
            assert [str(p) for p in report.problems] == []
            assert stored("drawn") == document

    check()


def _forget_all() -> None:
    for kind in kinds():
        for item_list in kind.lists.values():
            item_list.model._base_manager.all().delete()
    for model in (kind.model for kind in reversed(kinds())):
        model._base_manager.all().delete()
    assert not Record.objects.exists()


@given(st.sampled_from(NASTY) | st.text() | st.text("a;|\t\n'\"= -[none]"))
def test_guard_is_undone_exactly(text):
    assert unguard(guard(text)) == text
    assert unguard(guard_within(guard(text))) == text


@given(st.lists(st.text("a;|\t\n'\"=, -"), min_size=1, max_size=3), st.sampled_from(";|\t"))
def test_no_part_of_a_line_is_a_formula_where_another_sign_divides_it(texts, sign):
    line = lines_of([["key", *(quoted(guard(text)) for text in texts)]])
    parts = [p.lstrip('" ') for row in line.splitlines() for p in row.split(sign)]
    assert [part for part in parts if part[:1] in ("=", "+", "-", "@")] == []
    assert [*map(unguard, next(csv.reader(io.StringIO(line, newline=""))))] == ["key", *texts]


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@a", "\t=1", "\r1", "＝1", "＋1", "－1", "＠a"]
)
def test_no_cell_begins_as_a_formula(text):
    assert guard(text) == f"'{text}"
    assert guard(f"'{text}") == f"''{text}"


@pytest.mark.parametrize("text", ["'Tis", "''", "'", "", "a=b", "IN; JP"])
def test_other_texts_stay_as_they_are_typed(text):
    assert guard(text) == text
    assert unguard(text) == text


@given(st.lists(st.text("ab;\\ '=").map(str.strip).filter(bool)))
def test_members_of_a_cell_are_joined_and_split_exactly(members):
    assert split_cell(join_cell(members)) == members


@given(st.sampled_from(NASTY) | st.text("ab[]denis'= ;"))
def test_claim_is_written_and_read_exactly(text):
    text = text.strip()
    if text:
        assert claim_of(said(text, None)) == text
        assert claim_of(said({"denies": text}, None)) == {"denies": text}
        assert claim_of(guard_within(said({"denies": text}, None))) == {"denies": text}


def test_no_exported_cell_begins_as_a_formula(small_record, tmp_path):
    document = stored("small-series")
    document["fields"] |= {"title": "=1+1", "cadence": "@x", "summary": "'-1"}
    document["lists"]["statements"] = [{"ref": "s1", "text": "+1\n=2"}]
    apply_many([Proposal(document, 1)], by=None, why="a test")

    paths = written(tmp_path, "csv")

    cells = [cell for path in paths for row in read(path) for cell in row.values()]
    assert "'=1+1" in cells
    assert "''-1" in cells
    assert [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell] == []
