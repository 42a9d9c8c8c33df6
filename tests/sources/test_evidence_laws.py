"""What holds for any document and any citations."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.evidence import Context, summary, verdicts
from sources.evidence.values import compatible
from tests.sources.evidence_cases import CONTEXT, PLACES, TYPES

SAME_NAME = Context(
    type_of=CONTEXT.type_of,
    ancestors=CONTEXT.ancestors,
    within=CONTEXT.within,
    origin=CONTEXT.origin,
    same_name=lambda a, b: {a, b} <= {"Malabar", "MALABAR XXIV", "Malabar 2020"},
    dates_agree=verdicts.__globals__["dates_agree"],
)
DATES = [
    "2020",
    "2020-09",
    "2020-09-09",
    "2020-09-10",
    "2020-09-09/2020-09-12",
    "2021",
    "../2020",
    "soon",
]
KEYS = [*PLACES, "indian-ocean", "tokyo", "p-8", "p-8i", "IN", "JP"]
NAMES = ["Malabar", "MALABAR XXIV", "Malabar 2020", "malabar", "Jimex"]
VALUES = {
    "date": st.sampled_from(DATES),
    "ref": st.sampled_from(KEYS),
    "refs": st.lists(st.sampled_from(KEYS), min_size=1, max_size=3),
    "text": st.sampled_from(NAMES),
    "long": st.sampled_from(NAMES),
    "texts": st.lists(st.sampled_from(NAMES), min_size=1, max_size=2),
    "int": st.integers(1, 3),
    "choice": st.sampled_from(["held", "cancelled"]),
    "bool": st.booleans(),
}
ODD = st.sampled_from([None, "", [], 24.0, "24", True, False, ["x"], {"a": 1}, "."])
SOURCES = st.sampled_from(["walia", "rej", "reprint", "second-reprint", "panda", ""])
PATHS = sorted(TYPES)


def said(path):
    return VALUES[TYPES[path].name] | ODD


def claim(path):
    plain = said(path)
    return plain | plain.map(lambda v: {"denies": v}) | st.just({"mentions": True})


CITATIONS = st.lists(
    st.fixed_dictionaries(
        {
            "ref": st.sampled_from(["c1", "c2", "c10", ""]),
            "source": SOURCES,
            "quoting": SOURCES,
            "basis": st.sampled_from(["announced", "reported", "retrospective", ""]),
            "claims": st.fixed_dictionaries({}, optional={p: claim(p) for p in PATHS})
            | st.fixed_dictionaries({}, optional={"participants/au": st.just(True) | ODD}),
        }
    ),
    max_size=6,
)
DOCUMENTS = st.fixed_dictionaries(
    {
        "fields": st.fixed_dictionaries({}, optional={p: said(p) for p in PATHS if "/" not in p}),
        "lists": st.fixed_dictionaries(
            {},
            optional={
                "participants": st.just([{"ref": "au", "personnel": 2}]),
                "deployments": st.just([{"ref": "x", "platform": "p-8i"}]),
                "aliases": st.just([{"ref": "a1", "name": "MALABAR XXIV"}]),
            },
        ),
        "citations": CITATIONS,
    }
)


@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_order_of_citations_and_claims_never_matters(document, random):
    shuffled = copy.deepcopy(document)
    random.shuffle(shuffled["citations"])
    for citation in shuffled["citations"]:
        claims = list(citation["claims"].items())
        random.shuffle(claims)
        citation["claims"] = dict(claims)

    before, after = verdicts(document, CONTEXT), verdicts(shuffled, CONTEXT)

    assert repr(before) == repr(after)
    assert summary(before) == summary(after)


@given(DOCUMENTS, st.data())
def test_citation_repeated_never_raises_the_number_of_sources(document, data):
    if not document["citations"]:
        return
    again = data.draw(st.sampled_from(document["citations"]))
    again = {**again, "ref": "c99", "quoting": again["quoting"] or data.draw(SOURCES)}
    more = {**document, "citations": [*document["citations"], again]}

    before, after = verdicts(document, CONTEXT), verdicts(more, CONTEXT)

    assert all(after[path].sources <= before[path].sources for path in after)


@pytest.mark.parametrize("path", PATHS)
@given(st.data())
def test_compatible_is_symmetric_and_every_value_goes_with_itself(path, data):
    a, b = data.draw(said(path)), data.draw(said(path))

    assert compatible(a, b, TYPES[path], SAME_NAME) == compatible(b, a, TYPES[path], SAME_NAME)
    assert compatible(a, a, TYPES[path], SAME_NAME)


@given(DOCUMENTS)
def test_agreed_needs_two_sources_that_share_nothing(document):
    for verdict in verdicts(document, CONTEXT).values():
        if verdict.state == "agreed":
            counted = [s for s in verdict.statements if s.counted]
            roots = [root for s in counted for root in set(s.roots)]
            assert len(counted) >= 2
            assert len(roots) == len(set(roots))


@given(DOCUMENTS)
def test_removing_all_citations_leaves_everything_uncited(document):
    found = verdicts({**document, "citations": []}, CONTEXT)

    assert {v.state for v in found.values()} <= {"uncited"}
    assert all(
        v.sources == v.supporting == v.opposing == 0 and not v.groups for v in found.values()
    )


@given(DOCUMENTS)
def test_numbers_of_a_verdict_fit_together(document):
    found = verdicts(document, CONTEXT)

    for verdict in found.values():
        counted = [s for s in verdict.statements if s.counted]
        assert (verdict.state == "uncited") == (not counted)
        assert len(counted) == verdict.supporting + verdict.opposing
        assert max(verdict.supporting, verdict.opposing) <= verdict.sources
        assert (verdict.state == "disputed") >= (verdict.opposing > 0)
        assert all(s.counted != bool(s.why) for s in verdict.statements)
        assert sum(len(g.statements) for g in verdict.groups) == sum(
            s.stated for s in verdict.statements
        )
    assert summary(found).sources >= max((v.sources for v in found.values()), default=0)
