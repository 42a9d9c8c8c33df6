"""Downloads of public lists: exactly what the filters select, in every format."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exchange.laying.layouts import sheets_of
from exchange.sheets import sheets
from exchange.writing.books import MOST_CHARACTERS
from records.models import Record, Revision
from tests.exchange.workbooks import cells_in, keys_in, sheets_in
from tests.public import document, exercise, publish, source, store, text_of, vocabulary

TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "json": "application/json",
}
LISTS = {
    "/exercises/": "exercise",
    "/series/": "series",
    "/agreements/": "agreement",
    "/dialogues/": "dialogue",
    "/meetings/": "meeting",
    "/projects/": "project",
    "/sources/": "source",
}


@pytest.fixture
def record(db):
    vocabulary()
    publish(
        source(),
        document("series", "jimex", "JIMEX"),
        exercise("jimex-2022", countries=["IN", "JP"], series="jimex", date="2022-09-11"),
        exercise("dharma-2019", countries=["IN", "JP"], date="2019", domains=["land"]),
        exercise("malabar-2020", countries=["IN", "AU"], date="2020-11", domains=["maritime"]),
        exercise("undated", countries=["IN"]),
        document("agreement", "acsa", type="treaty"),
        document("dialogue", "two-plus-two"),
        document("meeting", "first-meeting", dialogue="two-plus-two"),
        document("project", "unicorn", type="transfer"),
    )
    store(exercise("secret-draft", countries=["JP"], date="2020-11"))


def content(answer) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer)


@pytest.mark.parametrize("file_format", TYPES)
@pytest.mark.parametrize("address", LISTS)
def test_every_list_can_be_downloaded_in_every_format(client, record, address, file_format):
    answer = client.get(f"{address}?format={file_format}")

    kind = LISTS[address]
    published = Record.objects.published().filter(kind=kind).order_by("key")
    assert keys_in(content(answer), file_format) == [r.key for r in published]
    assert answer.headers["Content-Type"] == TYPES[file_format]
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith(f'attachment; filename="defence-ties-{sheets_of(kind)[0]}-')
    assert disposition.endswith(f'.{file_format}"')


@pytest.mark.parametrize("file_format", TYPES)
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("country=JP", ["dharma-2019", "jimex-2022"]),
        ("country=IN&domain=maritime", ["malabar-2020"]),
        ("q=JIMEX", ["jimex-2022"]),
        ("since=July+2019&until=2020", ["dharma-2019", "malabar-2020"]),
        ("since=July+2019&until=2020&dates=certain", ["malabar-2020"]),
        ("since=July+2019&until=2020&dates=undated", ["dharma-2019", "malabar-2020", "undated"]),
        ("country=FR", []),
        ("page=7&sort=-date&country=AU", ["malabar-2020"]),
    ],
)
def test_download_has_what_the_filters_select(client, record, file_format, query, found):
    answer = client.get(f"/exercises/?{query}&format={file_format}")

    assert keys_in(content(answer), file_format) == found


@pytest.mark.parametrize("file_format", ["zip", "xlsx", "ods"])
def test_download_of_all_sheets_has_the_lists_of_its_records_only(client, record, file_format):
    data = content(client.get(f"/exercises/?domain=land&format={file_format}"))

    found = sheets_in(data, file_format)
    assert tuple(found) == sheets_of("exercise")
    assert [row[:4] for row in found["participants"][1:]] == [
        ["dharma-2019", "1", "in", "IN"],
        ["dharma-2019", "1", "jp", "JP"],
    ]
    assert [row[0] for row in found["citations"][1:]] == ["dharma-2019"]
    assert found["deployments"] == [list(sheets()["deployments"].columns)]


def test_plain_csv_has_the_shorthand_of_the_participants(client, record):
    headings, row = cells_in(content(client.get("/exercises/?domain=land&format=csv")))

    cells = dict(zip(headings, row, strict=True))
    assert cells["participants"] == "IN; JP"
    assert cells["date"] == "2019"
    assert cells["revision"] == "1"


def test_csv_is_taken_for_utf_8_by_excel(client, record):
    publish(source("gijiroku", title="議事録"))

    data = content(client.get("/sources/?format=csv"))

    assert data.startswith(b"\xef\xbb\xbfkey,")
    assert "議事録" in data.decode()


@pytest.mark.parametrize("name", ["xls", "CSV", "pdf", "%00", "x" * 5000, "<b>"])
def test_unknown_format_gets_a_page_that_says_which_there_are(client, record, name):
    answer = client.get(f"/exercises/?country=JP&format={name}")

    text = text_of(answer)
    assert answer.status_code == 400
    assert "There is no such format" in text
    for known in TYPES:
        assert f"/exercises/?country=JP&amp;format={known}" in text


@pytest.mark.parametrize("query", ["since=abc", "country=ZZ", "q=" + "x" * 100_000, "year=%00"])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_filter_that_cannot_be_read_gives_no_larger_file_instead(
    client, record, query, file_format
):
    answer = client.get(f"/exercises/?{query}&format={file_format}")

    assert answer.status_code == 400
    assert "cannot be read" in text_of(answer)
    assert len(answer.content) < 20_000


def test_empty_format_is_the_list(client, record):
    assert "<strong>4 exercises</strong>" in text_of(client.get("/exercises/?format="))


def test_list_links_to_the_files_of_what_it_shows(client, record):
    text = text_of(client.get("/exercises/?country=JP&sort=date&page=3"))

    for file_format in TYPES:
        assert f'href="/exercises/?country=JP&amp;format={file_format}"' in text


def test_text_too_long_for_xlsx_is_told_and_goes_into_the_other_formats(client, record):
    publish(document("series", "long", "Long", summary="x" * (MOST_CHARACTERS + 1)))

    answer = client.get("/series/?format=xlsx")

    assert answer.status_code == 400
    assert "A text of “long” on the sheet “series” is longer" in text_of(answer)
    assert "long" in keys_in(content(client.get("/series/?format=ods")), "ods")


def test_head_says_what_would_come_and_makes_no_file(client, record, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        answer = client.head("/exercises/?format=xlsx")

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["Content-Type"] == TYPES["xlsx"]


@pytest.mark.parametrize("file_format", TYPES)
def test_queries_do_not_grow_with_the_records(client, record, file_format, monkeypatch):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            content(client.get(f"/exercises/?country=IN&format={file_format}"))
        return len(queries)

    monkeypatch.setattr("exchange.writing.exports.FIRST", 500)
    few = asked()
    publish(
        *(
            exercise(f"e-{n}", countries=["IN", "JP"], series="jimex", date="2001")
            for n in range(200)
        )
    )

    assert asked() == few
    assert few <= 8


@pytest.mark.parametrize("file_format", ["csv", "json"])
def test_stream_starts_before_the_records_are_read(client, record, file_format):
    answer = client.get(f"/exercises/?format={file_format}")

    with CaptureQueriesContext(connection) as queries:
        assert next(iter(answer.streaming_content))
    assert len(queries) == 0


def test_record_that_was_withdrawn_while_a_file_is_made_is_not_in_it(client, record, monkeypatch):
    monkeypatch.setattr("exchange.writing.exports.FIRST", 1)
    answer = client.get("/exercises/?format=json")
    pieces = iter(answer.streaming_content)
    first = next(pieces)

    Record.objects.filter(key="undated").update(status="withdrawn")

    assert "undated" not in keys_in(first + b"".join(pieces), "json")


def test_present_revision_is_what_is_downloaded(client, record):
    entry = next(
        e
        for e in json.loads(content(client.get("/exercises/?format=json")))
        if e["key"] == "jimex-2022"
    )

    assert entry["status"] == "published"
    assert entry["document"] == _with_sources(
        Revision.objects.get(record_id="jimex-2022", number=entry["revision"]).document
    )


def _with_sources(stored: dict) -> dict:
    for citation in stored["citations"]:
        citation["source_title"], citation["source_url"] = citation["source"], ""
    return stored


class TestWholeRecord:
    @pytest.mark.parametrize("file_format", ["zip", "xlsx", "ods"])
    def test_sheets_have_everything_published(self, client, record, file_format):
        found = sheets_in(content(client.get(f"/data/?format={file_format}")), file_format)

        assert tuple(found) == tuple(sheets())
        keys = {row[0] for name, s in sheets().items() if s.kind for row in found[name][1:]}
        assert keys == set(Record.objects.published().values_list("key", flat=True))

    def test_json_has_everything_published(self, client, record):
        answer = client.get("/data/?format=json")

        assert answer.headers["Content-Disposition"].startswith(
            'attachment; filename="defence-ties-record-'
        )
        assert len(keys_in(content(answer), "json")) == Record.objects.published().count()

    def test_one_csv_cannot_hold_it_and_the_page_says_what_can(self, client, record):
        answer = client.get("/data/?format=csv")

        assert answer.status_code == 400
        assert "/data/?format=zip" in text_of(answer)
        assert 'href="/data/?format=csv"' not in text_of(answer)

    def test_page_explains_every_column_of_every_sheet(self, client, record):
        text = text_of(client.get("/data/"))

        for name, sheet in sheets().items():
            part = text.split(f'id="sheet-{name}"')[1].split("</dl>")[0]
            for column in sheet.columns:
                assert f"<code>{column}</code>" in part
        assert "The edition&#x27;s number, only where a source gives one." in text
        assert 'href="/data/template.xlsx"' in text

    def test_template_is_there_for_everybody(self, client, record):
        answer = client.get("/data/template.xlsx")

        assert answer.headers["Content-Type"] == TYPES["xlsx"]
        assert set(sheets()) < set(sheets_in(content(answer), "xlsx"))
