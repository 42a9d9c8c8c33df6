"""Warnings: what may be a slip is told and keeps nothing from being stored."""

import json

import pytest
from django.core.management import call_command

from exchange.batches.steps import preview
from exchange.batches.taking_back import undo_now
from records.models import Record, Status
from tests.exchange.batch_cases import (
    SERIES,
    confirm_now,
    outcomes,
    previewed,
    sheet,
    stored,
)
from tests.exchange.sheets import SOURCE, bring, brought, read, write

pytestmark = pytest.mark.usefixtures("small_record")

MALABAR = {"title": "Malabar 2020", "date": "Nov 2020"}
KEYED = MALABAR | {"key": "malabar-2020"}


def told(batch) -> list[str]:
    return [w.message for w in batch.problems.filter(is_warning=True)]


class TestRecordThatLooksLikeAnother:
    def test_row_without_key_like_a_stored_record_is_told_and_can_be_stored(self, ana, tmp_path):
        brought(tmp_path, exercises=[KEYED])

        batch = previewed(ana, exercises=MALABAR)

        warning = batch.problems.get()
        assert (warning.sheet, warning.row, warning.column) == ("exercises", 2, "title")
        assert "looks like “Malabar 2020” (malabar-2020)" in warning.message
        assert "Give its key, malabar-2020" in warning.hint
        assert warning.other == "malabar-2020"
        assert (batch.counts["warnings"], batch.counts["problems"]) == (1, 0)
        assert not batch.is_flawed
        confirm_now(batch, by=ana, digest=batch.seal)
        assert Record.objects.filter(title="Malabar 2020").count() == 2

    def test_title_in_other_letters_is_the_same_title(self, ana, tmp_path):
        brought(tmp_path, exercises=[KEYED])

        assert len(told(previewed(ana, exercises=MALABAR | {"title": "MALABAR 2020"}))) == 1

    @pytest.mark.parametrize("other", [{"date": "Nov 2021"}, {"title": "Malabar 2021"}])
    def test_other_title_or_date_is_another_record(self, ana, tmp_path, other):
        brought(tmp_path, exercises=[KEYED])

        assert told(previewed(ana, exercises=MALABAR | other)) == []

    def test_series_and_edition_stand_for_the_date(self, ana, tmp_path):
        line = {"series": SERIES, "edition": "24"}
        brought(tmp_path, exercises=[KEYED | line])

        found = told(previewed(ana, exercises=MALABAR | line | {"date": "2021"}))

        assert "looks like" in found[0]
        assert "Malabar 2020 has edition 24 already." in found

    def test_key_that_is_given_is_meant(self, ana, tmp_path):
        brought(tmp_path, exercises=[KEYED])

        assert told(previewed(ana, exercises=MALABAR | {"key": "malabar-2020-sea"})) == []

    def test_two_rows_that_look_alike_are_told_once(self, ana):
        batch = previewed(ana, exercises=[MALABAR, MALABAR])

        assert [w.row for w in batch.problems.all()] == [3]
        assert "which comes with it" in told(batch)[0]

    @pytest.mark.parametrize("wrong", [{"outcome": "helt"}, {"edition": "fifth"}])
    def test_row_that_failed_is_told_too(self, ana, tmp_path, wrong):
        brought(tmp_path, exercises=[KEYED])

        batch = previewed(ana, exercises=MALABAR | wrong)

        assert outcomes(batch) == {"malabar-2020-2": "failed"}
        assert "looks like “Malabar 2020” (malabar-2020)" in told(batch)[0]

    def test_row_whose_citation_failed_is_told_too(self, ana, tmp_path):
        brought(tmp_path, exercises=[KEYED])
        cited = {"record": "malabar-2020-2", "claims": "dates", "says": "2020", "source": SOURCE}

        batch = previewed(ana, exercises=MALABAR, citations=cited)

        assert outcomes(batch) == {"malabar-2020-2": "failed"}
        assert len(told(batch)) == 1

    def test_row_that_failed_for_its_children_is_told_too(self, ana, tmp_path):
        brought(tmp_path, exercises=[KEYED])
        children = {"record": "malabar-2020-2", "country": "Indai"}

        batch = previewed(ana, exercises=MALABAR, participants=children)

        assert outcomes(batch) == {"malabar-2020-2": "failed"}
        assert len(told(batch)) == 1

    @pytest.mark.parametrize("wrong", [0, 1])
    def test_two_rows_that_look_alike_are_told_though_one_failed(self, ana, wrong):
        rows = [MALABAR, MALABAR]
        rows[wrong] = MALABAR | {"outcome": "helt"}

        batch = previewed(ana, exercises=rows)

        assert [w.row for w in batch.problems.filter(is_warning=True)] == [3]

    def test_rows_without_a_title_are_not_alike(self, ana):
        batch = previewed(ana, exercises=[{"title": "", "date": "2020"}] * 2)

        assert told(batch) == []

    def test_title_that_was_told_as_a_fault_is_no_warning_as_well(self, ana, tmp_path):
        brought(tmp_path, exercises=[KEYED])
        children = {"record": "Malabar 2020", "country": "India"}

        batch = previewed(ana, exercises=MALABAR, participants=children)

        assert [(p.column, p.is_warning) for p in batch.problems.all()] == [("key", False)]

    def test_agreements_and_sources_are_compared_too(self, ana, tmp_path):
        agreement = {"title": "Pact", "type": "treaty"}
        source = {"title": "Fleets meet", "type": "webpage", "url": "https://example.org/a"}
        brought(
            tmp_path,
            agreements=[agreement | {"key": "pact"}],
            sources=[source | {"key": "fleets"}],
        )

        found = told(previewed(ana, agreements=agreement, sources=source))

        assert found[:2] == [
            "The source “fleets” has this title, too.",
            "The source “fleets” has this address, too.",
        ]
        assert "It looks like “Pact” (pact)" in found[2]


