"""Batches: a preview that writes nothing, and confirming that stores just what it showed."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from exchange.batches.steps import discard, preview
from exchange.models import Batch, State
from records.faults import Refused
from records.models import Record, Revision, Status
from tests.exchange.batch_cases import (
    SERIES,
    confirm_now,
    document,
    dump,
    edited,
    outcomes,
    previewed,
    sheet,
    stored,
)

pytestmark = pytest.mark.usefixtures("small_record")

NEW = {"key": "malabar-2020", "title": "Malabar 2020", "date": "Nov 2020", "series": SERIES}
CHANGE = {"key": SERIES, "title": "Small series", "summary": "Changed."}
WRONG = {"key": "malabar-2021", "title": "Malabar 2021", "date": "03/04/2021"}


def test_preview_tells_what_each_record_comes_to_and_writes_nothing(ana):
    before = dump()

    batch = previewed(ana, exercises=[NEW, WRONG], series=CHANGE)

    assert dump() == before
    assert batch.state == State.PREVIEWED
    wanted = {"malabar-2020": "new", "malabar-2021": "failed", SERIES: "changed"}
    assert outcomes(batch) == wanted
    problem = batch.problems.get()
    assert (problem.sheet, problem.row, problem.column) == ("exercises", 3, "date")
    assert problem.value == "03/04/2021"
    assert "3 April" in problem.message + problem.hint


def test_confirming_stores_what_was_previewed_as_drafts(ana):
    batch = previewed(ana, exercises=NEW, series=CHANGE)
    shown = {record.key: record.document for record in batch.records.all()}

    batch = confirm_now(batch, by=ana, digest=batch.seal)

    assert {key: document(key) for key in shown} == shown
    assert Record.objects.get(key="malabar-2020").status == Status.DRAFT
    assert (batch.state, batch.by) == (State.STORED, ana)
    made = dict(batch.records.values_list("key", "made"))
    assert made == {"malabar-2020": 1, SERIES: 2}
    assert Revision.objects.get(record=SERIES, number=2).by == ana


def test_file_that_cannot_be_read_is_told_and_offers_nothing(ana):
    batch = preview([sheet("exercizes", {"name": "Malabar 2020"})], by=ana)

    assert batch.state == State.FAILED
    assert "exercises" in batch.problems.get().hint
    with pytest.raises(Refused):
        confirm_now(batch, by=ana, digest=batch.seal)


def test_same_file_again_is_unchanged_and_there_is_nothing_to_apply(ana):
    stored(ana, exercises=NEW)

    batch = previewed(ana, exercises=NEW)

    assert outcomes(batch) == {"malabar-2020": "unchanged"}
    with pytest.raises(Refused):
        confirm_now(batch, by=ana, digest=batch.seal)


def test_one_bad_row_keeps_all_back_unless_the_good_ones_are_asked_for(ana):
    batch = previewed(ana, exercises=[NEW, WRONG])
    before = dump()

    with pytest.raises(Refused):
        confirm_now(batch, by=ana, digest=batch.seal)
    assert dump() == before

    confirm_now(batch, by=ana, digest=batch.seal, good_only=True)
    assert Record.objects.filter(key="malabar-2020").exists()
    assert not Record.objects.filter(key="malabar-2021").exists()


def test_row_of_no_record_keeps_all_back(ana):
    batch = previewed(ana, exercises=NEW, statements={"record": "nobody", "text": "A fact."})

    with pytest.raises(Refused):
        confirm_now(batch, by=ana, digest=batch.seal)


def test_good_row_that_refers_to_a_bad_one_is_left_out_with_it(ana):
    series = {"key": "malabar", "title": "Malabar", "domains": "no such thing"}
    member = NEW | {"series": "malabar"}
    batch = previewed(ana, series=series, exercises=[member, NEW | {"key": "other-2020"}])

    assert outcomes(batch) == {
        "malabar": "failed",
        "malabar-2020": "failed",
        "other-2020": "new",
    }
    confirm_now(batch, by=ana, digest=batch.seal, good_only=True)
    assert Record.objects.filter(key="other-2020").exists()


class TestRefused:
    """What must not be confirmed leaves the database as it was."""

    @pytest.fixture
    def batch(self, ana) -> Batch:
        return previewed(ana, exercises=NEW, series=CHANGE)

    def refuses(self, error, batch, match=None, **how) -> None:
        before = dump()
        with pytest.raises(error, match=match):
            confirm_now(batch, **how)
        assert dump() == before

    def test_another_user(self, batch, ed):
        self.refuses(PermissionDenied, batch, by=ed, digest=batch.seal)

    def test_who_lost_the_right_to_import(self, batch, ana):
        ana.groups.clear()
        ana = type(ana).objects.get(pk=ana.pk)

        self.refuses(PermissionDenied, batch, by=ana, digest=batch.seal)

    def test_other_digest(self, batch, ana):
        self.refuses(Refused, batch, by=ana, digest="0" * 64 + "-1")

    def test_digest_of_other_files(self, batch, ana):
        other = previewed(ana, exercises=NEW)

        self.refuses(Refused, batch, by=ana, digest=other.seal)

    def test_second_click(self, batch, ana):
        confirm_now(batch, by=ana, digest=batch.seal)

        self.refuses(Refused, batch, "it is stored", by=ana, digest=batch.seal)

    def test_discarded(self, batch, ana):
        discard(batch, by=ana)

        self.refuses(Refused, batch, "it is discarded", by=ana, digest=batch.seal)
        assert not batch.records.filter(document__isnull=False).exists()

    def test_invented(self, batch, ana):
        invented = Batch(uuid=uuid.uuid4(), state=State.PREVIEWED)

        self.refuses(Batch.DoesNotExist, invented, by=ana, digest=batch.seal)


def publish_series() -> None:
    Record.objects.filter(key__in=[SERIES, "small-source"]).update(status=Status.PUBLISHED)


class TestRights:
    """Each row needs the right that the same change by hand would need."""

    def test_reader_may_not_even_preview(self, rae):
        with pytest.raises(PermissionDenied):
            previewed(rae, exercises=NEW)
        assert not Batch.objects.exists()

    def test_analyst_does_not_change_a_published_record(self, ana):
        publish_series()

        batch = previewed(ana, series=CHANGE)

        assert outcomes(batch) == {SERIES: "failed"}
        assert "editor" in batch.problems.get().message

    def test_key_of_a_published_record_of_another_kind_is_told_as_such(self, ana):
        publish_series()

        batch = previewed(ana, exercises={"key": SERIES, "title": "Malabar 2020"})

        assert "editor" not in batch.problems.get().message

    def test_editor_does(self, ed):
        publish_series()

        stored(ed, series=CHANGE)

        assert document(SERIES)["fields"]["summary"] == "Changed."
        assert Record.objects.get(key=SERIES).status == Status.PUBLISHED

    def test_unchanged_published_row_is_no_fault(self, ana):
        publish_series()

        assert outcomes(previewed(ana, series={"key": SERIES})) == {SERIES: "unchanged"}

    def test_record_published_since_the_preview_is_not_changed(self, ana):
        batch = previewed(ana, series=CHANGE)
        publish_series()

        with pytest.raises(Refused):
            confirm_now(batch, by=ana, digest=batch.seal)

        assert outcomes(batch) == {SERIES: "failed"}
        assert Record.objects.get(key=SERIES).revision == 1

    def test_kind_that_a_person_may_not_add_fails(self, ana):
        group = ana.groups.get()
        group.permissions.remove(group.permissions.get(codename="add_exercise"))
        ana = type(ana).objects.get(pk=ana.pk)

        batch = previewed(ana, exercises=NEW, series=CHANGE)

        assert outcomes(batch) == {"malabar-2020": "failed", SERIES: "changed"}


def test_record_that_changed_since_is_merged_and_shown_again(ana, ed):
    batch = previewed(ana, exercises=NEW, series=CHANGE)
    edited(SERIES, by=ed, cadence="annual")
    before = dump()

    with pytest.raises(Refused):
        confirm_now(batch, by=ana, digest=batch.seal)

    assert dump() == before
    batch.refresh_from_db()
    again = batch.records.get(key=SERIES)
    assert (again.outcome, again.merged, again.base) == ("changed", True, 2)
    confirm_now(batch, by=ana, digest=batch.seal)
    fields = document(SERIES)["fields"]
    assert (fields["summary"], fields["cadence"]) == ("Changed.", "annual")


def test_cell_that_changed_since_becomes_a_conflict(ana, ed):
    batch = previewed(ana, exercises=NEW, series=CHANGE)
    edited(SERIES, by=ed, summary="By Ed.")

    with pytest.raises(Refused):
        confirm_now(batch, by=ana, digest=batch.seal)

    batch.refresh_from_db()
    assert outcomes(batch) == {"malabar-2020": "new", SERIES: "conflict"}
    assert not Record.objects.filter(key="malabar-2020").exists()
    confirm_now(batch, by=ana, digest=batch.seal, good_only=True)
    assert document(SERIES)["fields"]["summary"] == "By Ed."
    assert Record.objects.filter(key="malabar-2020").exists()


def test_new_key_that_somebody_took_meanwhile_becomes_a_conflict(ana, ed):
    mine = previewed(ana, exercises=NEW)
    stored(ed, exercises=NEW | {"title": "Another Malabar"})

    with pytest.raises(Refused):
        confirm_now(mine, by=ana, digest=mine.seal)

    assert outcomes(mine) == {"malabar-2020": "conflict"}
    assert document("malabar-2020")["fields"]["title"] == "Another Malabar"


def test_seal_of_an_older_preview_is_not_taken(ana, ed):
    batch = previewed(ana, series=CHANGE)
    seen = batch.seal
    edited(SERIES, by=ed, cadence="annual")
    with pytest.raises(Refused):
        confirm_now(batch, by=ana, digest=seen)

    with pytest.raises(Refused):
        confirm_now(batch, by=ana, digest=seen)

    assert Record.objects.get(key=SERIES).revision == 2


def test_fault_of_ours_while_reading_is_not_left_as_being_read(ana, monkeypatch):
    def breaks(*args, **how):
        raise RuntimeError

    monkeypatch.setattr("exchange.batches.steps.make_plan", breaks)
    with pytest.raises(RuntimeError):
        previewed(ana, series=CHANGE)

    assert Batch.objects.get().state == State.FAILED
