"""How a file is read: shown on its preview, stated at the upload, changed afterwards."""

import errno

import pytest

from exchange.models import Batch, State
from tests.admin.import_pages import address, text, upload
from tests.exchange.batch_cases import dump, outcomes, previewed, sheet, stored
from tests.exchange.test_hidden_sheets import xlsx
from tests.exchange.workbooks import workbook

REEF = b"key,title,date\nreef-1,Reef,2018\n"
ROW = {"key": "jimex-2024", "title": "JIMEX 2024", "date": "Jun 2024"}


def title_of(batch: Batch) -> str:
    return batch.records.get().title


class TestDetected:
    def test_preview_says_how_the_file_was_read(self, record, as_ana):
        content = "key;title\nubung;Übung Größe\n".encode("cp1252")

        upload(as_ana, ("exercises.csv", content))

        batch = Batch.objects.get()
        page = text(as_ana.get(address(batch)))
        assert "CSV, Windows-1252, semicolon ;" in page
        assert title_of(batch) == "Übung Größe"

    def test_what_was_read_wrongly_is_read_differently(self, record, as_ana):
        upload(as_ana, ("exercises.csv", "key,title\njimex,\x8e©\n".encode("latin-1")))
        batch = Batch.objects.get()
        assert title_of(batch) == "Ž©"

        page = as_ana.post(address(batch, "reading"), {"encoding": "cp932"}, follow=True)

        batch.refresh_from_db()
        assert "The files were read again." in text(page)
        assert title_of(batch) != "Ž©"
        assert batch.options["reading"] == {"encoding": "cp932"}
        assert 'value="cp932" selected' in text(page)

    def test_detection_is_taken_up_again(self, record, as_ana):
        upload(as_ana, ("exercises.csv", b"key,title\njimex,A|B\n"), delimiter="bar")
        batch = Batch.objects.get()
        assert batch.state == State.FAILED

        as_ana.post(address(batch, "reading"), {})

        batch.refresh_from_db()
        assert batch.state == State.PREVIEWED
        assert "reading" not in batch.options
        assert title_of(batch) == "A|B"

    def test_sheet_of_a_workbook_is_chosen(self, record, as_ana):
        book = workbook({"old": [["key", "title"], ["a-1", "A"]], "new": [["key"], ["b-1"]]})
        upload(as_ana, ("book.xlsx", book))
        batch = Batch.objects.get()
        page = text(as_ana.get(address(batch)))
        assert '<option value="old">' in page

        as_ana.post(address(batch, "reading"), {"sheet": "old", "treat_as": "exercises"})

        batch.refresh_from_db()
        assert outcomes(batch) == {"a-1": "new"}


class TestAsked:
    """What cannot be told by itself is asked on the preview."""

    def test_person_chooses_what_becomes_of_hidden_sheets(self, record, as_ana):
        rows = {"exercises": [["key", "title"], ["reef-1", "Reef"]], "phases": [["record"], ["x"]]}
        upload(as_ana, ("book.xlsx", xlsx(rows, "phases")))
        batch = Batch.objects.get()
        page = text(as_ana.get(address(batch)))
        assert "The sheet is hidden." in page
        assert 'name="hidden"' in page
        assert '<details class="import-reading" open>' in page

        page = text(as_ana.post(address(batch, "reading"), {"hidden": "leave"}, follow=True))

        assert outcomes(batch) == {"reef-1": "new"}
        assert "The sheet “phases” of book.xlsx is hidden, and is not read." in page
        assert '<option value="leave" selected>' in page
        assert '<details class="import-reading">' in page

    def test_person_chooses_what_a_file_is_whose_headings_fit_several_sheets(self, record, as_ana):
        two = {name: f"key,title\n{name}-1,A\n".encode() for name in ("one", "two")}
        files = [(f"{name}.csv", content) for name, content in two.items()]
        upload(as_ana, *files, ("exercises.csv", REEF))
        batch = Batch.objects.get()
        page = text(as_ana.get(address(batch)))
        assert "Its headings fit: sources, series, exercises" in page
        chosen = {"named-one": "series", "named-two": "dialogues"}

        page = text(as_ana.post(address(batch, "reading"), chosen, follow=True))

        batch.refresh_from_db()
        kinds = dict(batch.records.values_list("key", "kind"))
        assert batch.options["reading"] == {"named": {"one": "series", "two": "dialogues"}}
        assert kinds == {"reef-1": "exercise", "one-1": "series", "two-1": "dialogue"}
        assert '<option value="dialogues" selected>' in page
        assert "by its name" in page


