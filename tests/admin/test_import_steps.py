"""Applying, settling and undoing imports: what is done, and what is refused to those who try."""

import uuid

import pytest
from django.test import Client

from exchange.batches.taking_back import undo_now
from exchange.models import Batch, State
from records.models import Record, Revision
from records.store import apply, take
from tests.admin.conftest import EXERCISE
from tests.admin.import_pages import (
    ADD,
    CHANGE,
    LIST,
    NEW,
    WRONG,
    address,
    apply_it,
    became,
    text,
    upload,
)
from tests.exchange.batch_cases import document, dump, edited, previewed, sheet, stored


class TestApplying:
    def test_rows_are_stored_and_the_page_says_so(self, record, ana, as_ana):
        batch = previewed(ana, exercises=[CHANGE, NEW])

        page = as_ana.post(address(batch, "confirm"), {"digest": batch.seal}, follow=True)

        assert "2 records were stored." in text(page)
        assert "Undo this import" in text(page)
        assert document(EXERCISE)["fields"]["summary"] == "Changed."

    def test_good_rows_only_by_choice(self, record, ana, as_ana):
        batch = previewed(ana, exercises=[WRONG, NEW])

        apply_it(as_ana, batch)
        assert not Record.objects.filter(key="jimex-2024").exists()

        apply_it(as_ana, batch, good_only="yes")
        assert Record.objects.filter(key="jimex-2024").exists()

    def test_discarded_import_cannot_be_applied(self, record, ana, as_ana):
        batch = previewed(ana, exercises=NEW)

        as_ana.post(address(batch, "discard"))
        apply_it(as_ana, batch)

        assert not Record.objects.filter(key="jimex-2024").exists()
        assert "Discarded: nothing was written." in text(as_ana.get(address(batch)))


class TestRefused:
    """Whoever tries leaves the record as it was."""

    @pytest.fixture
    def batch(self, record, ed) -> Batch:
        return previewed(ed, exercises=[CHANGE, NEW])

    @pytest.mark.parametrize("step", ["confirm", "discard"])
    def test_ana_does_not_take_a_step_with_an_import_of_ed(self, batch, as_ana, step):
        before = dump()

        page = as_ana.post(address(batch, step), {"digest": batch.seal})

        assert page.status_code == 403
        assert "This import belongs to ed: nobody else applies it." in text(page)
        assert "Back to the import" in text(page)
        assert dump() == before
        batch.refresh_from_db()
        assert batch.state == State.PREVIEWED
        assert "nobody else applies it" in text(as_ana.get(address(batch)))

    def test_ana_does_not_settle_or_undo_an_import_of_ed(self, record, ed, as_ana):
        batch = stored(ed, exercises=NEW)
        before = dump()

        settle = as_ana.post(address(batch, "settle"), {"digest": batch.seal, "key": EXERCISE})
        undo = as_ana.post(address(batch, "undo"))

        assert (settle.status_code, undo.status_code) == (403, 403)
        assert dump() == before

    @pytest.mark.parametrize("step", ["confirm", "settle", "discard"])
    def test_looking_at_an_address_does_nothing(self, record, ana, as_ana, step):
        batch = previewed(ana, exercises=NEW)
        before = dump()

        assert as_ana.get(address(batch, step)).status_code == 405
        assert dump() == before

    def test_forged_post_without_the_token_is_refused(self, record, ana):
        batch = previewed(ana, exercises=NEW)
        client = Client(enforce_csrf_checks=True)
        client.force_login(ana, backend="django.contrib.auth.backends.ModelBackend")

        assert apply_it(client, batch).status_code == 403
        assert not Record.objects.filter(key="jimex-2024").exists()

    def test_second_click_stores_nothing_again(self, record, ana, as_ana):
        batch = previewed(ana, exercises=CHANGE)
        apply_it(as_ana, batch)

        apply_it(as_ana, batch)

        assert Revision.objects.filter(record=EXERCISE).count() == 2

    @pytest.mark.parametrize("digest", ["", "x", "0" * 64 + "-1"])
    def test_swapped_digest_stores_nothing(self, record, ana, as_ana, digest):
        batch = previewed(ana, exercises=NEW)

        as_ana.post(address(batch, "confirm"), {"digest": digest})

        assert not Record.objects.filter(key="jimex-2024").exists()

    @pytest.mark.parametrize("step", ["change", "undo", "problems"])
    def test_invented_import_is_not_there(self, record, as_ana, step):
        page = as_ana.get(f"{LIST}{uuid.uuid4()}/{step}/")

        assert page.status_code in (302, 404)
        if page.status_code == 302:
            assert step == "change"

    def test_invented_import_is_not_applied(self, record, as_ana):
        page = as_ana.post(f"{LIST}{uuid.uuid4()}/confirm/", {"digest": "x"})

        assert page.status_code == 404

    def test_reader_sees_none_of_it(self, batch, as_rae):
        for page in (LIST, ADD, address(batch), address(batch, "problems")):
            assert as_rae.get(page).status_code in (302, 403, 404)

    def test_staff_without_the_right_see_none_of_it(self, batch, ana, as_ana):
        group = ana.groups.get()
        group.permissions.remove(group.permissions.get(codename="import_record"))

        for page in (LIST, ADD, address(batch), address(batch, "problems")):
            assert as_ana.get(page).status_code in (403, 404)
        assert upload(as_ana, sheet("exercises", NEW)).status_code in (403, 404)
        assert Batch.objects.count() == 1

    def test_published_record_is_left_to_editors(self, public, ana, as_ana):
        page = text(as_ana.get(address(previewed(ana, exercises=CHANGE))))

        assert "only an editor changes it" in page
        assert "Apply 1 record" not in page


