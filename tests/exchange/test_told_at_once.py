"""All that is wrong is told in the first round, so that one mending is enough."""

import pytest

from records.models import Record, Status
from tests.exchange.batch_cases import SERIES, previewed
from tests.exchange.sheets import SOURCE, bring, brought, document, places

pytestmark = pytest.mark.usefixtures("small_record")

GOOD = {"key": "malabar-2020", "title": "Malabar 2020", "date": "2020-11", "outcome": "held"}


def told(report) -> dict[tuple, str]:
    """Return (sheet, row, column) -> what is said there."""
    return {(p.sheet, p.row, p.column): f"{p.message} {p.hint}".strip() for p in report.problems}


class TestNearest:
    """What would be right stands beside what is wrong."""

    @pytest.mark.parametrize(
        ("outcome", "meant"),
        [("helt", "held"), ("Postpond", "postponed"), ("canceled", "cancelled")],
    )
    def test_word_of_a_choice_is_told_the_nearest(self, tmp_path, outcome, meant):
        report = bring(tmp_path, exercises=[{**GOOD, "outcome": outcome}])

        assert report.problems[0].hint == f"Did you mean “{meant}”?"

    def test_label_of_a_choice_leads_to_its_word(self, tmp_path):
        source = {"key": "s", "title": "S", "type": "Newspaper artcle"}
        report = bring(tmp_path, sources=[source])

        assert report.problems[0].hint == "Did you mean “article-newspaper”?"

    @pytest.mark.parametrize(
        ("word", "meant"),
        [("news", "article-newspaper"), ("Website", "webpage"), ("conf", "paper-conference")],
    )
    def test_word_that_begins_as_a_choice_is_told_that_one(self, tmp_path, word, meant):
        report = bring(tmp_path, sources=[{"key": "s", "title": "S", "type": word}])

        assert report.problems[0].hint == f"Nearest: {meant}."

    def test_word_that_looks_like_none_is_told_all_choices_alone(self, tmp_path):
        report = bring(tmp_path, exercises=[{**GOOD, "outcome": "qqq"}])

        assert report.problems[0].message.startswith("It must be one of: planned, held")
        assert report.problems[0].hint == ""

    def test_number_in_words_is_told_how_to_write_it(self, tmp_path):
        report = bring(tmp_path, exercises=[{**GOOD, "edition": "fifth"}])

        assert report.problems[0].hint == "Write digits alone."

    @pytest.mark.parametrize(("cell", "value"), [("y", True), ("N", False), ("TRUE", True)])
    def test_yes_and_no_may_be_short(self, tmp_path, cell, value):
        brought(tmp_path, exercises=[{**GOOD, "participants_complete": cell}])

        assert document(GOOD["key"])["fields"]["participants_complete"] is value

    def test_list_in_a_cell_tells_each_member_that_is_unknown(self, tmp_path):
        report = bring(tmp_path, exercises=[{**GOOD, "hosts": "Indai; JP; Jappan"}])

        (said,) = told(report).values()
        assert "“Indai”. Nearest: India" in said
        assert "“Jappan”. Nearest: Japan" in said


class TestClaims:
    """Claims are looked at though something else of the record is wrong."""

    def test_claim_on_an_item_that_is_not_there_is_told_beside_a_wrong_field(self, tmp_path):
        report = bring(
            tmp_path,
            exercises=[{**GOOD, "outcome": "helt", "participants": "IN; JP"}],
            citations=[{"record": GOOD["key"], "source": SOURCE, "claims": "participants/au"}],
        )

        assert told(report)["citations", 2, "claims"] == (
            "The record has no value at “participants/au”. Write what the source says there. "
            "The record has: participants/in, participants/jp."
        )

    def test_what_comes_of_a_wrong_value_is_not_told_as_well(self, tmp_path):
        report = bring(
            tmp_path,
            exercises=[{**GOOD, "date": "03/04/2021", "participants": "IN; YY"}],
            deployments=[{"record": GOOD["key"], "country": "IN", "unit": "no-such-ship"}],
            citations=[
                {"record": GOOD["key"], "source": SOURCE, "claims": "date"},
                {"record": GOOD["key"], "source": SOURCE, "claims": "participants/yy"},
            ],
        )

        assert [place[:3] for place in places(report)] == [
            ("exercises", 2, "date"),
            ("exercises", 2, "participants"),
            ("deployments", 2, "unit"),
        ]

    def test_deployment_of_nothing_is_told_beside_a_wrong_field(self, tmp_path):
        report = bring(
            tmp_path,
            exercises=[{**GOOD, "outcome": "helt"}],
            deployments=[{"record": GOOD["key"], "country": "IN", "count": "2"}],
        )

        assert {place[0] for place in places(report)} == {"exercises", "deployments"}

    @pytest.mark.parametrize(
        ("claims", "hint"),
        [
            ("participants/India", "Name the item by its ref: participants/in, participants/jp."),
            ("participant/in", "Did you mean “participants/in”?"),
            ("dates", "Did you mean “date”?"),
        ],
    )
    def test_path_that_there_is_not_is_told_what_can_be_cited(self, tmp_path, claims, hint):
        report = bring(
            tmp_path,
            exercises=[{**GOOD, "participants": "IN; JP"}],
            citations=[{"record": GOOD["key"], "source": SOURCE, "claims": claims}],
        )

        assert [problem.hint for problem in report.problems] == [hint]

    @pytest.mark.parametrize(
        ("names", "hint"),
        [("Inda; JP", "participants/jp."), ("Inda; Jpan", "participants/….")],
    )
    def test_no_ref_is_recommended_that_is_made_of_a_misspelt_word(self, tmp_path, names, hint):
        report = bring(
            tmp_path,
            exercises=[{**GOOD, "participants": names}],
            citations=[{"record": GOOD["key"], "source": SOURCE, "claims": "participants"}],
        )

        assert report.problems[-1].hint == f"Name the item by its ref: {hint}"

    def test_word_that_is_wrong_in_the_main_row_and_in_a_list_is_told_at_both(self, tmp_path):
        report = bring(
            tmp_path,
            exercises=[{**GOOD, "participants": "IN; Jappan"}],
            participants=[{"record": GOOD["key"], "country": "Jappan", "role": "host"}],
        )

        assert [place[:3] for place in places(report)] == [
            ("exercises", 2, "participants"),
            ("participants", 2, "country"),
        ]
        assert {problem.hint for problem in report.problems} == {"Nearest: Japan."}


