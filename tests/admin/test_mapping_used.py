"""Mapping in the admin: used for an import, saved, proposed for the next file; and refused."""

import csv
import io

import pytest
from django.core.cache import cache
from django.test import Client

from exchange.models import Batch, SavedProfile
from exchange.reading import read_file
from tests.admin.import_pages import address, choose, text, upload
from tests.admin.mapping_pages import PROFILE, TABLE, draft, mapped, posted, uploaded
from tests.exchange.batch_cases import dump, outcomes, previewed, sheet, stored

pytestmark = pytest.mark.usefixtures("record", "whole_vocabulary")


def page_of(client, batch: Batch):
    return client.get(address(batch, "mapping"))


class TestUse:
    def test_mapped_table_is_previewed_with_its_mapping_named(self, as_ana):
        batch = mapped(as_ana, uploaded(as_ana, TABLE.replace("Phillipines", "Philippines")))

        assert outcomes(batch) == {"reef-1": "new", "reef-2": "new", "reef-3": "new"}
        assert batch.options["mapping"]["text"] == PROFILE
        assert "Read by the mapping “reef”." in text(as_ana.get(address(batch)))

    def test_saved_profile_is_offered_for_the_next_file_and_used_with_one_click(self, as_ana):
        first = uploaded(as_ana, TABLE.replace("Phillipines", "Philippines"))
        as_ana.post(address(first, "mapping"), {"do": "text", "text": PROFILE})
        form = page_of(as_ana, first).context["form"]
        data = posted(form, do="use", save_as="Reefs")
        as_ana.post(address(first, "mapping"), data)
        saved = SavedProfile.objects.get(name="Reefs")
        assert saved.text == PROFILE

        second = uploaded(as_ana, TABLE.splitlines()[0] + "\n9,Kite,2009,India,1,\n", "more.csv")
        page = page_of(as_ana, second)
        assert "The saved profile “Reefs” (ana) fits these headings." in text(page)
        as_ana.post(address(second, "mapping"), {"do": "saved", "saved": saved.pk})

        second.refresh_from_db()
        assert outcomes(second) == {"reef-9": "new"}
        assert second.options["mapping"]["name"] == "Reefs"

    def test_saved_profile_is_offered_and_read_where_the_headings_stand(self, ana, as_ana):
        text_ = f"heading_row = 3\n{PROFILE}"
        saved = SavedProfile.objects.create(name="Reefs", text=text_, by=ana, by_name="ana")
        batch = uploaded(as_ana, TABLE.replace("1,x", "1,").replace("2,,", "2,"), "more.csv")
        page = page_of(as_ana, batch)
        assert page.context["fitting"] == saved

        as_ana.post(address(batch, "mapping"), {"do": "saved", "saved": saved.pk, "only": "look"})
        page = page_of(as_ana, batch)
        assert draft(batch)["heading_row"] == 1
        assert page.context["shown"][0].sheet == "exercises"
        assert len(page.context["shown"][0].rows) == 3
        as_ana.post(address(batch, "mapping"), {"do": "saved", "saved": saved.pk})

        batch.refresh_from_db()
        assert outcomes(batch)["reef-1"] == "new"
        note = "more.csv: the headings stand in row 1, not in row 3."
        assert note in text(as_ana.get(address(batch)))
        choose(as_ana, batch, {"Phillipines": "key:PH"})
        assert set(outcomes(batch).values()) == {"new"}
        saved.refresh_from_db()
        assert "heading_row = 3" in saved.text
        assert "Phillipines" in saved.text
        form = page_of(as_ana, batch).context["form"]
        assert [row.column.name for row in form.rows if row.is_missing] == []

    def test_row_that_a_person_says_is_kept_though_the_headings_stand_elsewhere(self, as_ana):
        batch = uploaded(as_ana)
        as_ana.post(
            address(batch, "mapping"), {"do": "text", "text": f"heading_row = 2\n{PROFILE}"}
        )

        page = page_of(as_ana, batch)

        assert draft(batch)["heading_row"] == 2
        assert page.context["shown"] == []
        assert "There are no rows as yet" in text(page)
        assert "The mapping reads a column that the table has not." in text(page)

    def test_profile_of_other_headings_is_not_offered(self, ana, as_ana):
        SavedProfile.objects.create(name="Other", text=PROFILE.replace("who", "whom"), by=ana)

        assert page_of(as_ana, uploaded(as_ana)).context["fitting"] is None

    def test_name_of_anothers_profile_is_not_taken_over(self, ed, as_ana):
        theirs = SavedProfile.objects.create(name="Reefs", text="x", by=ed, by_name="ed")
        batch = uploaded(as_ana)
        as_ana.post(address(batch, "mapping"), {"do": "text", "text": PROFILE})
        form = page_of(as_ana, batch).context["form"]

        data = posted(form, do="use", save_as="Reefs")
        page = as_ana.post(address(batch, "mapping"), data, follow=True)

        theirs.refresh_from_db()
        assert theirs.text == "x"
        assert "choose another name" in text(page)

    def test_name_that_another_takes_at_this_moment_is_told(self, ed, as_ana, monkeypatch):
        batch = uploaded(as_ana)
        as_ana.post(address(batch, "mapping"), {"do": "text", "text": PROFILE})
        form = page_of(as_ana, batch).context["form"]

        def slow(by):
            SavedProfile.objects.create(name="Reefs", text="x", by=ed, by_name="ed")
            return by.username

        monkeypatch.setattr("exchange.mapping.saved.name_of", slow)
        data = posted(form, do="use", save_as="Reefs")
        page = as_ana.post(address(batch, "mapping"), data, follow=True)

        assert "choose another name" in text(page)
        assert SavedProfile.objects.get().text == "x"

    def test_file_is_read_once_whatever_saved_profiles_there_are(self, ana, as_ana, monkeypatch):
        for row in (1, 2, 3):
            SavedProfile.objects.create(name=f"P{row}", text=f"heading_row = {row}\n{PROFILE}")
        batch = uploaded(as_ana)
        cache.clear()
        read = []

        def reading(*args, **more):
            read.append(args)
            return read_file(*args, **more)

        monkeypatch.setattr("exchange.admin.mapping_tables.read_file", reading)
        assert page_of(as_ana, batch).context["fitting"].name == "P1"
        page_of(as_ana, batch)

        assert len(read) == 1

    def test_rows_that_failed_are_given_back_under_their_own_headings(self, as_ana):
        batch = mapped(as_ana, uploaded(as_ana))

        page = as_ana.get(address(batch, "problems"), {"format": "csv"})

        lines = list(csv.DictReader(io.StringIO(page.content.decode("utf-8-sig"))))
        assert list(lines[0]) == ["problem", "id", "name", "when", "who", "kind", "note"]
        assert [line["id"] for line in lines] == ["2", "3"]
        assert all("who: No country is called" in line["problem"] for line in lines)
        mended = page.content.decode("utf-8-sig").replace("Phillipines", "Philippines")
        again = mapped(as_ana, uploaded(as_ana, mended, "mended.csv"))
        assert outcomes(again) == {"reef-2": "new", "reef-3": "new"}

    def test_each_row_of_a_fault_that_is_told_once_comes_back_with_its_reason(self, as_ana):
        table = "id,name,year,month,day\n1,Reef,2003,-9,14\n2,Kite,2004,-9,15\n3,Crane,2005,4,-9\n"
        batch = uploaded(as_ana, table)
        form = page_of(as_ana, batch).context["form"]
        as_ana.post(address(batch, "mapping"), posted(form, do="use"))

        page = as_ana.get(address(batch, "problems"), {"format": "csv"})

        lines = list(csv.DictReader(io.StringIO(page.content.decode("utf-8-sig"))))
        assert [line["id"] for line in lines] == ["1", "2"]
        assert all("but not its month" in line["problem"] for line in lines)


