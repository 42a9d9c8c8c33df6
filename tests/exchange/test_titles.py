"""Rows of child sheets that name their record by its title."""

import pytest

from exchange.batches.mending import problem_rows
from tests.exchange.batch_cases import outcomes, previewed
from tests.exchange.sheets import SOURCE, bring, brought, document, places

pytestmark = pytest.mark.usefixtures("small_record")

MALABAR = {"title": "Malabar 2020", "date": "Nov 2020"}
COUNTRY = {"record": "Malabar 2020", "country": "India"}


def test_title_of_a_row_without_a_key_is_its_record(tmp_path):
    brought(tmp_path, exercises=[MALABAR], participants=[COUNTRY | {"record": "MALABAR 2020"}])

    assert document("malabar-2020")["lists"]["participants"] == [{"ref": "in", "country": "IN"}]


@pytest.mark.parametrize("name", ["Malabar 2020", "Ex-Malabar XXIV"])
def test_title_or_alias_of_a_stored_record_is_it(tmp_path, name):
    alias = {"record": "malabar-2020", "name": "Ex-Malabar XXIV"}
    brought(tmp_path, exercises=[MALABAR | {"key": "malabar-2020"}], aliases=[alias])

    brought(tmp_path, citations=[{"record": name, "claims": "title", "source": SOURCE}])

    assert document("malabar-2020")["citations"][0]["claims"] == {"title": "Malabar 2020"}


def test_name_of_several_is_refused_with_their_keys(tmp_path):
    rows = [MALABAR | {"key": key} for key in ("malabar-2020", "malabar-sea")]

    report = bring(tmp_path, exercises=rows, participants=[COUNTRY])

    assert places(report) == [("participants", 2, "record", "Malabar 2020")]
    assert "malabar-2020, malabar-sea" in report.problems[0].hint


def test_record_of_a_kind_without_that_list_is_not_meant(tmp_path):
    brought(tmp_path, series=[{"key": "malabar", "title": "Malabar 2020"}])

    brought(tmp_path, exercises=[MALABAR], participants=[COUNTRY])

    assert document("malabar-2020")["lists"]["participants"]


def test_name_that_nothing_has_is_told(tmp_path):
    report = bring(tmp_path, exercises=[MALABAR], participants=[COUNTRY | {"record": "Malabra"}])

    assert "No record has this key or title" in report.problems[0].message


def test_rows_that_name_a_failed_record_by_title_are_given_back(ana):
    batch = previewed(ana, exercises=MALABAR | {"date": "03/04/2021"}, participants=COUNTRY)

    assert outcomes(batch) == {"malabar-2020": "failed"}
    assert problem_rows(batch)["participants"] == [{"problem": "", **COUNTRY}]


def test_references_may_be_titles_of_stored_records_and_of_rows_whatever_their_case(tmp_path):
    brought(tmp_path, series=[{"key": "malabar", "title": "Exercise Malabar"}])

    release = {"title": "Press release on Malabar", "type": "webpage"}
    cited = COUNTRY | {"claims": "date", "source": "press release on Malabar"}
    del cited["country"]
    row = MALABAR | {"series": "exercise malabar"}
    brought(tmp_path, sources=[release], exercises=[row], citations=[cited])

    malabar = document("malabar-2020")
    assert malabar["fields"]["series"] == "malabar"
    assert malabar["citations"][0]["source"] == "press-release-on-malabar"


def test_reference_that_several_are_called_names_their_keys(tmp_path):
    rows = [{"key": key, "title": "Malabar"} for key in ("malabar-a", "malabar-b")]

    report = bring(tmp_path, series=rows, exercises=[MALABAR | {"series": "Malabar"}])

    assert places(report) == [("exercises", 2, "series", "Malabar")]
    assert "malabar-a, malabar-b" in report.problems[0].hint


class TestTitleOfAnother:
    """A row without a key that has the title of another record is told there, once."""

    STORED = MALABAR | {"key": "malabar-2020"}

    def test_title_of_a_stored_record_is_told_at_the_main_row(self, tmp_path, ana):
        brought(tmp_path, exercises=[self.STORED])

        rows = [COUNTRY, COUNTRY | {"country": "JP"}, COUNTRY | {"country": "Jappan"}]
        cited = {"record": "Malabar 2020", "claims": "date", "source": SOURCE}
        batch = previewed(ana, exercises=MALABAR, participants=rows, citations=cited)

        at_main, at_child = batch.problems.filter(is_warning=False)
        assert (at_main.sheet, at_main.row, at_main.column) == ("exercises", 2, "key")
        assert at_main.value == "Malabar 2020"
        assert "participants, rows 2–4; citations, row 2" in at_main.message
        assert "give its key here: malabar-2020." in at_main.hint
        assert at_main.other == "malabar-2020"
        assert (at_child.sheet, at_child.row, at_child.column) == ("participants", 4, "country")
        assert len(problem_rows(batch)["participants"]) == 3
        assert outcomes(batch) == {"malabar-2020-2": "failed"}

    def test_key_given_there_makes_it_the_stored_record(self, tmp_path):
        brought(tmp_path, exercises=[self.STORED])

        brought(tmp_path, exercises=[self.STORED], participants=[COUNTRY])

        assert document("malabar-2020")["lists"]["participants"]

    def test_two_rows_of_a_title_are_told_at_both_and_not_at_their_children(self, tmp_path):
        report = bring(tmp_path, exercises=[MALABAR, MALABAR], participants=[COUNTRY, COUNTRY])

        assert [place[:3] for place in places(report)] == [
            ("exercises", 2, "key"),
            ("exercises", 3, "key"),
        ]
        assert "exercises, row 3" in report.problems[0].message
        assert "exercises, row 2" in report.problems[1].message

    def test_title_of_another_kind_is_told_without_the_key_of_that(self, tmp_path):
        brought(tmp_path, series=[{"key": "malabar", "title": "Malabar 2020"}])

        cited = {"record": "Malabar 2020", "claims": "title", "source": SOURCE}
        report = bring(tmp_path, exercises=[MALABAR], citations=[cited])

        assert places(report) == [("exercises", 2, "key", "Malabar 2020")]
        assert "malabar" in report.problems[0].message
        assert report.problems[0].hint.startswith("Give the row a key of its own")

    def test_row_without_a_key_that_rows_refer_to_by_its_title_is_told_once(self, tmp_path):
        release = {"title": "Press release", "type": "webpage"}
        brought(tmp_path, sources=[release | {"key": "release"}])
        rows = [MALABAR, MALABAR | {"title": "Malabar 2021"}]
        cited = {"claims": "date", "source": "press release"}
        citations = [cited | {"record": row["title"]} for row in rows]

        report = bring(tmp_path, sources=[release], exercises=rows, citations=citations)

        assert places(report) == [("sources", 2, "key", "Press release")]
        assert "give its key here: release." in report.problems[0].hint
        assert report.problems[0].other == "release"

        keyed = release | {"key": "release"}
        brought(tmp_path, sources=[keyed], exercises=rows, citations=citations)
        assert document("malabar-2020")["citations"][0]["source"] == "release"

    def test_title_of_another_that_nobody_refers_to_by_it_is_let_in(self, tmp_path):
        release = {"title": "Press release", "type": "webpage"}
        brought(tmp_path, sources=[release | {"key": "release"}])

        brought(tmp_path, sources=[release | {"issued": "2021"}])