class TestFileUploadedTwice:
    def test_rows_that_were_applied_fail_and_the_mended_one_is_new(self, ana):
        rows = [MALABAR, MALABAR | {"title": "Malabar 2021", "date": "03/04/2021"}]
        batch = previewed(ana, exercises=rows)
        confirm_now(batch, by=ana, digest=batch.seal, good_only=True)
        rows[1]["date"] = "2021-04-03"

        again = previewed(ana, exercises=rows)

        assert outcomes(again) == {"malabar-2020-2": "failed", "malabar-2021": "new"}
        fault = again.problems.get()
        assert "This row was stored already: “Malabar 2020” (malabar-2020)" in fault.message
        assert (fault.is_warning, fault.other) == (False, "malabar-2020")
        confirm_now(again, by=ana, digest=again.seal, good_only=True)
        assert Record.objects.filter(title__startswith="Malabar").count() == 2

    def test_rows_of_other_sheets_are_not_laid_on_twice(self, ana):
        country = {"record": "malabar-2020", "country": "India"}
        stored(ana, exercises=MALABAR, participants=country)

        again = previewed(ana, exercises=MALABAR, participants=country)
        more = previewed(ana, exercises=MALABAR, participants=country | {"personnel": "5"})

        assert outcomes(again) == {"malabar-2020": "unchanged", "malabar-2020-2": "failed"}
        assert set(outcomes(more).values()) == {"failed"}

    def test_rows_of_somebody_else_are_told(self, ana, ed):
        stored(ana, exercises=MALABAR)

        assert len(told(previewed(ed, exercises=MALABAR))) == 1

    def test_rows_of_an_import_that_was_undone_are_new(self, ana):
        undo_now(stored(ana, exercises=MALABAR), by=ana)

        batch = previewed(ana, exercises=MALABAR)

        assert outcomes(batch) == {"malabar-2020": "new"}
        assert not batch.problems.exists()

    def test_command_stores_a_file_once(self, tmp_path):
        brought(tmp_path, exercises=[MALABAR])

        report = bring(tmp_path, exercises=[MALABAR])

        assert "stored already" in report.problems[0].message
        assert Record.objects.filter(title="Malabar 2020").count() == 1


