"""Slips that are told of: an exercise held in the future, a country that a row names twice."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from exchange.batches.steps import preview
from exchange.sheets import sheets
from exchange.writing import exports, writers
from records.faults import Refused
from records.models import Record
from records.present import current
from tests.exchange.batch_cases import confirm_now, edited, previewed, stored
from tests.exchange.test_warnings import KEYED, told

pytestmark = pytest.mark.usefixtures("small_record")


class TestHeldInTheFuture:
    HELD = KEYED | {"outcome": "held"}

    @pytest.mark.parametrize("date", ["2190", "3 May 2190", "[2190..2191]"])
    def test_it_is_told_at_the_date_and_can_be_stored(self, ana, date):
        batch = previewed(ana, exercises=self.HELD | {"date": date})

        warning = batch.problems.get()
        assert (warning.row, warning.column, warning.is_warning) == (2, "date", True)
        assert "is yet to come" in warning.message
        confirm_now(batch, by=ana, digest=batch.seal)
        assert Record.objects.filter(key="malabar-2020").exists()

    @pytest.mark.parametrize(
        "row",
        [
            {"date": "2190", "outcome": "planned"},
            {"date": "2190", "outcome": ""},
            {"date": "2020/2190"},
            {"date": "../2190"},
            {"date": ""},
        ],
    )
    def test_what_may_be_so_is_not_told(self, ana, row):
        assert told(previewed(ana, exercises=self.HELD | row)) == []

    def test_date_of_this_year_is_compared_by_the_day(self, ana):
        today = timezone.localdate()
        days = {str(today + timedelta(days=n)): n > 0 for n in (-1, 0, 1)}

        found = {day: told(previewed(ana, exercises=self.HELD | {"date": day})) for day in days}

        assert {day: bool(said) for day, said in found.items()} == days

    def test_year_is_told_by_the_clock(self, ana, monkeypatch):
        past = datetime(2019, 12, 31, 12, tzinfo=UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda: past)

        found = [told(previewed(ana, exercises=self.HELD | {"date": d})) for d in ("2020", "2019")]

        assert [bool(said) for said in found] == [True, False]

    def test_it_is_not_told_again_of_a_record_that_was_so(self, ana):
        stored(ana, exercises=self.HELD | {"date": "2190"})

        assert told(previewed(ana, exercises=self.HELD | {"date": "2190", "summary": "x"})) == []
        assert len(told(previewed(ana, exercises=self.HELD | {"date": "2191"}))) == 1


class TestCountryNamedTwiceByTheMainRow:
    @pytest.mark.parametrize("names", ["India; India", "IN; Japan; India"])
    def test_it_is_told_once_at_its_cell_and_taken_once(self, ana, names):
        batch = previewed(ana, exercises=KEYED | {"participants": names})

        (warning,) = batch.problems.all()
        assert (warning.row, warning.column) == (2, "participants")
        assert "India" in warning.message
        assert warning.value == names
        record = confirm_now(batch, by=ana, digest=batch.seal).records.get()
        items = current([Record.objects.get(key=record.key)])[record.key]["lists"]["participants"]
        assert [item["country"] for item in items].count("IN") == 1

    def test_it_is_told_beside_rows_of_an_export_that_change_nothing(self, ana, tmp_path):
        stored(ana, exercises=KEYED)
        writers.write_csv(exports.exported(True), tmp_path)
        with (tmp_path / "exercises.csv").open("a", encoding="utf-8") as file:
            row = dict.fromkeys(sheets()["exercises"].columns, "")
            row |= {"key": "other", "title": "Other", "participants": "India; India"}
            file.write(",".join(row.values()) + "\r\n")
        files = [(path.name, path.read_bytes()) for path in tmp_path.iterdir()]

        batch = preview(files, by=ana)

        assert batch.count("unchanged")
        assert len(told(batch)) == 1

    def test_country_with_a_row_of_its_own_is_named_once(self, ana):
        row = {"record": "malabar-2020", "country": "IN", "role": "host"}

        batch = previewed(ana, exercises=KEYED | {"participants": "India"}, participants=row)

        assert told(batch) == []

    def test_it_is_still_told_when_somebody_changes_the_record_meanwhile(self, ana):
        stored(ana, exercises=KEYED)
        batch = previewed(ana, exercises=KEYED | {"participants": "India; India"})
        edited("malabar-2020", summary="By hand.")

        with pytest.raises(Refused, match="changed since"):
            confirm_now(batch, by=ana, digest=batch.seal)

        assert batch.records.get().base == 2
        assert len(told(batch)) == 1
