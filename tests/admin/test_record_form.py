"""The form of a record: what is typed becomes a document, what is wrong stands where it belongs."""

import pytest
from django.contrib.messages import get_messages

from records.models import Record, Redirect, Revision, Status
from records.store import apply, take
from tests.admin.forms import add_row, data_of, errors_of

CHANGE = "/admin/exercises/exercise/jimex-2023/change/"
ADD = "/admin/exercises/exercise/add/"


@pytest.fixture
def sent(as_ana, record):
    """Return a function: changes -> the answer to sending Ana's form with them."""

    def send(change=None, /, **changes):
        data = data_of(as_ana.get(CHANGE))
        data.update(changes)
        if change:
            change(data)
        return as_ana.post(CHANGE, data)

    return send


def test_form_sent_back_untouched_makes_no_revision(sent, record):
    before = take(record)

    answer = sent()

    assert answer.status_code == 302
    record.refresh_from_db()
    assert (record.revision, take(record)) == (1, before)


def test_change_of_a_field_makes_a_revision_with_who_and_why(sent, record, ana):
    answer = sent(date="6-11 July 2023", why="The navy's own page")

    assert answer.status_code == 302
    made = Revision.objects.get(record=record, number=2)
    assert (made.by, made.why) == (ana, "The navy's own page")
    assert made.document["fields"]["date"] == "2023-07-06/2023-07-11"
    assert made.document["citations"][0]["claims"]["date"] == "2023-07-05/2023-07-10"


def test_edition_that_was_held_in_the_future_is_stored_with_a_warning(sent, record):
    answer = sent(outcome="held", date="May 2190")

    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert any("its date is yet to come: May 2190" in text for text in said)
    record.refresh_from_db()
    assert record.revision == 2


def test_date_of_which_a_word_is_not_kept_is_stored_with_a_warning(sent, record):
    answer = sent(date="late July 2023")

    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert any("“late” is not kept: it is read as July 2023." in text for text in said)
    record.refresh_from_db()
    assert record.revision == 2


def test_title_of_signs_that_nobody_sees_is_missing(sent, record):
    answer = sent(title="\u200b\u200d")

    assert "This must be given." in errors_of(answer)


@pytest.mark.parametrize("why", ["because\x07", "\u202ebackwards"])
def test_reason_with_control_characters_is_told_at_its_field(sent, record, why):
    answer = sent(date="2022", why=why)

    assert "control characters" in errors_of(answer)
    record.refresh_from_db()
    assert record.revision == 1


def test_new_rows_get_their_refs_and_old_ones_keep_theirs(sent, record):
    def change(data):
        add_row(data, "participants", country="US", role="observer")
        add_row(data, "phases", title="Sea phase", date="8 July 2023", places=["bay-of-bengal"])
        data["participants-0-personnel"] = "120"

    sent(change)

    lists = take(record)["lists"]
    assert [p["ref"] for p in lists["participants"]] == ["in", "jp", "us"]
    assert lists["participants"][0]["personnel"] == 120
    assert lists["phases"][1] == {
        "ref": "p2",
        "title": "Sea phase",
        "date": "2023-07-08",
        "places": ["bay-of-bengal"],
    }


def test_row_marked_for_deletion_leaves_the_record(sent, record):
    sent(**{"phases-0-DELETE": "on"})

    assert take(record)["lists"]["phases"] == []


def test_new_phase_named_by_a_new_deployment_is_stored_with_it(sent, record, vocabulary):
    from vocabulary.models import Unit

    Unit.objects.create(key="ins-delhi", name="INS Delhi")

    def change(data):
        add_row(data, "phases", title="Sea phase")
        add_row(data, "deployments", unit="ins-delhi", phases="p1; p2")

    answer = sent(change)

    assert answer.status_code == 302, errors_of(answer)
    assert take(record)["lists"]["deployments"][0]["phases"] == ["p1", "p2"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "This field is required"),
        ("date", "31 February 2023", "February"),
        ("edition", "0", "must be at least 1"),
        ("edition", "seven", "whole number"),
        ("outcome", "exploded", "exploded is not one"),
        ("places", ["atlantis"], "No place is called “atlantis”"),
        ("series", "nowhere", "No exercise series is called “nowhere”"),
        ("title", "a\x01b", "control characters"),
        ("why", "x" * 501, "at most 500"),
        ("participants-0-country", "ZZ", "No country is called “ZZ”"),
        ("participants-1-country", "", "This field is required"),
        ("participants-0-personnel", "-3", "greater than or equal to 0"),
        ("participants-0-personnel", "9" * 12, "at most"),
        ("phases-0-date", "2023-13", "2023-13"),
        ("citations-0-source", "nobody", "No source is called “nobody”"),
        ("citations-0-claims", "colour: blue", "It can be: title, series, edition"),
    ],
)
def test_bad_value_is_told_at_its_field_and_nothing_is_stored(sent, record, field, value, sentence):
    answer = sent(**{field: value})

    assert answer.status_code == 200
    assert sentence in errors_of(answer)
    record.refresh_from_db()
    assert record.revision == 1
    prefix, _dash, name = field.rpartition("-")
    assert name in _form(answer, prefix).errors


