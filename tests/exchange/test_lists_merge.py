"""Rows of lists and citations that carry the revision they were exported at."""

import pytest
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType

from exchange.batches.taking_back import undo_now
from records.kinds import get_kind
from records.models import Record
from records.present import current
from records.store import apply
from tests.exchange.batch_cases import confirm_now, document, outcomes, previewed, stored
from vocabulary.models import Country

pytestmark = pytest.mark.usefixtures("small_record")
KEY = "blue-heron"
INDIA = {"record": KEY, "ref": "in", "country": "IN", "personnel": "100"}
JAPAN = {"record": KEY, "ref": "jp", "country": "JP", "role": "observer"}


@pytest.fixture
def exercise(ana) -> Record:
    """An exercise at revision 1, with two participants."""
    stored(
        ana,
        exercises={"key": KEY, "title": "Blue Heron", "date": "2020"},
        participants=[INDIA, JAPAN],
    )
    return Record.objects.get(key=KEY)


def participants() -> dict[str, dict]:
    """Return the stored participants by their refs."""
    return {item["ref"]: item for item in document(KEY)["lists"]["participants"]}


def edit(by, change) -> None:
    """Store the exercise with a change to its participants."""
    record = Record.objects.get(key=KEY)
    found = current([record])[KEY]
    change(found["lists"]["participants"])
    apply(found, by=by, why="a test", base=record.revision)


def strengthened(items: list[dict]) -> None:
    next(item for item in items if item["ref"] == "in")["personnel"] = 500


def without_japan(items: list[dict]) -> None:
    items[:] = [item for item in items if item["ref"] != "jp"]


def exported(*rows: dict, revision: str = "1") -> list[dict]:
    """Return rows of a list as an export wrote them."""
    return [{**row, "revision": revision} for row in rows]


class TestListAlone:
    """The sheet of a list that comes back without the main one."""

    def test_newer_work_of_another_stays(self, ana, ed, exercise):
        edit(ed, strengthened)

        batch = previewed(ana, participants=exported(INDIA, {**JAPAN, "role": "participant"}))
        confirm_now(batch, by=ana, digest=batch.seal)

        assert participants()["in"]["personnel"] == 500
        assert participants()["jp"]["role"] == "participant"

    def test_what_both_changed_is_a_conflict(self, ana, ed, exercise):
        edit(ed, strengthened)

        batch = previewed(ana, participants=exported({**INDIA, "personnel": "300"}))

        assert outcomes(batch) == {KEY: "conflict"}

    def test_item_that_somebody_deleted_does_not_come_back(self, ana, ed, exercise):
        edit(ed, without_japan)

        assert outcomes(previewed(ana, participants=exported(INDIA, JAPAN))) == {KEY: "unchanged"}
        changed = {**JAPAN, "role": "participant"}
        assert outcomes(previewed(ana, participants=exported(changed))) == {KEY: "conflict"}

    def test_without_a_revision_it_says_what_is_to_be(self, ana, ed, exercise):
        edit(ed, strengthened)

        stored(ana, participants=[INDIA])

        assert participants()["in"]["personnel"] == 100

    def test_of_several_revisions_the_earliest_holds(self, ana, ed, exercise):
        edit(ed, strengthened)
        rows = [*exported(INDIA), *exported({**JAPAN, "role": "participant"}, revision="2")]

        batch = previewed(ana, participants=rows)
        confirm_now(batch, by=ana, digest=batch.seal)

        assert participants()["in"]["personnel"] == 500


class TestEmptyCells:
    def test_cell_of_an_exported_row_clears(self, ana, exercise):
        stored(ana, participants=exported({**JAPAN, "role": ""}))

        assert "role" not in participants()["jp"]

    def test_cell_of_another_row_leaves(self, ana, exercise):
        batch = previewed(ana, participants={**JAPAN, "role": ""})

        assert outcomes(batch) == {KEY: "unchanged"}

    def test_cell_that_must_be_filled_is_told(self, ana, exercise):
        batch = previewed(ana, participants=exported({**JAPAN, "country": ""}))

        told = batch.problems.get()
        assert (told.sheet, told.row, told.column) == ("participants", 2, "country")

    def test_unchanged_rows_change_nothing(self, ana, exercise):
        whole = {"role": "", "personnel": "", "force": ""}
        rows = exported({**whole, **INDIA}, {**whole, **JAPAN})

        assert outcomes(previewed(ana, participants=rows)) == {KEY: "unchanged"}


