"""Rows that carry an older revision: file, export and present record compared cell by cell."""

import pytest

from exchange.batches.recomparing import FILE, RECORD, conflicts
from exchange.batches.steps import settle
from records.faults import Refused
from records.models import Record
from tests.exchange.batch_cases import (
    SERIES,
    confirm_now,
    document,
    edited,
    outcomes,
    previewed,
    stored,
)

pytestmark = pytest.mark.usefixtures("small_record")

EXPORTED = {"key": SERIES, "revision": "1", "title": "Small series"}


@pytest.fixture
def by_ed(ed) -> Record:
    """The series, changed by Ed after it was exported."""
    return edited(SERIES, by=ed, cadence="annual", summary="By Ed.")


def test_what_only_one_side_changed_is_merged(ana, by_ed):
    batch = previewed(ana, series=EXPORTED | {"objectives": "From the file."})

    record = batch.records.get()
    assert (record.outcome, record.merged) == ("changed", True)
    assert (record.exported, record.base) == (1, 2)
    confirm_now(batch, by=ana, digest=batch.seal)
    fields = document(SERIES)["fields"]
    assert fields["objectives"] == "From the file."
    assert (fields["cadence"], fields["summary"]) == ("annual", "By Ed.")


def test_export_that_nobody_touched_changes_nothing(ana, by_ed):
    assert outcomes(previewed(ana, series=EXPORTED)) == {SERIES: "unchanged"}


def test_empty_cell_of_an_exported_row_does_not_clear_what_came_later(ana, by_ed):
    batch = previewed(ana, series=EXPORTED | {"cadence": ""})

    assert outcomes(batch) == {SERIES: "unchanged"}


def test_new_item_is_merged_with_another_that_came_later(ana, by_ed):
    now = {"record": SERIES, "text": "A fact."}
    batch = previewed(ana, series=EXPORTED, statements=now)

    confirm_now(batch, by=ana, digest=batch.seal)

    found = document(SERIES)
    assert "A fact." in [item["text"] for item in found["lists"]["statements"]]
    assert found["fields"]["cadence"] == "annual"


def test_what_both_changed_is_a_conflict_with_all_three_values(ana, by_ed):
    row = EXPORTED | {"summary": "From the file.", "objectives": "Mine."}
    batch = previewed(ana, series=row)

    record = batch.records.get()
    assert record.outcome == "conflict"
    (clash,) = conflicts([record])[record.pk].clashes
    assert (clash.path, clash.ours, clash.theirs) == ("summary", "From the file.", "By Ed.")
    with pytest.raises(Refused):
        confirm_now(batch, by=ana, digest=batch.seal)
    with pytest.raises(Refused):
        confirm_now(batch, by=ana, digest=batch.seal, good_only=True)
    assert document(SERIES)["fields"]["summary"] == "By Ed."


@pytest.mark.parametrize(("side", "kept"), [(FILE, "From the file."), (RECORD, "By Ed.")])
def test_conflict_is_settled_by_choosing_a_side(ana, by_ed, side, kept):
    row = EXPORTED | {"summary": "From the file.", "objectives": "Mine."}
    batch = previewed(ana, series=row)

    batch = settle(batch, SERIES, {"summary": side}, by=ana, digest=batch.seal)

    assert outcomes(batch) == {SERIES: "changed"}
    confirm_now(batch, by=ana, digest=batch.seal)
    fields = document(SERIES)["fields"]
    assert (fields["summary"], fields["objectives"]) == (kept, "Mine.")
    assert fields["cadence"] == "annual"


def test_record_s_side_alone_leaves_it_unchanged(ana, by_ed):
    batch = previewed(ana, series=EXPORTED | {"summary": "From the file."})

    batch = settle(batch, SERIES, {"summary": RECORD}, by=ana, digest=batch.seal)

    assert outcomes(batch) == {SERIES: "unchanged"}


@pytest.mark.parametrize("choices", [{}, {"summary": "mine"}, {"title": FILE}])
def test_choice_that_is_missing_is_asked_for(ana, by_ed, choices):
    batch = previewed(ana, series=EXPORTED | {"summary": "From the file."})

    with pytest.raises(Refused):
        settle(batch, SERIES, choices, by=ana, digest=batch.seal)

    assert outcomes(batch) == {SERIES: "conflict"}


def test_record_that_changes_again_before_it_is_settled_stays_a_conflict(ana, ed, by_ed):
    batch = previewed(ana, series=EXPORTED | {"summary": "From the file."})
    edited(SERIES, by=ed, summary="By Ed, again.")

    batch = settle(batch, SERIES, {"summary": FILE}, by=ana, digest=batch.seal)

    record = batch.records.get()
    assert (record.outcome, record.exported, record.base) == ("conflict", 1, 3)
    (clash,) = conflicts([record])[record.pk].clashes
    assert clash.theirs == "By Ed, again."


