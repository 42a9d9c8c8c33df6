"""What disputes what, type by type."""

import pytest

from sources.evidence import Context, verdicts
from tests.sources.evidence_cases import CONTEXT, cite, judge, record


def state(path, accepted, *said, basis="reported"):
    says = [cite(f"source{n}", basis=basis, **{path: value}) for n, value in enumerate(said)]
    return judge(path, *says, **{path: accepted}).state


@pytest.mark.parametrize(
    ("path", "accepted", "said", "expected"),
    [
        ("date", "2020-09-09", ["2020", "2020-09-09"], "agreed"),
        ("date", "2020-09-09/2020-09-12", ["2020-09-09", "2020-09"], "agreed"),
        ("date", "2020-09-09/2020-09-12", ["2020-09-10"], "disputed"),
        ("date", "2020", ["2020-09-09", "2020-09-10"], "disputed"),
        ("date", "2020", ["[2019-04..2020-03]"], "single"),
        ("date", "2020", ["in spring", "2020"], "disputed"),
        ("date", "2020", [2020], "single"),
        ("place", "visakhapatnam", ["bay-of-bengal", "indian-ocean"], "agreed"),
        ("place", "bay-of-bengal", ["visakhapatnam"], "single"),
        ("place", "chennai", ["visakhapatnam"], "disputed"),
        ("place", "bay-of-bengal", ["visakhapatnam", "chennai"], "disputed"),
        ("places", ["chennai", "visakhapatnam"], ["visakhapatnam", ["chennai"]], "agreed"),
        ("places", ["visakhapatnam"], [["bay-of-bengal"]], "single"),
        ("places", ["visakhapatnam"], [["bay-of-bengal", "tokyo"]], "disputed"),
        ("hosts", ["IN", "JP"], ["IN", ["JP", "IN"]], "agreed"),
        ("hosts", ["IN"], [["IN", "JP"]], "disputed"),
        ("hosts", [], [["IN"], ["IN", "JP"]], "agreed"),
        ("hosts", [], [["IN"], ["JP"]], "disputed"),
        ("series", "malabar", ["malabar", "jimex"], "disputed"),
        ("edition", 24, [24, "24", 24.0], "agreed"),
        ("edition", 24, ["the latest"], "disputed"),
        ("edition", 0, [0], "single"),
        ("outcome", "held", ["held", "cancelled"], "disputed"),
        ("participants_complete", True, [True, True], "agreed"),
        ("participants_complete", False, [True], "disputed"),
        ("participants_complete", False, [False], "single"),
        ("title", "Malabar 2020", ["MALABAR  2020", "Malabar 2020"], "agreed"),
        ("title", "Malabar 2020", ["Dharma Guardian"], "disputed"),
        ("authors", ["Rej, A."], [["Rej, A"], "rej, a."], "agreed"),
        ("authors", ["Rej, A.", "Walia, S."], [["Walia, S.", "Rej, A."]], "disputed"),
        ("unheard-of", "x", ["X", "x "], "agreed"),
    ],
)
def test_statements_of_each_type_are_compared_by_its_rule(path, accepted, said, expected):
    assert state(path, accepted, *said) == expected


def test_platform_agrees_with_the_one_that_it_is_a_variant_of():
    lists = {"deployments": [{"ref": "x", "platform": "p-8i"}]}

    assert judge(
        "deployments/x/platform", cite(deployments__x__platform="p-8"), lists=lists
    ).state == ("single")


def test_names_agree_through_the_aliases_of_the_record():
    lists = {"aliases": [{"ref": "a1", "name": "Malabar XXIV"}]}

    verdict = judge("title", cite(title="MALABAR XXIV"), lists=lists, title="Malabar 2020")

    assert (verdict.state, verdict.groups[0].value) == ("single", "Malabar 2020")
    assert verdict.groups[0].is_accepted


def test_names_of_one_thing_are_one_group_apart_from_its_denial():
    lists = {"aliases": [{"ref": "a1", "name": "Malabar XXIV"}, {"ref": "a2", "name": "MX24"}]}
    says = [
        cite("a", title="MX24"),
        cite("b", title="Malabar XXIV"),
        cite("c", title={"denies": "MX24"}),
    ]

    groups = judge("title", *says, lists=lists, title="").groups

    assert [(g.denied, g.sources) for g in groups] == [(False, 2), (True, 1)]


def test_text_that_dates_agree_refuses_disputes_a_date():
    def refuse(a, b):
        raise ValueError

    context = Context(type_of=CONTEXT.type_of, dates_agree=refuse)

    assert verdicts(record(cite(date="soon"), date="2020"), context)["date"].state == "disputed"


def test_names_agree_as_the_context_says_whichever_stands_first():
    one_way = Context(same_name=lambda a, b: (a, b) == ("Bombay", "Mumbai"))

    for said, accepted in (("Bombay", "Mumbai"), ("Mumbai", "Bombay")):
        assert (
            verdicts(record(cite(title=said), title=accepted), one_way)["title"].state == "single"
        )


