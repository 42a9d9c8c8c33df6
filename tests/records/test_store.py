"""Taking and applying documents: all or nothing, against a revision, once."""

import copy

import pytest
from django.utils import timezone

from records.documents import blank, normal
from records.faults import Conflict, Faults
from records.kinds import get_kind
from records.models import Record, Redirect, Revision
from records.present import current
from records.steps import CHANGED, FAILED, NEW, UNCHANGED, Proposal
from records.store import apply, apply_many, plan, take, take_many
from records.workflow import publish, restore
from vocabulary.models import Country, CountryAlias, Domain, Involvement, Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def vocabulary(db):
    """Two countries, a domain, a sea and a city on it."""
    Country.objects.create(key="IN", name="India", iso3="IND")
    Country.objects.create(key="JP", name="Japan", iso3="JPN")
    CountryAlias.objects.create(entry_id="JP", name="日本", language="ja")
    Domain.objects.create(key="maritime", name="Maritime")
    Place.objects.create(key="bay-of-bengal", name="Bay of Bengal")
    Place.objects.create(key="off-chennai", name="Off Chennai", within_id="bay-of-bengal")


def source(key="the-hindu-2024", **fields) -> dict:
    document = blank(get_kind("source"), key)
    document["fields"] |= {"title": "A report", "type": "article-newspaper", **fields}
    return document


def exercise(key="jimex-2024", lists=None, claims=None, **fields) -> dict:
    document = blank(get_kind("exercise"), key)
    document["fields"] |= {"title": "JIMEX 2024", **fields}
    document["lists"] |= lists or {}
    if claims:
        document["citations"] = [{"source": "the-hindu-2024", "claims": claims}]
    return document


def stored(document: dict, **kwargs):
    return apply(document, by=None, why="a test", **kwargs)


def test_new_document_is_taken_back_as_it_was_applied(vocabulary):
    stored(source())
    document = exercise(
        date="June 2024",
        edition=8,
        hosts=["Japan"],
        places=["off-chennai"],
        domains=["maritime"],
        lists={
            "phases": [{"title": "Harbour"}, {"title": "Sea", "places": ["Bay of Bengal"]}],
            "participants": [{"country": "日本", "role": "host"}, {"country": "IND"}],
        },
        claims={"date": None, "participants/in": None},
    )
    step = stored(document)

    taken = take(Record.objects.get(pk="jimex-2024"))

    assert step.outcome == NEW
    assert taken == step.document == normal(taken)
    assert taken["fields"]["date"] == "2024-06"
    assert taken["fields"]["hosts"] == ["JP"]
    assert [item["ref"] for item in taken["lists"]["participants"]] == ["in", "jp"]
    assert [item["ref"] for item in taken["lists"]["phases"]] == ["p1", "p2"]
    assert taken["citations"][0]["claims"] == {"date": "2024-06", "participants/in": True}


def test_document_applied_twice_makes_one_revision(vocabulary):
    stored(exercise())

    again = stored(exercise())

    assert again.outcome == UNCHANGED
    assert Revision.objects.count() == 1


def test_change_makes_the_next_revision_with_who_when_and_why(vocabulary, ana):
    before = timezone.now()
    stored(exercise())

    apply(exercise(edition=8), by=ana, why="The number is in the title.", base=1)

    revision = Revision.objects.get(record="jimex-2024", number=2)
    assert (revision.by, revision.by_name) == (ana, "ana")
    assert revision.why == "The number is in the title."
    assert before <= revision.when <= timezone.now()
    assert revision.document["fields"]["edition"] == 8
    assert Record.objects.get().revision == 2


def test_stored_revision_is_not_rewritten(vocabulary):
    stored(exercise())
    revision = Revision.objects.get()
    revision.why = "something else"

    with pytest.raises(TypeError):
        revision.save()


@pytest.mark.parametrize("base", [None, 1])
def test_second_writer_is_refused_with_both_versions(vocabulary, base):
    stored(exercise())
    stored(exercise(edition=7), base=1)

    with pytest.raises(Conflict) as raised:
        stored(exercise(edition=8), base=base)

    assert raised.value.current == 2
    assert raised.value.ours["fields"]["edition"] == 8
    assert raised.value.theirs["fields"]["edition"] == 7
    assert take(Record.objects.get())["fields"]["edition"] == 7


def test_items_are_matched_by_ref(vocabulary):
    lists = {
        "phases": [{"ref": "p1", "title": "Harbour"}],
        "participants": [{"ref": "in", "country": "IN"}, {"ref": "jp", "country": "JP"}],
    }
    stored(exercise(lists=lists))
    kept = Record.objects.get().as_exercise.participants.get(ref="in").pk

    changed = {"participants": [{"ref": "in", "country": "IN", "personnel": 120}]}
    stored(exercise(lists=changed), base=1)

    record = Record.objects.get()
    assert take(record)["lists"]["participants"] == [
        {"ref": "in", "country": "IN", "personnel": 120}
    ]
    assert take(record)["lists"]["phases"] == []
    assert record.as_exercise.participants.get().pk == kept


