"""Words that are not known: listed once, matched, created or left out, and remembered."""

import tomllib

import pytest
from django.test import Client

from exchange.batches.recovering import recover
from exchange.models import Batch, SavedProfile, State
from records.models import Record
from tests.admin.conftest import SERIES
from tests.admin.import_pages import address, apply_it, choose, text, upload
from tests.admin.mapping_pages import PROFILE, TABLE, mapped, uploaded
from tests.exchange.batch_cases import document, dump, outcomes, previewed, sheet, stored
from vocabulary.models import CountryAlias, PlaceAlias

pytestmark = pytest.mark.usefixtures("record", "whole_vocabulary")
ROW = {"key": "a-1", "title": "A", "date": "2001", "hosts": "Jappan; IN", "series": "jimmex"}
CREATING = PROFILE.replace('date = "when"', 'date = "when"\nseries = "name"')


class TestForeign:
    @pytest.fixture
    def batch(self, as_ana) -> Batch:
        return mapped(as_ana, uploaded(as_ana))

    def test_word_is_listed_once_with_its_count_column_and_the_nearest(self, batch, as_ana):
        assert "1 word is not known" in text(as_ana.get(address(batch)))

        page = as_ana.get(address(batch, "words"))

        (line,) = page.context["lines"]
        assert (line.word["text"], line.word["count"], line.word["column"]) == (
            "Phillipines",
            2,
            "who",
        )
        assert line.offered[0] == ("key:PH", "Philippines (PH)")
        assert not line.may_remember

    def test_match_is_kept_in_the_profile_and_the_rows_become_whole(self, batch, as_ana):
        choose(as_ana, batch, {"Phillipines": "key:PH"})

        values = tomllib.loads(batch.options["mapping"]["text"])["values"]
        assert values["country"] == {"Phillipines": "PH"}
        assert outcomes(batch) == {"reef-1": "new", "reef-2": "new", "reef-3": "new"}
        assert batch.options["unknown"] == []
        assert "Ours since 2019." in batch.options["mapping"]["text"]

    def test_saved_profile_learns_it_too(self, ana, as_ana, batch):
        saved = SavedProfile.objects.create(name="Reefs", text=PROFILE, by=ana, by_name="ana")
        as_ana.post(address(batch, "mapping"), {"do": "saved", "saved": saved.pk})

        choose(as_ana, batch, {"Phillipines": "key:PH"})

        saved.refresh_from_db()
        assert tomllib.loads(saved.text)["values"]["country"] == {"Phillipines": "PH"}

    def test_profile_of_another_does_not_change(self, ed, as_ana, batch):
        saved = SavedProfile.objects.create(name="Reefs", text=PROFILE, by=ed, by_name="ed")
        as_ana.post(address(batch, "mapping"), {"do": "saved", "saved": saved.pk})

        choose(as_ana, batch, {"Phillipines": "key:PH"})

        saved.refresh_from_db()
        assert saved.text == PROFILE
        assert outcomes(batch)["reef-2"] == "new"

    def test_word_is_left_out(self, batch, as_ana):
        choose(as_ana, batch, {"Phillipines": "leave out"})

        apply_it(as_ana, batch)
        assert [i["country"] for i in document("reef-2")["lists"]["participants"]] == ["IN"]
        assert document("reef-3")["lists"]["participants"] == []

    def test_another_is_named_by_hand(self, batch, as_ana):
        page = choose(as_ana, batch, {}, **{"other-0": "Atlantiss"})
        assert "No country is called “Atlantiss”." in text(page)

        choose(as_ana, batch, {}, **{"other-0": "Fiji"})

        assert outcomes(batch)["reef-3"] == "new"

    def test_series_are_created_as_drafts_with_the_import(self, as_ana):
        content = TABLE.replace("Phillipines", "Philippines")
        batch = mapped(as_ana, uploaded(as_ana, content), CREATING)
        assert set(outcomes(batch).values()) == {"failed"}

        choose(as_ana, batch, {"Blue Heron": "create", "Iron Anchor": "leave out"})

        assert outcomes(batch)["blue-heron"] == "new"
        assert not Record.objects.filter(key="blue-heron").exists()
        apply_it(as_ana, batch)
        series = Record.objects.get(key="blue-heron")
        assert (series.kind, series.title, series.status) == ("series", "Blue Heron", "draft")
        assert document("reef-3")["fields"]["series"] == "blue-heron"
        assert document("reef-2")["fields"]["series"] is None

    def test_series_of_this_title_is_the_one_that_is_meant(self, ana, as_ana):
        stored(ana, series={"key": "herons", "title": "Blue heron"})
        content = TABLE.replace("Phillipines", "Philippines")

        batch = mapped(as_ana, uploaded(as_ana, content), CREATING)

        assert [word["text"] for word in batch.options["unknown"]] == ["Iron Anchor"]

    def test_word_of_a_choice_is_chosen_among_them(self, as_ana):
        content = TABLE.replace("Phillipines", "Philippines").replace(",2,\n", ",7,\n")
        batch = mapped(as_ana, uploaded(as_ana, content))
        (line,) = as_ana.get(address(batch, "words")).context["lines"]
        assert ("key:held", "held") in [(value, name.lower()) for value, name in line.offered]

        choose(as_ana, batch, {"7": "key:held"})

        values = tomllib.loads(batch.options["mapping"]["text"])["values"]["outcome"]
        assert values["7"] == "held"
        assert outcomes(batch)["reef-3"] == "new"