# Plans and reports --------------------------------------------------------------------------------


@pytest.mark.parametrize("basis", ["reported", "retrospective", ""])
def test_plan_does_not_dispute_a_report_nor_support_it(basis):
    plan = cite("a", basis="announced", date="2020-05")

    verdict = judge("date", plan, cite("b", basis=basis, date="2020-11"), date="2020-11")

    assert (verdict.state, verdict.sources) == ("single", 1)
    assert [(s.counted, s.why) for s in verdict.statements] == [(False, "plan"), (True, "")]


def test_plan_that_came_true_supports():
    plan = cite("a", basis="announced", date="2020-11")

    assert judge("date", plan, cite("b", date="2020-11"), date="2020-11").state == "agreed"


def test_plan_alone_disputes_the_accepted_value():
    assert state("date", "2020-11", "2020-05", basis="announced") == "disputed"


def test_plans_dispute_one_another():
    assert state("date", None, "2020-05", "2020-06", basis="announced") == "disputed"


def test_report_disputes_an_accepted_value_that_only_a_plan_supports():
    plan = cite("a", basis="announced", date="2020-05")

    assert judge("date", plan, cite("b", date="2020-11"), date="2020-05").state == "disputed"


def test_plan_where_the_record_has_no_value_gives_way_to_a_report():
    plans = [cite(name, basis="announced", date="2020-05") for name in "ab"]

    verdict = judge("date", *plans, cite("c", date="2020-11"), date=None)

    assert (verdict.state, verdict.sources) == ("single", 1)


def test_plan_to_take_no_part_does_not_dispute_a_report():
    plan = cite("a", basis="announced", participants__au={"denies": True})

    verdict = judge("participants/au", plan, cite("b", participants__au=True))

    assert verdict.state == "single"


# Denials ------------------------------------------------------------------------------------------


def test_denial_of_the_accepted_value_disputes_it():
    verdict = judge("date", cite(date={"denies": "2020"}), date="2020-11")

    assert (verdict.state, verdict.supporting, verdict.opposing) == ("disputed", 0, 1)


def test_denial_of_another_value_neither_supports_nor_disputes():
    verdict = judge("date", cite(date={"denies": "2019"}), date="2020-11")

    assert verdict.state == "uncited"
    assert verdict.statements[0].why == "denies_another"


def test_denial_does_not_dispute_a_denial():
    assert state("edition", None, {"denies": 23}, {"denies": 24}) == "uncited"


def test_planned_denials_do_not_dispute_one_another_nor_a_report():
    says = [cite(basis="announced", date={"denies": day}) for day in ("2020-09-09", "2020-09-10")]

    assert judge("date", *says, cite("b", date="2020"), date="2020").state == "single"


def test_denial_of_a_plan_where_the_record_has_no_value_is_told_as_such():
    verdict = judge(
        "edition", cite(basis="announced", edition=24), cite("b", edition={"denies": 24})
    )

    assert (verdict.state, [s.why for s in verdict.statements]) == ("single", ["", "denies_plan"])


def test_denial_disputes_a_statement_where_the_record_has_no_value():
    assert state("edition", None, 24, {"denies": 24}) == "disputed"


def test_denial_of_one_member_disputes_the_set():
    assert state("hosts", ["IN", "JP"], {"denies": ["JP", "US"]}) == "disputed"
    assert state("hosts", ["IN", "JP"], {"denies": ["US"]}) == "uncited"


@pytest.mark.parametrize("path", ["date", "edition", "hosts", "title", "place", "authors"])
@pytest.mark.parametrize("nothing", [None, "", [], {}, " "])
def test_claim_of_nothing_or_its_denial_says_nothing(path, nothing):
    verdict = judge(path, cite(**{path: nothing}), cite("b", **{path: {"denies": nothing}}))

    assert verdict.state == "uncited"
    assert [s.why for s in verdict.statements] == ["nothing", "nothing"]


@pytest.mark.parametrize(
    "odd", ["js-none", -1, 2.5, True, ["a", 1, None], {"x": [1]}, "9999999999", [[]], "\x00", "."]
)
@pytest.mark.parametrize(
    "path", ["date", "edition", "hosts", "title", "places", "participants/au", "x/y/z/w"]
)
def test_odd_claims_never_raise(path, odd):
    says = [cite(**{path: odd}), cite("b", **{path: {"denies": odd}}), cite("c", **{path: odd})]

    found = verdicts(record(*says, date="2020", edition=24, hosts=["IN"]), CONTEXT)

    assert found[path].state == "disputed"


def test_citations_without_anything_never_raise():
    says = [{}, {"claims": None}, {"source": None, "claims": {"date": "2020"}}]

    assert (
        verdicts({"fields": {"date": "2020"}, "citations": says}, CONTEXT)["date"].state == "single"
    )