def test_item_that_one_side_removed_and_the_other_changed_is_taken_whole(ana, ed):
    stored = {"record": SERIES, "ref": "s9", "text": "A fact."}
    first = previewed(ana, statements=stored)
    confirm_now(first, by=ana, digest=first.seal)
    removed = previewed(ed, statements=stored | {"delete": "yes"})
    confirm_now(removed, by=ed, digest=removed.seal)

    row = EXPORTED | {"revision": "2"}
    batch = previewed(ana, series=row, statements=stored | {"text": "A better fact."})
    assert outcomes(batch) == {SERIES: "conflict"}
    record = batch.records.get()
    paths = [clash.path for clash in conflicts([record])[record.pk].clashes]
    batch = settle(batch, SERIES, dict.fromkeys(paths, FILE), by=ana, digest=batch.seal)
    confirm_now(batch, by=ana, digest=batch.seal)

    texts = [item["text"] for item in document(SERIES)["lists"]["statements"]]
    assert "A better fact." in texts


@pytest.mark.parametrize(("side", "kept"), [(FILE, [("JP", 777)]), (RECORD, [])])
def test_changed_row_of_an_item_that_was_deleted_comes_back_whole_or_stays_away(
    ana, ed, side, kept
):
    row = {"record": "malabar-2020", "ref": "jp", "country": "JP", "personnel": "106"}
    main = {"key": "malabar-2020", "title": "Malabar 2020"}
    stored(ana, exercises=main, participants=row)
    stored(ed, participants={"record": "malabar-2020", "ref": "jp", "delete": "yes"})

    row = row | {"personnel": "777"}
    batch = previewed(ana, exercises=main | {"revision": "1"}, participants=row)
    record = batch.records.get()
    (clash,) = conflicts([record])[record.pk].clashes
    batch = settle(batch, record.key, {clash.path: side}, by=ana, digest=batch.seal)

    assert clash.path == "participants/jp"
    assert batch.counts["problems"] == 0
    if side == FILE:
        confirm_now(batch, by=ana, digest=batch.seal)
    items = document("malabar-2020")["lists"]["participants"]
    assert [(item["country"], item["personnel"]) for item in items] == kept


def test_choice_that_cannot_be_stored_names_the_item_and_is_made_again(ana, ed):
    phase = {"record": "malabar-2020", "ref": "p1", "title": "At sea"}
    main = {"key": "malabar-2020", "title": "Malabar 2020"}
    stored(ana, exercises=main, phases=phase)
    stored(ed, phases={"record": "malabar-2020", "ref": "p1", "delete": "yes"})

    ship = {
        "record": "malabar-2020",
        "ref": "jp",
        "country": "JP",
        "phases": "p1",
        "unit": "js-onami",
    }
    sheets = {"phases": phase | {"title": "In harbour"}, "deployments": ship}
    batch = previewed(ana, exercises=main | {"revision": "1"}, **sheets)
    batch = settle(batch, "malabar-2020", {"phases/p1": RECORD}, by=ana, digest=batch.seal)

    assert outcomes(batch) == {"malabar-2020": "conflict"}
    said = batch.options["unfit"]["malabar-2020"]
    assert said["choices"] == {"phases/p1": RECORD}
    assert [fault["path"] for fault in said["faults"]] == ["deployments/jp/phases"]
    batch = settle(batch, "malabar-2020", {"phases/p1": FILE}, by=ana, digest=batch.seal)
    assert outcomes(batch) == {"malabar-2020": "changed"}
    assert batch.options["unfit"] == {}


def test_revision_that_never_was_is_a_conflict_not_an_overwriting(ana):
    before = document(SERIES)

    batch = previewed(ana, series=EXPORTED | {"revision": "9", "title": "Renamed"})

    assert outcomes(batch) == {SERIES: "conflict"}
    assert document(SERIES) == before


def test_json_export_with_an_older_revision_is_merged(ana, by_ed):
    import json

    from exchange.batches.steps import preview
    from records.models import Revision

    old = Revision.objects.get(record=SERIES, number=1).document
    old["fields"]["objectives"] = "From the file."
    entry = {"kind": "series", "key": SERIES, "revision": 1, "document": old}

    batch = preview([("export.json", json.dumps([entry]).encode())], by=ana)

    record = batch.records.get()
    assert (record.outcome, record.merged) == ("changed", True)
    assert record.document["fields"]["cadence"] == "annual"
