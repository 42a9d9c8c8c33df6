"""The verdict of a path: its state, its counts, its groups."""

import pytest

from sources.evidence import Summary, summary, verdicts
from sources.evidence.labels import reason
from tests.sources.evidence_cases import CONTEXT, cite, judge, record

AU = {"participants": [{"ref": "au", "country": "AU", "personnel": 300}]}


def test_verdict_without_citations_is_uncited():
    assert judge("date", date="2020-11").state == "uncited"


def test_verdict_with_mentions_only_is_uncited():
    verdict = judge("date", cite(date={"mentions": True}), date="2020-11")

    assert verdict.state == "uncited"
    assert reason(verdict.statements[0]) == "mentions only"
    assert verdict.groups == ()


def test_verdict_with_one_source_is_single():
    assert judge("date", cite(date="2020"), date="2020-11").state == "single"


def test_verdict_with_two_sources_is_agreed():
    verdict = judge("date", cite("walia", date="2020"), cite("rej", date="2020-11"), date="2020-11")

    assert (verdict.state, verdict.sources, verdict.opposing) == ("agreed", 2, 0)


def test_verdict_with_another_value_is_disputed():
    verdict = judge("date", cite(date="2021"), date="2020-11")

    assert (verdict.state, verdict.supporting, verdict.opposing) == ("disputed", 0, 1)


def test_verdict_with_two_statements_of_one_source_that_differ_is_disputed():
    verdict = judge("edition", cite(edition=24), cite(edition=23), edition=24)

    assert (verdict.state, verdict.supporting, verdict.opposing) == ("disputed", 1, 1)
    assert verdict.sources == 1


def test_verdict_counts_the_sides_of_a_dispute():
    says = [cite("a", date="2020"), cite("b", date="2020-11"), cite("c", date="2020-11")]

    verdict = judge("date", *says, cite("d", date="2021"), date="2020-11")

    assert (verdict.supporting, verdict.opposing) == (3, 1)


def test_groups_stand_with_the_accepted_value_first_then_by_sources():
    says = [
        cite("a", edition=23),
        cite("b", edition=23),
        cite("c", edition=24),
        cite("d", edition=22),
    ]

    groups = judge("edition", *says, edition=24).groups

    assert [(g.value, g.is_accepted, g.sources) for g in groups] == [
        (24, True, 1),
        (23, False, 2),
        (22, False, 1),
    ]


def test_groups_keep_a_denial_apart_from_the_value():
    groups = judge(
        "edition", cite(edition={"denies": 24}), cite("b", edition=24), edition=24
    ).groups

    assert [(g.value, g.denied, g.is_accepted) for g in groups] == [
        (24, False, True),
        (24, True, False),
    ]


def test_statement_carries_what_the_citation_says_of_itself():
    citation = {**cite("walia", "rej", edition=24), "locator": "p. 12", "credibility": "2"}

    (statement,) = judge("edition", citation, edition=24).statements

    assert (statement.citation, statement.source, statement.quoting) == ("c1", "walia", "rej")
    assert (statement.locator, statement.basis, statement.credibility) == ("p. 12", "reported", "2")
    assert (statement.stance, statement.counted, statement.value) == ("supports", True, 24)


def test_verdict_where_the_record_has_no_value_comes_from_the_sources():
    says = [cite("a", edition=23), cite("b", edition=24), cite("c", edition=24)]

    verdict = judge("edition", *says, edition=None)

    assert (verdict.state, verdict.accepted) == ("disputed", None)
    assert (verdict.supporting, verdict.opposing) == (2, 1)
    assert [s.stance for s in verdict.statements] == ["contradicts", "supports", "supports"]


def test_verdict_where_all_go_with_the_accepted_value_but_not_with_one_another_is_disputed():
    says = [
        cite("a", date="2020-09-09"),
        cite("b", date="2020-09-10"),
        cite("c", date="2020-09-09"),
    ]

    verdict = judge("date", *says, date="2020")

    assert (verdict.state, verdict.supporting, verdict.opposing) == ("disputed", 2, 1)


