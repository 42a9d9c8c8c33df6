"""The commands: what they print, where they write, and their exit codes."""

import codecs
import io
import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from records.models import Record, Revision
from tests.exchange.sheets import SOURCE, loaded, read, write

EXERCISE = {"key": "malabar-2020", "title": "Malabar 2020"}
WRONG = {"key": "malabar-2020", "title": "=1", "date": "2021-02-30"}


def run(command: str, *args, **options) -> str:
    out = io.StringIO()
    call_command(command, *map(str, args), stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.mark.usefixtures("small_record")
class TestImport:
    def test_folder_and_files_in_any_order_are_taken(self, tmp_path):
        write(tmp_path, exercises=[EXERCISE])

        assert "exercise" in run("import_record", tmp_path)
        assert Revision.objects.get(record="malabar-2020").why.endswith("exercises.csv.")

    def test_fault_ends_with_code_1_and_names_its_cell(self, tmp_path):
        paths = write(tmp_path, exercises=[WRONG])
        out = io.StringIO()

        with pytest.raises(CommandError) as raised:
            call_command("import_record", *paths, stdout=out, stderr=out)

        assert raised.value.returncode == 1
        assert "exercises, row 2, date: “2021-02-30”" in out.getvalue()

    @pytest.mark.parametrize("dry_run", [True, False])
    def test_publishing_is_refused_to_an_analyst_also_beforehand(self, dry_run, ana, tmp_path):
        write(tmp_path, exercises=[EXERCISE])
        out = io.StringIO()
        given = {"publish": True, "dry_run": dry_run, "by": "ana", "stdout": io.StringIO()}

        with pytest.raises(CommandError) as raised:
            call_command("import_record", tmp_path, **given, stderr=out)

        assert raised.value.returncode == 1
        assert out.getvalue() == "Only editors publish and withdraw records.\n"
        assert not Record.objects.filter(key="malabar-2020").exists()

    @pytest.mark.parametrize(
        "args",
        [["none.csv"], ["x.doc"], ["x.csv", "--report", "x.doc"], ["x.csv", "--by", "nobody"]],
    )
    def test_wrong_usage_ends_with_code_2(self, tmp_path, args):
        write(tmp_path, x=[{"key": "a"}])
        (tmp_path / "x.doc").write_text("x")

        with pytest.raises(CommandError) as raised:
            run("import_record", tmp_path / args[0], *args[1:])

        assert raised.value.returncode == 2

    def test_json_report_is_all_that_stdout_has(self, tmp_path):
        write(tmp_path, exercises=[EXERCISE])

        report = json.loads(run("import_record", tmp_path, "--json", "--dry-run"))

        assert report["counts"]["exercise"]["new"] == 1
        assert report["records"][0]["key"] == "malabar-2020"
        assert report["stored"] is False

    def test_report_file_has_every_fault(self, tmp_path):
        paths = write(tmp_path, exercises=[WRONG])
        for ending in ("csv", "json"):
            with pytest.raises(CommandError):
                run("import_record", *paths, "--report", tmp_path / f"report.{ending}")

        faults = loaded(tmp_path / "report.json")["faults"]
        assert [(f["sheet"], f["row"], f["column"]) for f in faults] == [("exercises", 2, "date")]
        rows = read(tmp_path / "report.csv")
        assert [row["column"] for row in rows] == ["date", ""]
        assert [row["title"] for row in rows] == ["", "'=1"]

    def test_progress_bar_is_for_terminals(self, tmp_path, capsys):
        write(tmp_path, exercises=[EXERCISE])

        run("import_record", tmp_path)

        assert capsys.readouterr().err == ""


def test_command_that_nobody_reads_any_more_ends_quietly():
    command = [sys.executable, "manage.py", "help"]
    asked = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "cwd": settings.BASE_DIR}
    with subprocess.Popen(command, **asked) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_wrong_option_ends_with_code_2():
    command = [sys.executable, "manage.py", "import_record", "--no-such-option"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, check=False)

    assert done.returncode == 2


