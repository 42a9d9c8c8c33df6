"""Rows of an export that come back as they went: set aside, and all is told as if they were not."""

import csv
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from exchange.imports import Order, import_files
from exchange.laying.intake import read_files
from exchange.planning import plans
from exchange.planning.cautions import add_warnings
from exchange.sheets import sheets as all_sheets
from exchange.writing import exports, writers
from records.kinds import kinds
from records.models import Redirect
from records.steps import Proposal
from records.store import apply_many
from tests.documents import documents, rolled_back
from tests.exchange.sheets import document

CELLS = ["", " ", "[none]", "x", "yes", "AU", "2018-11", "'", "drawn", "small-series", "1", "99"]
EDITS = ["none", "cell", "copied cell", "no column", "no row", "row twice", "turned", "no sheet"]


def written(folder: Path) -> dict[str, list[list[str]]]:
    """Export everything and return the rows of the sheets that have some, headings first."""
    writers.write_csv(exports.exported(True), folder)
    found = {}
    for path in sorted(folder.iterdir()):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found[path.stem] = list(csv.reader(file))
    return {name: rows for name, rows in found.items() if len(rows) > 1}


def edited(sheets: dict[str, list[list[str]]], edit: str, draw) -> None:
    """Change one thing in the sheets."""
    name = draw(st.sampled_from(sorted(sheets)))
    rows = sheets[name]
    row = draw(st.integers(1, len(rows) - 1))
    column = draw(st.integers(0, len(rows[0]) - 1))
    if edit == "cell":
        rows[row][column] = draw(st.sampled_from(CELLS))
    elif edit == "copied cell":
        rows[row][column] = draw(st.sampled_from([cells[column] for cells in rows[1:]]))
    elif edit == "no column":
        for cells in rows:
            cells.pop(column)
    elif edit == "no row":
        rows.pop(row)
    elif edit == "row twice":
        rows.append(rows[row])
    elif edit == "turned":
        rows[1:] = rows[:0:-1]
    elif edit == "no sheet":
        sheets.pop(name)


def save(folder: Path, sheets: dict[str, list[list[str]]]) -> list[Path]:
    """Write sheets as CSV files."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, rows in sheets.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return sorted(folder.iterdir())


def told(paths: list[Path], *, quickly: bool = True) -> tuple:
    """Return all that a plan of files tells, with rows set aside or not; and how many were."""
    tables = read_files(paths)
    how = mock.patch.object(plans, "set_aside", wraps=plans.set_aside if quickly else lambda _t: [])
    with how as aside:
        plan = plans.make_plan(tables, by=None)
        number = len(plans.set_aside(read_files(paths))) if aside.called and quickly else 0
    add_warnings(plan, None)
    entries = [
        (e.draft.key, e.step.outcome, e.row.sheet, e.row.number, e.draft.rows, e.draft.named)
        for e in plan.entries
    ]
    titles = [entry.step.document["fields"]["title"] for entry in plan.entries]
    problems = [p.as_dict() for t in tables for p in t.problems]
    problems += [p.as_dict() for p in (*plan.problems, *plan.warnings)]
    return (entries, titles, problems), number


@pytest.mark.parametrize("kind", [kind.name for kind in kinds()])
def test_one_edit_is_told_as_if_nothing_were_set_aside(kind, small_record, tmp_path):
    @settings(
        max_examples=12,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(documents(kind), st.sampled_from(EDITS), st.data())
    def check(drawn, edit, data):
        with rolled_back():
            apply_many([Proposal(drawn)], by=None, why="a test")
            sheets = written(tmp_path / "out")
            edited(sheets, edit, data.draw)
            paths = save(tmp_path / "in", sheets)
            quick, number = told(paths)
            careful, _none = told(paths, quickly=False)
        event(f"{edit}: {'some' if number else 'none'} set aside")
        assert quick == careful
        if edit in ("none", "turned"):
            assert {outcome for _key, outcome, *_rest in quick[0]} == {"unchanged"}
            assert number == len(quick[0])

    check()


@pytest.fixture
def sheets(small_record, tmp_path) -> dict[str, list[list[str]]]:
    """Return the export of the small record."""
    return written(tmp_path / "out")


def same(folder: Path, sheets: dict[str, list[list[str]]]) -> list[str]:
    """Hold that a plan tells the same with rows set aside and without; return who is set aside."""
    paths = save(folder / "in", sheets)
    quick, number = told(paths)
    assert quick == told(paths, quickly=False)[0]
    left = read_files(paths)
    aside = [draft.key for draft, _record in plans.set_aside(left)]
    assert len(aside) == number
    return aside


def test_untouched_rows_are_set_aside_whatever_becomes_of_others(sheets, tmp_path):
    place = sheets["series"][0].index("title")
    sheets["series"][1][place] = "Another title"

    aside = same(tmp_path, sheets)

    assert sheets["series"][1][0] not in aside
    assert "small-source" in aside


def test_row_that_names_the_record_by_its_title_is_laid_with_the_others(sheets, tmp_path):
    name, title = _child(sheets)
    sheets[name].append([title, *sheets[name][-1][1:]])

    assert same(tmp_path, sheets) == []


def test_record_that_has_a_row_under_a_former_key_is_not_set_aside(sheets, tmp_path):
    name, _title = _child(sheets)
    key = sheets[name][-1][0]
    Redirect.objects.create(old_key="as-it-was-called", record_id=key)
    sheets[name].append(["as-it-was-called", *sheets[name][-1][1:]])

    assert key not in same(tmp_path, sheets)


def test_record_with_its_first_item_of_a_list_is_not_set_aside(sheets, tmp_path):
    headings = all_sheets()["statements"].columns
    there = {cells[0] for cells in sheets.get("statements", [])}
    key = next(k for k in ("small-series", "small-source", "second-source") if k not in there)
    row = dict.fromkeys(headings, "") | {"record": key, "text": "A fact."}
    sheets.setdefault("statements", [[*headings]]).append([*row.values()])

    assert key not in same(tmp_path, sheets)


def test_record_that_names_another_by_a_former_key_is_brought_up_to_date(sheets, tmp_path):
    Redirect.objects.create(old_key="small-source", record_id="small-series")

    assert "small-source" not in same(tmp_path, sheets)


def test_export_that_was_widened_for_the_eye_is_set_aside(sheets, tmp_path):
    for rows in sheets.values():
        rows[0].insert(0, "problem")
        for cells in rows[1:]:
            cells.insert(0, "mended")

    assert len(same(tmp_path, sheets)) > 1


def test_workbook_that_comes_back_is_set_aside(small_record, tmp_path):
    for name, write in {"a.xlsx": writers.write_xlsx, "a.ods": writers.write_ods}.items():
        write(exports.exported(True), tmp_path / name)

        quick, number = told([tmp_path / name])

        assert quick == told([tmp_path / name], quickly=False)[0]
        assert number == len(quick[0])


def test_plan_to_publish_looks_at_unchanged_records_as_a_whole(sheets, tmp_path):
    report = import_files(save(tmp_path / "in", sheets), Order(publish=True))

    assert document("small-series")
    assert report.published == len(report.records)


def _child(sheets: dict[str, list[list[str]]]) -> tuple[str, str]:
    """Return a sheet of items, and the title of the record that the last of its rows is of."""
    name = next(n for n in sheets if sheets[n][0][0] == "record")
    key = sheets[name][-1][0]
    mains = [rows for rows in sheets.values() if rows[0][0] == "key"]
    title = next(c[rows[0].index("title")] for rows in mains for c in rows if c[0] == key)
    return name, title
