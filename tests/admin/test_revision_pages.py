"""Two writers, differences, restoring."""

from urllib.parse import urljoin

import pytest
from django.contrib.admin.models import LogEntry

from records.models import Revision
from records.store import apply, take
from tests.admin.forms import add_row, data_of, errors_of

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


def rows_of(answer, name) -> dict:
    return {row.path: (row.old, row.new) for row in answer.context[name]}


def test_second_writer_is_refused_with_both_versions(as_ana, typed, later):
    answer = as_ana.post(CHANGE, typed)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Your change starts from revision 1" in page
    assert rows_of(answer, "kept_rows") == {"edition": ("7", "8")}
    assert rows_of(answer, "added_rows") == {"summary": ("", "An hour of work")}
    assert rows_of(answer, "conflict_rows")["phases/p1/title"] == ("", "Port phase")
    assert "Changed by the system, will be kept" in page
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
    assert take(later)["fields"]["edition"] == 8


def store_over(record, base: int, **fields) -> None:
    changed = take(record)
    changed["fields"].update(fields)
    apply(changed, by=None, why="meanwhile", base=base)


def test_field_that_the_second_writer_never_touched_is_kept(as_ana, record):
    form = data_of(as_ana.get(CHANGE)) | {"objectives": "To train together"}
    store_over(record, 1, summary="The first writer's hour of work")

    asked = as_ana.post(CHANGE, form)
    answer = as_ana.post(CHANGE, form | {"seen_revision": "2"})

    assert asked.context["conflict_rows"] == []
    assert rows_of(asked, "kept_rows") == {"summary": ("", "The first writer's hour of work")}
    assert rows_of(asked, "added_rows") == {"objectives": ("", "To train together")}
    assert answer.status_code == 302
    fields = take(record)["fields"]
    assert fields["summary"] == "The first writer's hour of work"
    assert fields["objectives"] == "To train together"


def test_place_that_both_changed_takes_the_form_once_it_was_seen(as_ana, record):
    form = data_of(as_ana.get(CHANGE)) | {"edition": "9"}
    store_over(record, 1, edition=8)

    asked = as_ana.post(CHANGE, form)
    as_ana.post(CHANGE, form | {"seen_revision": "2"})

    assert rows_of(asked, "conflict_rows") == {"edition": ("8", "9")}
    assert take(record)["fields"]["edition"] == 9


def test_merge_that_a_third_writer_overtook_is_asked_again(as_ana, record):
    form = data_of(as_ana.get(CHANGE)) | {"objectives": "To train together"}
    store_over(record, 1, summary="Second")
    store_over(record, 2, summary="Third")

    answer = as_ana.post(CHANGE, form | {"seen_revision": "2"})

    assert rows_of(answer, "kept_rows") == {"summary": ("", "Third")}
    assert take(record)["fields"]["objectives"] == ""


def test_row_that_only_the_form_removed_stays_removed(as_ana, record):
    form = data_of(as_ana.get(CHANGE)) | {"phases-0-DELETE": "on"}
    store_over(record, 1, summary="Second")

    as_ana.post(CHANGE, form | {"seen_revision": "2"})

    assert take(record)["lists"]["phases"] == []
    assert take(record)["fields"]["summary"] == "Second"


def test_row_removed_in_the_form_and_changed_by_another_is_asked_about(as_ana, record):
    form = data_of(as_ana.get(CHANGE)) | {"phases-0-DELETE": "on"}
    changed = take(record)
    changed["lists"]["phases"][0]["title"] = "Port phase"
    apply(changed, by=None, why="meanwhile", base=1)

    asked = as_ana.post(CHANGE, form)
    as_ana.post(CHANGE, form | {"seen_revision": "2"})

    assert rows_of(asked, "conflict_rows")["phases/p1/title"] == ("Port phase", "")
    assert take(record)["lists"]["phases"] == []


def test_row_changed_in_the_form_and_removed_by_another_comes_back_whole(as_ana, record):
    first = take(record)
    first["lists"]["phases"][0]["date"] = "2023-07-05"
    apply(first, by=None, why="dated", base=1)
    form = data_of(as_ana.get(CHANGE)) | {"phases-0-title": "Port phase"}
    first["lists"]["phases"] = []
    apply(first, by=None, why="meanwhile", base=2)

    as_ana.post(CHANGE, form | {"seen_revision": "3"})

    assert take(record)["lists"]["phases"] == [
        {"ref": "p1", "title": "Port phase", "date": "2023-07-05"}
    ]


def test_two_new_rows_of_one_number_are_both_kept(as_ana, record):
    form = data_of(as_ana.get(CHANGE))
    add_row(form, "phases", title="My phase")
    add_row(form, "citations", source="other-2023", claims="phases/p2\nphases/p2/title")
    changed = take(record)
    changed["lists"]["phases"].append({"ref": "p2", "title": "Their phase"})
    changed["citations"].append({"source": "other-2023", "locator": "9", "claims": {"date": None}})
    apply(changed, by=None, why="meanwhile", base=1)

    answer = as_ana.post(CHANGE, form | {"seen_revision": "2"})

    assert answer.status_code == 302, errors_of(answer)
    titles = {p["ref"]: p["title"] for p in take(record)["lists"]["phases"]}
    assert titles == {"p1": "Harbour phase", "p2": "Their phase", "p3": "My phase"}
    claims = [c["claims"] for c in take(record)["citations"]]
    assert claims[2] == {"phases/p3": True, "phases/p3/title": "My phase"}


@pytest.mark.parametrize(
    "page", ["jimex-2023/history/", "../../records/record/jimex-2023/history/"]
)
def test_history_leads_to_the_revisions_whatever_the_log_has(as_ana, record, page):
    as_ana.post(CHANGE, data_of(as_ana.get(CHANGE)) | {"edition": "9"})
    LogEntry.objects.update(change_message='[{"changed": {"name": "revision 2", "object": "x"}}]')

    answer = as_ana.get(urljoin("/admin/exercises/exercise/", page))

    assert answer.url == PAGES + "revisions/"
    assert as_ana.get("/admin/").status_code == 200


def test_change_is_told_in_the_log_in_words_that_it_can_show(as_ana, record):
    as_ana.post(CHANGE, data_of(as_ana.get(CHANGE)) | {"edition": "9"})

    assert LogEntry.objects.get().get_change_message() == "Changed revision 2."


def test_form_leads_to_its_history_once(as_ana, record):
    page = as_ana.get(CHANGE).content.decode()

    assert page.count(PAGES + "revisions/") == 1
    assert PAGES + "history/" not in page


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


def test_restoring_from_nowhere_says_what_is_missing(as_ana, later):
    answer = as_ana.post(PAGES + "revisions/1/restore/", {"base_revision": ""})

    assert "This field is required" in answer.content.decode()


def test_restoring_what_is_no_longer_valid_says_why(as_ana, later):
    from vocabulary.models import Place

    old = Revision.objects.get(record=later, number=1)
    Revision.objects.filter(pk=old.pk).update(
        document={**old.document, "fields": {**old.document["fields"], "places": ["gone"]}}
    )

    answer = as_ana.post(PAGES + "revisions/1/restore/", {"base_revision": "2"})

    assert "No place is called “gone”" in answer.content.decode()
    assert not Place.objects.filter(key="gone").exists()
