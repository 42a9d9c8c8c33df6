"""What bad input gets: every fault at its sheet, row and column, and nothing stored."""

import json

import pytest

from exchange.imports import Order, import_files
from records.models import Record, Revision
from tests.exchange.sheets import SOURCE, bring, places, write

pytestmark = pytest.mark.usefixtures("small_record")


def test_all_faults_are_told_at_once_with_their_cells(tmp_path):
    before = Revision.objects.count()

    report = bring(
        tmp_path,
        exercises=[
            {
                "key": "good",
                "title": "A note\nover lines",
                "series": "small-serie",
                "edition": "0",
                "outcome": "helt",
                "date": "2021-02-30",
                "hosts": "IN; ZZ",
                "places": "Tokio",
                "participants": "IN; YY",
            },
            {"key": "Bad Key", "title": "T"},
            {"key": "good", "title": "Twice"},
            {"key": "no-title"},
        ],
        participants=[
            {"record": "good", "country": "JP", "role": "king", "personnel": "many"},
            {"record": "nowhere", "country": "JP", "role": "", "personnel": ""},
            {"record": "small-agreement", "country": "JP", "role": "", "personnel": ""},
        ],
        citations=[
            {"record": "good", "source": "no-source", "claims": "date/x", "credibility": "9"}
        ],
    )

    assert set(places(report)) == {
        ("exercises", 2, "title", "A note\nover lines"),
        ("exercises", 2, "series", "small-serie"),
        ("exercises", 2, "edition", "0"),
        ("exercises", 2, "outcome", "helt"),
        ("exercises", 2, "date", "2021-02-30"),
        ("exercises", 2, "hosts", "IN; ZZ"),
        ("exercises", 2, "places", "Tokio"),
        ("exercises", 2, "participants", "IN; YY"),
        ("exercises", 3, "key", "Bad Key"),
        ("exercises", 4, "key", "good"),
        ("exercises", 5, "title", None),
        ("participants", 2, "role", "king"),
        ("participants", 2, "personnel", "many"),
        ("participants", 3, "record", "nowhere"),
        ("participants", 4, "record", "small-agreement"),
        ("citations", 2, "source", "no-source"),
        ("citations", 2, "credibility", "9"),
        ("citations", 2, "claims", "date/x"),
    }
    assert report.counts["exercise"]["failed"] == 3
    assert not report.stored
    assert Revision.objects.count() == before


def test_fault_says_what_would_be_right(tmp_path):
    row = {"key": "good", "title": "T", "series": "small-serie", "places": "Tokio", "hosts": "QQQ"}
    report = bring(tmp_path, exercises=[row])

    hints = {problem.column: problem.hint for problem in report.problems}
    assert "small-series" in hints["series"]
    assert "Tokyo" in hints["places"]
    assert hints["hosts"]


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        ([{"record": "small-series", "ref": "gone", "delete": "yes"}], "ref"),
        ([{"record": "small-series", "ref": "", "delete": "yes"}], "ref"),
        ([{"record": "small-series", "delete": "perhaps"}], "delete"),
        ([{"record": "", "country": "IN"}], "record"),
        ([{"record": "small-series", "ref": "Bad Ref", "country": "IN"}], "ref"),
        ([{"record": "small-series", "country": "IN", "grouping": "quad"}], "grouping"),
        ([{"record": "small-series", "country": ""}], "country"),
    ],
)
def test_impossible_child_row_is_refused_at_its_cell(tmp_path, rows, column):
    report = bring(tmp_path, members=rows)

    assert [(p.sheet, p.row, p.column) for p in report.problems] == [("members", 2, column)]


def test_ref_that_stands_twice_names_the_first_row(tmp_path):
    row = {"record": "small-series", "ref": "in", "country": "IN"}
    report = bring(tmp_path, members=[row, row])

    assert places(report) == [("members", 3, "ref", "in")]
    assert "2" in report.problems[0].hint


def test_key_of_another_kind_is_refused(tmp_path):
    report = bring(tmp_path, exercises=[{"key": "small-series", "title": "T"}])

    assert places(report) == [("exercises", 2, "key", "small-series")]


@pytest.mark.parametrize("revision", ["0", "-1", "x", "1.0", "99999999999999", "²"])
def test_revision_that_is_none_is_refused(tmp_path, revision):
    row = {"key": "small-series", "revision": revision, "title": "T"}
    report = bring(tmp_path, series=[row])

    assert places(report) == [("series", 2, "revision", revision)]


def test_row_counts_as_a_spreadsheet_program_shows_it(tmp_path):
    path = tmp_path / "series.csv"
    path.write_text('key,title,summary\na,A,"two\nlines"\n\n,,\nBad Key,B,\n', encoding="utf-8")

    report = import_files([path], Order())

    assert places(report) == [("series", 5, "key", "Bad Key")]


