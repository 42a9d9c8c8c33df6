"""What the commands say to files, folders and names that nobody means: a sentence, a code."""

import io
import os
import stat

import pytest
from django.core.management import CommandError, call_command

from exchange.management.commands.export_record import WRITERS
from exchange.models import Batch
from records.models import Record
from tests.exchange.sheets import write
from tests.exchange.test_mapping import SMALL
from tests.exchange.workbooks import workbook

pytestmark = pytest.mark.usefixtures("small_record")
ROW = {"key": "malabar-2020", "title": "Malabar 2020"}


def refused(command: str, *args) -> CommandError:
    """Return how a command ended that does not succeed."""
    with pytest.raises(CommandError) as raised:
        call_command(command, *map(str, args), stdout=io.StringIO(), stderr=io.StringIO())
    return raised.value


@pytest.mark.parametrize("name", ["a" * 300 + ".csv", "loop.csv", "folder.csv", "pipe.csv"])
def test_what_is_no_file_is_told_before_anything_is_read(tmp_path, name):
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")

    error = refused("import_record", tmp_path / name)

    assert error.returncode == 2
    assert "There is no file" in str(error)


def test_name_that_is_no_text_is_told(tmp_path):
    path = tmp_path / os.fsdecode(b"\xff.csv")
    path.write_text("key,title\na-1,A\n")

    error = refused("import_record", path)

    assert error.returncode == 2
    assert str(error).isprintable()
    assert "not in UTF-8" in str(error)


def test_file_whose_name_has_two_lines_is_told_that_it_is_no_sheet(tmp_path):
    path = tmp_path / "one\ntwo.csv"
    path.write_text("key,title,date\na-1,A,2001\n")

    assert refused("import_record", path).returncode == 1


@pytest.mark.parametrize("name", ["missing/x.csv", "folder.csv", "loop.csv", "pipe.csv"])
def test_report_that_cannot_be_written_is_told_before_anything_is_stored(tmp_path, name):
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    (path,) = write(tmp_path, exercises=[ROW])

    error = refused("import_record", path, "--report", tmp_path / name)

    assert error.returncode == 2
    assert "No report can be written" in str(error)
    assert not Record.objects.filter(key="malabar-2020").exists()


def test_report_that_fails_while_it_is_written_says_so_and_what_was_stored(tmp_path, monkeypatch):
    (path,) = write(tmp_path, exercises=[ROW])

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("exchange.planning.reports.write", full)
    out = io.StringIO()
    with pytest.raises(CommandError, match="The report cannot be written") as raised:
        call_command("import_record", str(path), "--report", str(tmp_path / "r.csv"), stdout=out)

    assert raised.value.returncode == 2
    assert f"undo_import {Batch.objects.get().pk}" in out.getvalue()


def test_full_disk_is_told_as_what_it_is(tmp_path, monkeypatch):
    (path,) = write(tmp_path, exercises=[ROW])

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("exchange.laying.shelf.Shelf.put", full)
    error = refused("import_record", path)

    assert error.returncode == 2
    assert "The disk is full" in str(error)
    assert not Record.objects.filter(key="malabar-2020").exists()


def test_somebody_who_may_not_import_does_not_by_command_either(tmp_path, rae):
    (path,) = write(tmp_path, exercises=[ROW])

    error = refused("import_record", path, "--by", "rae")

    assert error.returncode == 2
    assert "may not import" in str(error)


@pytest.mark.parametrize("extra", [[], ["--force"]])
def test_device_or_pipe_is_never_replaced_by_an_export(tmp_path, extra):
    path = tmp_path / "pipe.json"
    os.mkfifo(path)

    refused("export_record", "--format", "json", "--output", path, *extra)

    assert stat.S_ISFIFO(path.stat().st_mode)


