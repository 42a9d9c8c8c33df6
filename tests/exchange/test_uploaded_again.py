"""Whatever the site and the admin write is taken again as it is, and changes nothing."""

import re

import pytest

from exchange.batches.steps import preview
from exchange.laying.layouts import sheets_of
from exchange.writing.template import write_template
from records.downloads import formats
from records.kinds import get_kind, kinds
from records.models import Record
from tests.exchange.batch_cases import sheet

LISTS = ("exercises", "series", "agreements", "dialogues", "meetings", "projects", "sources")


def file_of(answer) -> tuple[str, bytes]:
    """Return the name and the content of a download."""
    assert answer.status_code == 200
    name = re.search('filename="(.+)"', answer.headers["Content-Disposition"])[1]
    return name, b"".join(answer)


def assert_unchanged(file: tuple[str, bytes], by, number: int) -> None:
    """Preview a file, and see that it names so many records and would change none of them."""
    batch = preview([file], by=by)
    assert [str(problem.message) for problem in batch.problems.all()] == [], file[0]
    assert batch.options["notes"] == [], file[0]
    outcomes = batch.records.values_list("outcome", flat=True)
    assert set(outcomes) == {"unchanged"}, file[0]
    assert len(outcomes) == number, file[0]


@pytest.mark.parametrize("file_format", ["csv", "zip", "xlsx", "ods", "json"])
def test_every_download_of_the_site_is_taken_again(client, ana, paper, file_format):
    published = Record.objects.published()

    for name in LISTS:
        number = published.filter(kind=_kind(name)).count()
        assert number
        file = file_of(client.get(f"/{name}/?format={file_format}"))
        assert_unchanged(file, ana, number)
    filtered = file_of(client.get(f"/exercises/?country=JP&format={file_format}"))
    assert_unchanged(
        filtered, ana, published.filter(as_exercise__participants__country="JP").count()
    )
    if file_format in formats(whole=True):
        whole = file_of(client.get(f"/data/?format={file_format}"))
        assert_unchanged(whole, ana, published.count())


def _kind(name: str) -> str:
    return next(kind.name for kind in kinds() if sheets_of(kind.name)[0] == name)


@pytest.mark.parametrize("file_format", ["csv", "zip", "xlsx", "ods", "json"])
def test_every_export_of_the_admin_is_taken_again(client, ed, paper, file_format):
    client.force_login(ed)

    for name in LISTS:
        opts = get_kind(_kind(name)).model._meta
        address = f"/admin/{opts.app_label}/{opts.model_name}/"
        for fields, lists in _choices(_kind(name)):
            answer = client.post(address, _asked(_kind(name), file_format, fields, lists))
            number = Record.objects.filter(kind=_kind(name)).count()
            assert_unchanged(file_of(answer), ed, number)


def _choices(kind: str):
    """Yield the fields and lists that are chosen: all, some, none."""
    fields = [field.name for field in get_kind(kind).fields]
    lists = sheets_of(kind)[1:]
    yield fields, lists
    yield fields[::2], lists[1::2]
    yield [], []


def _asked(kind: str, file_format: str, fields, lists) -> dict:
    return {
        "action": "export_records",
        "_selected_action": list(Record.objects.filter(kind=kind).values_list("key", flat=True)),
        "export": "1",
        "file_format": file_format,
        "fields_wanted": fields,
        "lists_wanted": lists,
    }


def test_template_is_taken_with_what_was_filled_in_and_without_a_note(ana, small_record, tmp_path):
    from openpyxl import load_workbook

    write_template(tmp_path / "template.xlsx")
    book = load_workbook(tmp_path / "template.xlsx")
    book["exercises"]["A2"], book["exercises"]["C2"] = "malabar-2020", "Malabar 2020"
    book.save(tmp_path / "filled.xlsx")

    batch = preview([("filled.xlsx", (tmp_path / "filled.xlsx").read_bytes())], by=ana)

    assert batch.options["notes"] == []
    assert list(batch.records.values_list("key", "outcome")) == [("malabar-2020", "new")]


ROW = {"key": "malabar-2020", "title": "Malabar 2020", "hosts": "IN"}


@pytest.mark.parametrize(
    "name",
    [
        "exercises",
        "Exercises",
        "exercises (1)",
        "defence-ties-exercises-2026-01-31",
        "defence-ties-exercises-2026-01-31 (12)",
        "defence-ties-exercises-2026-01-31(1)",
    ],
)
def test_sheet_is_known_by_the_name_of_its_download(ana, small_record, name):
    _name, content = sheet("exercises", {"key": "malabar-2020", "title": "Malabar 2020"})

    batch = preview([(f"{name}.csv", content)], by=ana)

    assert list(batch.records.values_list("kind", "outcome")) == [("exercise", "new")]
    assert batch.options["notes"] == []


@pytest.mark.parametrize("name", ["from the ministry", "data-2026", "(1)", "2026-01-31"])
def test_sheet_of_another_name_is_known_by_its_headings_which_is_said(ana, small_record, name):
    _name, content = sheet("", {**ROW, "participants": "IN; JP"})

    batch = preview([(f"{name}.csv", content)], by=ana)

    assert list(batch.records.values_list("kind", "outcome")) == [("exercise", "new")]
    assert "taken for the sheet “exercises”" in batch.options["notes"][0]
    assert f"“{name}.csv”" in batch.options["notes"][0]


def test_headings_that_fit_several_sheets_are_told_with_their_names(ana, small_record):
    _name, content = sheet("", {"key": "malabar-2020", "title": "Malabar 2020"})

    (problem,) = preview([("from the ministry.csv", content)], by=ana).problems.all()

    assert "no sheet of this name" in problem.message
    assert "Its headings fit: sources, series, exercises" in problem.hint


def test_headings_with_one_that_no_sheet_has_are_not_guessed_over(ana, small_record):
    _name, content = sheet("", {**ROW, "colour": "grey"})

    (problem,) = preview([("from the ministry.csv", content)], by=ana).problems.all()

    assert "no sheet of this name" in problem.message
