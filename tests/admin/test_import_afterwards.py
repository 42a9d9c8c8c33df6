"""What the pages of imports say after a step: undone, discarded, refused; names of downloads."""

import pytest

from exchange.batches.taking_back import undo_now
from exchange.models import Batch, State
from records.models import Record
from tests.admin.import_pages import LIST, NEW, WRONG, address, became, text, upload
from tests.admin.mapping_pages import uploaded
from tests.exchange.batch_cases import previewed, sheet, stored

pytestmark = pytest.mark.usefixtures("record")
SECOND = NEW | {"key": "jimex-x", "title": "JIMEX X"}


class TestUndone:
    def test_page_and_list_say_what_became_of_the_records(self, ana, as_ana):
        batch = stored(ana, exercises=[NEW, SECOND])
        undo_now(batch, by=ana)

        page = text(as_ana.get(address(batch)))

        assert became(page) == {"Removed": "2"}
        assert page.index("What became of its records") < page.index("before it was undone")
        assert page.count("When it was undone: removed") == 2
        assert "2 new, then undone" in text(as_ana.get(LIST))

    def test_import_that_was_taken_back_before_all_was_stored_does_not_claim_that_it_was(
        self, ana, as_ana
    ):
        batch = stored(ana, exercises=[NEW, SECOND])
        undo_now(batch, by=ana)
        Batch.objects.update(stored_at=None)  # as an import that was killed leaves it

        page = text(as_ana.get(address(batch)))

        assert "What it was to do: it was taken back before all was stored" in page
        assert "What it had done" not in page
        assert "2 to be applied" in page

    def test_rows_left_out_are_offered_for_mending_only_where_they_can_be_downloaded(
        self, ana, as_ana
    ):
        there = {}
        batch = previewed(ana, exercises=[NEW, WRONG])
        for state in (State.PREVIEWED, State.STORED, State.UNDONE, State.DISCARDED):
            Batch.objects.update(state=state)
            page = text(as_ana.get(address(batch)))
            assert "These are left out." in page or "What is wrong" in page
            there[state] = ("Download them below" in page, address(batch, "problems") in page)

        gone = dict.fromkeys((State.UNDONE, State.DISCARDED), (False, False))
        assert there == {State.PREVIEWED: (True, True), State.STORED: (True, True), **gone}

    def test_import_that_stands_says_nothing_of_that(self, ana, as_ana):
        page = text(as_ana.get(address(stored(ana, exercises=NEW))))

        assert "What became" not in page
        assert "When it was undone" not in page
        assert "then undone" not in text(as_ana.get(LIST))

    def test_going_back_to_undo_once_more_is_told_the_reason(self, ana, as_ana):
        batch = stored(ana, exercises=NEW)
        undo_now(batch, by=ana)

        page = text(as_ana.get(address(batch, "undo"), follow=True))

        assert "This import is undone already (by ana, " in page

    @pytest.mark.parametrize("state", [State.PREVIEWED, State.DISCARDED])
    def test_what_was_never_stored_is_told_so(self, ana, as_ana, state):
        batch = previewed(ana, exercises=NEW)
        Batch.objects.update(state=state)

        page = text(as_ana.get(address(batch, "undo"), follow=True))

        assert f"There is nothing to undo: the import is {state.label}." in page

    def test_import_of_another_is_told_whose_it_is(self, ed, as_ana):
        page = text(as_ana.get(address(stored(ed, exercises=NEW), "undo"), follow=True))

        assert "This import belongs to ed: only an editor undoes it as well." in page

    def test_short_list_has_no_search_that_could_be_taken_for_undoing(
        self, ana, as_ana, monkeypatch
    ):
        batch = stored(ana, exercises=[NEW, SECOND])
        assert 'role="search"' not in text(as_ana.get(address(batch, "undo")))

        monkeypatch.setattr("exchange.admin.undo.SHORT", 1)
        page = text(as_ana.get(address(batch, "undo")))

        assert ">Find</button>" in page
        assert ">Show</button>" not in page


class TestDiscarding:
    def test_mapping_page_lets_go_of_the_import(self, as_ana):
        batch = uploaded(as_ana)
        assert batch.state == State.FAILED
        discard = address(batch, "discard")
        assert f'action="{discard}"' in text(as_ana.get(address(batch, "mapping")))

        page = text(as_ana.post(discard, follow=True))

        assert "The import was discarded. Nothing was written." in page
        batch.refresh_from_db()
        assert batch.state == State.DISCARDED
        assert not any(file.content for file in batch.files.all())

    def test_files_that_could_not_be_read_can_be_let_go_of(self, as_ana, as_ed):
        upload(as_ana, ("exercises.csv", b"key,nonsense\na,b\n"))
        batch = Batch.objects.get()
        assert batch.state == State.FAILED
        discard = address(batch, "discard")
        assert f'action="{discard}"' in text(as_ana.get(address(batch)))
        assert discard not in text(as_ed.get(address(batch)))

        assert as_ed.post(discard).status_code == 403
        as_ana.post(discard)

        batch.refresh_from_db()
        assert batch.state == State.DISCARDED

    def test_stored_import_is_not_discarded(self, ana, as_ana):
        batch = stored(ana, exercises=NEW)

        page = text(as_ana.post(address(batch, "discard"), follow=True))

        assert "cannot be discarded any more: it is stored." in page
        assert Record.objects.filter(key=NEW["key"]).exists()


class TestNames:
    def test_download_of_one_sheet_is_called_csv_and_of_several_a_zip(self, as_ana):
        upload(as_ana, sheet("exercises", WRONG))
        assert '?format=csv">CSV</a>' in text(as_ana.get(address(Batch.objects.get())))

        child = {"record": WRONG["key"], "country": "IN"}
        upload(as_ana, sheet("exercises", WRONG), sheet("participants", child))
        batch = Batch.objects.latest("created")

        said = '?format=csv">CSV (several sheets in one ZIP file)</a>'
        assert said in text(as_ana.get(address(batch)))
        given = as_ana.get(address(batch, "problems") + "?format=csv")
        assert given.headers["Content-Type"] == "application/zip"

    def test_import_that_waits_for_its_mapping_is_not_called_unreadable(self, as_ana):
        uploaded(as_ana)
        assert "waits for its mapping" in text(as_ana.get(LIST))

        upload(as_ana, ("exercises.csv", b"key,nonsense\na,b\n"))

        page = text(as_ana.get(LIST))
        assert page.count("waits for its mapping") == 1
        assert 'field-standing">not readable<' in page

    def test_state_stands_beside_the_name_of_the_files_in_the_list(self, ana, as_ana):
        previewed(ana, exercises=NEW)

        page = text(as_ana.get(LIST))

        order = [page.index(f"field-{name}") for name in ("files", "standing", "what", "by_name")]
        assert order == sorted(order)
