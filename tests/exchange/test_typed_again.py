"""Rows without a ref that were imported before: what says nothing new is not stored twice."""

import pytest

from exchange.models import Outcome
from records.steps import NEW
from tests.exchange.batch_cases import document, outcomes, previewed, stored
from tests.exchange.sheets import SOURCE

pytestmark = pytest.mark.usefixtures("small_record")

KEY = "malabar-2020"
EXERCISE = {"key": KEY, "title": "Malabar 2020", "date": "2020-11-03"}
INDIA = {"record": KEY, "country": "India", "personnel": "104"}
PHASE = {"record": KEY, "title": "Harbour", "date": "2020-11-03"}
CITATION = {"record": KEY, "claims": "date; participants/in", "source": SOURCE, "locator": "p. 14"}
SAID = {"record": KEY, "claims": "title", "says": "MALABAR", "source": SOURCE, "locator": "p. 15"}


@pytest.fixture
def typed(ana):
    """Store what Ana has typed into her own sheets, once."""
    return stored(
        ana,
        exercises=EXERCISE,
        participants=INDIA,
        phases=PHASE,
        citations=[CITATION, SAID],
    )


def again(ana, **sheets):
    return previewed(ana, **sheets)


def test_same_rows_once_more_change_nothing(ana, typed):
    assert typed.count(NEW) == 1

    batch = again(
        ana, exercises=EXERCISE, participants=INDIA, phases=PHASE, citations=[SAID, CITATION]
    )

    assert outcomes(batch) == {KEY: Outcome.UNCHANGED}
    assert not batch.problems.exists()


def test_row_that_says_less_of_an_item_changes_nothing(ana, typed):
    batch = again(ana, participants={"record": KEY, "country": "IN"})

    assert outcomes(batch) == {KEY: Outcome.UNCHANGED}


def test_citation_of_a_value_that_changes_keeps_what_the_source_was_found_to_say(ana, typed):
    batch = stored(ana, exercises=EXERCISE | {"date": "2020-11-04"}, citations=CITATION)

    assert outcomes(batch) == {KEY: Outcome.CHANGED}
    found = document(KEY)
    assert found["fields"]["date"] == "2020-11-04"
    claims = [citation["claims"] for citation in found["citations"]]
    assert claims == [{"date": "2020-11-03", "participants/in": True}, {"title": "MALABAR"}]
    told = batch.problems.get(is_warning=True).message
    assert "contradicts its sources: it is 4 November 2020" in told
    assert "says 3 November 2020" in told


@pytest.mark.parametrize(
    "other",
    [
        {"locator": "p. 16"},
        {"locator": ""},
        {"claims": "date; title"},
        {"claims": "date", "says": "2020-12"},
        {"note": "Read again."},
    ],
    ids=["place", "no place", "claims", "says", "note"],
)
def test_citation_that_says_something_else_is_another_one(ana, typed, other):
    stored(ana, citations=CITATION | other)

    assert [citation["ref"] for citation in document(KEY)["citations"]] == ["c1", "c2", "c3"]


def test_item_that_says_something_else_is_another_one(ana, typed):
    batch = stored(ana, participants=INDIA | {"personnel": "120"})

    assert [item["ref"] for item in document(KEY)["lists"]["participants"]] == ["in", "in-2"]
    assert "stands twice" in batch.problems.get(is_warning=True).message


def test_same_rows_twice_in_one_file_of_a_new_record_are_told(ana):
    batch = previewed(ana, exercises=EXERCISE, participants=[INDIA, INDIA])

    assert "stands twice" in batch.problems.get(is_warning=True).message


def test_what_a_source_says_ends_with_one_full_stop(ana, typed):
    said = {"record": KEY, "claims": "summary", "source": SOURCE, "locator": "p. 16"}
    said["says"] = "All ships returned."

    batch = previewed(ana, exercises=EXERCISE | {"summary": "Two were lost."}, citations=said)

    told = batch.problems.get(is_warning=True).message
    assert told.endswith("says All ships returned.")