class TestOtherSlips:
    def test_change_against_the_sources_of_a_public_record_is_told(self, ed, tmp_path):
        cited = {"record": "malabar-2020", "claims": "title; date", "source": SOURCE}
        brought(tmp_path, exercises=[KEYED], citations=[cited])
        Record.objects.update(status=Status.PUBLISHED)

        batch = previewed(ed, exercises={"key": "malabar-2020", "date": "2021-03"})

        (warning,) = batch.problems.all()
        assert (warning.column, warning.is_warning) == ("date", True)
        assert "it is March 2021, but small-source says November 2020" in warning.message

    def test_more_precise_value_contradicts_nobody(self, ana, tmp_path):
        cited = {"record": "malabar-2020", "claims": "title; date", "source": SOURCE}
        brought(tmp_path, exercises=[KEYED], citations=[cited])

        assert told(previewed(ana, exercises={"key": "malabar-2020", "date": "2020-11-03"})) == []

    def test_value_that_loses_its_only_source_is_told(self, ana, tmp_path):
        cited = {"record": "malabar-2020", "ref": "c1", "claims": "title; date", "source": SOURCE}
        brought(tmp_path, exercises=[KEYED], citations=[cited])
        Record.objects.update(status=Status.PUBLISHED)

        batch = previewed(None, citations=cited | {"delete": "yes", "claims": "date"})

        assert told(batch) == ["“date” has no source any more."]

    def test_country_that_stands_twice_is_told_unless_its_forces_differ(self, ana):
        rows = [{"record": "malabar-2020", "country": "India", "force": f} for f in ("", "")]
        forces = [r | {"force": f} for r, f in zip(rows, ("in-navy", "in-army"), strict=True)]

        assert "IN stands twice" in told(previewed(ana, exercises=KEYED, participants=rows))[0]
        assert told(previewed(ana, exercises=KEYED, participants=forces)) == []

    def test_force_of_another_country_is_told(self, ana):
        row = {"record": "malabar-2020", "country": "India", "force": "jp-jmsdf"}

        (text,) = told(previewed(ana, exercises=KEYED, participants=row))

        assert text == "jp-jmsdf is of JP, but stands beside IN."

    def test_two_rows_of_one_number_are_told_once(self, ana):
        line = {"series": SERIES, "edition": "24"}
        rows = [KEYED | line, {"key": "malabar-24", "title": "Malabar XXIV", **line}]

        assert told(previewed(ana, exercises=rows)) == ["Malabar 2020 has edition 24 already."]

    def test_second_record_of_a_number_is_told_and_stays_quiet_later(self, ana, tmp_path):
        line = {"series": SERIES, "edition": "24"}
        brought(tmp_path, exercises=[KEYED | line])
        row = {"key": "malabar-24", "title": "Malabar XXIV", **line}
        batch = previewed(ana, exercises=row)
        assert told(batch) == ["Malabar 2020 has edition 24 already."]
        confirm_now(batch, by=ana, digest=batch.seal)

        assert told(previewed(ana, exercises=row | {"summary": "Later."})) == []


class TestWhereWarningsStand:
    def test_report_has_them_apart_from_faults(self, tmp_path, ana):
        brought(tmp_path, exercises=[KEYED])
        paths = write(tmp_path, exercises=[MALABAR])
        out, told_as = tmp_path / "report.csv", tmp_path / "report.json"

        for path in (out, told_as):
            call_command("import_record", *map(str, paths), report=path, by="ana", dry_run=True)

        (warning,) = [row for row in read(out) if row["severity"]]
        assert (warning["severity"], warning["other"]) == ("warning", "malabar-2020")
        found = json.loads(told_as.read_text())
        assert (len(found["warnings"]), found["faults"]) == (1, [])

    def test_command_says_them_and_stores(self, tmp_path, ana, capsys):
        brought(tmp_path, exercises=[KEYED])
        (path,) = write(tmp_path, exercises=[MALABAR])

        call_command("import_record", str(path), by="ana")

        assert "Warning: exercises, row 2, title" in capsys.readouterr().err
        assert Record.objects.filter(title="Malabar 2020").count() == 2


class TestCounts:
    def test_rows_of_no_record_are_counted_as_left_out(self, ana):
        stray = {"record": "nowhere", "claims": "title", "source": SOURCE}
        good = {"record": "malabar-2020", "claims": "title", "source": SOURCE}

        batch = previewed(ana, exercises=KEYED, citations=[good, stray])

        assert batch.counts["rows"] == {"new": 2, "": 1}
        assert batch.is_flawed

    def test_rows_that_could_not_be_read_are_counted(self, ana):
        name, content = sheet("exercises", KEYED)
        batch = preview([(name, content + b"Malabar 2021,2021,malabar-2021,too,many\n")], by=ana)

        assert batch.counts["rows"] == {"new": 1, "": 1}

    def test_wrong_cell_of_a_child_row_keeps_its_record_out(self, ana):
        country = {"record": "malabar-2020", "country": "India", "delete": "perhaps"}

        batch = previewed(ana, exercises=KEYED, participants=country)

        assert outcomes(batch) == {"malabar-2020": "failed"}
        assert batch.counts["rows"] == {"failed": 2, "": 0}
