"""What a start does, the first time and later."""

import pytest
from django.core.management import call_command

from catalogue.management.commands import prepare_site


@pytest.fixture
def steps(monkeypatch, settings, tmp_path):
    """The names of the commands that a start runs, none of which really runs."""
    names = []

    def called(name, *args, **options):
        names.append(name)
        if name == "collectstatic":
            settings.STATIC_ROOT.mkdir(exist_ok=True)

    settings.VAR_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    monkeypatch.setattr(prepare_site, "call_command", called)
    return names


def _start(monkeypatch, *, has_records: bool) -> None:
    monkeypatch.setattr(prepare_site, "has_records", lambda: has_records)
    call_command("prepare_site")


def test_first_start_takes_every_step_in_order(steps, monkeypatch):
    _start(monkeypatch, has_records=False)

    assert steps == [
        "migrate",
        "seed_vocabulary",
        "setup_groups",
        "rebuild_derived",
        "import_record",
        "collectstatic",
        "first_administrator",
    ]


def test_later_start_imports_and_collects_nothing(steps, monkeypatch):
    _start(monkeypatch, has_records=False)
    steps.clear()

    _start(monkeypatch, has_records=True)

    assert "import_record" not in steps
    assert "collectstatic" not in steps


def test_start_after_a_static_file_changed_collects_again(steps, monkeypatch, settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a")
    settings.STATICFILES_DIRS = [source]
    _start(monkeypatch, has_records=True)
    steps.clear()

    (source / "a.css").write_text("other")
    _start(monkeypatch, has_records=True)

    assert "collectstatic" in steps


def test_start_after_the_collected_files_were_removed_collects_again(steps, monkeypatch, settings):
    _start(monkeypatch, has_records=True)
    steps.clear()

    settings.STATIC_ROOT.rmdir()
    _start(monkeypatch, has_records=True)

    assert "collectstatic" in steps


@pytest.mark.django_db
def test_database_without_records_has_none():
    assert prepare_site.has_records() is False