def test_verdicts_name_each_value_and_each_claim_once():
    document = record(
        cite(participants__au=True, participants__au__personnel=300, place="chennai"),
        lists=AU,
        title="Malabar",
        summary="",
        hosts=[],
        edition=None,
        participants_complete=False,
    )

    assert list(verdicts(document, CONTEXT)) == [
        "title",
        "participants/au",
        "participants/au/personnel",
        "place",
    ]


def test_item_is_supported_by_whoever_gives_a_part_of_it():
    verdict = judge("participants/au", cite(participants__au__personnel=500), lists=AU)

    assert (verdict.state, verdict.groups[0].value) == ("single", True)
    assert verdict.statements[0].path == "participants/au/personnel"


def test_statements_on_an_item_and_its_parts_stand_in_the_order_of_the_citations():
    says = [cite("a", participants__au__personnel=300), cite("b", participants__au=True)]

    assert [s.citation for s in judge("participants/au", *says, lists=AU).statements] == [
        "c1",
        "c2",
    ]


@pytest.mark.parametrize("claim", [{"denies": 300}, {"mentions": True}])
def test_item_is_not_supported_by_a_denial_or_mention_of_a_part(claim):
    assert (
        judge("participants/au", cite(participants__au__personnel=claim), lists=AU).state
        == "uncited"
    )


def test_item_that_one_source_denies_and_counts_is_disputed():
    says = cite(participants__au={"denies": True}, participants__au__personnel=300)

    verdict = judge("participants/au", says, lists=AU)

    assert (verdict.state, verdict.supporting, verdict.opposing) == ("disputed", 1, 1)


def test_item_is_affirmed_once_by_a_citation_that_gives_several_parts():
    parts = cite(participants__au__personnel=300, participants__au__role="host")
    whole = cite("b", participants__au=True, participants__au__role="host")

    assert len(judge("participants/au", parts, whole, lists=AU).statements) == 2


@pytest.mark.parametrize("claim", [{"denies": True}, {"denies": None}, {"denies": ""}, False])
def test_item_that_is_denied_in_any_words_is_disputed(claim):
    says = [cite("a", participants__au=True), cite("b", participants__au=claim)]

    verdict = judge("participants/au", *says, lists=AU)

    assert (verdict.state, verdict.supporting, verdict.opposing) == ("disputed", 1, 1)
    assert [s.stance for s in verdict.statements] == ["supports", "denies"]


def test_summary_counts_states_disputes_and_sources():
    document = record(
        cite("a", title="Malabar", edition=24, date="2021"),
        cite("b", title="Malabar"),
        title="Malabar",
        edition=24,
        date="2020",
        outcome="held",
    )

    found = summary(verdicts(document, CONTEXT))

    assert found == Summary(
        agreed=1, single=1, disputed=1, uncited=1, disputed_paths=("date",), sources=2
    )


def test_summary_counts_two_quotations_of_one_origin_as_one_source():
    document = record(
        cite("a", "rej", title="M"), cite("b", "rej", edition=24), title="M", edition=24
    )

    assert summary(verdicts(document, CONTEXT)).sources == 1


def test_summary_counts_one_book_that_quotes_others_as_one_source():
    says = [
        cite("walia", title="M"),
        cite("walia", "rej", edition=24),
        cite("walia", "panda", date="2020"),
    ]
    document = record(*says, title="M", edition=24, date="2020")

    assert summary(verdicts(document, CONTEXT)).sources == 1


def test_summary_counts_no_source_that_only_mentions():
    document = record(
        cite("a", title={"mentions": True}), cite("b", edition=24), title="M", edition=24
    )

    assert summary(verdicts(document, CONTEXT)).sources == 1


def test_summary_keeps_sources_apart_that_one_quotation_elsewhere_ties():
    says = [cite("walia", title="M"), cite("rej", title="M"), cite("walia", "rej", edition=24)]

    found = summary(verdicts(record(*says, title="M", edition=24), CONTEXT))

    assert (found.agreed, found.sources) == (1, 2)


def test_verdicts_of_an_empty_document_are_none():
    assert verdicts({}) == {}
    assert summary({}) == Summary()
