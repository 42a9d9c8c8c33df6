"""What undoing is told to do before it does it: exact, and found without reading documents."""

from importlib import import_module

import pytest
from django.apps import apps

from exchange.batches import undoing
from exchange.batches.outlook import look_ahead
from exchange.batches.removing import remove
from exchange.batches.taking_back import undo_now
from exchange.batches.undoing import listing
from exchange.models import Batch, BatchRecord
from records.models import Record, Redirect, Status
from records.workflow import publish
from tests.exchange.batch_cases import document, edited, stored

pytestmark = pytest.mark.usefixtures("small_record")

EXERCISE, SOURCE = "small-exercise", "small-source"
LINE = {"key": "old-line", "title": "Old line"}
CITED = {"record": "trial", "ref": "c1", "source": SOURCE, "claims": "title"}


def publish_all(*keys: str) -> None:
    publish(Record.objects.filter(key__in=keys), by=None)


@pytest.fixture
def batch(ana, ed) -> Batch:
    """A stored batch of Ana's that takes an exercise out of its series."""
    stored(ed, series=LINE, exercises={"key": "trial", "title": "Trial", "series": "old-line"})
    return stored(ana, exercises={"key": "trial", "series": "[none]"})


def told(found) -> dict[str, tuple[str, str]]:
    return {undoing.entry.key: (undoing.action, undoing.why) for undoing in found}


def assert_done_as_told(batch: Batch, by) -> dict[str, tuple[str, str]]:
    """Undo a batch, and see that what was told before is what was done; return that."""
    outlook, before = look_ahead(batch, by=by), told(listing(batch, by=by))
    after = told(undo_now(batch, by=by, seen=outlook.seal))
    assert after == before
    actions = [action for action, _why in after.values()]
    assert outlook.numbers == {action: actions.count(action) for action in actions}
    return after


def test_record_whose_former_series_is_there_is_restored(ana, batch):
    assert assert_done_as_told(batch, ana) == {"trial": ("restored", "")}
    assert document("trial")["fields"]["series"] == "old-line"


def test_record_whose_former_series_is_gone_is_kept_with_the_reason(ana, batch):
    remove([Record.objects.get(key="old-line")])

    done = assert_done_as_told(batch, ana)

    assert done["trial"][0] == "kept"
    assert "old-line" in done["trial"][1]
    assert document("trial")["fields"]["series"] is None


def test_record_whose_former_series_has_another_key_by_now_is_restored(ana, batch):
    stored(ana, series={"key": "new-line", "title": "New line"})
    remove([Record.objects.get(key="old-line")])
    Redirect.objects.create(old_key="old-line", record_id="new-line")

    assert assert_done_as_told(batch, ana) == {"trial": ("restored", "")}
    assert document("trial")["fields"]["series"] == "new-line"


def test_published_record_is_not_restored_to_a_series_that_readers_do_not_see(ana, ed):
    stored(ana, series=LINE, exercises={"key": "trial", "title": "Trial", "series": "old-line"})
    stored(ana, citations=CITED)
    batch = stored(ana, exercises={"key": "trial", "series": "[none]"})
    publish_all("trial", SOURCE)

    done = assert_done_as_told(batch, ed)

    assert done["trial"][0] == "kept"
    assert "not published" in done["trial"][1]
    assert Record.objects.get(key="trial").status == Status.PUBLISHED


def test_published_record_is_not_restored_to_what_it_was_without_evidence(ana, ed):
    stored(ana, exercises={"key": "trial", "title": "Trial"})
    batch = stored(ana, citations=CITED)
    publish_all("trial", SOURCE)

    done = assert_done_as_told(batch, ed)

    assert done["trial"][0] == "kept"
    assert "evidence" in done["trial"][1]


def test_draft_is_restored_to_what_it_was_without_evidence(ana):
    stored(ana, exercises={"key": "trial", "title": "Trial"})
    batch = stored(ana, citations=CITED)

    assert assert_done_as_told(batch, ana) == {"trial": ("restored", "")}


def test_what_keeps_what_is_told_through_several_records(ana, ed):
    rows = [{"key": f"trial-{n}", "title": f"Trial {n}", "series": "line"} for n in range(3)]
    line = {"key": "line", "title": "Line"}
    links = [{"record": "line", "target": "other", "type": "related"}]
    other = {"key": "other", "title": "Other"}
    batch = stored(ana, series=[line, other], exercises=rows, links=links)
    edited("trial-1", by=ed, summary="Held.")

    done = assert_done_as_told(batch, ana)

    assert {key: action for key, (action, _why) in done.items()} == {
        "trial-0": "removed",
        "trial-1": "kept",
        "trial-2": "removed",
        "line": "kept",
        "other": "kept",
    }
    assert done["trial-1"][1] == "ed edited it since"
    assert "Trial 1" in done["line"][1]
    assert "Line" in done["other"][1]


def test_no_document_is_read_to_tell_what_goes_and_what_is_restored(ana, batch, monkeypatch):
    new = stored(ana, exercises=[{"key": f"trial-{n}", "title": f"Trial {n}"} for n in range(9)])
    for reads in ("at_revisions", "plan"):
        monkeypatch.delattr(undoing, reads)

    assert set(told(listing(batch, by=ana)).values()) == {("restored", "")}
    assert set(told(listing(new, by=ana)).values()) == {("removed", "")}


def test_queries_do_not_grow_with_the_records(ana, django_assert_max_num_queries):
    few = stored(ana, exercises=[{"key": f"few-{n}", "title": f"Few {n}"} for n in range(3)])
    many = stored(ana, exercises=[{"key": f"many-{n}", "title": f"Many {n}"} for n in range(90)])

    for batch in (few, many):
        with django_assert_max_num_queries(12):
            assert look_ahead(batch, by=ana).numbers == {"removed": batch.count("new")}


def test_imports_from_before_say_what_their_records_dropped(ana, batch):
    cited = stored(ana, citations=CITED)
    said = dict(BatchRecord.objects.values_list("pk", "dropped"))
    assert set(said.values()) == {"", "old-line", "!"}
    BatchRecord.objects.update(dropped="")

    import_module("exchange.migrations.0006_dropped_references").write_down(apps, None)

    assert dict(BatchRecord.objects.values_list("pk", "dropped")) == said
    assert cited.records.get().dropped == "!"
