"""One document of each schema that ever was, as it was stored: never edited, always readable."""

import json
from pathlib import Path

import pytest

from records.documents import normal
from records.models import Record
from records.store import apply, take
from records.upgrade import SCHEMA, STEPS, upgrade

FROZEN = sorted(Path(__file__).with_name("frozen").glob("*.json"))


@pytest.mark.parametrize("path", FROZEN, ids=lambda path: path.stem)
def test_stored_document_of_any_schema_is_read_and_applied(path, small_record):
    stored = json.loads(path.read_text(encoding="utf-8"))

    present = upgrade(stored)
    apply(present, by=None, why="a test")

    assert present["schema"] == SCHEMA
    assert normal(present) == present
    assert take(Record.objects.get(pk=stored["key"])) == present


def test_every_schema_has_a_frozen_example():
    schemas = {json.loads(path.read_text(encoding="utf-8"))["schema"] for path in FROZEN}

    assert schemas == {*STEPS, SCHEMA}