class TestRefused:
    def test_import_of_another_is_not_mapped(self, ed, as_ana):
        batch = previewed(ed, exercises={"key": "a-1", "title": "A"})
        before = dump(but=("sessions",))

        pages = [
            as_ana.get(address(batch, "mapping")),
            as_ana.post(address(batch, "mapping"), {"do": "text", "text": PROFILE}),
            as_ana.post(address(batch, "mapping"), {"do": "saved", "saved": "1"}),
        ]

        assert [page.status_code for page in pages] == [403, 403, 403]
        assert dump(but=("sessions",)) == before

    def test_stored_import_is_not_mapped(self, ana, as_ana):
        batch = stored(ana, exercises={"key": "a-1", "title": "A"})

        page = as_ana.get(address(batch, "mapping"), follow=True)

        assert "cannot be read anew" in text(page)

    def test_forged_post_is_refused(self, ana, as_ana):
        batch = uploaded(as_ana)
        client = Client(enforce_csrf_checks=True)
        client.force_login(ana, backend="django.contrib.auth.backends.ModelBackend")

        page = client.post(address(batch, "mapping"), {"do": "text", "text": PROFILE})

        assert page.status_code == 403

    def test_nothing_of_the_file_is_taken_for_html(self, as_ana):
        evil = "<script>alert(1)</script>"
        batch = uploaded(as_ana, f"id,{evil},when\n1,{evil},2001\n2,b,2002\n")

        page = page_of(as_ana, batch).content.decode()

        assert evil not in page
        assert "&lt;script&gt;alert(1)" in page

    def test_json_is_no_table_to_map(self, as_ana):
        upload(as_ana, ("x.json", b"[]"))

        page = page_of(as_ana, Batch.objects.get())

        assert page.status_code == 200
        assert "no table in these files" in text(page)

    def test_our_own_headings_are_read_again(self, as_ana):
        batch = uploaded(as_ana)

        as_ana.post(address(batch, "mapping"), {"do": "without"})

        page = as_ana.get(address(batch), follow=True)
        assert page.redirect_chain == []
        assert "Say what the columns are" in text(page)

    def test_sheet_of_ours_is_not_asked_to_be_mapped(self, as_ana):
        upload(as_ana, sheet("exercises", {"key": "a-1", "title": "A"}))

        assert "Say what the columns are" not in text(as_ana.get(address(Batch.objects.get())))
