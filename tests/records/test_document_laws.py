"""The laws of documents, on generated ones of every kind."""

import copy

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from records.completed import completed
from records.differences import MISSING, diff, flatten, merge, patch
from records.documents import Cleaner, blank, canonical, normal, value_at
from records.faults import Faults
from records.kinds import get_kind, kinds
from records.models import Record, Revision
from records.present import current
from records.steps import UNCHANGED, Proposal
from records.store import apply, apply_many, take, take_many
from tests.documents import documents, rolled_back, small_record, small_vocabulary

__all__ = ["small_record", "small_vocabulary"]

KINDS = [kind.name for kind in kinds()]
LAW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)


def pairs(count: int):
    """Draw that many documents of one kind."""
    return st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(*[documents(kind)] * count))


@pytest.mark.parametrize("kind", KINDS)
def test_take_of_apply_is_the_document_in_normal_form(kind, small_record):
    @LAW
    @given(documents(kind))
    def law(document):
        with rolled_back():
            step = apply(copy.deepcopy(document), by=None, why="a law")
            record = Record.objects.get(pk="drawn")
            assert take(record) == normal(document)
            assert current([record]) == {"drawn": normal(document)}
            assert (step.record.revision, record.title) == (1, document["fields"]["title"])

    law()


@pytest.mark.parametrize("kind", KINDS)
def test_one_document_replaces_another_wholly(kind, small_record):
    @LAW
    @given(documents(kind), documents(kind))
    def law(first, second):
        with rolled_back():
            apply(first, by=None, why="first")
            apply(second, by=None, why="second", base=1)
            assert take(Record.objects.get(pk="drawn")) == second

    law()


def test_applying_twice_is_applying_once(small_record):
    @LAW
    @given(pairs(1))
    def law(drawn):
        with rolled_back():
            apply(drawn[0], by=None, why="once")
            again = apply(drawn[0], by=None, why="twice", base=1)
            assert again.outcome == UNCHANGED
            assert Revision.objects.filter(record="drawn").count() == 1

    law()


def test_many_at_once_are_the_same_as_one_by_one(small_record):
    @settings(LAW, max_examples=8)
    @given(st.tuples(*(documents(kind, f"drawn-{kind}") for kind in KINDS)))
    def law(drawn):
        with rolled_back():
            apply_many([Proposal(document) for document in drawn], by=None, why="many")
            records = Record.objects.filter(pk__startswith="drawn-")
            assert take_many(records) == {document["key"]: document for document in drawn}

    law()


@LAW
@given(pairs(1))
def test_normal_form_is_its_own_normal_form(drawn):
    assert canonical(normal(normal(drawn[0]))) == canonical(drawn[0])


@LAW
@given(pairs(1), st.randoms(use_true_random=False))
def test_order_of_lists_and_sets_says_nothing(drawn, random):
    shuffled = copy.deepcopy(drawn[0])
    for items in [*shuffled["lists"].values(), shuffled.get("citations", [])]:
        random.shuffle(items)
    for field in get_kind(shuffled["kind"]).fields:
        if field.type.name == "refs":
            random.shuffle(shuffled["fields"][field.name])
    assert normal(shuffled) == drawn[0]


@LAW
@given(pairs(2))
def test_patch_by_the_difference_leads_to_the_other(drawn):
    a, b = drawn
    assert patch(a, diff(a, b)) == b


@LAW
@given(pairs(2))
def test_difference_is_empty_for_equal_documents_only(drawn):
    a, b = drawn
    assert diff(a, copy.deepcopy(a)) == ()
    assert bool(diff(a, b)) == (a != b)


@LAW
@given(pairs(2))
def test_merge_with_an_unchanged_side_is_the_other_side(drawn):
    a, b = drawn
    assert merge(a, a, b) == (b, ())
    assert merge(a, b, a) == (b, ())
    assert merge(a, b, b) == (b, ())


@LAW
@given(pairs(3))
def test_merge_keeps_what_only_one_side_changed(drawn):
    base, ours, theirs = drawn
    merged, clashes = merge(base, ours, theirs)
    was, our, their, result = (flatten(d) for d in (base, ours, theirs, merged))
    heads = {clash.place[:2] for clash in clashes}
    for place in {*was, *our, *their}:
        if place[:2] in heads:
            continue
        before = was.get(place, MISSING)
        sides = {repr(our.get(place, MISSING)), repr(their.get(place, MISSING))} - {repr(before)}
        assert len(sides) <= 1
        if sides:
            assert repr(result.get(place, MISSING)) in sides