def test_byte_order_mark_and_windows_lines_are_taken(tmp_path):
    path = tmp_path / "series.csv"
    path.write_bytes("\ufeffkey,title\r\nfresh,Ａ フレッシュ\r\n".encode())

    report = import_files([path], Order())

    assert report.problems == []
    assert Record.objects.get(key="fresh").title == "Ａ フレッシュ"


@pytest.mark.parametrize(
    ("name", "content", "sheet", "row", "column"),
    [
        ("series.csv", b"", "series.csv", None, ""),
        ("series.csv", b"\xef\xbb\xbf \n", "series", None, ""),
        ("series.csv", b"key,title\na,\x81\n", "series", None, ""),
        ("series.csv", b"key,title\na,A\x00B\n", "series", 2, "title"),
        ("series.csv", b'key,title\na,"A"B\n', "series", 2, ""),
        ("series.csv", b'key,title\na,A\nb,"open\n', "series", 3, ""),
        ("series.csv", b"key,title\na\n", "series", 2, ""),
        ("series.csv", b"key,title\na,A,B\n", "series", 2, ""),
        ("series.csv", b"key,title,titel\n", "series", 1, "titel"),
        ("series.csv", b"key,title,key\n", "series", 1, "key"),
        ("series.csv", b"key,title,\na,A,b\n", "series", 2, "C"),
        ("series.csv", b"key,,title\na,b,A\n", "series", 1, "B"),
        ("series.csv", b"key;titel\na;A\n", "series", 1, "titel"),
        ("series.csv", b"summary\nA\n", "series", 1, "key"),
        ("members.csv", b"ref,country\na,IN\n", "members", 1, "record"),
        ("serie.csv", b"key,title\na,A\n", "serie.csv", None, ""),
        ("x.json", b"{", "x.json", None, ""),
        ("x.json", b"{}", "x.json", None, ""),
        ("x.json", b"\xff", "x.json", None, ""),
        ("x.json", b"[" * 100_000, "x.json", None, ""),
        ("x.json", b"[NaN]", "x.json", None, ""),
        ("x.json", b"[1]", "x.json", 1, ""),
        ("x.json", b'[{"kind":"series","key":"a"}]', "x.json", 1, "document"),
    ],
)
def test_broken_file_is_refused_at_its_place(tmp_path, name, content, sheet, row, column):
    path = tmp_path / name
    path.write_bytes(content)

    report = import_files([path], Order())

    assert [(p.sheet, p.row, p.column) for p in report.problems] == [(sheet, row, column)]
    assert report.problems[0].message
    assert not report.stored


def test_sheet_given_twice_is_refused(tmp_path):
    (tmp_path / "more").mkdir()
    rows = [{"key": "a", "title": "A"}]
    paths = write(tmp_path, series=rows) + write(tmp_path / "more", series=rows)

    report = import_files(paths, Order())

    assert len(report.problems) == 1


SERIES = {"schema": 1, "kind": "series", "key": "a", "fields": {"title": "A"}}


@pytest.mark.parametrize(
    ("changes", "document", "columns"),
    [
        ({"kind": "serie"}, {"kind": "serie"}, ["kind"]),
        ({"key": 5}, {"key": 5}, ["key"]),
        ({"key": "b"}, {}, ["key"]),
        ({"revision": "x"}, {}, ["revision"]),
        ({"revision": True}, {}, ["revision"]),
        ({"other": 1}, {}, ["other"]),
        ({}, {"fields": {"title": 5, "cadence": [1]}}, ["title", "cadence"]),
        ({}, {"fields": []}, ["fields"]),
        ({}, {"lists": {"phases": []}}, ["phases"]),
        ({}, {"lists": {"members": [{"country": "ZZ"}]}}, ["members/1/country"]),
        ({}, {"lists": {"members": [5]}}, ["members"]),
        ({}, {"citations": [{"source": SOURCE, "claims": {"x": 1}}]}, ["citations/c1/claims/x"]),
        ({}, {"citations": [{"source": SOURCE, "url": "x"}]}, ["citations/1/url"]),
        ({}, {"citations": "x"}, ["citations"]),
        ({}, {"more": 1}, ["more"]),
    ],
)
def test_broken_record_in_json_is_refused_at_its_path(tmp_path, changes, document, columns):
    path = tmp_path / "records.json"
    entry = {"kind": "series", "key": "a", "document": SERIES | document} | changes
    path.write_text(json.dumps([entry]), encoding="utf-8")

    report = import_files([path], Order())

    assert [(p.sheet, p.row, p.column) for p in report.problems] == [
        ("records.json", 1, column) for column in columns
    ]


@pytest.mark.parametrize("title", ["\u200b", "\u200d\u2060 \ufeff"])
def test_title_of_signs_that_nobody_sees_is_missing(tmp_path, title):
    report = bring(tmp_path, exercises=[{"key": "unseen", "title": title}])

    (problem,) = report.problems
    assert (problem.row, problem.column, problem.message) == (2, "title", "This must be given.")