class TestConflicts:
    @pytest.fixture
    def batch(self, record, ana, ed) -> Batch:
        now = take(record)
        now["fields"] |= {"summary": "By Ed.", "edition": 8}
        apply(now, by=ed, why="by hand", base=1)
        row = CHANGE | {"revision": "1", "summary": "By Ana."}
        return previewed(ana, exercises=row)

    def test_all_three_values_are_shown(self, batch, as_ana):
        page = text(as_ana.get(address(batch)))

        assert "Your sheet is taken to start from revision 1." in page
        for part in ("By Ana.", "By Ed.", "revision 2", "by ed"):
            assert part in page

    def test_what_the_sheet_changes_besides_is_shown(self, batch, as_ana):
        page = text(as_ana.get(address(batch)))

        besides = page.partition("Your sheet changes besides, whichever you choose:")[2]
        assert "5–11 July 2023" in besides.partition("</form>")[0]
        assert "By Ed." not in besides.partition("</form>")[0]

    def test_item_that_was_deleted_is_named_with_who_deleted_it(self, record, ana, ed, as_ana):
        now = take(record)
        del now["lists"]["participants"][1]
        apply(now, by=ed, why="by hand", base=1)
        edited(EXERCISE, by=ana, summary="Since then.")
        row = {"record": EXERCISE, "ref": "jp", "country": "JP", "personnel": "777"}
        main = CHANGE | {"revision": "1", "summary": ""}

        batch = previewed(ana, exercises=main, participants=row)

        page = text(as_ana.get(address(batch)))
        assert "participants: Japan" in page
        assert "personnel: 777" in page
        assert "deleted by ed" in page

    @pytest.mark.parametrize(
        ("chosen", "kept"),
        [
            ({"choice:summary": "file"}, "By Ana."),
            ({"choice:summary": "record"}, "By Ed."),
            ({"all": "file", "path": "summary"}, "By Ana."),
            ({"all": "record", "path": "summary"}, "By Ed."),
        ],
    )
    def test_choice_is_applied_with_the_rest(self, batch, as_ana, chosen, kept):
        as_ana.post(address(batch, "settle"), {"digest": batch.seal, "key": EXERCISE, **chosen})
        batch.refresh_from_db()

        apply_it(as_ana, batch)

        fields = document(EXERCISE)["fields"]
        assert (fields["summary"], fields["edition"]) == (kept, 8)
        assert fields["date"] == "2023-07-05/2023-07-11"

    def test_revision_that_never_was_is_told(self, record, ana, as_ana):
        batch = previewed(ana, exercises=CHANGE | {"revision": "9"})

        page = text(as_ana.get(address(batch)))

        assert "Your sheet carries revision 9, which the record never had." in page

    def test_no_choice_is_asked_for_and_nothing_is_stored(self, batch, as_ana):
        data = {"digest": batch.seal, "key": EXERCISE}

        page = as_ana.post(address(batch, "settle"), data, follow=True)

        assert "Choose for each field: summary." in text(page)
        assert Record.objects.get(key=EXERCISE).revision == 2

    def test_conflict_of_a_record_that_changed_again_is_not_said_to_be_settled(self, batch, as_ana):
        edited(EXERCISE, summary="Once more.")
        data = {"digest": batch.seal, "key": EXERCISE, "choice:summary": "file"}

        page = text(as_ana.post(address(batch, "settle"), data, follow=True))

        assert "decide once more" in page
        assert "is settled" not in page

    def test_merged_row_says_what_it_was_merged_with(self, record, ana, ed, as_ana):
        now = take(record)
        now["fields"]["edition"] = 8
        apply(now, by=ed, why="by hand", base=1)

        batch = previewed(ana, exercises=CHANGE | {"revision": "1"})

        page = text(as_ana.get(address(batch)))
        assert "Merged: your sheet is taken to start from revision 1" in page
        assert "by ed" in page


