"""Undoing a batch: what it made goes, what it changed comes back, what others touched stays."""

import pytest
from django.core.exceptions import PermissionDenied

from exchange.batches import taking_back
from exchange.batches.outlook import look_ahead
from exchange.batches.taking_back import undo_now
from exchange.batches.undoing import listing, undo
from exchange.models import Batch, State
from records.faults import Refused
from records.models import Record, Revision, Status, StatusChange
from tests.exchange.batch_cases import (
    SERIES,
    document,
    dump,
    edited,
    previewed,
    stored,
)

pytestmark = pytest.mark.usefixtures("small_record")

NEW = {"key": "malabar", "title": "Malabar"}
EDITION = {"key": "malabar-2020", "title": "Malabar 2020", "series": "malabar"}
CHANGE = {"key": SERIES, "title": "Small series", "summary": "Changed."}


@pytest.fixture
def batch(ana) -> Batch:
    """A stored batch of Ana's: a new series, an edition of it, a changed series."""
    return stored(ana, series=[NEW, CHANGE], exercises=EDITION)


def actions(found) -> dict[str, str]:
    return {undoing.entry.key: undoing.action for undoing in found}


def whys(found) -> dict[str, str]:
    return {undoing.entry.key: undoing.why for undoing in found if undoing.why}


def test_new_records_are_removed_and_changed_ones_restored(ana, batch):
    before = dump()
    wanted = {"malabar": "removed", "malabar-2020": "removed", SERIES: "restored"}
    assert actions(listing(batch, by=ana)) == wanted
    assert dump() == before

    assert actions(undo_now(batch, by=ana)) == wanted

    assert not Record.objects.filter(key__startswith="malabar").exists()
    assert not Revision.objects.filter(record__key__startswith="malabar").exists()
    assert document(SERIES)["fields"]["summary"] == ""
    assert Record.objects.get(key=SERIES).revision == 3
    batch.refresh_from_db()
    assert (batch.state, batch.undone_by_name) == (State.UNDONE, "ana")
    assert dict(batch.records.values_list("key", "undo")) == wanted


def test_what_somebody_edited_since_is_kept_with_the_name(ana, ed, batch):
    edited(SERIES, by=ed, cadence="annual")
    edited("malabar-2020", by=ed, summary="Held.")

    done = undo_now(batch, by=ana)

    assert actions(done) == {"malabar": "kept", "malabar-2020": "kept", SERIES: "kept"}
    assert "ed edited it since" in whys(done)[SERIES]
    assert "Malabar 2020" in whys(done)["malabar"]
    assert document(SERIES)["fields"]["summary"] == "Changed."
    assert Record.objects.filter(key="malabar").exists()


def test_what_another_record_refers_to_is_kept(ana, ed, batch):
    stored(ed, exercises={"key": "malabar-2021", "title": "Malabar 2021", "series": "malabar"})

    done = undo_now(batch, by=ana)

    assert actions(done)["malabar"] == "kept"
    assert "Malabar 2021" in whys(done)["malabar"]
    assert actions(done)["malabar-2020"] == "removed"


def test_reference_that_the_same_undo_takes_back_keeps_nothing(ana):
    batch = stored(ana, series=NEW, exercises={"key": "small-exercise", "series": "malabar"})

    assert actions(undo_now(batch, by=ana)) == {"malabar": "removed", "small-exercise": "restored"}


def test_records_that_refer_to_each_other_go_together(ana):
    link = {"type": "related", "note": ""}
    batch = stored(
        ana,
        series=NEW,
        exercises=EDITION,
        links=[
            link | {"record": "malabar", "target": "malabar-2020"},
            link | {"record": "malabar-2020", "target": "malabar"},
        ],
    )

    undo_now(batch, by=ana)

    assert not Record.objects.filter(key__startswith="malabar").exists()


def test_published_and_once_published_ones_are_kept(ana, batch):
    Record.objects.filter(key="malabar").update(status=Status.PUBLISHED)
    StatusChange.objects.create(
        key="malabar-2020",
        revision=1,
        before="draft",
        after="published",
        by_name="ed",
        when=batch.stored_at,
    )

    done = whys(undo_now(batch, by=ana))

    assert done["malabar"] == "it is published"
    assert done["malabar-2020"] == "it was published"


def test_changed_record_that_was_published_is_not_restored_by_an_analyst(ana, ed, batch):
    keys = [SERIES, "small-source"]
    Record.objects.filter(key__in=keys).update(status=Status.PUBLISHED)

    assert "editor" in whys(listing(batch, by=ana))[SERIES]
    assert actions(listing(batch, by=ed))[SERIES] == "restored"


