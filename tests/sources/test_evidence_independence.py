"""Which statements are one, and what is said of those that add nothing."""

import pytest

from sources.evidence import broader_through, root_through
from sources.evidence.labels import reason
from tests.sources.evidence_cases import cite, judge


def sources(*citations):
    return judge(
        "edition", *({**c, "claims": {"edition": 24}} for c in citations), edition=24
    ).sources


@pytest.mark.parametrize(
    ("citations", "expected"),
    [
        ([cite("walia"), cite("rej")], 2),
        ([cite("walia"), cite("walia")], 1),
        ([cite("walia", "rej"), cite("rej")], 1),
        ([cite("walia"), cite("walia", "rej")], 1),
        ([cite("walia", "rej"), cite("walia", "panda")], 1),
        ([cite("walia", "rej"), cite("panda", "rej")], 1),
        ([cite("walia", "rej"), cite("panda", "reprint")], 1),
        ([cite("reprint"), cite("second-reprint")], 1),
        ([cite("reprint"), cite("rej"), cite("walia")], 2),
        ([cite("walia", "rej"), cite("rej", "panda")], 1),
        ([cite("walia"), cite("rej"), cite("walia", "rej")], 1),
        ([cite(""), cite(""), cite("", "rej")], 1),
    ],
)
def test_statements_that_go_back_to_one_source_are_one(citations, expected):
    assert sources(*citations) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (cite("reprint", edition=24), "a reprint of Rej 2020"),
        (cite("walia", "rej", edition=24), "relies on Rej 2020"),
    ],
)
def test_repetition_says_what_it_repeats(other, expected):
    original = cite("rej", edition=24, ref="c9")

    repeated, counted = judge("edition", other, original, edition=24).statements

    assert counted.citation == "c9"
    assert (counted.counted, reason(counted)) == (True, "")
    assert (repeated.counted, repeated.of, reason(repeated, "Rej 2020")) == (False, "rej", expected)


def test_source_cited_twice_is_counted_where_it_stands_first():
    first, second = judge("edition", cite(edition=24), cite(edition=24), edition=24).statements

    assert (first.counted, second.counted, reason(second)) == (True, False, "the same source")


def test_reprints_of_a_source_that_is_not_cited_count_once():
    says = [cite("reprint", edition=24), cite("second-reprint", edition=24)]

    first, second = judge("edition", *says, edition=24).statements

    assert (first.counted, second.counted, reason(second)) == (True, False, "a reprint of rej")


def test_statement_tied_by_a_quotation_is_no_reprint():
    quoting = [cite("panda", edition=24), cite("reprint", "panda", edition=24)]
    quoted = [cite("reprint", edition=24), cite("rej", "panda", edition=24)]

    for says in (quoting, quoted):
        assert reason(judge("edition", *says, edition=24).statements[1]) == "relies on panda"


def test_source_on_both_sides_is_counted_on_each():
    verdict = judge("edition", cite("rej", edition=24), cite("reprint", edition=23), edition=24)

    assert [s.counted for s in verdict.statements] == [True, True]
    assert (verdict.supporting, verdict.opposing, verdict.sources) == (1, 1, 1)


def test_repetition_raises_no_number_by_changing_what_most_say():
    says = [cite("a", edition=24), cite("b", edition=24), cite("c", edition=23)]
    says += [cite(s, basis="announced", edition=23) for s in ("d", "e")]
    says += [cite("f", edition={"denies": 23})]

    before = judge("edition", *says, edition=None)
    after = judge("edition", *says, cite("a", "b", edition=24), edition=None)

    assert (before.sources, after.sources) == (6, 5)


def test_quotation_for_another_path_ties_nothing_here():
    says = [
        cite("walia", edition=24),
        cite("rej", edition=24),
        cite("walia", "rej", title="Malabar"),
    ]

    assert judge("edition", *says, edition=24).state == "agreed"


def test_mention_ties_nothing():
    says = [cite("walia", edition=24), cite("rej", edition=24)]

    verdict = judge("edition", *says, cite("walia", "rej", edition={"mentions": True}), edition=24)

    assert verdict.state == "agreed"


def test_root_of_a_circle_is_the_same_from_everywhere():
    root = root_through({"a": "b", "b": "c", "c": "b", "d": "a", "e": "e", "f": ""})

    assert [root(key) for key in "abcdefg"] == ["b", "b", "b", "b", "e", "f", "g"]


def test_broader_places_end_in_a_circle():
    broader = broader_through({"a": "b", "b": "a"})

    assert broader("a") == broader("b") == {"a", "b"}
    assert broader("z") == {"z"}