class TestOurs:
    @pytest.fixture
    def batch(self, ana) -> Batch:
        return previewed(ana, exercises=ROW)

    def test_names_of_our_own_sheets_are_listed_and_matched(self, batch, as_ana):
        found = {(w["text"], w["target"], w["column"]) for w in batch.options["unknown"]}
        assert found == {("Jappan", "country", "hosts"), ("jimmex", "series", "series")}

        choose(as_ana, batch, {"Jappan": "key:JP", "jimmex": f"key:{SERIES}"})

        assert outcomes(batch) == {"a-1": "new"}
        apply_it(as_ana, batch)
        fields = document("a-1")["fields"]
        assert (fields["hosts"], fields["series"]) == (["IN", "JP"], SERIES)

    def test_one_is_left_out_and_one_created(self, batch, as_ana):
        choose(as_ana, batch, {"Jappan": "leave out", "jimmex": "create"})

        apply_it(as_ana, batch)
        fields = document("a-1")["fields"]
        assert (fields["hosts"], fields["series"]) == (["IN"], "jimmex")
        assert Record.objects.get(key="jimmex").title == "jimmex"

    def test_row_of_a_list_that_is_left_out_is_no_row(self, ana, as_ana):
        rows = [{"record": "a-1", "country": "Atlantiss"}, {"record": "a-1", "country": "IN"}]
        batch = previewed(ana, exercises={"key": "a-1", "title": "A"}, participants=rows)

        choose(as_ana, batch, {"Atlantiss": "leave out"})

        apply_it(as_ana, batch)
        assert [i["country"] for i in document("a-1")["lists"]["participants"]] == ["IN"]