def _form(answer, prefix):
    if not prefix:
        return answer.context["adminform"].form
    formsets = [wrapped.formset for wrapped in answer.context["inline_admin_formsets"]]
    return next(form for formset in formsets for form in formset.forms if form.prefix == prefix)


def test_what_was_typed_is_still_there_after_a_fault(sent):
    def change(data):
        add_row(data, "statements", text="Ships from both navies left port together.")
        data["places"] = ["atlantis"]
        data["summary"] = "A summary that took an hour"

    page = sent(change).content.decode()

    assert "Ships from both navies left port together." in page
    assert "A summary that took an hour" in page


def test_deployment_of_nothing_is_told_at_its_row(sent):
    answer = sent(lambda data: add_row(data, "deployments", count="2"))

    assert "names a unit or a platform" in str(_form(answer, "deployments-0").errors)


def test_two_rows_of_one_ref_are_refused_not_merged(sent):
    answer = sent(**{"participants-1-ref": "in"})

    assert "stands twice" in errors_of(answer)


def test_new_record_without_a_key_gets_one_from_its_title(as_ana, record):
    Redirect.objects.create(old_key="jimex-2024", record=record)
    data = data_of(as_ana.get(ADD)) | {"title": "JIMEX 2024", "key": ""}

    answer = as_ana.post(ADD, data)

    assert answer.status_code == 302, errors_of(answer)
    made = Record.objects.get(key="jimex-2024-2")
    assert (made.status, made.revision) == (Status.DRAFT, 1)


def test_new_record_with_a_taken_key_is_refused(as_ana, record):
    data = data_of(as_ana.get(ADD)) | {"title": "Another", "key": "jimex"}

    answer = as_ana.post(ADD, data)

    assert "belongs to another record already" in errors_of(answer)
    assert Record.objects.get(key="jimex").kind == "series"


def test_new_record_with_the_key_of_one_of_its_kind_is_refused(as_ana, record):
    data = data_of(as_ana.get(ADD)) | {"title": "Another", "key": "jimex-2023"}

    answer = as_ana.post(ADD, data)

    assert "exists already" in errors_of(answer)
    assert take(record)["fields"]["title"] == "JIMEX 2023"


def test_key_of_a_stored_record_cannot_be_changed(sent, record):
    sent(key="another", title="Another title")

    assert not Record.objects.filter(key="another").exists()
    assert take(record)["fields"]["title"] == "Another title"


@pytest.mark.parametrize("kind", ["exercises/series", "agreements/agreement", "sources/source"])
def test_every_add_form_refuses_emptiness_without_breaking(as_ana, vocabulary, kind):
    address = f"/admin/{kind}/add/"

    answer = as_ana.post(address, data_of(as_ana.get(address)))

    assert answer.status_code == 200
    assert "This field is required" in errors_of(answer)


def test_form_without_its_rows_is_an_error_not_a_crash(as_ana, record):
    answer = as_ana.post(CHANGE, {"title": "Forged", "base_revision": "1"})

    assert answer.status_code == 200
    assert take(record)["fields"]["title"] == "JIMEX 2023"


@pytest.mark.parametrize("base", ["", "one"])
def test_change_that_does_not_say_where_it_starts_says_so_at_the_head(sent, record, base):
    answer = sent(base_revision=base, edition="9")

    (sentence,) = answer.context["adminform"].form.non_field_errors()
    assert "does not say which revision" in sentence
    assert take(record)["fields"]["edition"] == 7


def test_id_of_a_row_is_taken_as_it_comes(sent, record):
    answer = sent(**{"participants-0-id": "\0", "participants-0-personnel": "12"})

    assert answer.status_code == 302, errors_of(answer)
    assert take(record)["lists"]["participants"][0]["personnel"] == 12


@pytest.mark.parametrize("name", ["participants-0-ref", "citations-0-ref", "seen_revision"])
def test_error_in_a_hidden_field_is_told_where_it_is_seen(sent, record, name):
    answer = sent(**{name: "\0"})

    prefix = name.rpartition("-")[0]
    assert _form(answer, prefix).non_field_errors()
    record.refresh_from_db()
    assert record.revision == 1


def test_authors_of_a_source_that_one_may_only_read_are_names(as_ana, record):
    source = Record.objects.get(key="mod-2023")
    changed = take(source)
    changed["fields"]["authors"] = ["Rej, Abhijnan", "Ministry of Defence"]
    apply(changed, by=None, why="authors", base=1)

    page = as_ana.get("/admin/sources/source/mod-2023/change/").content.decode()

    assert "Rej, Abhijnan<br>Ministry of Defence" in page


def test_source_takes_authors_line_by_line_and_an_address_without_scheme(as_ana, record):
    address = "/admin/sources/source/add/"
    data = data_of(as_ana.get(address)) | {
        "title": "A report",
        "type": "report",
        "authors": "Rej, Abhijnan\nMinistry of Defence\n",
        "url": "www.mod.go.jp/report",
    }

    answer = as_ana.post(address, data)

    assert answer.status_code == 302, errors_of(answer)
    fields = take(Record.objects.get(key="a-report"))["fields"]
    assert fields["authors"] == ["Rej, Abhijnan", "Ministry of Defence"]
    assert fields["url"] == "https://www.mod.go.jp/report"
