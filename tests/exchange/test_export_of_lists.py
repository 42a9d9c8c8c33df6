"""What a list of the site shows, brought out by its address on the command line."""

import pytest
from django.core.management import CommandError, call_command

from tests.exchange.sheets import brought, loaded, read

EXERCISES = [
    {"key": "sea-1", "title": "Sea 1", "date": "2018", "participants": "IN; JP"},
    {"key": "sea-2", "title": "Sea 2", "date": "2019", "participants": "IN; AU"},
]


@pytest.fixture
def record(small_record, tmp_path) -> None:
    """Have two drafts beside the small record."""
    brought(tmp_path, exercises=EXERCISES)


def export(path, *words: str) -> None:
    call_command("export_record", "--output", str(path), *words, verbosity=0)


@pytest.mark.usefixtures("record")
class TestExportOfAList:
    def test_filters_of_the_address_select_the_records(self, tmp_path):
        address = "https://example.org/exercises/?country=JP&year=2018&sort=-date&page=3"
        export(tmp_path / "out", "--format", "csv", "--list", address, "--all")

        assert [row["key"] for row in read(tmp_path / "out" / "exercises.csv")] == ["sea-1"]
        assert {row["record"] for row in read(tmp_path / "out" / "participants.csv")} == {"sea-1"}
        assert not (tmp_path / "out" / "agreements.csv").exists()

    def test_drafts_stay_out_unless_all_are_meant(self, tmp_path):
        export(tmp_path / "out.json", "--format", "json", "--list", "/exercises/")

        assert loaded(tmp_path / "out.json") == []

    def test_chosen_columns_and_sheets_alone_are_written(self, tmp_path):
        words = ("--columns", "title, date", "--sheets", "-")
        export(tmp_path / "out", "--format", "csv", "--list", "/exercises/", "--all", *words)

        rows = read(tmp_path / "out" / "exercises.csv")
        assert list(rows[0]) == ["key", "revision", "title", "date"]
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["exercises.csv"]

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (["--list", "/exercises/?contry=JP"], "no filter “contry”"),
            (["--list", "/exercises/?since=soon"], "“soon” cannot be read as a date"),
            (["--list", "/exercises/?country=nowhere"], "nowhere"),
            (["--list", "/about/"], "There is no list at “/about/”"),
            (["--list", "/no/such/"], "There is no list at “/no/such/”"),
            (["--list", "/exercises/", "--columns", "titel"], "There is no “titel” here"),
            (["--columns", "title"], "go with --list"),
        ],
    )
    def test_what_cannot_be_meant_is_refused_and_nothing_is_written(self, tmp_path, words, told):
        with pytest.raises(CommandError, match=told.replace("?", r"\?")):
            export(tmp_path / "out", "--format", "csv", *words)

        assert not (tmp_path / "out").exists()

    def test_json_has_whole_records(self, tmp_path):
        words = ("--list", "/exercises/", "--columns", "title")
        with pytest.raises(CommandError, match="not with JSON"):
            export(tmp_path / "out.json", "--format", "json", *words)
