"""Text that no database is to hold: a fault with its place, wherever in a document it stands."""

import copy

import pytest

from records.documents import blank
from records.faults import Faults
from records.kinds import get_kind
from records.models import Record
from records.store import apply

BAD = {"nul": "a\x00b", "surrogate": "a\ud800b"}


def exercise() -> dict:
    document = blank(get_kind("exercise"), "jimex-2024")
    document["fields"] |= {"title": "JIMEX 2024", "objectives": "To sail.", "date": "2024-06"}
    document["fields"] |= {"series": "small-series", "hosts": ["JP"], "domains": ["maritime"]}
    document["fields"]["outcome"] = "held"
    document["lists"]["aliases"] = [{"ref": "a1", "name": "JIMEX 24", "language": "en"}]
    document["lists"]["participants"] = [{"ref": "jp", "country": "JP", "role": "host"}]
    document["lists"]["links"] = [
        {"ref": "l1", "type": "related", "target": "small-exercise", "note": "As before."}
    ]
    document["citations"] = [
        {
            "ref": "c1",
            "source": "small-source",
            "locator": "p. 1",
            "quotation": "JIMEX.",
            "claims": {"date": "2024-06", "participants/jp": True, "hosts": {"denies": "IN"}},
        }
    ]
    return document


def places(value, path=()):
    """Yield the path of every text in a document."""
    found = value.items() if isinstance(value, dict) else enumerate(value)
    for name, inner in found:
        if isinstance(inner, str):
            yield (*path, name)
        elif isinstance(inner, dict | list):
            yield from places(inner, (*path, name))


def spoilt(document: dict, path: tuple, text: str) -> dict:
    document = copy.deepcopy(document)
    at = document
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = text
    return document


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("path", list(places(exercise())), ids=lambda p: "/".join(map(str, p)))
def test_text_is_refused_wherever_it_stands(small_record, path, bad):
    with pytest.raises(Faults):
        apply(spoilt(exercise(), path, BAD[bad]), by=None, why="a test")


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("path", ["{}", "participants/{}", "participants/{}/role"])
def test_claimed_path_is_refused(small_record, path, bad):
    document = exercise()
    document["citations"][0]["claims"] = {path.format(BAD[bad]): "x"}

    with pytest.raises(Faults):
        apply(document, by=None, why="a test")


UNSEEN = [
    "\u200b",
    "\u200b \u200d\ufeff",
    "\u2060\u00ad",
    "\u2800",
    "\u3164",
    "\ufe0f",
    "\U000e0041",
]


@pytest.mark.parametrize("text", UNSEEN)
def test_title_in_which_there_is_nothing_to_be_seen_is_missing(small_record, text):
    with pytest.raises(Faults) as raised:
        apply(spoilt(exercise(), ("fields", "title"), text), by=None, why="a test")

    (fault,) = raised.value.faults
    assert (fault.path, fault.message) == ("title", "This must be given.")


@pytest.mark.parametrize("text", ["\u200bJIMEX", "می\u200cخواهم", "👩\u200d👦", "한\u3164글"])
def test_such_signs_stay_beside_others(small_record, text):
    apply(spoilt(exercise(), ("fields", "title"), text), by=None, why="a test")

    assert Record.objects.get(key="jimex-2024").title == text


def test_document_itself_is_stored(small_record):
    assert apply(exercise(), by=None, why="a test").outcome == "new"
