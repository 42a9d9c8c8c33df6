"""A file whose headings fit several of our sheets: with rows it is asked about, else told."""

import io

import pytest
from django.core.management import CommandError, call_command

from exchange.imports import Order, import_files
from records.models import Record

pytestmark = pytest.mark.usefixtures("small_record")
OUT = {"stdout": io.StringIO(), "stderr": io.StringIO()}


@pytest.fixture
def paths(tmp_path):
    texts = {"one": "key,title\na-1,A\n", "exercises": "key,title,date\nreef-1,Reef,2018\n"}
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return [tmp_path / f"{name}.csv" for name in texts]


def test_one_with_headings_alone_is_told_and_the_others_are_read(paths):
    paths[0].write_text("key,title\n", encoding="utf-8")

    report = import_files(paths, Order(why="a test"))

    assert [str(problem) for problem in report.problems] == []
    assert "“one” has headings and no rows: there is nothing to read." in report.notes
    assert Record.objects.filter(key="reef-1").exists()


def test_one_with_headings_alone_is_all_there_is(paths):
    paths[0].write_text("key,title\n", encoding="utf-8")

    report = import_files(paths[:1], Order(why="a test"))

    assert [str(problem) for problem in report.problems] == []
    assert report.notes == ["“one” has headings and no rows: there is nothing to read."]


def test_one_with_rows_is_told_with_the_sheets_that_it_fits(paths):
    report = import_files(paths, Order(why="a test"))

    (problem,) = report.problems
    assert "Its headings fit: sources, series, exercises" in problem.hint
    assert "Say which it is" in problem.hint


def test_command_says_of_each_file_which_sheet_it_is(paths):
    call_command("import_record", *map(str, paths), "--as", "one=series", **OUT)

    assert Record.objects.get(key="a-1").kind == "series"
    assert Record.objects.get(key="reef-1").kind == "exercise"


@pytest.mark.parametrize(("said", "told"), [("two=series", "no such file"), ("one=x", "no sheet")])
def test_command_refuses_a_file_or_sheet_that_there_is_not(said, told, paths):
    with pytest.raises(CommandError, match=told) as raised:
        call_command("import_record", *map(str, paths), "--as", said, **OUT)

    assert raised.value.returncode == 2
