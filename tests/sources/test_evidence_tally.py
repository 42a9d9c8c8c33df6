"""The quick summary is the summary of the verdicts."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from records.kinds import get_kind
from sources.evidence import Context, broader_through, root_through, summary, tally, verdicts
from tests.documents import WITHIN, any_documents
from tests.sources.evidence_cases import CONTEXT, cite, record
from tests.sources.test_evidence_laws import DOCUMENTS


@settings(deadline=None)
@given(DOCUMENTS)
def test_tally_is_the_summary_of_the_verdicts(document):
    assert tally(document, CONTEXT) == summary(verdicts(document, CONTEXT))


@settings(deadline=None, max_examples=60)
@given(any_documents(), st.integers())
def test_tally_is_the_summary_of_whole_documents(document, seed):
    _cite_what_it_says(document, random.Random(seed))
    context = Context(
        type_of=get_kind(document["kind"]).type_at,
        ancestors=broader_through(WITHIN),
        within=broader_through(WITHIN),
        origin=root_through({"small-source-2": "small-source"}),
    )
    assert tally(document, context) == summary(verdicts(document, context))


def _cite_what_it_says(document: dict, chance: random.Random) -> None:
    """Let several citations repeat the document's own values: the plain case."""
    fields = {path: value for path, value in document["fields"].items() if value}
    for number in range(chance.randint(0, 3) if "citations" in document else 0):
        claims = {path: value for path, value in fields.items() if chance.random() < 0.6}
        source = chance.choice(["a", "b", "small-source", "small-source-2"])
        citation = {"ref": f"z{number}", "source": source, "claims": claims}
        document["citations"].append(citation)


def test_plain_record_is_tallied_without_a_closer_look(monkeypatch):
    def closer_look(*args):
        raise AssertionError("a closer look")

    monkeypatch.setattr("sources.evidence.judged", closer_look)
    document = record(
        cite("walia", date="2020", participants__au=True),
        cite("rej", date="2020"),
        date="2020",
        edition=24,
        lists={"participants": [{"ref": "au", "country": "AU"}]},
    )

    found = tally(document, CONTEXT)

    assert (found.agreed, found.single, found.uncited, found.disputed) == (1, 1, 1, 0)
    assert found.sources == 2