class TestRemembering:
    def test_word_that_a_process_left_is_remembered_later(self, record, as_ed, ed, monkeypatch):
        batch = previewed(ed, exercises=ROW | {"series": ""})
        choose(as_ed, batch, {"Jappan": "key:JP"}, **{"remember-0": "yes"})
        with monkeypatch.context() as patched:
            patched.setattr("exchange.batches.carrying.learn", lambda batch: None)
            as_ed.post(address(batch, "confirm"), {"digest": batch.seal})
        assert not CountryAlias.objects.filter(name="Jappan").exists()

        recover()

        assert CountryAlias.objects.get(name="Jappan").entry_id == "JP"
        batch.refresh_from_db()
        assert "From now on “Jappan” means “JP” in every import." in batch.options["notes"]
        assert "learn" not in batch.options

    def test_alias_is_written_when_the_import_is_applied(self, record, as_ed, ed):
        batch = previewed(ed, exercises=ROW | {"series": ""})
        choose(as_ed, batch, {"Jappan": "key:JP"}, **{"remember-0": "yes"})
        assert not CountryAlias.objects.filter(name="Jappan").exists()

        page = as_ed.post(address(batch, "confirm"), {"digest": batch.seal}, follow=True)

        assert CountryAlias.objects.get(name="Jappan").entry_id == "JP"
        assert "From now on “Jappan” means “JP” in every import." in text(page)
        assert outcomes(previewed(ed, exercises=ROW | {"key": "a-2", "series": ""})) == {
            "a-2": "new"
        }

    def test_analyst_is_not_asked_and_does_not_force_it(self, ana, as_ana):
        batch = previewed(ana, exercises=ROW | {"series": ""})
        page = as_ana.get(address(batch, "words"))
        assert "An editor can have words remembered" in text(page)

        choose(as_ana, batch, {"Jappan": "key:JP"}, **{"remember-0": "yes"})
        apply_it(as_ana, batch)

        assert not CountryAlias.objects.filter(name="Jappan").exists()
        assert document("a-1")["fields"]["hosts"] == ["IN", "JP"]

    def test_right_that_is_gone_when_it_is_applied_is_missed(self, ed, as_ed):
        batch = previewed(ed, exercises=ROW | {"series": ""})
        choose(as_ed, batch, {"Jappan": "key:JP"}, **{"remember-0": "yes"})
        group = ed.groups.get()
        group.permissions.remove(*group.permissions.filter(codename="add_countryalias"))

        page = as_ed.post(address(batch, "confirm"), {"digest": batch.seal}, follow=True)

        assert not CountryAlias.objects.filter(name="Jappan").exists()
        assert "“Jappan” is not remembered" in text(page)

    def test_name_that_grows_too_long_to_be_compared_is_told(self, as_ed):
        name = "\ufdfa" * 150  # one letter, written out a word of eighteen
        upload(as_ed, sheet("exercises", {"key": "blue", "title": "Blue", "hosts": name}))
        batch = Batch.objects.latest("created")
        choose(as_ed, batch, {name: "key:JP"}, **{"remember-0": "yes", "other-0": "JP"})
        batch.refresh_from_db()

        apply_it(as_ed, batch)

        batch.refresh_from_db()
        page = as_ed.get(address(batch))
        assert batch.state == State.STORED
        assert "is not remembered" in text(page)
        assert "fault in the program" not in text(page)

    def test_series_is_remembered_by_the_name_of_a_foreign_table(self, as_ana):
        content = TABLE.replace("Phillipines", "Philippines")
        batch = mapped(as_ana, uploaded(as_ana, content), CREATING)
        words = [word["text"] for word in batch.options["unknown"]]
        remember = {f"remember-{words.index('Blue Heron')}": "yes"}
        other = {f"other-{words.index('Blue Heron')}": SERIES}

        choose(as_ana, batch, {"Iron Anchor": "leave out"}, **remember, **other)
        apply_it(as_ana, batch)

        assert [alias["name"] for alias in document(SERIES)["lists"]["aliases"]] == ["Blue Heron"]

    def test_vocabulary_is_added_to_by_those_who_may(self, ed, as_ed, ana, as_ana):
        row = {"key": "a-1", "title": "A", "places": "Reef Bay"}

        theirs = as_ed.get(address(previewed(ed, exercises=row), "words"))
        hers = as_ana.get(address(previewed(ana, exercises=row), "words"))

        assert "/admin/vocabulary/place/add/?name=Reef+Bay" in text(theirs)
        assert "/admin/vocabulary/place/add/" not in text(hers)
        assert not PlaceAlias.objects.filter(name="Reef Bay").exists()


class TestRefused:
    def test_words_of_another_are_not_chosen(self, ed, as_ana):
        batch = previewed(ed, exercises=ROW)
        before = dump(but=("sessions",))

        page = choose(as_ana, batch, {"Jappan": "key:JP"})

        assert page.status_code == 403
        assert dump(but=("sessions",)) == before

    def test_choice_for_an_older_preview_is_refused(self, ana, as_ana):
        batch = previewed(ana, exercises=ROW)

        page = choose(as_ana, batch, {"Jappan": "key:JP"}, digest="older")

        assert "not the preview that you saw" in text(page)
        assert "words" not in batch.options

    @pytest.mark.parametrize("value", ["key:XX", "create", "key:<b>"])
    def test_invented_choice_is_passed_over(self, ana, as_ana, value):
        batch = previewed(ana, exercises=ROW)

        choose(as_ana, batch, {"Jappan": value})

        assert batch.state == State.PREVIEWED
        assert "words" not in batch.options

    def test_forged_post_is_refused(self, ana):
        batch = previewed(ana, exercises=ROW)
        client = Client(enforce_csrf_checks=True)
        client.force_login(ana, backend="django.contrib.auth.backends.ModelBackend")

        assert choose(client, batch, {"Jappan": "key:JP"}).status_code == 403

    def test_word_is_no_html(self, as_ana):
        upload(as_ana, sheet("exercises", ROW | {"hosts": "<b>x</b>"}))

        page = as_ana.get(address(Batch.objects.get(), "words")).content.decode()

        assert "<b>x</b>" not in page
        assert "&lt;b&gt;x&lt;/b&gt;" in page