def test_all_faults_are_told_at_their_places_and_nothing_is_stored(vocabulary):
    wrong = exercise(
        edition=0,
        date="30 February 2023",
        hosts=["Jpan"],
        lists={"participants": [{"ref": "in", "country": "IN", "role": "guest"}, {"ref": "x"}]},
        claims={"dates": "2023", "statements/s1": None},
    )

    with pytest.raises(Faults) as raised:
        apply_many([Proposal(source()), Proposal(wrong)], by=None, why="a test")

    paths = [fault.path for fault in raised.value.faults]
    assert paths == [
        "edition",
        "date",
        "hosts",
        "participants/in/role",
        "participants/x/country",
        "citations/c1/claims/dates",
        "citations/c1/claims/statements/s1",
    ]
    hosts = next(fault for fault in raised.value.faults if fault.path == "hosts")
    assert "Jpan" in hosts.message
    assert "Japan" in hosts.hint
    assert not Record.objects.exists()


def test_claims_are_checked_against_the_kind_and_the_record(vocabulary):
    stored(source())

    with pytest.raises(Faults) as raised:
        stored(exercise(claims={"dates": "2023", "statements/s1": None, "hosts": None}))

    assert [fault.path for fault in raised.value.faults] == [
        "citations/c1/claims/dates",
        "citations/c1/claims/hosts",
        "citations/c1/claims/statements/s1",
    ]


def test_claim_keeps_what_a_source_said_when_the_field_is_corrected(vocabulary):
    stored(source())
    first = stored(exercise(date="2024-06-11", claims={"date": None})).document

    corrected = copy.deepcopy(first)
    corrected["fields"]["date"] = "2024-06-12"
    stored(corrected, base=1)

    record = Record.objects.get(pk="jimex-2024")
    assert take(record)["citations"][0]["claims"] == {"date": "2024-06-11"}
    assert record.disputed_paths == ["date"]


def test_claim_of_what_the_field_would_refuse_is_stored(vocabulary):
    stored(source())

    stored(exercise(claims={"hosts": "Atlantis", "edition": "eighth", "deployments/jp-x": True}))

    claims = take(Record.objects.get(pk="jimex-2024"))["citations"][0]["claims"]
    assert claims == {"deployments/jp-x": True, "edition": "eighth", "hosts": "Atlantis"}


def test_documents_of_one_batch_may_refer_to_each_other(vocabulary):
    series = blank(get_kind("series"), "jimex")
    series["fields"]["title"] = "JIMEX"
    proposals = [Proposal(exercise(series="jimex", claims={"title": None}))]
    proposals += [Proposal(series), Proposal(source())]

    apply_many(proposals, by=None, why="a test")

    assert Record.objects.get(pk="jimex-2024").as_exercise.series.title == "JIMEX"


def test_key_of_another_kind_is_refused(vocabulary):
    stored(source("jimex-2024"))

    (step,) = plan([Proposal(exercise())])

    assert step.outcome == FAILED
    assert step.faults[0].path == "key"


def test_key_that_stands_twice_in_a_batch_is_refused(vocabulary):
    first, second = plan([Proposal(exercise()), Proposal(exercise(edition=8))])

    assert (first.outcome, second.outcome) == (NEW, FAILED)


def test_former_key_means_the_renamed_record(vocabulary):
    stored(exercise())
    Redirect.objects.create(old_key="jimex-24", record_id="jimex-2024")

    step = stored(exercise("jimex-24", edition=8), base=1)

    assert step.outcome == CHANGED
    assert take(Record.objects.get())["fields"]["edition"] == 8


def test_published_record_does_not_come_to_refer_to_a_draft(vocabulary):
    stored(source())
    stored(exercise(claims={"title": None}))
    publish(Record.objects.all(), by=None)
    stored(source("a-draft"))
    changed = take(Record.objects.get(pk="jimex-2024"))
    changed["citations"].append({"source": "a-draft", "claims": {"title": None}})

    with pytest.raises(Faults, match="a-draft"):
        stored(changed, base=1)


def test_restoring_applies_an_earlier_document_as_a_new_revision(vocabulary):
    first = stored(exercise(edition=7, lists={"participants": [{"country": "JP"}]})).document
    stored(exercise(edition=8), base=1)

    step = restore(Record.objects.get(), 1, by=None)

    assert step.record.revision == 3
    assert take(step.record) == first


def test_many_records_cost_as_many_queries_as_few(vocabulary, django_assert_max_num_queries):
    def documents(start, count):
        return [
            Proposal(exercise(f"e-{n}", hosts=["IN"], lists={"participants": [{"country": "JP"}]}))
            for n in range(start, start + count)
        ]

    with django_assert_max_num_queries(45):
        apply_many(documents(0, 3), by=None, why="few")
    with django_assert_max_num_queries(45):
        apply_many(documents(1000, 300), by=None, why="many")
    records = list(Record.objects.all())
    with django_assert_max_num_queries(20):
        assert take_many(records) == current(records)


def test_involved_countries_follow_the_document(vocabulary):
    stored(exercise(hosts=["IN"], lists={"participants": [{"country": "JP"}]}))
    stored(exercise(hosts=["IN"]), base=1)

    assert list(Involvement.objects.values_list("country_id", flat=True)) == ["IN"]