class TestStated:
    def test_upload_states_encoding_and_delimiter(self, record, as_ana):
        content = "key;title\njimex;日本\n".encode("euc_jp")

        upload(as_ana, ("exercises.csv", content), encoding="euc_jp", delimiter="semicolon")

        assert title_of(Batch.objects.get()) == "日本"

    def test_upload_states_what_sheet_a_file_is(self, record, as_ana):
        upload(as_ana, ("export-2024.csv", b"key,title\nreef-1,Reef\n"), treat_as="exercises")

        assert outcomes(Batch.objects.get()) == {"reef-1": "new"}

    def test_unknown_encoding_is_refused_at_its_field(self, record, as_ana):
        page = upload(as_ana, ("exercises.csv", b"key,title\nj,J\n"), encoding="rot13")

        assert "Select a valid choice." in text(page)
        assert not Batch.objects.exists()

    def test_rows_that_failed_are_given_back_as_they_were_read(self, record, as_ana):
        content = "key;title;date\nübung;Übung;03/04/2021\n".encode("utf-16-le")
        stating = {"encoding": "utf-16-le", "delimiter": "semicolon"}
        upload(as_ana, ("exercises.csv", content), **stating)

        found = as_ana.get(address(Batch.objects.get(), "problems"), {"format": "csv"})

        assert "Übung" in found.content.decode("utf-8-sig")


class TestRefused:
    @pytest.mark.parametrize("headings", ["key,title", "no,what"])
    def test_choice_that_cannot_be_is_told_at_its_field_and_nothing_read_anew(
        self, record, as_ana, headings
    ):
        upload(as_ana, ("exercises.csv", f"{headings}\na-1,A\n".encode()))
        batch = Batch.objects.get()
        before = dump(but=("sessions",))

        posted = {"encoding": "klingon", "delimiter": "semicolon"}
        page = as_ana.post(address(batch, "reading"), posted)

        form = page.context["reading_form"]
        assert "klingon" in form.errors["encoding"][0]
        assert form["delimiter"].value() == "semicolon"
        assert '<details class="import-reading" open>' in page.content.decode()
        assert dump(but=("sessions",)) == before

    def test_import_of_another_is_not_read_differently(self, record, ed, as_ana):
        batch = previewed(ed, exercises=ROW)
        before = dump(but=("sessions",))

        page = as_ana.post(address(batch, "reading"), {"encoding": "cp932"})

        assert page.status_code == 403
        assert dump(but=("sessions",)) == before
        assert "Read it differently" not in text(as_ana.get(address(batch)))

    def test_stored_import_is_not_read_differently(self, record, ana, as_ana):
        batch = stored(ana, exercises=ROW)

        page = as_ana.post(address(batch, "reading"), {"encoding": "cp932"}, follow=True)

        batch.refresh_from_db()
        assert "cannot be read anew: it is stored" in text(page)
        assert batch.state == State.STORED

    def test_preview_that_was_seen_before_is_not_applied(self, record, ana, as_ana):
        batch = previewed(ana, exercises=ROW)
        seen = batch.seal
        as_ana.post(address(batch, "reading"), {"encoding": "cp1252"})

        as_ana.post(address(batch, "confirm"), {"digest": seen})

        batch.refresh_from_db()
        assert batch.state == State.PREVIEWED

    @pytest.mark.parametrize("step", ["reading"])
    def test_looking_at_the_address_reads_nothing(self, record, ana, as_ana, step):
        batch = previewed(ana, exercises=ROW)

        assert as_ana.get(address(batch, step)).status_code == 405


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_full_disk_is_told_as_what_it_is(as_ana, monkeypatch, number):
    def full(*args):
        raise OSError(number, "No space left on device")

    monkeypatch.setattr("exchange.laying.shelf.Shelf.put", full)
    upload(as_ana, sheet("exercises", ROW))

    page = text(as_ana.get(address(Batch.objects.get())))
    assert "The files were not read, because the disk of the site is full." in page