@pytest.mark.parametrize("name", ["a" * 300, "loop.json"])
@pytest.mark.parametrize("file_format", ["json", "csv"])
def test_export_to_what_cannot_be_a_file_is_a_sentence(tmp_path, name, file_format):
    (tmp_path / "loop.json").symlink_to(tmp_path / "loop.json" / "x")

    error = refused("export_record", "--format", file_format, "--output", tmp_path / name / "y")

    assert str(tmp_path) in str(error)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--format", "csv"],
        ["--format", "csv", "--output", "{there}", "--template", "{there}"],
        ["--template", "{there}"],
        ["--format", "csv", "--output", "{there}"],
        ["--format", "json", "--output", "{there}"],
        ["--format", "json", "--output", "{new}/in/it"],
        ["--format", "csv", "--output", "{new}", "--columns", "title"],
        ["--format", "csv", "--output", "{new}", "--list", "/nothing/"],
        ["--format", "csv", "--output", "{new}", "--list", "/exercises/", "--columns", "x"],
    ],
)
def test_wrong_input_of_an_export_has_the_exit_code_of_the_other_commands(tmp_path, words):
    there = tmp_path / "there.txt"
    there.write_text("somebody's")
    named = {"there": there, "new": tmp_path / "new"}

    error = refused("export_record", *(word.format(**named) for word in words))

    assert error.returncode == 2
    assert there.read_text() == "somebody's"


def test_export_that_fails_while_it_is_written_has_another_exit_code(tmp_path, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(WRITERS, "json", full)

    assert refused("export_record", "--format", "json", "--output", tmp_path / "x").returncode == 1


def test_table_of_another_layout_is_told_the_ways_to_bring_it_in(tmp_path):
    path = tmp_path / "reef.csv"
    path.write_text("id,name,when,who\n1,Blue Heron,2001,India/Japan\n")
    said = io.StringIO()

    with pytest.raises(CommandError):
        call_command("import_record", str(path), stdout=io.StringIO(), stderr=said)

    assert "Headings of reef.csv are none of ours." in said.getvalue()
    for way in ("suggest_mapping", "--mapping", "--as"):
        assert way in said.getvalue()


def test_wrong_sheet_of_ours_is_told_no_way_of_other_layouts(tmp_path):
    (path,) = write(tmp_path, exercises=[{**ROW, "date": "03/04/2021"}])
    said = io.StringIO()

    with pytest.raises(CommandError):
        call_command("import_record", str(path), stdout=io.StringIO(), stderr=said)

    assert "suggest_mapping" not in said.getvalue()


def test_workbook_of_several_sheets_is_told_the_option_that_names_one(tmp_path):
    path = tmp_path / "book.xlsx"
    rows = [["id", "name"], ["1", "Kite"]]
    path.write_bytes(workbook({"One": rows, "Two": rows}))

    error = refused("suggest_mapping", path)

    assert "--sheet" in str(error)
    assert "One, Two" in str(error)
    assert "from_sheet" not in str(error)


@pytest.mark.parametrize("address", ["http://[::1", "//[", "\udcff"])
def test_address_that_is_none_has_no_list(tmp_path, address):
    path = tmp_path / "out.json"

    error = refused("export_record", "--format", "json", "--output", path, "--list", address)

    assert "There is no list at" in str(error)
    assert not path.exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--as", "exercizes"], "Did you mean “exercises”?"),
        (["--as", "nothing at all"], "The sheets are: "),
        (["--sheet", "Data"], "none of these files is one"),
        (["--why", "because\x07"], "control characters"),
        (["--why", "\x1b[2J"], "control characters"),
        (["--why", "one\ntwo"], "on one line"),
        (["--why", "x" * 501], "501 characters"),
    ],
)
def test_option_that_cannot_be_meant_is_told_before_anything_is_read(tmp_path, options, says):
    (path,) = write(tmp_path, exercises=[ROW])

    error = refused("import_record", path, *options)

    assert error.returncode == 2
    assert says in str(error)
    assert not Record.objects.filter(key=ROW["key"]).exists()


@pytest.mark.parametrize("options", [["--as", "Exercises"], ["--sheet", "EXERCISES"]])
def test_name_of_a_sheet_that_there_is_is_taken_in_any_letters(tmp_path, options):
    (path,) = write(tmp_path, exercises=[ROW])

    call_command("import_record", str(path), *options, stdout=io.StringIO(), stderr=io.StringIO())

    assert Record.objects.filter(key=ROW["key"]).exists()


@pytest.mark.parametrize("mapping", [False, True])
def test_sheet_that_a_workbook_has_not_is_a_wrong_argument(tmp_path, mapping):
    path, profile = tmp_path / "book.xlsx", tmp_path / "small.toml"
    path.write_bytes(workbook({"One": [["id"], ["1"]], "exercises": [["key"], ["a"]]}))
    profile.write_text(SMALL, encoding="utf-8")
    more = ["--mapping", str(profile)] if mapping else []

    error = refused("import_record", path, "--sheet", "Two", *more)

    assert error.returncode == 2
