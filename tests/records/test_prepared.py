"""What is made before the lock: it is written as the record's world is by then."""

import pytest
from django.db import transaction

from records.documents import blank
from records.kinds import get_kind
from records.models import Revision, SearchText
from records.prepared import prepare
from records.steps import Proposal
from records.store import plan, take
from vocabulary.models import Country, CountryAlias, Grouping, Involvement

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def prepared(transactional_db):
    """A statement of the Quad and of India, prepared and not stored."""
    Country.objects.create(key="IN", name="India", iso3="IND")
    Country.objects.create(key="JP", name="Japan", iso3="JPN")
    Grouping.objects.create(key="quad", name="Quad").members.add("IN")
    document = blank(get_kind("agreement"), "quad-statement")
    document["fields"] |= {"title": "A statement", "type": "joint_statement"}
    document["lists"]["parties"] = [{"grouping": "quad"}, {"country": "IN"}]
    return prepare(plan([Proposal(document)]), by=None, why="a test")


def stored(prepared):
    with transaction.atomic():
        prepared.store()


def test_name_given_since_it_was_prepared_is_found(prepared):
    CountryAlias.objects.create(entry_id="IN", name="Bharat", language="hi")

    stored(prepared)

    assert " bharat" in SearchText.objects.get().text


def test_member_added_since_it_was_prepared_is_involved(prepared):
    Grouping.objects.get().members.add("JP")

    stored(prepared)

    assert set(Involvement.objects.values_list("country_id", flat=True)) == {"IN", "JP"}


def test_what_nobody_touched_is_read_but_not_made_again(prepared, monkeypatch):
    monkeypatch.setattr("vocabulary.searched.words_of", lambda *_given: pytest.fail("made again"))

    stored(prepared)

    assert " india" in SearchText.objects.get().text


def test_stored_again_after_a_transaction_that_was_given_up_it_is_whole(prepared):
    with transaction.atomic():
        prepared.store()
        transaction.set_rollback(True)

    stored(prepared)

    revision = Revision.objects.get()
    assert revision.document == take(prepared.steps[0].record)
    assert Involvement.objects.count() == SearchText.objects.count() == 1
