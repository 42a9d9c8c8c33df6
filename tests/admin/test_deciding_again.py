"""Conflicts: of which revision they speak, and what becomes of a decision that cannot be stored."""

import pytest

from exchange.batches.recomparing import FILE, RECORD
from records.faults import Refused
from tests.admin.conftest import EXERCISE
from tests.admin.import_pages import CHANGE, address, text
from tests.exchange.batch_cases import confirm_now, edited, outcomes, previewed, stored
from vocabulary.models import Unit

KEY, PATH = "jimex-2024", "phases/p1"
MAIN = {"key": KEY, "title": "JIMEX 2024"}
PHASE = {"record": KEY, "ref": "p1", "title": "At sea"}
UNFIT = "Decided like this it cannot be stored."


@pytest.fixture
def batch(record, ana, ed):
    """A conflict over a phase that Ed deleted, and that a new deployment of the file names."""
    Unit.objects.create(key="onami", name="JS Onami", country_id="JP")
    stored(ana, exercises=MAIN, phases=PHASE)
    stored(ed, phases={"record": KEY, "ref": "p1", "delete": "yes"})
    ship = {"record": KEY, "ref": "jp", "country": "JP", "phases": "p1", "unit": "onami"}
    phase = PHASE | {"title": "In harbour"}
    return previewed(ana, exercises=MAIN | {"revision": "1"}, phases=phase, deployments=ship)


def decide(client, batch, side: str) -> str:
    batch.refresh_from_db()
    data = {"digest": batch.seal, "key": KEY, f"choice:{PATH}": side}
    return text(client.post(address(batch, "settle"), data, follow=True))


def test_conflict_is_decided_anew_where_it_cannot_be_stored_as_decided(batch, as_ana):
    page = decide(as_ana, batch, RECORD)

    assert "“JIMEX 2024” cannot be stored: see there why, and decide anew." in page
    assert "is settled" not in page
    assert page.count(UNFIT) == 1
    assert f'name="choice:{PATH}" value="record" checked' in page
    page = decide(as_ana, batch, FILE)
    assert "The conflict is settled." in page
    assert UNFIT not in page
    assert outcomes(batch) == {KEY: "changed"}


def test_fault_stands_at_its_place_in_the_conflict_and_nowhere_else(batch, as_ana):
    page = decide(as_ana, batch, RECORD)

    head = page[page.index('class="import-conflict"') : page.index('class="import-diff"')]
    assert UNFIT in head
    assert "deployments: Japan" in head
    assert batch.problems.count() == 0


def test_what_was_decided_is_forgotten_when_the_files_are_read_anew(batch, as_ana):
    decide(as_ana, batch, RECORD)

    page = text(as_ana.post(address(batch, "reading"), {}, follow=True))

    assert "The files were read again." in page
    assert UNFIT not in page


def test_fault_of_a_right_that_is_missing_stands_at_the_conflict(record, ana, ed, as_ana, request):
    edited(EXERCISE, by=ed, summary="By Ed.")
    row = CHANGE | {"revision": "1", "summary": "By Ana."}
    batch = previewed(ana, exercises=row)
    request.getfixturevalue("public")
    data = {"digest": batch.seal, "key": EXERCISE, "choice:summary": FILE}

    page = text(as_ana.post(address(batch, "settle"), data, follow=True))

    assert page.count(UNFIT) == 1
    assert "Use these choices" in page


def test_sheet_without_a_revision_is_not_said_to_be_exported(record, ana, ed, as_ana):
    batch = previewed(ana, exercises=CHANGE | {"summary": "By Ana."})
    edited(EXERCISE, by=ed, summary="By Ed.")
    with pytest.raises(Refused):
        confirm_now(batch, by=ana, digest=batch.seal)

    batch.refresh_from_db()
    page = text(as_ana.get(address(batch)))

    assert outcomes(batch) == {EXERCISE: "conflict"}
    assert "Your sheet is taken to start from revision 1." in page
    assert "exported at" not in page
    assert "As exported" not in page