class TestUndo:
    def test_what_will_happen_is_listed_and_then_done(self, record, ana, ed, as_ana):
        batch = stored(ana, exercises=[CHANGE, NEW, NEW | {"key": "jimex-x"}])
        now = take(Record.objects.get(key="jimex-x"))
        now["fields"]["edition"] = 12
        apply(now, by=ed, why="by hand", base=1)

        page = as_ana.get(address(batch, "undo"))

        for part in ("Nothing has been undone yet.", "Removed · 1", "Restored · 1", "Kept · 1"):
            assert part in text(page)
        assert "kept, because ed edited it since" in text(page)
        assert Record.objects.filter(key="jimex-2024").exists()

        seen = {"seen": page.context["seen"]}
        after = text(as_ana.post(address(batch, "undo"), seen, follow=True))

        assert "The import was undone." in after
        assert became(after) == {"Removed": "1", "Restored": "1", "Kept": "1"}
        assert "ed edited it since" in text(as_ana.get(address(batch, "undone")))
        assert not Record.objects.filter(key="jimex-2024").exists()
        assert document(EXERCISE)["fields"]["summary"] == ""

    def test_what_was_kept_is_undone_on_its_own_page_once_it_can_be(self, record, ana, ed, as_ana):
        batch = stored(ana, series={"key": "malabar", "title": "Malabar"})
        edition = NEW | {"series": "malabar", "key": "malabar-x"}
        later = stored(ed, exercises=edition)
        undo_now(batch, by=ana)
        assert "Undo what was kept" in text(as_ana.get(address(batch)))
        page = as_ana.get(address(batch, "undo"))
        assert "refers to it" in text(page)
        assert "None of it can be undone as it stands." in text(page)
        assert 'type="submit" class="default"' not in page.content.decode()

        undo_now(later, by=ed)
        page = as_ana.get(address(batch, "undo"))
        assert 'value="Undo what was kept"' in page.content.decode()
        seen = {"seen": page.context["seen"]}
        after = text(as_ana.post(address(batch, "undo"), seen, follow=True))

        assert became(after) == {"Removed": "1"}
        assert "Undo what was kept" not in after

    def test_undo_that_was_not_looked_at_is_refused(self, record, ana, as_ana):
        batch = stored(ana, exercises=NEW)

        as_ana.post(address(batch, "undo"), {"seen": "x"})

        assert Record.objects.filter(key="jimex-2024").exists()