class TestCitations:
    CITED = {"record": KEY, "ref": "c1", "source": "small-source", "note": "Seen."}

    @pytest.fixture
    def cited(self, ana, exercise) -> None:
        claims = [("date", "2020-05"), ("title", "")]
        stored(
            ana, citations=[{**self.CITED, "claims": path, "says": said} for path, said in claims]
        )

    def citation(self) -> dict:
        """Return the citation as it is stored."""
        (found,) = document(KEY)["citations"]
        return found

    def test_what_is_empty_in_all_rows_is_cleared(self, ana, cited):
        row = {**self.CITED, "note": ""}
        rows = exported(
            {**row, "claims": "date", "says": "2020-05"}, {**row, "claims": "title"}, revision="2"
        )

        stored(ana, citations=rows)

        assert "note" not in self.citation()
        assert self.citation()["claims"]["date"] == "2020-05"

    def test_what_one_row_still_says_stays(self, ana, cited):
        row = {**self.CITED, "note": ""}
        rows = exported(
            {**row, "claims": "date", "says": "2020-05"},
            {**self.CITED, "claims": "title"},
            revision="2",
        )

        assert outcomes(previewed(ana, citations=rows)) == {KEY: "unchanged"}

    def test_what_a_source_says_becomes_what_the_record_says(self, ana, cited):
        stored(ana, citations=exported({**self.CITED, "claims": "date", "says": ""}, revision="2"))

        assert self.citation()["claims"] == {"date": "2020", "title": "Blue Heron"}

    def test_without_a_revision_it_stays(self, ana, cited):
        row = {**self.CITED, "claims": "date", "says": ""}

        assert outcomes(previewed(ana, citations=row)) == {KEY: "unchanged"}


class TestImpossibleRevisions:
    def told(self, batch) -> str:
        """Return the one thing wrong with a batch, which stands at a revision."""
        told = batch.problems.get()
        assert told.column == "revision"
        return told.message

    @pytest.mark.parametrize("is_new", [True, False])
    def test_revision_of_a_list_that_is_no_number_is_a_fault(self, ana, exercise, is_new):
        sheets = {"participants": {**INDIA, "personnel": "1", "revision": "one"}}
        if is_new:
            sheets["participants"]["record"] = "other"
            sheets["exercises"] = {"key": "other", "title": "Other"}

        assert self.told(previewed(ana, **sheets)) == "This is not the number of a revision."

    def log(self, by, model) -> None:
        """Note that somebody deleted something of this key in the admin."""
        of_type = ContentType.objects.get_for_model(model)
        said = {"object_id": KEY, "object_repr": KEY, "action_flag": DELETION}
        LogEntry.objects.create(user=by, content_type=of_type, **said)

    def test_record_that_somebody_deleted_does_not_come_back_unasked(self, ana, ed, exercise):
        self.log(ed, get_kind("exercise").model)
        exercise.revisions.all().delete()
        exercise.delete()
        row = {"key": KEY, "title": "Blue Heron", "date": "2020"}

        batch = previewed(ana, exercises={**row, "revision": "1"})

        assert self.told(batch).startswith("ed deleted this record on ")
        assert outcomes(previewed(ana, exercises=row)) == {KEY: "new"}

    def test_term_of_the_same_key_that_was_deleted_is_no_record(self, ana, ed):
        self.log(ed, Country)

        batch = previewed(ana, exercises={"key": KEY, "title": "Blue Heron", "revision": "1"})

        assert outcomes(batch) == {KEY: "new"}

    def test_record_that_an_undoing_removed_does_not_come_back_unasked(self, ana):
        row = {"key": "kite", "title": "Kite", "date": "2020"}
        undo_now(stored(ana, exercises=row), by=ana)

        batch = previewed(ana, exercises={**row, "revision": "1"})

        assert "when the import of exercises.csv was undone" in self.told(batch)

    def test_export_of_another_site_is_new_here(self, ana):
        rows = exported({**INDIA, "record": "kite"}, revision="7")
        main = {"key": "kite", "title": "Kite", "date": "2020", "revision": "7"}

        batch = previewed(ana, exercises=main, participants=rows)

        assert outcomes(batch) == {"kite": "new"}
        assert not batch.problems.exists()
