"""`import_record` makes a batch, `undo_import` takes it back."""

import pytest
from django.core.management import CommandError, call_command

from exchange.models import Batch
from records.models import Record
from tests.exchange.batch_cases import SERIES, document, dump, sheet

pytestmark = pytest.mark.usefixtures("small_record")

NEW = {"key": "malabar", "title": "Malabar"}
CHANGE = {"key": SERIES, "title": "Small series", "summary": "Changed."}


@pytest.fixture
def path(tmp_path):
    name, content = sheet("series", NEW, CHANGE)
    (tmp_path / name).write_bytes(content)
    return str(tmp_path / name)


def test_import_is_kept_and_undone(path, capsys):
    call_command("import_record", path)
    batch = Batch.objects.get()
    assert str(batch.pk) in capsys.readouterr().out
    assert (batch.state, batch.by, batch.count("new"), batch.count("changed")) == (
        "stored",
        None,
        1,
        1,
    )

    call_command("undo_import", str(batch.pk))

    assert "malabar: removed" in capsys.readouterr().out
    assert not Record.objects.filter(key="malabar").exists()
    assert document(SERIES)["fields"]["summary"] == ""


def test_dry_runs_keep_and_change_nothing(path):
    call_command("import_record", path, dry_run=True, verbosity=0)
    assert not Batch.objects.exists()
    call_command("import_record", path, verbosity=0)
    before = dump(but=())

    call_command("undo_import", str(Batch.objects.get().pk), dry_run=True)

    assert dump(but=()) == before


@pytest.mark.parametrize("name", ["x", "12345678-1234-5678-1234-567812345678"])
def test_unknown_batch_ends_with_code_2(name):
    with pytest.raises(CommandError) as raised:
        call_command("undo_import", name)

    assert raised.value.returncode == 2


def test_second_undo_ends_with_code_1(path):
    call_command("import_record", path, verbosity=0)
    name = str(Batch.objects.get().pk)
    call_command("undo_import", name)

    with pytest.raises(CommandError) as raised:
        call_command("undo_import", name)

    assert raised.value.returncode == 1
