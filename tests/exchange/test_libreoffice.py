"""What LibreOffice saves of our files imports again and changes nothing."""

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from exchange.imports import Order, import_files
from exchange.writing import exports, writers
from exchange.writing.template import write_template
from records.steps import Proposal
from records.store import apply_many
from records.text import tidy
from tests.documents import NASTY
from tests.exchange.corpus import made
from tests.exchange.sheets import document as stored

TEXTS = [*NASTY, "two\nlines\n\nand a third", "a  b   c", "<b>&amp;</b>", "-", "12%", "3,4", "0x1F"]
TEXTS += [f"a{sign}=1+1{sign}b" for sign in ";|\t\n"] + ['x;"=2";|\n\'=3']


@pytest.fixture
def record(small_record) -> None:
    """Have records with every text that a spreadsheet program might make something else of."""
    document = stored("small-series")
    numbered = enumerate(map(tidy, TEXTS), start=1)
    document["lists"]["statements"] = [{"ref": f"s{n}", "text": text} for n, text in numbered]
    apply_many([Proposal(document, 1)], by=None, why="a test")


def saved(path: Path, ending: str, folder: Path, *reading: str) -> Path:
    """Return a file as LibreOffice saves it in another format, or in its own."""
    command = [
        shutil.which("soffice") or pytest.fail("make test installs libreoffice-calc-nogui"),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *reading,
        *("--headless", "--convert-to", ending, "--outdir", str(folder), str(path)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    made = folder / f"{path.stem}.{ending}"
    assert made.is_file(), done.stdout + done.stderr
    return made


@pytest.mark.parametrize(
    ("written", "ending"),
    [("xlsx", "xlsx"), ("xlsx", "ods"), ("xlsx", "xls"), ("ods", "ods"), ("ods", "xlsx")],
)
def test_workbook_saved_again_changes_nothing(written, ending, record, tmp_path):
    writer = {"xlsx": writers.write_xlsx, "ods": writers.write_ods}[written]
    writer(exports.exported(True), tmp_path / f"record.{written}")
    (tmp_path / "saved").mkdir()

    path = saved(tmp_path / f"record.{written}", ending, tmp_path / "saved")
    report = import_files([path], Order(dry_run=True))

    assert [str(problem) for problem in report.problems] == []
    assert {entry["outcome"] for entry in report.records} == {"unchanged"}


# Between cells the sign of this number, quotes, UTF-8, from the first row on, every column a text.
AS_TEXT = "--infilter=CSV:44,34,76,1,{}".format("/".join(f"{n}/2" for n in range(1, 30)))
# The same with another sign, numbers and formulas being recognised.
RUNNING = "--infilter=CSV:%s,34,76,1,,0,false,true,false,false,false,-1,true"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_csv_saved_again_changes_nothing(ending, record, tmp_path):
    writers.write_csv(exports.exported(True), tmp_path / "sheets")
    (tmp_path / "saved").mkdir()

    path = saved(tmp_path / "sheets" / "statements.csv", ending, tmp_path / "saved", AS_TEXT)
    others = [p for p in (tmp_path / "sheets").iterdir() if p.stem != "statements"]
    report = import_files([path, *others], Order(dry_run=True))

    assert [str(problem) for problem in report.problems] == []
    assert {entry["outcome"] for entry in report.records} == {"unchanged"}


@pytest.mark.parametrize("sign", ";|\t")
def test_csv_runs_nothing_where_another_sign_divides_cells(sign, record, tmp_path):
    writers.write_csv(exports.exported(True), tmp_path / "sheets")
    (tmp_path / "saved").mkdir()

    reading = RUNNING % ord(sign)
    path = saved(tmp_path / "sheets" / "statements.csv", "xlsx", tmp_path / "saved", reading)

    cells = [cell for row in openpyxl.load_workbook(path).active for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []


@pytest.mark.parametrize(
    ("typed", "ending"), [("xlsx", "ods"), ("ods", "ods"), ("ods", "xls"), ("ods", "xlsx")]
)
def test_true_and_false_of_a_spreadsheet_program_are_yes_and_no(typed, ending, record, tmp_path):
    path = {"xlsx": _booleans_of_excel, "ods": _booleans_of_calc}[typed](tmp_path)
    (tmp_path / "saved").mkdir()

    report = import_files([saved(path, ending, tmp_path / "saved")], Order())

    assert [str(problem) for problem in report.problems] == []
    complete = [stored(f"true-{n}")["fields"]["participants_complete"] for n in range(3)]
    assert complete == [False, True, True]


HEADINGS = ["key", "title", "date", "participants_complete"]
TRUTHS = [False, True, "TRUE"]


def _booleans_of_excel(folder: Path) -> Path:
    path, book = folder / "exercises.xlsx", openpyxl.Workbook()
    book.active.title = "exercises"
    for row in (HEADINGS, *([f"true-{n}", str(n), "2018", t] for n, t in enumerate(TRUTHS))):
        book.active.append(row)
    book.save(path)
    return path


def _booleans_of_calc(folder: Path) -> Path:
    logical = '<table:table-cell office:value-type="boolean" office:boolean-value="%s"/>'
    cells = [made.Raw(logical % str(t).lower()) if isinstance(t, bool) else t for t in TRUTHS]
    rows = [HEADINGS, *([f"true-{n}", str(n), "2018", cell] for n, cell in enumerate(cells))]
    sheet = "".join(map(made.ods_row, rows))
    path = folder / "exercises.ods"
    listed = '<manifest:file-entry manifest:full-path="%s" manifest:media-type="%s"/>'
    entries = listed % ("/", made.ODS) + listed % ("content.xml", "text/xml")
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = f'<manifest:manifest xmlns:manifest="{space}">{entries}</manifest:manifest>'
    table = f'<table:table table:name="exercises">{sheet}</table:table>'
    path.write_bytes(made.ods(table, members={"META-INF/manifest.xml": manifest}))
    return path


def test_template_saved_again_is_still_the_template(record, tmp_path):
    write_template(tmp_path / "template.xlsx")
    (tmp_path / "saved").mkdir()

    report = import_files([saved(tmp_path / "template.xlsx", "xlsx", tmp_path / "saved")], Order())

    assert [str(problem) for problem in report.problems] == []
    assert report.records == []
