"""The rows that failed, given back with the reasons: mended, they are what was meant."""

import csv
import io
import json
import zipfile

import openpyxl
import pytest

from exchange.batches.mending import as_csv, as_workbook, given_back, problem_rows
from exchange.batches.steps import preview
from records.documents import blank
from records.kinds import get_kind
from records.models import Record
from tests.exchange.batch_cases import confirm_now, document, outcomes, previewed

pytestmark = pytest.mark.usefixtures("small_record")

GOOD = {"key": "malabar-2020", "title": "Malabar 2020", "date": "Nov 2020"}
WRONG = {"key": "malabar-2021", "title": "Malabar 2021", "date": "03/04/2021"}


def entry(key: str, **fields) -> dict:
    made = blank(get_kind("exercise"), key)
    made["fields"].update(title=key, **fields)
    return {"kind": "exercise", "key": key, "document": made}


def previewed_json(by, *entries):
    return preview([("export.json", json.dumps(entries).encode())], by=by)


def read(content: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_all_rows_of_a_record_that_failed_come_back_and_no_others(ana):
    country = {"record": "malabar-2021", "country": "India"}
    batch = previewed(
        ana,
        exercises=[GOOD, WRONG],
        participants=[country, {"record": "malabar-2020", "country": "JP"}],
    )

    name, content = as_csv(problem_rows(batch))

    assert name == "problems.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = {name: read(archive.read(name)) for name in archive.namelist()}
    (row,) = found["exercises.csv"]
    assert list(row) == ["problem", "key", "title", "date"]
    assert row["problem"].startswith("date: ")
    assert "3 April" in row["problem"]
    assert found["participants.csv"] == [{"problem": "", **country}]


def test_row_with_a_cell_that_cannot_be_read_comes_back_too(ana):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "exercises"
    sheet.append(["key", "title", "date"])
    sheet.append(["malabar-2020", "Malabar 2020", "=1+1"])  # nothing has computed it
    sheet.append(["malabar-2021", "Malabar 2021", "2021"])
    people = book.create_sheet("participants")
    people.append(["record", "country"])
    people.append(["malabar-2020", "India"])
    out = io.BytesIO()
    book.save(out)
    batch = preview([("mine.xlsx", out.getvalue())], by=ana)

    found = problem_rows(batch)

    (row,) = found["exercises"]
    assert (row["key"], row["title"]) == ("malabar-2020", "Malabar 2020")
    assert row["problem"].startswith("date: ")
    assert [row["record"] for row in found["participants"]] == ["malabar-2020"]


def test_row_that_failed_for_its_children_alone_says_which_rows_to_mend(ana):
    children = [{"record": "malabar-2020", "country": name} for name in ("India", "Indai", "Jpan")]
    cited = {"record": "malabar-2020", "source": "nothing", "claims": "date"}
    batch = previewed(ana, exercises=[WRONG, GOOD], participants=children, citations=cited)

    found = problem_rows(batch)

    assert [row["problem"].split(":")[0] for row in found["exercises"]] == [
        "date",
        "Nothing is wrong in this row. Mend in this file",
    ]
    assert found["exercises"][1]["problem"].endswith(": participants, rows 3–4; citations, row 2.")
    assert found["participants"][0]["problem"] == ""


def test_rows_are_named_by_their_numbers_in_the_file_that_is_given_back(ana):
    fine = [{"key": f"m-{n}", "title": f"M {n}", "date": "2020"} for n in range(5)]
    country = {"record": "malabar-2020", "country": "Indai"}
    children = [{"record": "m-0", "country": "India"}, country]
    batch = previewed(ana, exercises=[*fine, GOOD], participants=children)

    found = problem_rows(batch)

    assert batch.problems.get().row == 3
    assert found["exercises"][0]["problem"].endswith("participants, row 2.")


def test_rows_that_name_their_record_by_its_title_in_other_letters_come_back(ana):
    wrong = {"title": "Malabar 2021", "date": "03/04/2021"}
    batch = previewed(
        ana, exercises=wrong, participants={"record": "MALABAR  2021", "country": "India"}
    )

    assert len(problem_rows(batch)["participants"]) == 1


def test_reasons_stand_on_as_many_lines_as_they_need(ana):
    countries = [{"record": "malabar-2021", "country": name} for name in ("Indai", "India")]
    batch = previewed(ana, exercises=[WRONG], participants=countries)

    _name, content = as_workbook(problem_rows(batch))

    sheet = openpyxl.load_workbook(io.BytesIO(content))["participants"]
    assert sheet["A2"].alignment.wrap_text
    assert not sheet["B2"].alignment.wrap_text
    assert not sheet["B3"].alignment.wrap_text
    assert sheet.column_dimensions["A"].width == 60


def test_row_with_too_many_cells_comes_back_as_far_as_it_has_headings(ana):
    content = b"key,title,date\nmalabar-2020,Malabar 2020,2020,stray\nmalabar-2021,M,2021\n"
    batch = preview([("exercises.csv", content)], by=ana)

    (row,) = problem_rows(batch)["exercises"]

    assert (row["key"], row["date"]) == ("malabar-2020", "2020")
    assert "4 cells; there are 3 headings" in row["problem"]


def test_mended_rows_are_taken_with_their_column_of_reasons(ana):
    batch = previewed(ana, exercises=[GOOD, WRONG])
    confirm_now(batch, by=ana, digest=batch.seal, good_only=True)
    name, content = as_csv(problem_rows(batch))
    assert name == "exercises.csv"

    again = preview([(name, content.replace(b"03/04/2021", b"2021-04-03"))], by=ana)

    assert outcomes(again) == {"malabar-2021": "new"}
    confirm_now(again, by=ana, digest=again.seal)
    assert document("malabar-2021")["fields"]["date"] == "2021-04-03"


def test_workbook_has_all_sheets_and_is_taken_again_in_one_piece(ana):
    country = {"record": "malabar-2021", "country": "Indai"}
    batch = previewed(ana, exercises=WRONG | {"date": ""}, participants=country)
    found = problem_rows(batch)
    assert "India" in found["participants"][0]["problem"]

    _name, content = as_workbook(found)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["participants"]
    assert any("India" in str(cell.value) for cell in sheet[2])

    found["participants"][0]["country"] = "India"
    again = preview([as_workbook(found)], by=ana)

    assert list(again.problems.all()) == []
    assert outcomes(again) == {"malabar-2021": "new"}


def test_row_of_no_record_and_row_without_a_key_come_back(ana):
    batch = previewed(
        ana,
        exercises={"key": "", "title": "No date", "date": "03/04/2021"},
        statements={"record": "nobody", "text": "A fact."},
    )

    found = problem_rows(batch)

    assert [row["title"] for row in found["exercises"]] == ["No date"]
    assert [row["text"] for row in found["statements"]] == ["A fact."]


@pytest.mark.parametrize("cell", ["=1+1", "'=1+1", "@SUM(1)", "-9", "[none]", "'plain", "＝1"])
def test_cell_that_a_spreadsheet_would_run_is_guarded_and_means_the_same(ana, cell):
    row = WRONG | {"objectives": cell}
    (given_back,) = problem_rows(previewed(ana, exercises=row))["exercises"]
    assert given_back["objectives"][0] not in "=@-＝"

    straight = previewed(ana, exercises=row | {"date": ""}).records.get()
    mended = previewed(ana, exercises=given_back | {"date": ""}).records.get()

    assert mended.document == straight.document


def test_file_that_cannot_be_read_gives_no_rows(ana):
    batch = preview([("exercises.csv", b'key,title\n"a,b\n')], by=ana)

    assert problem_rows(batch) == {}
    assert not Record.objects.filter(key="a").exists()


def test_records_of_json_that_failed_come_back_as_json(ana):
    good, wrong = entry("malabar-2020"), entry("malabar-2021", date="sometime")
    batch = previewed_json(ana, good, wrong, {"key": "no-record", "kind": "exercise"}, 7)

    name, content = given_back(batch, "json")

    assert name == "problems.json"
    failed, no_record, no_dict = json.loads(content)
    assert "sometime" in failed["problem"] or "date" in failed["problem"]
    assert {**wrong, "problem": failed["problem"]} == failed
    assert no_record["key"] == "no-record"
    assert "no document" in no_record["problem"]
    assert no_dict == 7


def test_mended_json_is_taken_with_its_reasons(ana):
    batch = previewed_json(ana, entry("malabar-2021", date="sometime"))
    name, content = given_back(batch, "json")

    again = preview([(name, content.replace(b"sometime", b"2021-04"))], by=ana)

    assert list(again.problems.all()) == []
    assert outcomes(again) == {"malabar-2021": "new"}


def test_all_files_with_failed_rows_are_taken_as_they_come(ana):
    country = {"record": "malabar-2021", "country": "Indai"}
    batch = previewed(ana, exercises=WRONG, participants=country)
    told = batch.problems.count()

    for file_format in ("csv", "xlsx"):
        again = preview([given_back(batch, file_format)], by=ana)
        assert outcomes(again) == {"malabar-2021": "failed"}
        assert again.problems.count() == told


def test_page_offers_what_failed_in_the_form_in_which_it_came(ana, client):
    client.force_login(ana)
    batch = previewed_json(ana, entry("malabar-2021", date="sometime"))
    address = f"/admin/exchange/batch/{batch.pk}/"

    page = client.get(f"{address}change/").content.decode()
    answer = client.get(f"{address}problems/?format=json")

    assert "problems/?format=json" in page
    assert "problems/?format=csv" not in page
    assert answer.headers["Content-Type"] == "application/json"
    assert json.loads(answer.content)[0]["key"] == "malabar-2021"
