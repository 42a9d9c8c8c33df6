"""Stamping: a claim keeps what the source said when the record changes."""

import copy

from sources.evidence import stamp
from tests.sources.evidence_cases import cite, record

AU = {"participants": [{"ref": "au", "country": "AU", "personnel": 300}]}


def stamped(document, previous=None, number=0):
    return stamp(document, previous)["citations"][number]["claims"]


def test_claim_without_a_value_gets_the_present_one():
    says = cite(date=None, hosts=None, participants_complete=None)

    claims = stamped(record(says, date="2020", hosts=["IN"], participants_complete=False))

    assert claims == {"date": "2020", "hosts": ["IN"], "participants_complete": False}


def test_claim_on_an_item_gets_true_and_on_its_part_the_value():
    says = cite(participants__au=None, participants__au__personnel=None)

    assert stamped(record(says, lists=AU)) == {
        "participants/au": True,
        "participants/au/personnel": 300,
    }


def test_denial_without_a_value_denies_the_present_one():
    says = cite(date={"denies": None}, participants__au={"denies": None})

    assert stamped(record(says, lists=AU, date="2020")) == {
        "date": {"denies": "2020"},
        "participants/au": {"denies": True},
    }


def test_claim_that_has_a_value_keeps_it():
    says = cite(
        date="2019", edition={"denies": 3}, title={"mentions": True}, participants_complete=False
    )
    document = record(says, date="2020", edition=24, title="M", participants_complete=True)

    assert stamp(document) == document


def test_claim_whose_path_is_empty_or_not_there_stays_as_given():
    says = cite(date=None, nothing=None, participants__jp=None, a__b__c__d=None)

    assert set(stamped(record(says, date="", lists=AU)).values()) == {None}


def test_claim_stamped_before_keeps_its_stamp_after_a_correction():
    before = stamp(record(cite(date=None, edition={"denies": None}), date="2020", edition=23))

    claims = stamped(
        record(cite(date=None, edition={"denies": None}), date="2021", edition=24), before
    )

    assert claims == {"date": "2020", "edition": {"denies": 23}}


def test_claim_of_another_source_or_stance_is_stamped_anew():
    before = stamp(record(cite("a", date=None), cite("b", date={"denies": None}), date="2020"))
    document = record(cite("other", date=None), cite("b", date=None), date="2021")

    assert stamped(document, before, 0) == stamped(document, before, 1) == {"date": "2021"}


def test_stamp_leaves_what_it_was_given_and_shares_nothing_with_it():
    document = record(cite(hosts=None), hosts=["IN"])
    untouched = copy.deepcopy(document)

    result = stamp(document)
    result["citations"][0]["claims"]["hosts"].append("JP")

    assert document == untouched
    assert result["fields"]["hosts"] == ["IN"]


def test_stamping_twice_is_stamping_once():
    once = stamp(record(cite(date=None, edition=None), date="2020"))

    assert stamp(once) == once
