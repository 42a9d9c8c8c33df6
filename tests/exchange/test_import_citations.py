"""The citations sheet: rows of one ref are one citation, and what they say of the record."""

import pytest

from tests.exchange.sheets import SOURCE, bring, brought, document, item, places

KEY = "malabar-2020"
EXERCISE = {"key": KEY, "title": "Malabar 2020", "date": "2020-11", "hosts": "IN"}


@pytest.fixture
def exercise(small_record, tmp_path):
    brought(tmp_path, exercises=[EXERCISE | {"participants": "IN"}])


def row(**cells) -> dict:
    return {"record": KEY, "ref": "c1", "source": SOURCE, **cells}


def claims(ref: str = "c1") -> dict:
    return item(KEY, "citations", ref).get("claims", {})


@pytest.mark.usefixtures("exercise")
class TestClaims:
    @pytest.mark.parametrize(
        ("path", "says", "claim"),
        [
            ("date", "", "2020-11"),
            ("date", "9 Sep 2020", "2020-09-09"),
            ("date", "in autumn", "in autumn"),
            ("date", "[denies] 2021", {"denies": "2021"}),
            ("date", "[denies]", {"denies": "2020-11"}),
            ("date", "[mentions]", {"mentions": True}),
            ("hosts", "Japan; IN", ["IN", "JP"]),
            ("hosts", "Atlantis; IN", ["Atlantis", "IN"]),
            ("edition", "24", 24),
            ("participants/in", "yes", True),
            ("participants/in", "", True),
            ("participants/au", "[denies]", None),
            ("participants/au", "yes", True),
            ("participants/au/personnel", "about 120", "about 120"),
            ("title", "'=Malabar", "=Malabar"),
            ("title", "'[none]", "[none]"),
        ],
    )
    def test_cell_says_what_the_source_says(self, tmp_path, path, says, claim):
        report = bring(tmp_path, citations=[row(claims=path, says=says)])

        if claim is None:
            assert places(report) == [("citations", 2, "says", says)]
        else:
            assert report.problems == []
            assert claims() == {path: claim}

    def test_whole_list_is_not_cited_but_its_items_are(self, tmp_path):
        report = bring(tmp_path, citations=[row(claims="participants")])

        assert places(report) == [("citations", 2, "claims", "participants")]
        assert report.problems[0].hint == "Name the item by its ref: participants/in."

    def test_rows_of_one_ref_are_one_citation(self, tmp_path):
        brought(
            tmp_path,
            citations=[
                row(claims="date", says="2020", locator="p. 1"),
                row(claims="title; hosts", source="", locator=""),
            ],
        )

        assert item(KEY, "citations", "c1")["locator"] == "p. 1"
        assert claims() == {"date": "2020", "title": "Malabar 2020", "hosts": "IN"}

    def test_rows_without_a_ref_are_a_citation_each(self, tmp_path):
        brought(tmp_path, citations=[row(ref="", claims="date"), row(ref="", claims="title")])

        assert claims("c1") == {"date": "2020-11"}
        assert claims("c2") == {"title": "Malabar 2020"}

    def test_rows_of_one_ref_that_differ_are_refused(self, tmp_path):
        report = bring(
            tmp_path,
            citations=[
                row(claims="date", locator="p. 1"),
                row(claims="title", locator="p. 2"),
                row(claims="date", says="2019"),
            ],
        )

        assert places(report) == [
            ("citations", 3, "locator", "p. 2"),
            ("citations", 4, "says", "2019"),
        ]

    def test_later_correction_leaves_what_the_source_said(self, tmp_path):
        brought(tmp_path, citations=[row(claims="date")])

        brought(
            tmp_path,
            exercises=[{"key": KEY, "date": "2020-10"}],
            citations=[row(claims="date; title")],
        )

        assert claims() == {"date": "2020-11", "title": "Malabar 2020"}

    def test_delete_takes_a_claim_or_the_whole_citation(self, tmp_path):
        brought(tmp_path, citations=[row(claims="date; title"), row(ref="c2", claims="date")])

        brought(
            tmp_path,
            citations=[
                row(claims="date", delete="yes"),
                row(ref="c2", claims="", delete="yes"),
            ],
        )

        assert [c["ref"] for c in document(KEY)["citations"]] == ["c1"]
        assert claims() == {"title": "Malabar 2020"}

    def test_citation_goes_with_its_last_claim(self, tmp_path):
        brought(tmp_path, citations=[row(claims="date")])

        brought(tmp_path, citations=[row(claims="date", delete="yes")])

        assert document(KEY)["citations"] == []

    def test_none_clears_all_claims(self, tmp_path):
        brought(tmp_path, citations=[row(claims="date; title")])

        brought(tmp_path, citations=[row(claims="[none]"), row(claims="hosts")])

        assert claims() == {"hosts": "IN"}

    @pytest.mark.parametrize(
        ("path", "says", "column"),
        [
            ("dates", "", "claims"),
            ("phases/p1/when", "", "claims"),
            ("edition", "", "claims"),
            ("date; title", "2020", "says"),
            ("", "2020", "says"),
            ("date", "[mentions] it", "says"),
            ("citations/c1", "yes", "claims"),
        ],
    )
    def test_impossible_claim_is_refused_at_its_cell(self, tmp_path, path, says, column):
        report = bring(tmp_path, citations=[row(claims=path, says=says)])

        assert [(p.row, p.column) for p in report.problems] == [(2, column)]
