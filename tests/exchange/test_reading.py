"""Reading with a person's say: encoding, delimiter, sheet; uploads; whole workbooks imported."""

import io
import struct
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.core.management import CommandError, call_command

from exchange.imports import Order, import_files
from exchange.reading import Limits, Options, letters, read_file
from records.models import Record
from tests.exchange.corpus.made import HEAD, ROWS, data, ods, ods_row, ods_table, row, sheet, xlsx
from tests.exchange.sheets import document

LATIN = "key,title\na,Défense\n".encode("cp1252")


def cells(reading) -> list[list[str]]:
    assert reading.refusal is None, reading.refusal
    return [found for _number, found in reading.grids[0].rows]


def test_stated_encoding_is_taken_and_not_detected():
    reading = read_file(io.BytesIO(LATIN), "series.csv", Options(encoding="Windows-1252"))

    assert cells(reading) == [["key", "title"], ["a", "Défense"]]
    assert reading.notes == []


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("GB18030", "和平使命 陆军"),
        ("GBK", "和平使命 陆军"),
        ("Big5", "漢光演習"),
        ("EUC-KR", "한미 연합훈련"),
        ("Windows-1251", "Совместные учения"),
    ],
)
def test_encoding_that_is_never_guessed_can_be_stated(encoding, text):
    content = f"key,title\na,{text}\n".encode(encoding)

    reading = read_file(io.BytesIO(content), "series.csv", Options(encoding=encoding))

    assert cells(reading) == [["key", "title"], ["a", text]]


def test_detected_encoding_is_told():
    reading = read_file(io.BytesIO(LATIN), "series.csv")

    assert "Windows-1252" in reading.notes[0]


@pytest.mark.parametrize("encoding", ["utf-8", "iso2022_jp", "klingon", "zip", "\0"])
def test_stated_encoding_that_does_not_fit_is_refused(encoding):
    reading = read_file(io.BytesIO(LATIN), "series.csv", Options(encoding=encoding))

    assert reading.refusal.message


@pytest.mark.parametrize("delimiter", [":", "colon"])
def test_stated_delimiter_is_taken_or_refused(delimiter):
    reading = read_file(io.BytesIO(b"key:title\na:A\n"), "series.csv", Options(delimiter=delimiter))

    assert bool(reading.refusal) == (delimiter == "colon")
    assert reading.refusal or cells(reading) == [["key", "title"], ["a", "A"]]


@pytest.mark.parametrize("name", ["comma", "semicolon", "tab", "bar"])
def test_delimiter_is_stated_by_its_name(name):
    sign = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}[name]
    content = f"key{sign}title\na{sign}x,y;z\n".replace("x,y;z", '"x,y;z"').encode()

    reading = read_file(io.BytesIO(content), "series.csv", Options(delimiter=name))

    assert cells(reading)[1] == ["a", "x,y;z"]


def test_chosen_sheet_is_the_only_one_and_goes_by_the_stated_name():
    book = xlsx(sheets={"One": sheet(row(1, ("x",))), "Two": sheet(data(ROWS))})

    reading = read_file(io.BytesIO(book), "b.xlsx", Options(sheet="two", treat_as="series"))

    assert [grid.name for grid in reading.grids] == ["series"]
    assert cells(reading) == [list(HEAD), *map(list, ROWS)]


@pytest.mark.parametrize("options", [Options(sheet="Three"), Options(treat_as="series")])
def test_choice_that_cannot_be_made_is_refused_with_the_names(options):
    book = xlsx(sheets={"One": sheet(data(ROWS)), "Two": sheet(data(ROWS))})

    reading = read_file(io.BytesIO(book), "b.xlsx", options)

    assert "One, Two" in reading.refusal.hint


@pytest.mark.parametrize("make", [xlsx, ods])
def test_upload_is_read_and_stays_open(make):
    small = SimpleUploadedFile("series.csv", LATIN)
    large = TemporaryUploadedFile(f"series.{make.__name__}", "", 0, None)
    large.write(make())

    assert cells(read_file(small))[1] == ["a", "Défense"]
    assert cells(read_file(small))[1] == ["a", "Défense"]
    assert cells(read_file(large))[1] == list(ROWS[0])
    assert not small.closed
    large.close()


def test_refusal_on_a_sheet_names_it():
    book = xlsx(sheets={"series": sheet(data(ROWS)), "members": sheet(row(1, ("x",)) * 2)})

    assert read_file(io.BytesIO(book), "b.xlsx").refused_sheet == "members"


def test_faults_beyond_the_limit_are_counted_but_for_one_of_each_row():
    cells = "".join(f'<c r="{column}{{0}}" t="e"><v>#N/A</v></c>' for column in "AB")
    rows = "".join(f'<row r="{n}">{cells.format(n)}</row>' for n in range(1, 51))
    book = xlsx(sheets={"series": sheet(rows)})

    reading = read_file(io.BytesIO(book), "b.xlsx", limits=Limits(faults=20))

    faults = reading.grids[0].faults
    assert len(faults) == 20 + 40 + 1
    assert {fault.row for fault in faults} == {*range(1, 51), None}
    assert "40" in faults[-1].message