class TestRowsWithoutARecord:
    """A row whose record is not found tells what else is wrong with it."""

    @pytest.mark.parametrize("record", ["Malabra", "", "small-agreement"])
    def test_cells_of_a_row_astray_are_told(self, tmp_path, record):
        report = bring(
            tmp_path,
            deployments=[
                {"record": record, "country": "Indai", "platform": "", "count": "two"},
            ],
        )

        assert {place[2] for place in places(report)} == {"record", "country", "count"}
        assert "Nearest: India" in told(report)["deployments", 2, "country"]

    def test_cell_that_one_kind_of_record_takes_is_not_told(self, tmp_path):
        # Only participants of exercises have a role from a list.
        row = {"record": "Malabra", "role": "anything", "country": "IN"}
        report = bring(tmp_path, people=[{**row, "name": "Ed"}])

        assert [place[2] for place in places(report)] == ["record"]

    def test_what_a_new_item_needs_is_told(self, tmp_path):
        report = bring(tmp_path, statements=[{"record": "Malabra", "text": ""}])

        assert {place[2] for place in places(report)} == {"record", "text"}

    def test_row_that_deletes_tells_of_its_record_alone(self, tmp_path):
        rows = [{"record": "Malabra", "ref": "x", "country": "Indai", "delete": "yes"}]
        report = bring(tmp_path, participants=rows)

        assert [place[2] for place in places(report)] == ["record"]

    def test_citation_astray_tells_its_path_its_source_and_what_it_says(self, tmp_path):
        report = bring(
            tmp_path,
            citations=[
                {"record": "Malabra", "source": "nothing", "claims": "dates", "says": ""},
                {"record": "Malabra", "source": SOURCE, "claims": "date; title", "says": "2020"},
                {"record": "Malabra", "source": SOURCE, "claims": "milestones/signed"},
            ],
        )

        found = told(report)
        assert found["citations", 2, "claims"] == (
            "No record has “dates” to cite. Did you mean “date”?"
        )
        assert {place[:2] for place in found} == {
            ("citations", 2),
            ("citations", 3),
            ("citations", 4),
        }
        assert "source" in {place[2] for place in found}
        assert "one row for each path" in found["citations", 3, "says"]
        assert [place[2] for place in found if place[1] == 4] == ["record"]

    def test_second_row_of_a_key_or_of_a_ref_tells_its_cells(self, tmp_path):
        country = {"record": GOOD["key"], "ref": "in", "country": "IN"}
        report = bring(
            tmp_path,
            exercises=[GOOD, {**GOOD, "outcome": "helt"}],
            participants=[country, {**country, "country": "Jappan"}],
        )

        assert set(told(report)) == {
            ("exercises", 3, "key"),
            ("exercises", 3, "outcome"),
            ("participants", 3, "ref"),
            ("participants", 3, "country"),
        }

    def test_row_of_a_record_that_could_not_be_read_names_the_row_of_that(self, tmp_path):
        report = bring(
            tmp_path,
            exercises=[{**GOOD, "summary": "a\x00b"}],
            participants=[{"record": GOOD["title"], "country": "Indai"}],
        )

        said = told(report)
        assert "could not be read: exercises, row 2" in said["participants", 2, "record"]
        assert "Nearest: India" in said["participants", 2, "country"]


class TestRights:
    """What only an editor does is told in the first round."""

    def test_analyst_is_told_so_at_once_beside_what_else_is_wrong(self, ana):
        Record.objects.filter(key__in=[SERIES, SOURCE]).update(status=Status.PUBLISHED)

        batch = previewed(
            ana, series={"key": SERIES, "summary": "Changed."} | {"domains": "maritme"}
        )

        said = [problem.message for problem in batch.problems.all()]
        assert sum("only an editor changes it" in text for text in said) == 1
        assert sum("“maritme”" in text for text in said) == 1

    def test_analyst_is_not_told_of_what_readers_would_miss(self, ana):
        Record.objects.filter(key__in=[SERIES, SOURCE]).update(status=Status.PUBLISHED)
        source = {"key": "fresh", "title": "Fresh", "type": "webpage"}
        cited = {"record": SERIES, "source": "fresh", "claims": "title"}

        batch = previewed(ana, sources=source, citations=cited)

        assert "only an editor changes it" in batch.problems.get().message

    def test_editor_is_told_what_readers_would_miss(self, ed):
        Record.objects.filter(key__in=[SERIES, SOURCE]).update(status=Status.PUBLISHED)
        source = {"key": "fresh", "title": "Fresh", "type": "webpage"}
        cited = {"record": SERIES, "source": "fresh", "claims": "title"}

        batch = previewed(ed, sources=source, citations=cited)

        assert "cannot refer to “fresh”" in batch.problems.get().message
