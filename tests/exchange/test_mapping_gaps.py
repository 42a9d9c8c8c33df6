"""Dates of which a part is missing: told once for a column, or taken as the profile says."""

import pytest

from exchange.mapping import ProfileError
from tests.exchange.sheets import document
from tests.exchange.test_mapping import SMALL, bring, profile, told

pytestmark = pytest.mark.usefixtures("whole_vocabulary")


class TestDateWithoutItsYear:
    DATES = (
        '{ start = { year = "y", month = "m", day = "d" }, '
        'end = { year = "ey", month = "em", day = "ed" } }'
    )
    TEXT = SMALL.replace('"when"', DATES)
    ROWS = (
        "id,name,y,m,d,ey,em,ed,who,note",
        "1,Reef,2003,4,14,-9,5,2,India,",
        "2,Kite,2004,4,15,2004,5,3,India,",
        "3,Crane,2005,4,1,-9,6,9,India,",
    )

    def test_it_is_one_fault_of_the_columns_with_the_rows_and_the_way_out(self, tmp_path):
        report = bring(tmp_path, self.ROWS, self.TEXT)

        (problem,) = report.problems
        assert (problem.row, problem.column, problem.value) == (2, "ey, em, ed", "5 / 2")
        assert "In 2 cells. Rows 2, 4." in problem.message
        assert "left out" in problem.hint
        outcomes = {entry["key"]: entry["outcome"] for entry in report.records}
        assert outcomes == {"x-1": "failed", "x-2": "new", "x-3": "failed"}

    def test_end_is_left_out_where_the_profile_says_so_and_the_rows_are_counted(self, tmp_path):
        report = bring(tmp_path, self.ROWS, 'without_year = "leave out"\n' + self.TEXT)

        assert told(report) == []
        assert document("x-1")["fields"]["date"] == "2003-04-14/"
        assert document("x-2")["fields"]["date"] == "2004-04-15/2004-05-03"
        (note,) = [note for note in report.notes if "no year" in note]
        assert note.startswith("small.csv: in 2 rows")
        assert note.endswith("rows 2, 4.")

    def test_both_choices_hold_for_one_date(self, tmp_path):
        rows = [self.ROWS[0], "1,Reef,2003,-9,14,-9,5,2,India,"]
        more = 'without_year = "leave out"\nwithout_month = "year"\n'

        assert told(bring(tmp_path, rows, more + self.TEXT)) == []

        assert document("x-1")["fields"]["date"] == "2003/"

    def test_date_that_has_no_year_at_all_is_left_out(self, tmp_path):
        rows = [self.ROWS[0], "1,Reef,-9,4,14,-9,5,2,India,"]

        report = bring(tmp_path, rows, 'without_year = "leave out"\n' + self.TEXT)

        assert told(report) == []
        assert document("x-1")["fields"]["date"] is None

    def test_date_with_two_gaps_is_told_at_both(self, tmp_path):
        rows = [self.ROWS[0], "1,Reef,2003,-9,14,-9,5,2,India,"]

        report = bring(tmp_path, rows, self.TEXT)

        assert [p.column for p in report.problems] == ["y, m, d", "ey, em, ed"]

    def test_other_choice_is_told(self):
        with pytest.raises(ProfileError, match="can only be left out"):
            profile('without_year = "day"\n' + SMALL)


class TestDayWithoutItsMonth:
    TEXT = SMALL.replace('"when"', '{ year = "y", month = "m", day = "d" }')
    ROWS = (
        "id,name,y,m,d,who,note",
        "1,Reef,2003,-9,14,India,",
        "2,Kite,2004,-9,15,India,",
        "3,Crane,2005,4,-9,India,",
    )

    def test_it_is_one_fault_that_tells_the_number_of_cells_and_the_way_out(self, tmp_path):
        report = bring(tmp_path, self.ROWS, self.TEXT)

        (problem,) = report.problems
        assert (problem.row, problem.column) == (2, "y, m, d")
        assert "In 2 cells." in problem.message
        assert "year alone" in problem.hint
        outcomes = {entry["key"]: entry["outcome"] for entry in report.records}
        assert outcomes == {"x-1": "failed", "x-2": "failed", "x-3": "new"}

    def test_year_alone_is_taken_where_the_profile_says_so_and_the_rows_are_counted(self, tmp_path):
        report = bring(tmp_path, self.ROWS, 'without_month = "year"\n' + self.TEXT)

        assert told(report) == []
        assert document("x-1")["fields"]["date"] == "2003"
        assert document("x-3")["fields"]["date"] == "2005-04"
        (note,) = [note for note in report.notes if "month" in note]
        assert note.startswith("small.csv: in 2 rows")
        assert note.endswith("rows 2, 3.")

    def test_it_holds_for_dates_in_one_cell_and_for_ends(self, tmp_path):
        text = SMALL.replace('"when"', '{ start = "from", end = "to" }')
        rows = ["id,name,from,to,who,note", "1,Reef,14/xx/2003,15/xx/2004,India,"]

        report = bring(tmp_path, rows, 'dates = "dmy"\nwithout_month = "year"\n' + text)

        assert document("x-1")["fields"]["date"] == "2003/2004"
        assert any("in 1 row " in note for note in report.notes)

    def test_other_choice_is_told(self):
        with pytest.raises(ProfileError, match="Only the year"):
            profile('without_month = "day"\n' + SMALL)
