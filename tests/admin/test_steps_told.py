"""What a step tells: whom it returned and why, and which records it is not for."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission

from records.models import Record, Status, StatusChange
from records.store import apply
from records.workflow import submit
from tests.admin.conftest import SOURCE, document
from tests.admin.forms import STEP, step

CHANGE = "/admin/exercises/exercise/jimex-2023/change/"
LIST = "/admin/exercises/exercise/"
ALL = "/admin/records/record/"


def in_review(*keys) -> None:
    submit(Record.objects.filter(key__in=keys), by=None)


def test_returning_needs_a_reason_which_ana_reads(as_ana, as_ed, record):
    in_review("jimex-2023")

    assert "This field is required" in step(as_ed, "return", "jimex-2023").content.decode()
    assert step(as_ed, "return", "jimex-2023", why="Cite the dates").status_code == 302

    page = as_ana.get(CHANGE).content.decode()
    assert "Returned to you:" in page
    assert "Cite the dates" in page
    assert StatusChange.objects.get(after=Status.DRAFT).by_name in page


def test_list_tells_which_drafts_were_returned(as_ana, as_ed, record):
    in_review("jimex-2023")
    step(as_ed, "return", "jimex-2023", why="Cite the dates")
    apply(document("exercise", "other", {"title": "Another draft"}), by=None, why="x")

    everything = as_ana.get(LIST).content.decode()
    page = as_ana.get(LIST, {"returned": "yes"})

    assert everything.count('<td class="field-shown_status">returned to draft</td>') == 1
    assert [r.key for r in page.context["cl"].result_list] == ["jimex-2023"]


def test_key_used_again_does_not_count_as_returned(as_ana, record):
    StatusChange.objects.create(
        key="jimex-2023",
        revision=1,
        before=Status.IN_REVIEW,
        after=Status.DRAFT,
        by_name="Ed",
        when=record.created - timedelta(days=1),
    )

    page = as_ana.get(LIST, {"returned": "yes"})

    assert list(page.context["cl"].result_list) == []


def test_returning_offers_what_was_submitted_with_it(as_ed, record):
    in_review("jimex-2023", "jimex")

    page = as_ed.get(STEP.format("return"), {"key": "jimex-2023"})
    step(as_ed, "return", "jimex-2023", why="Both need work", along=["jimex"])

    assert [r.key for r in page.context["along"]] == ["jimex"]
    assert Record.objects.get(key="jimex").status == Status.DRAFT


@pytest.mark.parametrize(
    ("name", "status", "sentence"),
    [
        ("publish", Status.PUBLISHED, "is published; this step is for records that are draft"),
        ("withdraw", Status.DRAFT, "is draft; this step is for records that are published."),
        ("return", Status.DRAFT, "for records that are in review or withdrawn."),
        ("submit", Status.IN_REVIEW, "is in review; this step is for records that are draft."),
    ],
)
def test_step_that_the_status_does_not_allow_says_so(as_ed, record, name, status, sentence):
    Record.objects.filter(key="jimex-2023").update(status=status)

    page = as_ed.get(STEP.format(name), {"key": "jimex-2023"}).content.decode()
    sent = step(as_ed, name, "jimex-2023", why="x").content.decode()

    assert sentence in page
    assert sentence in sent
    assert 'name="confirm"' not in page
    record.refresh_from_db()
    assert record.status == status


def test_step_for_many_names_those_that_do_not_fit_and_goes_on_with_the_rest(as_ed, record):
    chosen = ["jimex-2023", SOURCE]
    page = as_ed.post(ALL, {"action": "submit_records", "_selected_action": chosen})

    assert "“JIMEX 2023 begins” is published" in page.content.decode()
    assert [r.key for r in page.context["records"]] == ["jimex-2023"]
    assert step(as_ed, "submit", "jimex-2023").status_code == 302


def test_unfit_record_of_a_kind_that_one_may_not_see_is_not_named(as_rae, rae, public):
    rae.is_staff = True
    rae.save()
    rae.user_permissions.add(Permission.objects.get(codename="view_exercise"))

    assert as_rae.get(STEP.format("submit"), {"key": SOURCE}).status_code == 403
