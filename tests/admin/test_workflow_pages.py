"""Who may do what in the admin, tried by people who may not."""

import pytest
from django.contrib.auth.models import Permission

from records.models import Record, Revision, Status, StatusChange
from records.store import apply, take
from tests.admin.conftest import document
from tests.admin.forms import STEP, data_of, step

CHANGE = "/admin/exercises/exercise/jimex-2023/change/"
LIST = "/admin/exercises/exercise/"


@pytest.mark.parametrize("name", ["publish", "withdraw", "return"])
def test_step_of_editors_forged_by_an_analyst_is_refused(as_ana, record, name):
    answer = step(as_ana, name, "jimex-2023", why="because")

    assert answer.status_code == 403
    record.refresh_from_db()
    assert record.status == Status.DRAFT


def test_draft_is_not_submitted_by_somebody_who_may_only_look(as_rae, rae, record):
    rae.is_staff = True
    rae.save()
    rae.user_permissions.add(Permission.objects.get(codename="view_exercise"))

    assert as_rae.get(CHANGE).status_code == 200
    assert step(as_rae, "submit", "jimex-2023").status_code == 403
    assert as_rae.get("/admin/exercises/exercise/jimex-2023/cite/").status_code == 403
    record.refresh_from_db()
    assert record.status == Status.DRAFT


@pytest.mark.parametrize("action", ["publish_records", "withdraw_records", "return_records"])
def test_bulk_step_of_editors_forged_by_an_analyst_does_nothing(as_ana, record, action):
    as_ana.post(LIST, {"action": action, "_selected_action": ["jimex-2023"], "confirm": "1"})

    record.refresh_from_db()
    assert record.status == Status.DRAFT


def test_draft_submitted_by_ana_and_published_by_ed_with_its_series(as_ana, as_ed, record):
    series = Record.objects.get(key="jimex")
    cited = {**take(series), "citations": [{"source": "mod-2023", "claims": {"title": None}}]}
    apply(cited, by=None, why="cited", base=1)

    assert step(as_ana, "submit", "jimex-2023", along=["jimex"]).status_code == 302
    page = as_ed.get(STEP.format("publish"), {"key": "jimex-2023"})
    assert [r.key for r in page.context["along"]] == ["jimex"]
    assert step(as_ed, "publish", "jimex-2023", along=["jimex"]).status_code == 302

    assert set(Record.objects.published().values_list("key", flat=True)) >= {"jimex", "jimex-2023"}


def test_publishing_without_what_it_refers_to_says_why_not(as_ed, record):
    answer = step(as_ed, "publish", "jimex-2023")

    assert "refer to “jimex”, which is not published" in answer.content.decode()
    record.refresh_from_db()
    assert record.status == Status.DRAFT


def test_along_takes_no_record_that_is_not_referred_to(as_ed, record):
    step(as_ed, "submit", "jimex-2023", along=["other-2023", "nothing"])

    assert Record.objects.get(key="other-2023").status == Status.PUBLISHED
    assert StatusChange.objects.filter(key="other-2023", after=Status.IN_REVIEW).count() == 0


def test_withdrawing_needs_a_reason(as_ed, public):
    answer = step(as_ed, "withdraw", "jimex-2023")

    assert "This field is required" in answer.content.decode()
    assert step(as_ed, "withdraw", "jimex-2023", why="It was another one").status_code == 302
    public.refresh_from_db()
    assert public.status == Status.WITHDRAWN


def test_withdrawing_what_published_records_refer_to_says_why_not(as_ed, public):
    answer = step(as_ed, "withdraw", "jimex", why="x")

    assert "Published records still refer to it: JIMEX 2023" in answer.content.decode()


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.PUBLISHED, Status.WITHDRAWN])
def test_record_that_is_no_draft_is_read_only_for_analysts(as_ana, record, status):
    Record.objects.filter(key="jimex-2023").update(status=status)

    page = as_ana.get(CHANGE)

    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert 'name="citations-0-claims"' not in page.content.decode()


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("change/", {"title": "Forged", "base_revision": "1"}),
        ("revisions/1/restore/", {"base_revision": "2"}),
        ("cite/", {"source": "other-2023", "path": "title", "base_revision": "1"}),
        ("delete/", {"post": "yes"}),
    ],
)
def test_forged_change_of_a_published_record_is_refused(as_ana, public, path, data):
    base = {**take(public), "fields": {**take(public)["fields"], "edition": 8}}
    apply(base, by=None, why="a second revision", base=1)

    answer = as_ana.post(CHANGE.replace("change/", path), data)

    assert answer.status_code == 403
    assert Revision.objects.filter(record="jimex-2023").count() == 2


