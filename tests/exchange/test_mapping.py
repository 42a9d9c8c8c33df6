"""Mapping: tables in the field's layouts become records; what does not fit is told, once each."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from exchange.imports import Order, import_files
from exchange.mapping import read_profile
from exchange.mapping.profiles import profile_of
from exchange.models import Batch
from exercises.models import Exercise
from records.models import Record
from tests.exchange.layouts import LAYOUTS, write_layout
from tests.exchange.sheets import document

EXAMPLES = Path(settings.BASE_DIR) / "docs" / "mappings"
SMALL = """
sheet = "exercises"
key = "x-{id}"
missing = ["-9"]
ignore = ["note"]
[columns]
title = "name"
date = "when"
[[items]]
list = "participants"
country = { column = "who", separator = "/" }
"""


def profile(text: str = SMALL, more: str = ""):
    return profile_of((text + more).encode(), "small.toml")


def bring(folder: Path, lines: list[str], text: str = SMALL, more: str = "", **order):
    path = folder / "small.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return import_files([path], Order(why="a test", mapping=profile(text, more), **order))


def told(report) -> list[str]:
    return [str(problem) for problem in report.problems]


@pytest.mark.usefixtures("whole_vocabulary")
class TestLayouts:
    @pytest.mark.parametrize("name", LAYOUTS)
    def test_layout_is_imported_by_its_example_and_again_changes_nothing(self, tmp_path, name):
        order = Order(why="a test", mapping=read_profile(EXAMPLES / f"{name}.toml"))
        path = write_layout(tmp_path, name, rows=60)

        first = import_files([path], order)
        second = import_files([path], order)

        assert told(first) == []
        assert first.stored
        outcomes = {entry["outcome"] for entry in second.records}
        assert outcomes == {"unchanged"}

    def test_rows_by_country_become_one_record_with_its_participants(self, tmp_path):
        order = Order(why="a test", mapping=read_profile(EXAMPLES / "participants_jme.toml"))
        path = tmp_path / "states.csv"
        path.write_text(
            "exid,exname,start,end,gwno,iso3,troops,lead,source_page\n"
            "7,Amber Reef,02.03.1999,09.03.1999,750,IND,-9,1,12\n"
            "7,Amber Reef,02.03.1999,09.03.1999,260,DEU,300,0,12\n"
        )

        report = import_files([path], order)

        assert told(report) == []
        found = document("jme-states-7")
        assert found["fields"]["date"] == "1999-03-02/1999-03-09"
        assert found["fields"]["hosts"] == ["IN"]
        assert found["lists"]["participants"] == [
            {"ref": "de", "country": "DE", "role": "participant", "personnel": 300},
            {"ref": "in", "country": "IN", "role": "host"},
        ]
        citation = found["citations"][0]
        assert citation["source"] == "jme-dataset"
        assert citation["locator"] == "p. 12"
        assert citation["claims"]["participants/de/personnel"] == 300
        assert "title" not in citation["claims"]

    @pytest.mark.parametrize(
        ("name", "records"),
        [
            ("exercises_mme", 1790),
            ("exercises_jme", 3707),
            ("participants_jme", 3044),
            ("defence_dcad", 1871),
        ],
    )
    def test_layout_of_full_size_has_no_fault(self, tmp_path, name, records):
        path = write_layout(tmp_path, name)
        order = Order(dry_run=True, mapping=read_profile(EXAMPLES / f"{name}.toml"))

        report = import_files([path], order)

        assert told(report) == []
        made = [entry for entry in report.records if entry["kind"] != "source"]
        assert len(made) == records

    def test_profile_is_kept_with_the_batch(self, tmp_path):
        bring(tmp_path, ["id,name,when,who,note", "1,Reef,2001,India,x"])

        assert Batch.objects.get().options["mapping"]["text"] == SMALL

    def test_command_takes_a_profile(self, tmp_path):
        path = write_layout(tmp_path, "exercises_mme", rows=5)
        example = EXAMPLES / "exercises_mme.toml"
        out = io.StringIO()

        call_command("import_record", path, "--dry-run", mapping=example, stdout=out, stderr=out)

        assert Exercise.objects.count() == 0
        assert "dry run" in out.getvalue()


@pytest.mark.usefixtures("whole_vocabulary")
class TestFaults:
    def test_unknown_word_is_told_once_with_its_count_and_the_nearest(self, tmp_path):
        rows = [f"{n},Reef {n},2001,India/Atlantiss/Phillipines," for n in range(3)]
        report = bring(tmp_path, ["id,name,when,who,note", *rows])

        assert len(report.problems) == 2
        problem = next(p for p in report.problems if p.value == "Phillipines")
        assert (problem.sheet, problem.row, problem.column) == ("small.csv", 2, "who")
        assert "In 3 cells." in problem.message
        assert "Philippines" in problem.hint
        assert {entry["outcome"] for entry in report.records} == {"failed"}
        assert not Record.objects.filter(kind="exercise").exists()

    def test_required_cell_of_which_the_word_is_told_is_not_said_to_be_missing(self, tmp_path):
        text = SMALL.replace('"exercises"', '"agreements"').replace(
            'date = "when"', 'type = "when"'
        )
        text = text.replace('"participants"', '"parties"')
        rows = [f"{n},Pact {n},MOU,India," for n in range(3)]
        report = bring(tmp_path, ["id,name,when,who,note", *rows, "4,,,India,"], text)

        assert [(p.row, p.column, p.value) for p in report.problems if p.row < 5] == [
            (2, "when", "MOU")
        ]
        # What is not given at all is told as ever.
        assert {(p.column, p.message) for p in report.problems if p.row == 5} == {
            (column, "This must be given.") for column in ("name", "when")
        }
        assert {entry["outcome"] for entry in report.records} == {"failed"}

    def test_item_that_lacks_only_a_word_that_is_told_is_not_faulted_again(self, tmp_path):
        text = SMALL.replace('"participants"', '"deployments"').replace("ignore", "#")
        text = text.replace("[[items]]", '[[items]]\nunit = "note"')
        rows = ["1,Reef,2001,India,No Such Ship", "2,Kite,2001,India,"]
        report = bring(tmp_path, ["id,name,when,who,note", *rows], text)

        assert [(p.row, p.value) for p in report.problems if p.row == 2] == [(2, "No Such Ship")]
        assert [p.message for p in report.problems if p.row == 3] == [
            "A deployment names a unit or a platform."
        ]

    def test_profile_matches_or_leaves_out_words(self, tmp_path):
        more = '[values.country]\n"Atlantis" = "leave out"\n"Burma" = "MM"\n'

        rows = ["id,name,when,who,note", "1,Reef,2001,India/ATLANTIS/Burma,"]
        report = bring(tmp_path, rows, more=more)

        assert told(report) == []
        refs = [item["ref"] for item in document("x-1")["lists"]["participants"]]
        assert refs == ["in", "mm"]

    def test_fault_of_a_document_is_told_at_the_foreign_cell(self, tmp_path):
        text = SMALL.replace('title = "name"', 'title = "name"\nedition = "number"')
        rows = ["id,name,number,when,who,note", "1,Reef,3,2001,India,", "2,,0,2001,India,"]
        report = bring(tmp_path, rows, text)

        places = {(p.sheet, p.row, p.column) for p in report.problems}
        assert places == {("small.csv", 3, "name"), ("small.csv", 3, "number")}

    def test_column_that_is_neither_mapped_nor_ignored_is_a_fault(self, tmp_path):
        report = bring(tmp_path, ["id,name,when,who,Note", "1,Reef,2001,India,x"])

        assert [(p.row, p.column) for p in report.problems] == [(1, "Note")]
        assert not report.stored

    def test_column_that_the_table_has_not_is_a_fault_with_the_nearest(self, tmp_path):
        report = bring(tmp_path, ["id,Name,when,who", "1,Reef,2001,India"])

        assert "Did you mean “Name”?" in told(report)[0]

    def test_ambiguous_date_is_refused_unless_the_order_is_stated(self, tmp_path):
        rows = ["id,name,when,who,note", "1,Reef,03/04/2001,India,"]

        said = bring(tmp_path, rows).problems[0]
        assert "could be" in said.message
        assert said.hint == 'The profile can say it for all: dates = "dmy" or "mdy".'
        assert told(bring(tmp_path, rows, 'dates = "dmy"\n' + SMALL)) == []
        assert document("x-1")["fields"]["date"] == "2001-04-03"

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ("", "365 stands for several states; the present one was taken. country_year names"),
            (
                'country_year = "when"',
                "365 stands for several states; in rows without a year in “when” the present one",
            ),
        ],
    )
    def test_code_of_several_states_is_noted_with_the_rows_that_are_meant(
        self, tmp_path, more, said
    ):
        text = SMALL.replace('"/" }', '"/", codes = "cow" }').replace(
            "[columns]", f"{more}\n[columns]"
        )
        rows = ["id,name,when,who,note", "1,Reef,1985,365/750,", "2,Kite,,365,"]
        (note,) = bring(tmp_path, rows, text).notes

        assert note.startswith(said)

    def test_number_of_a_day_is_told_as_the_day_and_what_to_do(self, tmp_path):
        rows = ["id,name,when,who,note", "1,Reef,43405,India,"]
        (problem,) = bring(tmp_path, rows).problems

        assert "here 2018-11-01" in problem.message
        assert "show its cells as dates" in problem.hint

    def test_rows_of_one_record_that_differ_are_told(self, tmp_path):
        rows = ["id,name,when,who,note", "1,Reef,2001,India,", "1,Kite,2001,Japan,"]
        report = bring(tmp_path, rows, 'group_by = ["id"]\n' + SMALL)

        assert "row 2 has “Reef”" in told(report)[0]
        assert [entry["outcome"] for entry in report.records] == ["failed"]

    def test_row_without_a_key_is_told(self, tmp_path):
        report = bring(tmp_path, ["id,name,when,who,note", "-9,Reef,2001,India,"])

        assert (report.problems[0].row, report.problems[0].column) == (2, "id")

    def test_record_with_an_unknown_word_fails_in_a_plan_by_itself(self, tmp_path):
        rows = ["id,name,when,who,note", "1,Reef,2001,Atlantiss,", "2,Kite,2001,India,"]
        report = bring(tmp_path, rows)

        outcomes = {entry["key"]: entry["outcome"] for entry in report.records}
        assert outcomes == {"x-1": "failed", "x-2": "new"}
