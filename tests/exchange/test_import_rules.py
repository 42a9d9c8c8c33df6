"""What rows do to records: what an absent column, an empty cell, a ref and a revision mean."""

import pytest

from exchange.imports import Order
from records.models import Record, Revision, Status
from records.store import apply
from tests.exchange.sheets import SOURCE, bring, brought, document, item, places

pytestmark = pytest.mark.usefixtures("small_record")

EXERCISE = {"key": "malabar-2020", "title": "Malabar 2020", "date": "Nov 2020", "summary": "Held."}
CITATION = {"record": "malabar-2020", "ref": "c1", "claims": "title; date", "source": SOURCE}


def test_rows_of_all_sheets_become_one_record(tmp_path):
    brought(
        tmp_path,
        citations=[CITATION],
        participants=[{"record": "malabar-2020", "country": "India", "role": "host"}],
        exercises=[EXERCISE | {"hosts": "India; JP", "edition": "24", "series": "small-series"}],
    )

    found = document("malabar-2020")
    assert found["fields"] | {} == found["fields"]
    assert found["fields"]["date"] == "2020-11"
    assert found["fields"]["hosts"] == ["IN", "JP"]
    assert found["fields"]["edition"] == 24
    assert found["lists"]["participants"] == [{"ref": "in", "country": "IN", "role": "host"}]
    assert found["citations"][0]["claims"] == {"title": "Malabar 2020", "date": "2020-11"}


def test_absent_column_and_empty_cell_leave_without_a_revision(tmp_path):
    brought(tmp_path, exercises=[EXERCISE])

    brought(tmp_path, exercises=[{"key": "malabar-2020", "date": "", "title": "Malabar XXIV"}])

    fields = document("malabar-2020")["fields"]
    assert fields["title"] == "Malabar XXIV"
    assert fields["date"] == "2020-11"
    assert fields["summary"] == "Held."


def test_empty_cell_clears_on_a_row_with_a_revision(tmp_path):
    brought(tmp_path, exercises=[EXERCISE])

    brought(tmp_path, exercises=[{"key": "malabar-2020", "revision": "1", "date": ""}])

    fields = document("malabar-2020")["fields"]
    assert fields["date"] is None
    assert fields["summary"] == "Held."


def test_none_in_brackets_clears_anywhere(tmp_path):
    brought(
        tmp_path,
        exercises=[EXERCISE],
        participants=[{"record": "malabar-2020", "ref": "in", "country": "IN", "role": "host"}],
    )

    brought(
        tmp_path,
        exercises=[{"key": "malabar-2020", "date": "[none]"}],
        participants=[{"record": "malabar-2020", "ref": "in", "role": "[None]"}],
    )

    assert document("malabar-2020")["fields"]["date"] is None
    assert item("malabar-2020", "participants", "in") == {"ref": "in", "country": "IN"}


def test_stale_revision_is_refused_with_its_row(tmp_path):
    brought(tmp_path, exercises=[EXERCISE])
    brought(tmp_path, exercises=[EXERCISE | {"summary": "Held twice."}])

    report = bring(tmp_path, exercises=[EXERCISE | {"revision": "1", "summary": "Not held."}])

    assert places(report) == [("exercises", 2, "revision", "1")]
    assert "revision 2" in report.problems[0].message
    assert document("malabar-2020")["fields"]["summary"] == "Held twice."


def test_same_import_again_changes_nothing(tmp_path):
    sheets = {
        "exercises": [EXERCISE | {"participants": "AU; IN"}],
        "citations": [CITATION],
        "statements": [{"record": "malabar-2020", "ref": "s1", "text": "A fact; another."}],
    }
    brought(tmp_path, **sheets)

    report = brought(tmp_path, **sheets)

    assert report.counts == {
        "exercise": {"new": 0, "changed": 0, "unchanged": 1, "failed": 0},
    }
    assert Revision.objects.filter(record="malabar-2020").count() == 1


def test_new_row_without_a_key_gets_one_from_its_title(tmp_path):
    brought(tmp_path, exercises=[EXERCISE])

    report = brought(
        tmp_path,
        exercises=[{"title": "Malabar 2020"}, {"title": "Malabar 2020"}, {"title": "日印"}],
    )

    keys = [entry["key"] for entry in report.records]
    assert keys == ["malabar-2020-2", "malabar-2020-3", "exercise"]


def test_child_sheet_comes_without_its_main_sheet(tmp_path):
    brought(tmp_path, statements=[{"record": "small-series", "text": "Japan hosts in turn."}])

    assert item("small-series", "statements", "s1")["text"] == "Japan hosts in turn."
    assert Record.objects.get(key="small-series").revision == 2


def test_child_rows_change_their_item_by_ref_and_leave_the_others(tmp_path):
    rows = [
        {"record": "malabar-2020", "ref": "in", "country": "IN", "role": "host"},
        {"record": "malabar-2020", "ref": "jp", "country": "JP"},
    ]
    brought(tmp_path, exercises=[EXERCISE], participants=rows)

    brought(tmp_path, participants=[rows[1] | {"personnel": "120"}])

    found = document("malabar-2020")["lists"]["participants"]
    assert found == [
        {"ref": "in", "country": "IN", "role": "host"},
        {"ref": "jp", "country": "JP", "personnel": 120},
    ]


