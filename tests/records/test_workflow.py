"""Draft, in review, published, withdrawn: who may take which step, and when it is refused."""

import pytest
from django.core.exceptions import PermissionDenied

from records.documents import blank
from records.faults import Faults, Refused
from records.kinds import get_kind
from records.models import Record, Status, StatusChange
from records.referring import referring_to
from records.steps import Proposal
from records.store import apply, apply_many, take
from records.workflow import publish, return_to_draft, submit, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def records(db) -> dict[str, Record]:
    """A series, an edition of it that cites a source, and the source."""
    source = blank(get_kind("source"), "a-source")
    source["fields"] |= {"title": "A source", "type": "report"}
    series = blank(get_kind("series"), "jimex")
    series["fields"]["title"] = "JIMEX"
    edition = blank(get_kind("exercise"), "jimex-2024")
    edition["fields"] |= {"title": "JIMEX 2024", "series": "jimex"}
    for document in (series, edition):
        document["citations"] = [{"source": "a-source", "claims": {"title": None}}]
    steps = apply_many([Proposal(d) for d in (source, series, edition)], by=None, why="a test")
    return {step.key: step.record for step in steps}


def status(key: str) -> str:
    return Record.objects.get(pk=key).status


def test_new_record_is_a_draft_that_readers_do_not_see(records):
    assert status("jimex") == Status.DRAFT
    assert not Record.objects.published().exists()


def test_analyst_submits_and_editor_publishes(records, ana, ed):
    submit([records["a-source"]], by=ana)
    assert status("a-source") == Status.IN_REVIEW

    publish([records["a-source"]], by=ed, why="Read it.")

    assert status("a-source") == Status.PUBLISHED
    last = StatusChange.objects.first()
    assert (last.key, last.before, last.after) == ("a-source", "in_review", "published")
    assert (last.by_name, last.why) == ("ed", "Read it.")


def test_analyst_cannot_publish_withdraw_or_return(records, ana):
    for step in (publish, withdraw, return_to_draft):
        with pytest.raises(PermissionDenied):
            step([records["a-source"]], by=ana, why="")
    assert status("a-source") == Status.DRAFT


def test_record_without_evidence_is_not_published(records, ed):
    document = blank(get_kind("project"), "unicorn")
    document["fields"]["title"] = "UNICORN"
    (step,) = apply_many([Proposal(document)], by=None, why="a test")

    with pytest.raises(Faults, match="evidence"):
        publish([step.record], by=ed)


def test_record_is_not_published_before_what_it_refers_to(records, ed):
    with pytest.raises(Faults) as raised:
        publish([records["jimex-2024"]], by=ed)

    assert [fault.value for fault in raised.value.faults] == ["a-source", "jimex"]
    assert status("jimex-2024") == Status.DRAFT


def test_records_that_refer_to_each_other_are_published_together(records, ed):
    published = publish(records.values(), by=ed)

    assert {record.key for record in published} == set(records)
    assert Record.objects.published().count() == 3


def test_publishing_again_changes_nothing(records, ed):
    publish(records.values(), by=ed)

    assert publish(records.values(), by=ed) == []
    assert StatusChange.objects.count() == 3


def test_record_that_published_ones_refer_to_is_not_withdrawn(records, ed):
    publish(records.values(), by=ed)

    with pytest.raises(Refused, match="JIMEX 2024"):
        withdraw([records["jimex"]], by=ed, why="wrong")

    withdraw([records["jimex"], records["jimex-2024"]], by=ed, why="wrong")
    assert status("jimex") == status("jimex-2024") == Status.WITHDRAWN


def test_withdrawn_record_goes_back_to_the_analysts(records, ed):
    publish(records.values(), by=ed)
    withdraw([records["jimex-2024"]], by=ed, why="wrong")

    return_to_draft([records["jimex-2024"]], by=ed)

    assert status("jimex-2024") == Status.DRAFT


def test_published_record_is_not_submitted(records, ed, ana):
    publish(records.values(), by=ed)

    with pytest.raises(Refused):
        submit([records["jimex"]], by=ana)


def test_what_refers_to_a_record_is_found_in_fields_and_lists(records):
    assert set(referring_to(["jimex"]).values_list("pk", flat=True)) == {"jimex-2024"}
    assert set(referring_to(["a-source"]).values_list("pk", flat=True)) == {"jimex", "jimex-2024"}


def test_published_record_does_not_lose_its_evidence(records, ed):
    publish(records.values(), by=ed)
    bare = take(records["jimex"])
    bare["citations"] = []

    with pytest.raises(Faults, match="evidence"):
        apply(bare, by=ed, why="a slip", base=1)

    assert take(records["jimex"])["citations"]