def test_record_that_is_gone_is_told(ana, batch):
    Revision.objects.filter(record="malabar-2020").delete()
    Record.objects.get(key="malabar-2020").delete()

    done = undo_now(batch, by=ana)

    assert actions(done)["malabar-2020"] == "kept"
    assert "not there" in whys(done)["malabar-2020"]


def test_undoing_twice_is_refused(ana, batch):
    undo_now(batch, by=ana)
    before = dump()

    with pytest.raises(Refused, match="is undone already"):
        undo_now(batch, by=ana)
    assert dump() == before


def test_undoing_twice_is_told_also_where_something_was_kept(ana, ed, batch):
    edited(SERIES, by=ed, cadence="annual")
    seen = look_ahead(batch, by=ana).seal
    undo_now(batch, by=ana, seen=seen)

    with pytest.raises(Refused, match="is undone already, but for what was kept"):
        undo_now(batch, by=ana, seen=seen)


def test_what_was_kept_can_be_undone_once_nothing_keeps_it(ana, ed, batch):
    later = stored(
        ed, exercises={"key": "malabar-2021", "title": "Malabar 21", "series": "malabar"}
    )
    undo_now(batch, by=ana)
    undo_now(later, by=ed)
    batch.refresh_from_db()
    assert actions(listing(batch, by=ana)) == {"malabar": "removed"}

    undo_now(batch, by=ana)

    assert not Record.objects.filter(key="malabar").exists()
    batch.refresh_from_db()
    assert set(batch.records.values_list("undo", flat=True)) == {"removed", "restored"}
    with pytest.raises(Refused):
        undo_now(batch, by=ana)


def test_what_is_still_kept_is_said_so_again(ana, ed, batch):
    edited("malabar-2020", by=ed, summary="Held.")
    undo_now(batch, by=ana)
    batch.refresh_from_db()

    undo_now(batch, by=ana)

    batch.refresh_from_db()
    assert batch.state == State.UNDONE
    found = batch.records.get(key="malabar-2020")
    assert (found.undo, found.undo_why) == ("kept", "ed edited it since")


def test_record_that_was_made_anew_under_its_key_is_kept(ana, ed, batch):
    Revision.objects.filter(record="malabar-2020").delete()
    Record.objects.get(key="malabar-2020").delete()
    stored(ed, exercises=EDITION)

    done = undo_now(batch, by=ana)

    assert actions(done)["malabar-2020"] == "kept"
    assert "made it anew" in whys(done)["malabar-2020"]
    assert Record.objects.filter(key="malabar-2020").exists()


def test_preview_cannot_be_undone(ana):
    with pytest.raises(Refused):
        undo_now(previewed(ana, series=CHANGE), by=ana)


def test_another_analyst_does_not_undo_it_but_an_editor_does(ana, ed, batch, django_user_model):
    other = django_user_model.objects.create_user("another", is_staff=True)
    other.groups.set(ana.groups.all())
    before = dump()
    with pytest.raises(PermissionDenied):
        undo_now(batch, by=other)
    assert dump() == before

    undo_now(batch, by=ed)

    assert not Record.objects.filter(key="malabar").exists()


def test_list_that_is_not_true_any_more_is_shown_again(ana, ed, batch):
    seen = look_ahead(batch, by=ana).seal
    edited(SERIES, by=ed, cadence="annual")

    with pytest.raises(Refused):
        undo_now(batch, by=ana, seen=seen)

    assert Record.objects.filter(key="malabar").exists()


def test_reference_made_at_the_same_moment_is_not_broken(ana, batch, monkeypatch):
    real = taking_back.remove

    def refers_first(records):
        edited("small-exercise", series="malabar")
        real(records)

    monkeypatch.setattr(taking_back, "remove", refers_first)
    with pytest.raises(Refused):
        undo_now(batch, by=ana)

    assert Record.objects.filter(key="malabar").exists()
    assert Batch.objects.get(pk=batch.pk).state == State.STORED


def test_whoever_may_not_import_any_more_undoes_nothing(ana, batch):
    waiting = undo(batch, by=ana)
    ana.groups.clear()
    before = dump()

    left = taking_back.take_back(waiting.pk)

    assert (left.state, left.undone_by_name) == (State.STORED, "")
    assert dump() == before


def test_editor_who_is_none_any_more_undoes_no_others_import(ana, ed, batch):
    waiting = undo(batch, by=ed)
    ed.groups.set(ana.groups.all())

    assert taking_back.take_back(waiting.pk).state == State.STORED
