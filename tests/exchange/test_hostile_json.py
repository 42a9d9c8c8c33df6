"""JSON that no export writes: half characters, nests; each record is refused with a sentence."""

import json

import pytest

from exchange.batches.mending import given_back
from exchange.batches.steps import preview
from exchange.models import State
from tests.exchange.batch_cases import outcomes
from tests.exchange.test_batches_mending import entry

pytestmark = pytest.mark.usefixtures("small_record")
NEW = {
    "kind": "exercise",
    "key": "new-1",
    "title": "x",
    "document": {"kind": "exercise", "key": "new-1", "fields": {"title": "New one"}},
}
HALF = "a\ud800b"


def record(**parts) -> dict:
    found = entry("new-1")
    found["document"].update(parts)
    return found


def nested(depth: int) -> list:
    found: list = []
    for _level in range(depth):
        found = [found]
    return found


def cited(says) -> dict:
    return record(citations=[{"ref": "c1", "source": "small-source", "claims": {"date": says}}])


def previewed_json(by, *entries):
    return preview([("export.json", json.dumps(entries).encode())], by=by)


@pytest.mark.parametrize(
    "wrong",
    [
        record(fields={"title": HALF}),
        record(fields={HALF: "x"}),
        record(fields={"title": "T", "hosts": [HALF]}),
        record(lists={"participants": [{"ref": "a", "country": HALF}]}),
        cited(HALF),
        {**record(), "kind": HALF},
        {**record(), HALF: 1},
        HALF,
    ],
    ids=["field", "name", "host", "item", "claim", "kind", "envelope", "no-record"],
)
def test_half_a_character_is_told_at_its_record_and_the_others_are_taken(ana, wrong):
    batch = previewed_json(ana, wrong, entry("good-1", outcome="held"))

    (problem,) = batch.problems.all()
    assert (problem.row, problem.value) == (1, "\\ud800")
    assert "half a character" in problem.message
    assert outcomes(batch) == {"good-1": "new"}
    _name, content = given_back(batch, "json")
    assert rb"a\ud800b" in content
    assert len(json.loads(content)) == 1


@pytest.mark.parametrize(
    ("whole", "twice", "place"),
    [
        ('"title": "New one"}', '"title": "A", "title": "B"}', "document/fields/title"),
        ('"key": "new-1", "title"', '"key": "x", "key": "new-1", "title"', "key"),
    ],
    ids=["field", "envelope"],
)
def test_name_that_stands_twice_is_told_at_its_place(ana, whole, twice, place):
    text = json.dumps([NEW, entry("good-1", outcome="held")])
    assert whole in text
    content = text.replace(whole, twice, 1).encode()

    batch = preview([("export.json", content)], by=ana)

    (problem,) = batch.problems.all()
    assert (problem.row, problem.column) == (1, place)
    assert "stands twice" in problem.message
    assert outcomes(batch) == {"good-1": "new"}


def test_whole_character_of_two_escapes_is_none_of_them(ana):
    found = record()
    found["document"]["fields"].update(title="A ship \U0001f6a2", outcome="held")

    batch = previewed_json(ana, found)

    assert "\\ud83d" in json.dumps(found)
    assert outcomes(batch) == {"new-1": "new"}


@pytest.mark.parametrize("depth", [12, 400, 900])
@pytest.mark.parametrize("make", [cited, lambda deep: record(fields={"title": deep})])
def test_record_that_is_nested_too_deeply_is_told(ana, make, depth):
    batch = previewed_json(ana, make(nested(depth)), entry("good-1", outcome="held"))

    (problem,) = batch.problems.all()
    assert (problem.row, problem.message) == (1, "The record is nested too deeply.")
    assert outcomes(batch) == {"good-1": "new"}


@pytest.mark.parametrize("says", [[["2020"]], [{"a": "b"}], [None]])
def test_claim_that_lists_what_is_no_text_is_told(ana, says):
    batch = previewed_json(ana, cited(says))

    assert batch.state == State.PREVIEWED
    assert [p.message for p in batch.problems.filter(is_warning=False)] == [
        "A claim says a text, a number, yes or no, or a list of keys."
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[" + b",".join([b"{}"] * 300_000) + b"]", "far more lists and values"),
        (b"[" + b",".join([b"1"] * 300_000) + b"]", "far more lists and values"),
        (b"[" + b"9" * 5_000 + b"]", "a number has thousands of digits"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
    ],
    ids=["empty", "numbers", "digits", "nests"],
)
def test_file_that_would_fill_the_memory_is_refused_as_a_whole(ana, content, sentence):
    batch = preview([("export.json", content)], by=ana)

    (problem,) = batch.problems.all()
    assert batch.state == State.FAILED
    assert sentence in problem.message


def test_more_records_than_are_taken_are_refused(ana, settings):
    settings.IMPORT_LIMITS = {**settings.IMPORT_LIMITS, "rows": 2}

    batch = previewed_json(ana, entry("a-1"), entry("a-2"), entry("a-3"))

    assert [p.message for p in batch.problems.all()] == [
        "The file has 3 records; at most 2 are taken. Divide it."
    ]


@pytest.mark.parametrize(
    "entries", [[{}] * 30, [{f"field-{number}": 1 for number in range(30)}]], ids=["all", "one"]
)
def test_no_more_faults_are_told_than_a_person_reads(ana, settings, entries):
    settings.IMPORT_LIMITS = {**settings.IMPORT_LIMITS, "faults": 10}

    batch = previewed_json(ana, *entries)

    messages = [p.message for p in batch.problems.all()]
    assert len(messages) == 11
    assert messages.count("There are more faults than can be told: mend these first.") == 1