@LAW
@given(pairs(3))
def test_merged_document_is_whole(drawn):
    merged, _clashes = merge(*drawn)
    for name, item_list in get_kind(merged["kind"]).lists.items():
        items = merged.get(name, []) if name == "citations" else merged["lists"][name]
        required = [f.name for f in item_list.fields if f.required and f.type.name != "claims"]
        for item in items:
            assert [name for name in required if name not in item] == []


def test_clash_is_told_with_all_three_values():
    base, ours, theirs = (blank(get_kind("project"), "unicorn") for _side in range(3))
    base["fields"]["title"], ours["fields"]["title"] = "UNICORN", "UNICORN mast"
    theirs["fields"]["title"] = "NORA-50"

    merged, clashes = merge(base, ours, theirs)

    assert [(c.path, c.base, c.ours, c.theirs) for c in clashes] == [
        ("title", "UNICORN", "UNICORN mast", "NORA-50")
    ]
    assert merged["fields"]["title"] == "NORA-50"


def test_item_removed_by_one_side_and_changed_by_the_other_is_a_clash():
    base, ours, theirs = (blank(get_kind("exercise"), "jimex-2024") for _side in range(3))
    base["lists"]["participants"] = [{"ref": "in", "country": "IN"}]
    theirs["lists"]["participants"] = [{"ref": "in", "country": "IN", "personnel": 100}]

    merged, clashes = merge(base, ours, theirs)

    assert [clash.path for clash in clashes] == ["participants/in"]
    assert merged["lists"]["participants"] == theirs["lists"]["participants"]


def test_changed_item_that_the_stored_side_removed_is_a_clash_of_the_whole_item():
    base, ours, theirs = (blank(get_kind("exercise"), "jimex-2024") for _side in range(3))
    base["lists"]["participants"] = [{"ref": "jp", "country": "JP", "personnel": 106}]
    ours["lists"]["participants"] = [{"ref": "jp", "country": "JP", "personnel": 777}]

    merged, clashes = merge(base, ours, theirs)

    assert [(c.path, c.base, c.ours, c.theirs) for c in clashes] == [
        ("participants/jp", True, True, MISSING)
    ]
    assert merged == theirs


@LAW
@given(pairs(1), st.data())
def test_value_is_found_at_every_place_of_the_flat_document(drawn, data):
    flat = {place: v for place, v in flatten(drawn[0]).items() if len(place) < 4}
    place = data.draw(st.sampled_from(sorted(flat)))
    assume(place[0] != "citations" or len(place) != 1)
    assert value_at(drawn[0], "/".join(place)) == flat[place]


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        {"kind": "exercise"},
        {"kind": "ship", "key": "a"},
        {"schema": 99, "kind": "exercise", "key": "a", "fields": {"title": "a"}},
        {"kind": "exercise", "key": "A b"},
        {"kind": "exercise", "key": "a", "fields": []},
        {"kind": "exercise", "key": "a", "fields": {"title": 3}},
        {"kind": "exercise", "key": "a", "fields": {"title": "a", "colour": "red"}},
        {"kind": "exercise", "key": "a", "fields": {"title": "a"}, "lists": {"phases": {}}},
        {"kind": "exercise", "key": "a", "fields": {"title": "a"}, "lists": {"phases": ["p1"]}},
        {"kind": "exercise", "key": "a", "fields": {"title": "a"}, "citations": [{"claims": 3}]},
        {"kind": "exercise", "key": "a", "fields": {"title": "a\x00b"}},
        {"kind": "exercise", "key": "a", "fields": {"title": "a", "hosts": [3]}},
        {"kind": "source", "key": "a", "fields": {"title": "a", "type": "x"}, "citations": []},
        {"kind": "source", "key": "a", "fields": {"title": "a", "url": "javascript:alert(1)"}},
    ],
)
def test_what_is_no_document_is_refused_with_faults(document):
    with pytest.raises(Faults) as raised:
        normal(document)

    assert all(fault.message for fault in raised.value.faults)


@LAW
@given(pairs(1), st.randoms(use_true_random=False))
def test_short_way_to_normal_form_is_the_long_one(drawn, random):
    bare = copy.deepcopy(drawn[0])
    for citation in bare.get("citations", []):
        for path, value in citation.get("claims", {}).items():
            # What says just the present value is stamped with it again.
            citation["claims"][path] = None if value == value_at(drawn[0], path) else value
    for items in [*bare["lists"].values(), bare.get("citations", [])]:
        random.shuffle(items)

    assert completed(bare, Cleaner()) == drawn[0]


@pytest.mark.parametrize("kind", KINDS)
def test_short_way_leaves_what_is_wrong_to_the_long_one(kind):
    empty = blank(get_kind(kind), "drawn")

    assert completed(empty, Cleaner()) is None
    with pytest.raises(Faults):
        normal(empty)
