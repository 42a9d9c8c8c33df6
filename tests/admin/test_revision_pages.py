"""Two writers, differences, restoring."""

import pytest

from records.models import Revision
from records.store import apply, take
from tests.admin.forms import data_of

CHANGE = "/admin/exercises/exercise/jimex-2023/change/"
PAGES = "/admin/exercises/exercise/jimex-2023/"


@pytest.fixture
def later(record):
    """The edition, changed by somebody else: revision 2."""
    document = take(record)
    document["fields"]["edition"] = 8
    document["lists"]["phases"] = []
    apply(document, by=None, why="recounted", base=1)
    record.refresh_from_db()
    return record


@pytest.fixture
def typed(as_ana, record):
    """What Ana typed in a form that she opened at revision 1."""
    data = data_of(as_ana.get(CHANGE))
    data |= {"summary": "An hour of work", "phases-0-title": "Port phase"}
    return data


def test_second_writer_is_refused_with_both_versions(as_ana, typed, later):
    answer = as_ana.post(CHANGE, typed)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Your change starts from revision 1" in page
    rows = {row.path: (row.old, row.new) for row in answer.context["conflict_rows"]}
    assert rows["edition"] == ("8", "7")
    assert rows["summary"] == ("", "An hour of work")
    assert rows["phases/p1/title"] == ("", "Port phase")
    assert take(later)["fields"]["summary"] == ""
    assert "An hour of work" in page
    assert 'value="Port phase"' in page
    assert "record-single" in page


def test_second_writer_who_just_saves_again_is_refused_again(as_ana, typed, later):
    again = data_of(as_ana.post(CHANGE, typed))

    answer = as_ana.post(CHANGE, again)

    assert "conflict" in answer.context
    assert take(later)["fields"]["edition"] == 8


def test_second_writer_who_has_looked_at_the_other_version_may_store(as_ana, typed, later):
    as_ana.post(CHANGE, typed)

    answer = as_ana.post(CHANGE, typed | {"seen_revision": "2"})

    assert answer.status_code == 302
    assert take(later)["fields"]["summary"] == "An hour of work"
    assert take(later)["lists"]["phases"] == [{"ref": "p1", "title": "Port phase"}]


def test_form_without_its_base_revision_overwrites_nothing(as_ana, typed, later):
    del typed["base_revision"]

    answer = as_ana.post(CHANGE, typed)

    assert answer.status_code == 200
    assert take(later)["fields"]["edition"] == 8


def test_two_writers_with_the_same_change_do_not_quarrel(as_ana, typed, record):
    assert as_ana.post(CHANGE, typed).status_code == 302
    assert as_ana.post(CHANGE, typed).status_code == 302

    assert Revision.objects.filter(record=record).count() == 2


def test_revisions_are_listed_with_who_and_why(as_ana, later):
    page = as_ana.get(PAGES + "revisions/").content.decode()

    assert "recounted" in page
    assert "a record to work on" in page
    assert "revisions/1/restore" in page or "1/restore/" in page


def test_two_revisions_are_compared_in_words(as_ana, later):
    page = as_ana.get(PAGES + "compare/", {"old": "1", "new": "2"})

    rows = {row.label: (row.old, row.new) for row in page.context["rows"]}
    assert rows["edition"] == ("7", "8")
    assert rows["phases: Harbour phase"] == ("yes", "")


@pytest.mark.parametrize("query", ["", "?old=1", "?old=a&new=1", "?old=1&new=99", "?old=²&new=1"])
def test_comparing_what_is_not_there_is_not_found(as_ana, later, query):
    assert as_ana.get(PAGES + "compare/" + query).status_code == 404


def test_restoring_shows_the_difference_first_and_stores_on_post(as_ana, later, ana):
    address = PAGES + "revisions/1/restore/"

    assert as_ana.get(address).status_code == 200
    later.refresh_from_db()
    assert later.revision == 2
    answer = as_ana.post(address, {"base_revision": "2", "why": "The count was right"})

    assert answer.status_code == 302
    made = Revision.objects.get(record=later, number=3)
    assert (made.by, made.why) == (ana, "The count was right")
    assert made.document == Revision.objects.get(record=later, number=1).document


def test_restoring_after_somebody_else_changed_the_record_is_refused(as_ana, later):
    answer = as_ana.post(PAGES + "revisions/1/restore/", {"base_revision": "1"})

    assert "has changed since you looked" in answer.content.decode()
    assert Revision.objects.filter(record=later).count() == 2


def test_restoring_what_is_no_longer_valid_says_why(as_ana, later):
    from vocabulary.models import Place

    old = Revision.objects.get(record=later, number=1)
    Revision.objects.filter(pk=old.pk).update(
        document={**old.document, "fields": {**old.document["fields"], "places": ["gone"]}}
    )

    answer = as_ana.post(PAGES + "revisions/1/restore/", {"base_revision": "2"})

    assert "No place is called “gone”" in answer.content.decode()
    assert not Place.objects.filter(key="gone").exists()
