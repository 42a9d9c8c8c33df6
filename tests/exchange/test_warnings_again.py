"""Warnings of a record that somebody changed between preview and confirmation, or decided."""

import pytest

from exchange.batches.recomparing import FILE, RECORD
from exchange.batches.steps import settle
from exchange.models import Batch
from records.faults import Refused
from records.models import Record, Status
from records.store import apply
from tests.exchange.batch_cases import confirm_now, document, edited, previewed, stored

pytestmark = pytest.mark.usefixtures("small_record")

KEY, SOURCE = "malabar-2020", "small-source"
AGAINST = "it is March 2021, but small-source says November 2020"


@pytest.fixture
def record(ana) -> Record:
    """A published exercise of November 2020, whose one source gives its title only."""
    row = {"key": KEY, "title": "Malabar 2020", "date": "2020-11"}
    stored(ana, exercises=row, citations={"record": KEY, "claims": "title", "source": SOURCE})
    Record.objects.filter(key__in=[KEY, SOURCE]).update(status=Status.PUBLISHED)
    return Record.objects.get(key=KEY)


def says(path: str, value: str, by) -> None:
    """Have the source say something, or nothing where the value is empty."""
    now = document(KEY)
    claims = now["citations"][0]["claims"]
    claims[path] = value
    if not value:
        del claims[path]
    apply(now, by=by, why="by hand", base=Record.objects.get(key=KEY).revision)


def warnings(batch: Batch) -> list[tuple[str, str]]:
    return list(batch.problems.filter(is_warning=True).values_list("column", "message"))


def confirmed_too_late(batch: Batch, by) -> Batch:
    with pytest.raises(Refused, match="changed since"):
        confirm_now(batch, by=by, digest=batch.seal)
    batch.refresh_from_db()
    return batch


def test_slip_that_comes_of_the_other_change_is_told(ed, record):
    batch = previewed(ed, exercises={"key": KEY, "date": "2021-03"})
    assert warnings(batch) == []
    says("date", "2020-11", by=ed)

    batch = confirmed_too_late(batch, ed)

    ((column, message),) = warnings(batch)
    assert column == "date"
    assert AGAINST in message
    assert batch.counts["warnings"] == 1


def test_slip_that_is_none_any_more_is_not_told(ed, record):
    says("date", "2020-11", by=ed)
    batch = previewed(ed, exercises={"key": KEY, "date": "2021-03"})
    assert len(warnings(batch)) == 1
    says("date", "", by=ed)

    batch = confirmed_too_late(batch, ed)

    assert warnings(batch) == []
    assert batch.counts["warnings"] == 0


def test_warnings_of_what_did_not_move_stay(ed, record):
    alike = {"title": "Malabar 2020", "date": "2021-03"}
    batch = previewed(ed, exercises=[{"key": KEY, "date": "2021-03"}, alike])
    (before,) = warnings(batch)
    says("date", "2020-11", by=ed)

    batch = confirmed_too_late(batch, ed)

    assert len(warnings(batch)) == 2
    assert before in warnings(batch)


@pytest.mark.parametrize(("side", "number"), [(FILE, 1), (RECORD, 0)])
def test_slip_of_a_conflict_is_told_once_it_is_decided_so(ed, record, side, number):
    says("date", "2020-11", by=ed)
    edited(KEY, by=ed, date="2020-11-03")
    batch = previewed(ed, exercises={"key": KEY, "revision": 2, "date": "2021-03"})
    assert warnings(batch) == []

    settle(batch, KEY, {"date": side}, by=ed, digest=batch.seal)

    assert len(warnings(batch)) == number
