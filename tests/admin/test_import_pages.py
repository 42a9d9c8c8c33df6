"""The pages of imports: upload, preview, list, the rows given back."""

import io
import re
import zipfile

import pytest

from exchange.batches.steps import preview
from exchange.models import Batch
from exchange.writing.template import write_template
from tests.admin.conftest import EXERCISE
from tests.admin.import_pages import (
    ADD,
    CHANGE,
    LIST,
    NEW,
    WRONG,
    address,
    text,
    upload,
)
from tests.exchange.batch_cases import dump, previewed, sheet, stored

# Like another one of its file.
TWIN = {"title": NEW["title"], "date": NEW["date"]}


class TestUpload:
    def test_files_lead_to_their_preview_and_write_nothing(self, record, as_ana):
        before = dump()

        page = upload(as_ana, sheet("exercises", CHANGE, NEW), why="From the ministry.")

        batch = Batch.objects.get()
        assert page.url == address(batch)
        assert (batch.by_name, batch.why) == ("ana", "From the ministry.")
        assert "Nothing has been written yet." in text(as_ana.get(page.url))
        assert dump() == before

    def test_upload_leads_to_the_empty_workbook_and_its_explanation(self, as_ana):
        page = as_ana.get("/admin/exchange/batch/add/").content.decode()

        assert 'href="/data/template.xlsx"' in page
        assert 'href="/data/#sheets"' in page

    def test_several_sheets_are_one_import(self, record, as_ana):
        statement = {"record": "jimex-2024", "text": "A fact."}

        upload(as_ana, sheet("statements", statement), sheet("exercises", NEW))

        assert Batch.objects.get().names == "statements.csv, exercises.csv"
        assert Batch.objects.get().counts["new"] == 1

    @pytest.mark.parametrize("name", ["exercises.exe", "exercises"])
    def test_other_kinds_of_files_are_refused(self, record, as_ana, name):
        page = upload(as_ana, (name, b"key,title\n"))

        assert "cannot be read here" in text(page)
        assert not Batch.objects.exists()

    def test_nothing_chosen_is_told(self, record, as_ana):
        page = as_ana.post(ADD, {"why": ""})

        assert "This field is required." in text(page)

    def test_file_with_nothing_in_it_is_named(self, record, as_ana):
        page = upload(as_ana, sheet("exercises", NEW), ("phases.csv", b""), ("people.csv", b""))

        assert "Nothing is in phases.csv, people.csv" in text(page)
        assert not Batch.objects.exists()

    def test_empty_template_is_told_to_have_no_rows(self, record, as_ana, tmp_path):
        write_template(tmp_path / "template.xlsx")
        content = (tmp_path / "template.xlsx").read_bytes()

        page = text(as_ana.get(upload(as_ana, ("template.xlsx", content)).url))

        assert "The sheets have headings and no rows: " in page
        assert "nothing to apply: the files have no rows." in page
        assert "headings are not ours" not in page

    def test_words_beside_a_table_are_no_foreign_headings(self, record, as_ana):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr("exercises.csv", sheet("exercises", NEW)[1])
            archive.writestr("notes.txt", "Ask Ed, please.")

        page = text(as_ana.get(upload(as_ana, ("mine.zip", content.getvalue())).url))

        assert "Not read of mine.zip: notes.txt." in page
        assert "headings are not ours" not in page

    def test_sheets_without_rows_beside_others_are_passed_over(self, record, ana):
        batch = preview([sheet("exercises", NEW), ("phases.csv", b"record,title\n")], by=ana)

        assert batch.options["notes"] == []

    def test_hundreds_of_files_are_told_how_many_are_taken(self, record, as_ana):
        files = [(f"{number}.csv", b"key\n") for number in range(150)]

        assert "These are 150 files; at most 40" in text(upload(as_ana, *files))
        assert not Batch.objects.exists()

    def test_too_much_is_refused_before_it_is_read(self, record, as_ana, monkeypatch):
        monkeypatch.setattr("exchange.admin.forms.KEPT", 10)

        assert "at most" in text(upload(as_ana, sheet("exercises", NEW)))
        assert not Batch.objects.exists()

    def test_reason_with_control_characters_is_told_at_its_field(self, record, as_ana):
        page = upload(as_ana, sheet("exercises", CHANGE), why="because\x1b[2J")

        assert "control characters" in page.context["form"].errors["why"][0]
        assert not Batch.objects.exists()

    def test_file_that_cannot_be_read_says_why(self, record, as_ana):
        page = as_ana.get(upload(as_ana, sheet("exercizes", {**NEW, "colour": "grey"})).url)

        assert "There is no sheet of this name." in text(page)
        assert "Apply" not in text(page)

    def test_file_that_we_fail_on_is_not_called_unreadable(self, record, ana, as_ana, monkeypatch):
        monkeypatch.setattr("exchange.batches.steps.make_plan", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            previewed(ana, exercises=NEW)

        page = text(as_ana.get(address(Batch.objects.get())))

        assert "Something went wrong here while the files were read" in page
        assert "could not be read" not in page


class TestPreview:
    @pytest.mark.parametrize(
        ("rows", "said"), [([], "0 Warnings"), ([TWIN], "1 Warning "), ([TWIN, TWIN], "2 Warnings")]
    )
    def test_tiles_count_in_plural(self, record, ana, as_ana, rows, said):
        batch = previewed(ana, exercises=[NEW, *rows])
        if not rows:
            del batch.counts["warnings"]  # as in imports of old
            batch.save()

        tiles = text(as_ana.get(address(batch))).partition('class="import-rows"')[0]

        words = " ".join(re.sub("<[^>]*>", " ", tiles).split())
        assert said in words + " "
        assert "0 Conflicts" in words

    def test_each_change_stands_cell_by_cell_in_words(self, record, ana, as_ana):
        page = text(as_ana.get(address(previewed(ana, exercises=CHANGE))))

        assert "<del>5–10 July 2023</del>" in page
        assert "<ins>5–11 July 2023</ins>" in page
        assert "Apply 1 record" in page

    def test_new_item_is_one_cell_with_its_parts_in_words(self, record, ana, as_ana):
        row = {"record": EXERCISE, "country": "US", "role": "observer"}

        page = text(as_ana.get(address(previewed(ana, participants=row))))

        assert "United States" in page
        assert "observer" in page

    def test_cell_that_will_be_cleared_says_so(self, record, ana, as_ana):
        row = {"key": EXERCISE, "date": "[none]"}

        page = text(as_ana.get(address(previewed(ana, exercises=row))))

        assert "empty: the field will be cleared" in page

    def test_fault_stands_with_its_place_value_reason_and_remedy(self, record, ana, as_ana):
        page = text(as_ana.get(address(previewed(ana, exercises=[NEW, WRONG]))))

        for part in ("exercises", "</span>3</td>", "date", "03/04/2021", "2021-04-03"):
            assert part in page
        assert "Apply the good rows only: 1 row is left out." in page

    def test_new_record_without_a_citation_says_what_that_means(self, record, ana, as_ana):
        page = text(as_ana.get(address(previewed(ana, exercises=NEW))))

        assert "cannot be published until a source is cited" in page

    def test_counts_filter_the_list(self, record, ana, as_ana):
        batch = previewed(ana, exercises=[NEW, CHANGE])

        page = text(as_ana.get(address(batch) + "?outcome=new"))

        assert "JIMEX 2024" in page
        assert "<del>" not in page

    @pytest.mark.parametrize("query", ["outcome=x&page=y", "page=999", "outcome=failed"])
    def test_wrong_queries_are_harmless(self, record, ana, as_ana, query):
        batch = previewed(ana, exercises=NEW)

        assert as_ana.get(f"{address(batch)}?{query}").status_code == 200

    def test_long_lists_are_paged(self, record, ana, as_ana):
        batch = previewed(ana, exercises=[NEW | {"key": f"jimex-x{n}"} for n in range(60)])

        first = text(as_ana.get(address(batch)))
        second = text(as_ana.get(address(batch) + "?outcome=new&page=2"))

        assert "Show all 60: New" in first
        assert "jimex-x59" not in first
        assert "jimex-x59" in second

    def test_what_a_person_wrote_is_text_and_no_markup(self, record, ana, as_ana):
        bad = "<script>alert(1)</script>"

        page = as_ana.get(address(previewed(ana, exercises=[NEW | {"summary": bad, "date": bad}])))

        assert bad not in page.content.decode()

    def test_page_asks_as_little_for_many_rows_as_for_few(
        self, record, ana, as_ana, django_assert_max_num_queries
    ):
        def queries(rows: int) -> int:
            news = [NEW | {"key": f"jimex-x{n}"} for n in range(rows)]
            wrong = [WRONG | {"key": f"wrong-{n}"} for n in range(rows)]
            batch = previewed(ana, exercises=[CHANGE, *news, *wrong])
            with django_assert_max_num_queries(60) as seen:
                assert as_ana.get(address(batch)).status_code == 200
            return len(seen)

        few = queries(2)

        assert queries(14) <= few + 1


class TestProblemRows:
    def test_one_sheet_is_a_csv_file(self, record, ana, as_ana):
        batch = previewed(ana, exercises=[NEW, WRONG])

        page = as_ana.get(address(batch, "problems") + "?format=csv")

        assert page["Content-Disposition"] == 'attachment; filename="exercises.csv"'
        assert b"jimex-2025" in page.content
        assert b"jimex-2024" not in page.content

    def test_several_are_a_zip_file(self, record, ana, as_ana):
        phase = {"record": "jimex-2025", "title": "Harbour phase"}
        batch = previewed(ana, exercises=WRONG, phases=phase)

        page = as_ana.get(address(batch, "problems") + "?format=csv")

        with zipfile.ZipFile(io.BytesIO(page.content)) as archive:
            assert set(archive.namelist()) == {"exercises.csv", "phases.csv"}

    def test_workbook_is_uploaded_again_as_it_is(self, record, ana, as_ana):
        batch = previewed(ana, exercises=[NEW, WRONG])
        book = as_ana.get(address(batch, "problems"))

        page = text(as_ana.get(upload(as_ana, ("problems.xlsx", book.content)).url))

        assert "03/04/2021 could be" in page
        assert "jimex-2024" not in page

    def test_where_there_are_none_it_says_so(self, record, ana, as_ana):
        page = as_ana.get(address(previewed(ana, exercises=NEW), "problems"), follow=True)

        assert "no rows to give back" in text(page)


class TestList:
    def test_every_import_is_kept_with_who_and_what(self, record, ana, as_ed):
        stored(ana, exercises=[NEW, CHANGE])

        page = text(as_ed.get(LIST))

        for part in ("exercises.csv", "ana", "stored", "1 changed, 1 new"):
            assert part in page

    def test_empty_list_says_what_to_do(self, record, as_ana):
        assert "Nothing has been imported yet." in text(as_ana.get(LIST))

    def test_import_is_found_by_a_record(self, record, ana, as_ana):
        stored(ana, exercises=[NEW, CHANGE])

        page = text(as_ana.get(LIST + "?q=jimex"))
        assert "exercises.csv" in page
        assert "Import sheets" in page
        assert "exercises.csv" not in text(as_ana.get(LIST + "?q=malabar"))

    def test_import_can_be_neither_edited_nor_deleted(self, record, ana, as_ed):
        batch = previewed(ana, exercises=NEW)

        assert as_ed.post(f"{LIST}{batch.pk}/delete/", {"post": "yes"}).status_code == 403
        assert Batch.objects.exists()
