"""Going through all that is stored."""

import pytest
from django.db import connection, connections

from exchange.writing.exports import exported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_record")]


def kib_kept() -> int:
    """Return how many KiB of pages this process keeps: none where a server keeps them."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        return -cursor.execute("PRAGMA cache_size").fetchone()[0]


def keep(kib: int) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size=-{kib}")


@pytest.fixture(autouse=True)
def _much_is_kept():
    before = kib_kept()
    keep(16384)
    yield
    keep(before)


def test_export_keeps_few_pages_in_memory_meanwhile():
    records = exported(True)
    next(records)

    assert kib_kept() <= 2000


@pytest.mark.parametrize("read", [list, next], ids=["to its end", "and left"])
def test_after_an_export_as_much_is_kept_as_before(read):
    before = kib_kept()

    records = exported(True)
    read(records)
    records.close()

    assert kib_kept() == before


def test_export_that_is_left_late_opens_no_connection(monkeypatch):
    records = exported(True)
    next(records)
    with monkeypatch.context() as closed:
        closed.setattr(connections["default"], "connection", None)
        records.close()

        assert connection.connection is None
