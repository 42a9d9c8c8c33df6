"""States that did not exist when a record says that they took part: told, and stored."""

import pytest

from tests.exchange.batch_cases import confirm_now, document, outcomes, previewed, stored
from vocabulary.models import Country

pytestmark = pytest.mark.usefixtures("small_record")

ROW = {"key": "malabar", "title": "Malabar", "date": "2012"}
DRAWN = "Soviet Union did not exist then: it existed from 30 December 1922 to 26 December 1991."


@pytest.fixture(autouse=True)
def soviet_union(small_record) -> Country:
    return Country.objects.create(
        key="SUHH", name="Soviet Union", former=True, since="1922-12-30", until="1991-12-26"
    )


def told(batch) -> list[tuple]:
    return [(w.sheet, w.row, w.column) for w in batch.problems.filter(is_warning=True)]


def test_former_state_among_the_participants_is_told_and_stored(ana):
    row = {"record": "malabar", "country": "Soviet Union"}

    batch = previewed(ana, exercises=ROW, participants=row)

    assert told(batch) == [("participants", 2, "country")]
    assert batch.problems.get().message == f"{DRAWN} The date is 2012."
    confirm_now(batch, by=ana, digest=batch.seal)
    assert document("malabar")["lists"]["participants"][0]["country"] == "SUHH"


@pytest.mark.parametrize("column", ["participants", "hosts"])
def test_former_state_in_the_main_row_is_told(ana, column):
    batch = previewed(ana, exercises=ROW | {column: "India; SUHH"})

    assert told(batch) == [("exercises", 2, column)]


def test_former_state_that_signed_an_agreement_is_told(ana):
    sheets = {
        "agreements": {"key": "treaty", "title": "A treaty", "type": "treaty"},
        "parties": {"record": "treaty", "country": "SUHH"},
        "milestones": {"record": "treaty", "type": "signed", "date": "1993-01"},
    }

    assert told(previewed(ana, **sheets)) == [("parties", 2, "country")]


@pytest.mark.parametrize("date", ["1985", "1991", "December 1991", "199X", "1980/2000", ""])
def test_date_that_may_lie_within_its_years_is_not_told(ana, date):
    batch = previewed(ana, exercises=ROW | {"date": date, "hosts": "SUHH"})

    assert outcomes(batch) == {"malabar": "new"}
    assert told(batch) == []


def test_state_that_is_younger_than_the_record_is_told(ana):
    Country.objects.create(key="SS", name="South Sudan", since="2011-07-09")

    batch = previewed(ana, exercises=ROW | {"date": "2010", "hosts": "South Sudan; India"})

    assert "it exists since 9 July 2011" in batch.problems.get().message


def test_what_was_so_before_is_told_again_only_where_the_date_changes(ana):
    stored(ana, exercises=ROW | {"hosts": "SUHH"})

    assert told(previewed(ana, exercises=ROW | {"title": "Malabar 2012"})) == []
    assert len(told(previewed(ana, exercises=ROW | {"date": "2013"}))) == 1


SERIES = {"key": "drill", "title": "A drill"}


@pytest.mark.parametrize(
    ("column", "date"), [("since", "1992"), ("until", "1921"), ("until", "2012")]
)
def test_member_of_a_series_is_told_by_its_own_years(ana, column, date):
    member = {"record": "drill", "country": "SUHH", column: date}

    batch = previewed(ana, series=SERIES, members=member)

    assert told(batch) == [("members", 2, "country")]
    assert batch.problems.get().message == f"{DRAWN} The date is {date}."


@pytest.mark.parametrize("own", [{}, {"since": "1950"}, {"until": "1991"}])
def test_member_that_may_have_been_one_in_its_years_is_not_told(ana, own):
    member = {"record": "drill", "country": "SUHH", **own}

    assert told(previewed(ana, series=SERIES, members=member)) == []


def test_member_that_was_told_is_told_again_only_where_its_years_change(ana):
    member = {"record": "drill", "ref": "su", "country": "SUHH", "since": "1992"}
    stored(ana, series=SERIES, members=member)

    assert told(previewed(ana, series=SERIES | {"cadence": "annual"})) == []
    assert len(told(previewed(ana, members=member | {"since": "1993"}))) == 1
