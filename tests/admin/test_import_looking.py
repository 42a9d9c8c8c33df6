"""Finding one's way in a preview and an undoing: filters, search, warnings, rows, columns."""

import pytest

from exchange.batches.recomparing import FILE
from exchange.batches.steps import settle
from exchange.batches.taking_back import undo_now
from records.models import Record
from records.store import apply, take
from tests.admin.conftest import EXERCISE
from tests.admin.import_pages import CHANGE, NEW, WRONG, address, became, text
from tests.exchange.batch_cases import confirm_now, edited, previewed, stored

MANY = [NEW | {"key": f"jimex-x{n}", "title": f"JIMEX no. {n}"} for n in range(60)]


class TestFilters:
    def test_search_finds_by_key_and_by_title(self, record, ana, as_ana):
        batch = previewed(ana, exercises=[CHANGE, *MANY])

        by_key = text(as_ana.get(address(batch) + "?q=JIMEX-x59"))
        by_title = text(as_ana.get(address(batch) + "?q=no. 58"))

        assert "jimex-x59" in by_key
        assert "1 found" in by_key
        assert "jimex-x58" in by_title
        assert EXERCISE not in by_title

    def test_search_finds_faults_by_their_record(self, record, ana, as_ana):
        wrong = WRONG | {"key": "jimex-2026", "title": "Another"}
        batch = previewed(ana, exercises=[WRONG, wrong])

        page = text(as_ana.get(address(batch) + "?q=another"))

        assert "jimex-2026" in page
        assert "jimex-2025" not in page

    def test_sheet_leaves_out_the_rest(self, record, ana, as_ana):
        series = {"key": "malabar", "title": "Malabar"}
        batch = previewed(ana, exercises=NEW, series=series)

        page = text(as_ana.get(address(batch) + "?sheet=series"))

        assert "malabar" in page
        assert "jimex-2024" not in page
        assert '<option value="series" selected>' in page

    def test_pages_and_counts_keep_what_was_chosen(self, record, ana, as_ana):
        batch = previewed(ana, exercises=[CHANGE, *MANY])

        page = text(as_ana.get(address(batch) + "?outcome=new&q=no.&sheet=exercises"))

        assert "?outcome=new&amp;sheet=exercises&amp;q=no.&amp;page=2" in page
        assert "?outcome=changed&amp;sheet=exercises&amp;q=no." in page
        second = text(as_ana.get(address(batch) + "?outcome=new&q=no.&sheet=exercises&page=2"))
        assert "Page 2 of 2" in second

    @pytest.mark.parametrize("query", ["q=%00", "sheet=nothing", "q=" + "x" * 999, "q=%25"])
    def test_odd_searches_are_harmless(self, record, ana, as_ana, query):
        page = as_ana.get(f"{address(previewed(ana, exercises=NEW))}?{query}")

        assert page.status_code == 200


class TestWarnings:
    @pytest.fixture
    def batch(self, record, ana):
        stored(ana, exercises=NEW | {"key": "jimex-24"})
        return previewed(ana, exercises=[NEW | {"edition": "7", "key": "jimex-xxiv"}])

    def test_warning_stands_with_its_place_and_a_link_and_blocks_nothing(self, batch, ana, as_ana):
        page = text(as_ana.get(address(batch)))

        assert "JIMEX 2023 has edition 7 already." in page
        assert f'href="/admin/exercises/exercise/{EXERCISE}/change/"' in page
        assert "good rows only" not in page
        confirm_now(batch, by=ana, digest=batch.seal)

    def test_warnings_are_counted_and_shown_alone(self, batch, as_ana):
        page = text(as_ana.get(address(batch) + "?outcome=warning"))

        assert "Warning · 1 warning" in page
        assert 'id="import-new"' not in page

    def test_there_is_no_list_where_nothing_is_to_be_warned_of(self, record, ana, as_ana):
        assert 'id="import-warning"' not in text(as_ana.get(address(previewed(ana, exercises=NEW))))


class TestRows:
    def test_rows_add_up(self, record, ana, as_ana):
        same = {"key": EXERCISE, "title": "JIMEX 2023"}
        said = {"claims": "title", "source": "mod-2023"}
        stray = {"record": "nowhere", **said}
        good = {"record": "jimex-2024", **said}

        batch = previewed(ana, exercises=[NEW, WRONG, same], citations=[good, stray])
        page = text(as_ana.get(address(batch)))

        assert "5 rows: 2 to be applied (1 record), 1 that change nothing, 2 left out" in page
        assert "Apply the good rows only: 2 rows are left out." in page
        assert "Failed · 1 record · 1 row of no record · 2 faults" in page

    def test_rows_that_only_stand_beside_a_change_are_not_counted_with_it(
        self, record, ana, as_ana
    ):
        cited = {"record": EXERCISE, "ref": "c1", "source": "mod-2023", "locator": "para. 2"}
        batch = previewed(
            ana,
            exercises=[NEW, {"key": EXERCISE, "title": "JIMEX 2023"}],
            participants=[
                {"record": EXERCISE, "ref": "in", "country": "IN", "role": "host"},
                {"record": EXERCISE, "ref": "jp", "country": "JP", "role": "observer"},
            ],
            phases=[
                {"record": EXERCISE, "ref": "p1", "title": "Harbour phase", "delete": ""},
                {"record": EXERCISE, "ref": "", "title": "Sea phase", "delete": ""},
            ],
            citations=[
                cited | {"claims": "date"},
                cited | {"claims": "places; title"},
                cited | {"claims": "participants/in", "delete": "yes"},
            ],
        )

        page = text(as_ana.get(address(batch)))

        # The new row; Japan's role, the new phase, a claim more and a claim less.
        assert "9 rows: 5 to be applied (2 records), 4 that change nothing, 0 left out" in page
        confirm_now(batch, by=ana, digest=batch.seal)
        page = text(as_ana.get(address(batch)))
        assert "5 applied (2 records), 4 changed nothing, 0 left out" in page
        assert "Before" in page
        assert "In the record" not in page

    def test_conflict_counts_its_changing_rows_once_it_is_settled(self, record, ana, as_ana):
        edited(EXERCISE, summary="By hand.")
        row = {"key": EXERCISE, "revision": "1", "title": "JIMEX 2023", "summary": "By file."}
        same = {"record": EXERCISE, "ref": "in", "country": "IN", "role": "host"}
        batch = previewed(ana, exercises=row | {"date": "2023"}, participants=same)
        assert batch.rows_changing() == 0

        settle(batch, EXERCISE, {"summary": FILE}, by=ana, digest=batch.seal)

        batch.refresh_from_db()
        assert (batch.count("changed"), batch.rows_changing(), batch.rows("changed")) == (1, 1, 2)

    def test_key_that_stands_twice_keeps_both_rows_out(self, record, ana, as_ana):
        batch = previewed(ana, exercises=[NEW, NEW | {"date": "2025"}])

        page = text(as_ana.get(address(batch)))

        assert "2 rows: 0 to be applied (0 records), 0 that change nothing, 2 left out" in page