def test_limits_come_from_the_settings(settings):
    settings.IMPORT_LIMITS = {"rows": 7}

    assert Limits.present() == Limits(rows=7)


def test_large_sheet_is_weighed_before_it_is_read(monkeypatch):
    monkeypatch.setattr("exchange.reading.xlsx.CAREFUL", 0)
    monkeypatch.setattr("exchange.reading.ods.CAREFUL", 0)
    monkeypatch.setattr("exchange.reading.delimited.CAREFUL", 0)
    files = {
        "series.xlsx": xlsx(rows=ROWS * 30),
        "series.ods": ods(ods_table(ods_row(ROWS[0]) * 30)),
        "series.csv": b"key,title,summary\n" + b"a,A,B\n" * 30,
    }
    for name, content in files.items():
        for limits, right in ((Limits(rows=20), 20), (Limits(cells=50), 50), (Limits(), 0)):
            reading = read_file(io.BytesIO(content), name, limits=limits)
            assert bool(reading.refusal) == bool(right)
            assert not right or str(right) in reading.refusal.message


def test_plain_rows_and_others_give_the_same():
    values = [(f"k{n}", n * 7, None, "A & <B>", "") for n in range(200)]
    plain = sheet(data(values, ("a", "b", "c", "d", "e")))
    for change in (("<v>", "<v ><!-- -->"), ("<row ", "<row\n"), ("<row", "<x:row")):
        other = plain.replace(*change)
        if "x:" in change[1]:
            other = other.replace("</row", "</x:row").replace(
                "<worksheet", "<worksheet xmlns:x='x'"
            )
        found = [
            read_file(io.BytesIO(xlsx(sheets={"series": text})), "b.xlsx")
            for text in (plain, other)
        ]
        assert cells(found[0]) == cells(found[1])


@pytest.mark.parametrize(("column", "shown"), [(0, "A"), (25, "Z"), (26, "AA"), (16_383, "XFD")])
def test_letters_are_those_of_a_spreadsheet_program(column, shown):
    assert letters(column) == shown


def test_directory_that_lies_is_told_by_reading_it(tmp_path):
    content = bytearray(xlsx())
    at = content.rindex(b"PK\x05\x06")
    struct.pack_into("<L", content, at + 16, 1)

    assert read_file(io.BytesIO(bytes(content)), "series.xlsx").refusal


@pytest.mark.usefixtures("small_record")
class TestImport:
    def test_workbook_with_a_sheet_for_each_list_becomes_records(self, tmp_path):
        people = data((("new-series", "IN"), ("new-series", "JP")), ("record", "country"))
        main = data((("new-series", "A new series"),), ("key", "title"))
        path = tmp_path / "work.xlsx"
        path.write_bytes(xlsx(sheets={"members": sheet(people), "series": sheet(main)}))

        report = import_files([path], Order())

        assert report.stored
        found = document("new-series")["lists"]["members"]
        assert [item["country"] for item in found] == ["IN", "JP"]

    def test_row_with_a_faulty_cell_stores_nothing_and_is_told_once(self, tmp_path):
        book = xlsx(rows=(("a", "A", 12345678901234567890), ("b", "B", "C")))
        (tmp_path / "series.xlsx").write_bytes(book)

        report = import_files([tmp_path / "series.xlsx"], Order())

        assert [(p.sheet, p.row, p.column) for p in report.problems] == [("series", 2, "summary")]
        assert not Record.objects.filter(key__in=["a", "b"]).exists()

    def test_command_takes_what_a_person_says_of_a_file(self, tmp_path):
        content = "key:title\nlatin:Défense\n".encode("cp1252")
        (tmp_path / "any.csv").write_bytes(content)
        said = {"encoding": "cp1252", "delimiter": ":", "treat_as": "series"}

        call_command("import_record", tmp_path / "any.csv", verbosity=0, **said)

        assert Record.objects.get(key="latin").title == "Défense"

    def test_folder_is_taken_without_what_only_lies_there(self, tmp_path):
        (tmp_path / "series.ods").write_bytes(ods())
        (tmp_path / "~$series.xlsx").write_bytes(b"lock")
        (tmp_path / ".series.csv").write_bytes(b"x")
        (tmp_path / "README.txt").write_bytes(b"Read me")

        call_command("import_record", tmp_path, verbosity=0)

        assert Record.objects.filter(key="a").exists()

    def test_sheet_in_two_files_is_refused(self, tmp_path):
        (tmp_path / "series.ods").write_bytes(ods())
        (tmp_path / "series.xlsx").write_bytes(xlsx())

        with pytest.raises(CommandError) as raised:
            call_command("import_record", tmp_path, verbosity=0, stderr=io.StringIO())

        assert raised.value.returncode == 1

    def test_zip_of_a_workbook_is_no_workbook(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "series.xlsx", "w") as archive:
            archive.writestr("series.xlsx", xlsx())

        report = import_files([tmp_path / "series.xlsx"], Order())

        assert len(report.problems) == 1
