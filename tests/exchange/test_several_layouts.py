"""Tables of several layouts in one import: each is read by the profile that fits its headings."""

import io

import pytest
from django.core.management import call_command

from exchange.imports import Order, import_files
from exchange.mapping import profile_of
from exchange.models import Batch
from tests.admin.mapping_pages import PROFILE, TABLE
from tests.exchange.sheets import document
from tests.exchange.workbooks import workbook

PACTS = [
    ["no", "what", "a", "b", "signed", "kind"],
    ["1", "Treaty of Amity", "India", "Japan", "1999", "1"],
    ["2", "Agreement on supply", "India", "France", "2001", "2"],
]
PACT = """
name = "pact"
sheet = "agreements"
key = "pact-{no}"
[columns]
title = "what"
type = "kind"
[[items]]
list = "parties"
country = { columns = ["a", "b"] }
[[items]]
list = "milestones"
type = { constant = "signed" }
date = "signed"
[values.type]
"1" = "treaty"
"2" = "agreement"
"""
REEFS = [line.split(",") for line in TABLE.replace("Phillipines", "Philippines").splitlines()]


pytestmark = pytest.mark.usefixtures("whole_vocabulary")


def profiles(*texts: str):
    return [profile_of(text.encode(), f"{n}.toml") for n, text in enumerate(texts)]


def as_csv(rows: list[list[str]]) -> str:
    return "".join(",".join(row) + "\n" for row in rows)


def outcomes(report) -> dict[str, str]:
    return {entry["key"]: entry["outcome"] for entry in report.records}


BOTH = {f"reef-{n}": "new" for n in (1, 2, 3)} | {"pact-1": "new", "pact-2": "new"}


def test_files_are_each_read_by_the_profile_that_fits_whatever_their_order(tmp_path):
    (tmp_path / "a.csv").write_text(as_csv(PACTS))
    (tmp_path / "b.csv").write_text(as_csv(REEFS))
    (tmp_path / "reef.toml").write_text(PROFILE)
    (tmp_path / "pact.toml").write_text(PACT)
    out = io.StringIO()
    mappings = [tmp_path / "reef.toml", tmp_path / "pact.toml"]

    call_command("import_record", tmp_path / "a.csv", tmp_path / "b.csv", mapping=mappings,
                 stdout=out, stderr=out)  # fmt: skip

    batch = Batch.objects.get()
    assert dict(batch.records.values_list("key", "outcome")) == BOTH
    assert [part["name"] for part in batch.options["mapping"]["parts"]] == ["reef", "pact"]
    assert document("pact-1")["fields"]["type"] == "treaty"


def test_sheets_of_a_workbook_are_each_read_by_their_profile_and_ours_as_they_are(tmp_path):
    ours = [["key", "title", "type"], ["s-1", "A source", "report"]]
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook({"Reefs": REEFS, "sources": ours, "Pacts": PACTS}))

    report = import_files([path], Order(why="a test", mapping=profiles(PROFILE, PACT)))

    assert [str(problem) for problem in report.problems] == []
    assert outcomes(report) == BOTH | {"s-1": "new"}


def test_fault_names_file_and_sheet_and_a_table_that_none_fits_tells_what_the_nearest_lacks(
    tmp_path,
):
    wrong = [[*REEFS[0][:-1], "remark"], *REEFS[1:]]
    dated = [PACTS[0], [*PACTS[1][:4], "03/04/1999", "1"]]
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook({"Reefs": wrong, "Pacts": dated}))

    report = import_files([path], Order(why="a test", mapping=profiles(PACT, PROFILE)))

    places = {(p.sheet, p.column) for p in report.problems}
    assert places >= {("book.xlsx: Reefs", "note"), ("book.xlsx: Reefs", "remark")}
    assert ("book.xlsx: Pacts", "signed") in places
    assert not report.stored


def test_one_profile_leaves_sheets_of_others_untold_as_before(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook({"Reefs": REEFS, "Pacts": PACTS}))

    report = import_files([path], Order(why="a test", mapping=profiles(PROFILE)[0]))

    assert "which sheet is to be mapped" in str(report.problems[0])


def test_headings_are_read_where_they_stand_in_each_file_and_sheet(tmp_path):
    title, notes = ["A list of exercises"], [["To do", "Who"], ["call Ed", "me"]]
    later = [REEFS[0], ["8", "Kite", "2009", "India", "1", ""]]
    (tmp_path / "a.csv").write_text(as_csv([title, [], *REEFS]))
    (tmp_path / "b.xlsx").write_bytes(workbook({"Reefs": [title, *later]}))
    (tmp_path / "c.xlsx").write_bytes(workbook({"Pacts": [title, *PACTS], "my notes": notes}))
    paths = [tmp_path / name for name in ("a.csv", "b.xlsx", "c.xlsx")]
    told = profiles(f"heading_row = 3\n{PROFILE}", f"heading_row = 5\n{PACT}")

    report = import_files(paths[:2], Order(why="a test", mapping=told[0]))

    assert [str(problem) for problem in report.problems] == []
    reefs = {name: outcome for name, outcome in BOTH.items() if "reef" in name}
    assert outcomes(report) == reefs | {"reef-8": "new"}
    assert report.notes == ["b.xlsx: the headings stand in row 2, not in row 3."]
    faulty = import_files(paths, Order(why="a test", mapping=told))
    assert {problem.sheet for problem in faulty.problems} == {"c.xlsx: my notes"}


def test_title_above_the_headings_is_passed_over_though_the_profile_says_no_row(tmp_path):
    (tmp_path / "a.csv").write_text(as_csv([["A list"], [], *REEFS]))

    report = import_files([tmp_path / "a.csv"], Order(why="a test", mapping=profiles(PROFILE)[0]))

    assert [str(problem) for problem in report.problems] == []
    assert {*outcomes(report).values()} == {"new"}
