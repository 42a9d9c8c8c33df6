"""What an import stores part by part, each prepared in lots, is whole and as if stored singly."""

import pytest
from django.core.management import call_command

from exchange.batches import from_files, pace
from records.models import Record, Revision, SearchText
from records.present import current
from records.store import take_many
from tests.exchange.sheets import SOURCE, bring
from vocabulary.models import Involvement

KEYS = [f"trial-{number}" for number in range(30)]

pytestmark = pytest.mark.usefixtures("small_record")


@pytest.fixture
def stored(tmp_path, monkeypatch):
    """Records with items, citations, phases and links to others of the same files."""
    monkeypatch.setattr("records.prepared.LOT", 3)
    for name in ("FIRST", "LEAST", "MOST"):
        monkeypatch.setattr(pace, name, 7)
    monkeypatch.setattr(from_files, "FIRST", 7)
    countries = ["IN", "JP", "AU"]
    report = bring(
        tmp_path,
        exercises=[
            {"key": key, "title": f"Trial {n}", "date": f"2020-{n % 12 + 1:02}", "hosts": "IN"}
            for n, key in enumerate(KEYS)
        ],
        participants=[{"record": key, "country": countries[n % 3]} for n, key in enumerate(KEYS)],
        phases=[{"record": key, "ref": "p1", "title": "Phase 1"} for key in KEYS[::4]],
        deployments=[
            {"record": key, "country": "IN", "unit": "js-onami", "phases": "p1"}
            for key in KEYS[::4]
        ],
        links=[
            {"record": key, "type": "related", "target": other}
            for key, other in zip(KEYS[::5], reversed(KEYS), strict=False)
        ],
        citations=[{"record": key, "claims": "date; hosts", "source": SOURCE} for key in KEYS[::2]],
    )
    assert report.stored, [*map(repr, report.problems)]
    return Record.objects.filter(key__in=KEYS)


def derived() -> list[list]:
    columns = [f.attname for f in Record._meta.concrete_fields if f.attname != "changed"]
    words = SearchText.objects.values_list("pk", "names", "text")
    return [
        sorted(map(repr, Record.objects.values_list(*columns))),
        sorted((key, names, sorted(text.split("\n"))) for key, names, text in words),
        sorted(Involvement.objects.values_list("record", "country")),
    ]


def test_its_revisions_say_what_is_in_the_tables(stored):
    assert len(stored) == len(KEYS)
    assert current(list(stored)) == take_many(stored)
    assert Revision.objects.filter(record__in=KEYS).count() == len(KEYS)


def test_what_follows_from_documents_is_as_if_worked_out_anew(stored):
    before = derived()

    call_command("rebuild_derived", verbosity=0)

    assert derived() == before