@pytest.mark.usefixtures("small_record")
class TestExport:
    def test_json_has_the_envelope_and_the_sources_in_full(self, tmp_path):
        source = {"key": "rej", "title": "Rej", "type": "report", "url": "https://example.org/rej"}
        citation = {"record": "small-series", "source": SOURCE, "quoting": "rej", "claims": "title"}
        write(tmp_path, sources=[source], citations=[citation])
        run("import_record", tmp_path)

        run("export_record", "--format", "json", "--all", "--output", tmp_path / "out.json")

        entry = next(e for e in loaded(tmp_path / "out.json") if e["key"] == "small-series")
        assert list(entry) == ["kind", "key", "title", "status", "revision", "document"]
        assert (entry["status"], entry["revision"]) == ("draft", 2)
        cited = entry["document"]["citations"][1]
        assert cited["source_title"] == "Small source"
        assert cited["quoting_title"] == "Rej"
        assert cited["quoting_url"] == "https://example.org/rej"

    @pytest.mark.parametrize("file_format", ["csv", "json"])
    def test_drafts_are_exported_only_with_all(self, tmp_path, file_format):
        run("export_record", "--format", file_format, "--output", tmp_path / "out")
        texts = _texts(tmp_path / "out")

        assert not any("small-" in text for text in texts)

    @pytest.mark.parametrize("file_format", ["csv", "json"])
    def test_published_record_does_not_name_a_draft(self, tmp_path, file_format):
        sheets = {
            "exercises": [EXERCISE],
            "sources": [{"key": SOURCE, "title": "Small source"}],
            "citations": [
                {"record": "malabar-2020", "source": SOURCE, "claims": "title", "says": ""},
                {
                    "record": "malabar-2020",
                    "source": SOURCE,
                    "claims": "series",
                    "says": "small-series",
                },
            ],
        }
        write(tmp_path, **sheets)
        Record.objects.filter(key="small-series").update(status="published")
        run("import_record", tmp_path, "--publish")
        Record.objects.filter(key="small-series").update(status="draft")

        run("export_record", "--format", file_format, "--output", tmp_path / "out")

        texts = _texts(tmp_path / "out")
        assert any("malabar-2020" in text for text in texts)
        assert not any("small-series" in text for text in texts)

    def test_exported_folder_is_overwritten_and_other_work_is_not(self, tmp_path):
        ours, theirs = tmp_path / "export", tmp_path / "work"
        theirs.mkdir()
        write(theirs, exercises=[EXERCISE])
        for _time in range(2):
            run("export_record", "--format", "csv", "--all", "--output", ours)

        with pytest.raises(CommandError):
            run("export_record", "--format", "csv", "--output", theirs)

        assert (theirs / "exercises.csv").read_text().startswith("key,title")
        run("export_record", "--format", "csv", "--output", theirs, "--force")
        assert (theirs / "exercises.csv").read_text().startswith("\ufeffkey,revision,title")

    def test_each_sheet_says_that_it_is_utf_8(self, tmp_path):
        run("export_record", "--format", "csv", "--all", "--output", tmp_path / "out")

        starts = {file.read_bytes()[:3] for file in (tmp_path / "out").iterdir()}
        assert starts == {codecs.BOM_UTF8}

    def test_exported_file_is_overwritten_and_another_is_not(self, tmp_path):
        ours, theirs = tmp_path / "ours.json", tmp_path / "theirs.json"
        theirs.write_text('{"mine": 1}')
        for everything in ("--all", "--all", "-v1"):
            run("export_record", "--format", "json", "--output", ours, everything)
        run("export_record", "--format", "json", "--output", ours)

        with pytest.raises(CommandError):
            run("export_record", "--format", "json", "--output", theirs)

        assert loaded(theirs) == {"mine": 1}
        assert loaded(ours) == []

    def test_vocabulary_is_not_exported(self, tmp_path):
        run("export_record", "--format", "csv", "--all", "--output", tmp_path / "out")

        assert "countries.csv" not in [path.name for path in (tmp_path / "out").iterdir()]

    def test_export_reads_in_parts(self, tmp_path, monkeypatch):
        monkeypatch.setattr("exchange.writing.exports.PART", 2)

        run("export_record", "--format", "json", "--all", "--output", tmp_path / "out.json")

        assert len(loaded(tmp_path / "out.json")) == 8


def _texts(path) -> list[str]:
    files = path.iterdir() if path.is_dir() else [path]
    return [file.read_text(encoding="utf-8") for file in files]