class TestFaults:
    def test_they_stand_in_the_order_of_the_files(self, record, ana, as_ana):
        stray = {"record": "nowhere", "claims": "title", "source": "mod-2023"}
        batch = previewed(ana, citations=stray, exercises=[WRONG, WRONG | {"key": "jimex-2026"}])

        places = [(p.sheet, p.row) for p in batch.problems.all()]

        assert places == [("exercises", 2), ("exercises", 3), ("citations", 2)]

    def test_one_that_stands_often_is_counted_and_shown_alone(self, record, ana, as_ana):
        wrong = [WRONG | {"key": f"jimex-w{n}"} for n in range(20)]
        batch = previewed(ana, exercises=[*wrong, WRONG | {"date": "12 January"}])

        page = as_ana.get(address(batch))

        assert "20 times" in text(page)
        (often,) = page.context["frequent"]
        alone = text(as_ana.get(address(batch) + often[-1]))
        assert "20 found" in alone
        assert "12 January" not in alone

    def test_path_that_cannot_be_cited_is_told_at_its_column(self, record, ana):
        said = {"record": EXERCISE, "claims": "datum", "says": "2023", "source": "mod-2023"}

        problem = previewed(ana, citations=said).problems.get()

        assert (problem.column, problem.hint) == ("claims", "Did you mean “date”?")


class TestColumns:
    def test_preview_says_what_absent_columns_and_empty_cells_do(self, record, ana, as_ana):
        rows = [
            {"key": EXERCISE, "revision": "1", "title": "JIMEX 2023", "date": ""},
            {"key": "jimex-2024", "revision": "", "title": "JIMEX 2024", "date": "2024"},
        ]

        page = text(as_ana.get(address(previewed(ana, exercises=rows))))

        assert "1 cell filled; 1 empty cell clears, because its row carries a revision" in page
        assert 'summary</th><td role="cell">not in the file: left as it is' in page

    def test_empty_cells_without_a_revision_leave(self, record, ana, as_ana):
        row = {"key": EXERCISE, "title": "JIMEX 2023", "date": ""}

        page = text(as_ana.get(address(previewed(ana, exercises=row))))

        assert "0 cells filled; 1 empty cell leaves what is there" in page


class TestUndoing:
    @pytest.fixture
    def batch(self, record, ana, ed, monkeypatch):
        monkeypatch.setattr("exchange.admin.undo.SHORT", 5)
        monkeypatch.setattr("exchange.admin.undo.LONG", 20)
        batch = stored(ana, exercises=[CHANGE, *MANY])
        now = take(Record.objects.get(key="jimex-x59"))
        now["fields"]["edition"] = 12
        apply(now, by=ed, why="by hand", base=1)
        return batch

    def test_every_record_can_be_reached_before(self, batch, as_ana):
        first = text(as_ana.get(address(batch, "undo")))
        last = text(as_ana.get(address(batch, "undo") + "?outcome=removed&page=3"))

        assert "Show all 59: Removed" in first
        assert "jimex-x58" not in first
        assert "jimex-x58" in last
        assert "jimex-x59" not in last
        assert "Page 3 of 3" in last

    def test_undoing_from_a_page_of_the_list_undoes_all_of_it(self, batch, as_ana):
        page = as_ana.get(address(batch, "undo") + "?outcome=kept")

        as_ana.post(address(batch, "undo") + "?outcome=kept", {"seen": page.context["seen"]})

        assert not Record.objects.filter(key="jimex-x1").exists()

    def test_every_record_can_be_reached_after(self, batch, ana, as_ana):
        undo_now(batch, by=ana)

        first = text(as_ana.get(address(batch, "undone")))
        found = text(as_ana.get(address(batch, "undone") + "?outcome=removed&q=no. 58"))

        assert "Show all 59: Removed" in first
        assert "because ed edited it since" in first
        assert "1 found" in found
        page = text(as_ana.get(address(batch)))
        assert became(page) == {"Removed": "59", "Restored": "1", "Kept": "1"}