def test_child_row_goes_only_by_delete_and_may_be_deleted_again(tmp_path):
    row = {"record": "malabar-2020", "ref": "in", "country": "IN"}
    brought(tmp_path, exercises=[EXERCISE], participants=[row])

    brought(tmp_path, participants=[row | {"delete": "yes"}])
    again = brought(tmp_path, participants=[row | {"delete": "yes"}])

    assert document("malabar-2020")["lists"]["participants"] == []
    assert again.counts["exercise"]["unchanged"] == 1


def test_shorthand_adds_who_is_missing_and_removes_nobody(tmp_path):
    brought(
        tmp_path,
        exercises=[EXERCISE | {"participants": "India; AU; AU"}],
        participants=[
            {"record": "malabar-2020", "country": "IN", "force": "in-navy"},
            {"record": "malabar-2020", "country": "US"},
        ],
    )

    found = document("malabar-2020")["lists"]["participants"]
    assert [p["ref"] for p in found] == ["au", "in-navy", "us"]


def test_shorthand_does_not_bring_back_whom_a_row_deletes(tmp_path):
    brought(tmp_path, exercises=[EXERCISE | {"participants": "AU; IN"}])

    brought(
        tmp_path,
        exercises=[EXERCISE | {"participants": "AU; IN"}],
        participants=[{"record": "malabar-2020", "ref": "au", "delete": "yes"}],
    )

    assert [p["ref"] for p in document("malabar-2020")["lists"]["participants"]] == ["in"]


def test_dry_run_counts_and_stores_nothing(tmp_path):
    before = Revision.objects.count()

    report = brought(
        tmp_path,
        Order(dry_run=True),
        exercises=[EXERCISE],
        series=[{"key": "small-series", "title": "Other"}],
    )

    assert report.counts["exercise"]["new"] == 1
    assert report.counts["series"]["changed"] == 1
    assert not report.stored
    assert Revision.objects.count() == before


def test_publish_takes_unchanged_drafts_along(tmp_path):
    brought(tmp_path, exercises=[EXERCISE], citations=[CITATION])
    source = {"key": SOURCE, "title": "Small source"}

    report = brought(
        tmp_path, Order(publish=True), exercises=[EXERCISE], sources=[source], citations=[CITATION]
    )

    assert report.published == 2
    assert Record.objects.get(key="malabar-2020").status == Status.PUBLISHED


def test_published_record_may_take_up_a_new_source_that_is_published_with_it(tmp_path):
    source = {"key": SOURCE, "title": "Small source"}
    order = Order(publish=True)
    brought(tmp_path, order, exercises=[EXERCISE], sources=[source], citations=[CITATION])

    brought(
        tmp_path,
        order,
        sources=[{"key": "new-source", "title": "New", "type": "report"}],
        citations=[{"record": "malabar-2020", "claims": "date", "source": "new-source"}],
    )

    assert len(document("malabar-2020")["citations"]) == 2


@pytest.mark.parametrize("dry_run", [True, False])
def test_publish_without_evidence_stores_nothing(tmp_path, dry_run):
    report = bring(tmp_path, Order(publish=True, dry_run=dry_run), exercises=[EXERCISE])

    assert places(report) == [("exercises", 2, "", None)]
    assert not Record.objects.filter(key="malabar-2020").exists()


def test_revision_says_who_and_why(tmp_path, ana):
    brought(tmp_path, Order(by=ana, why="From the ministry."), exercises=[EXERCISE])

    revision = Revision.objects.get(record="malabar-2020")
    assert (revision.by, revision.why) == (ana, "From the ministry.")


def test_former_key_finds_the_record(tmp_path):
    record = Record.objects.get(key="small-exercise")
    record.redirects.create(old_key="old-exercise")

    brought(
        tmp_path,
        exercises=[{"key": "old-exercise", "title": "Renamed"}],
        statements=[{"record": "old-exercise", "text": "A fact."}],
    )

    assert document("small-exercise")["fields"]["title"] == "Renamed"
    assert len(document("small-exercise")["lists"]["statements"]) == 1


def test_child_row_starts_from_the_revision_that_is_there(tmp_path):
    changed = document("small-series")
    changed["fields"]["summary"] = "By another."
    apply(changed, by=None, why="a test", base=1)

    brought(tmp_path, statements=[{"record": "small-series", "text": "A fact."}])

    assert document("small-series")["fields"]["summary"] == "By another."


def test_key_of_a_title_in_another_script_has_more_than_its_year(tmp_path):
    brought(tmp_path, exercises=[{"title": "共同訓練2019"}, {"title": "共同訓練"}])

    assert document("exercise-2019")["fields"]["title"] == "共同訓練2019"
    assert document("exercise")["fields"]["title"] == "共同訓練"