def test_published_record_changed_by_ed_needs_a_reason(as_ed, public):
    data = data_of(as_ed.get(CHANGE)) | {"edition": "8"}

    assert "Say why" in as_ed.post(CHANGE, data).content.decode()
    assert as_ed.post(CHANGE, data | {"why": "The ministry counts eight"}).status_code == 302

    assert take(public)["fields"]["edition"] == 8


def test_published_record_cannot_be_made_to_refer_to_a_draft(as_ed, public):
    apply(document("series", "hidden", {"title": "Hidden"}), by=None, why="x")
    data = data_of(as_ed.get(CHANGE)) | {"series": "hidden", "why": "x"}

    assert "cannot refer to “hidden”" in as_ed.post(CHANGE, data).content.decode()


@pytest.mark.parametrize("path", ["", "add/", "jimex-2023/change/", "jimex-2023/revisions/"])
def test_reader_sees_nothing_of_the_admin(as_rae, record, path):
    answer = as_rae.get(LIST + path)

    assert answer.status_code == 302
    assert "/login/" in answer.url


def test_draft_that_nothing_refers_to_is_deleted_by_ed_with_its_revisions(as_ed, record):
    answer = as_ed.post(CHANGE.replace("change", "delete"), {"post": "yes"})

    assert answer.status_code == 302
    assert not Record.objects.filter(key="jimex-2023").exists()


def test_draft_that_is_referred_to_is_not_deleted(as_ed, record):
    answer = as_ed.post("/admin/exercises/series/jimex/delete/", {"post": "yes"})

    assert answer.status_code == 403


def test_draft_that_was_published_once_is_not_deleted(as_ed, public):
    step(as_ed, "withdraw", "jimex-2023", why="x")
    step(as_ed, "return", "jimex-2023", why="x")
    public.refresh_from_db()
    assert public.status == Status.DRAFT

    assert as_ed.post(CHANGE.replace("change", "delete"), {"post": "yes"}).status_code == 403


def test_no_list_offers_to_delete_many(as_ed, record):
    as_ed.post(
        LIST, {"action": "delete_selected", "_selected_action": ["jimex-2023"], "post": "yes"}
    )

    assert Record.objects.filter(key="jimex-2023").exists()


def test_all_records_in_one_list_lead_to_their_own_forms(as_ed, record):
    page = as_ed.get("/admin/records/record/?status=draft")
    answer = as_ed.get("/admin/records/record/jimex-2023/change/")

    assert "JIMEX 2023" in page.content.decode()
    assert answer.url == CHANGE


@pytest.mark.parametrize("name", ["explode", "submit"])
def test_step_that_is_none_or_of_nothing_is_not_found(as_ed, record, name):
    assert as_ed.get(STEP.format(name), {"key": "nothing"}).status_code == 404


@pytest.mark.parametrize(
    "path", ["step/submit/?key=%00", "%00/change/", "%00/revisions/", "a%2Fb/cite/"]
)
def test_addresses_of_nobody_lead_nowhere(as_ana, record, path):
    assert as_ana.get(LIST + path).status_code in (302, 404)


def test_only_public_records_are_viewed_on_the_site(as_ed, record):
    assert as_ed.get(CHANGE).context["has_absolute_url"] is False
    Record.objects.filter(key="jimex-2023").update(status=Status.PUBLISHED)

    page = as_ed.get(CHANGE)

    assert page.context["absolute_url"] == record.get_absolute_url()


@pytest.mark.parametrize("query", ["?o=x", "?status=zz", "?country=%00", "?q=%00", "?p=-1"])
def test_odd_queries_on_the_list_do_no_harm(as_ana, record, query):
    assert as_ana.get(LIST + query).status_code in (200, 302)
