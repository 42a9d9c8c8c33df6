"""Going through very much that is stored, once: little of it is kept in memory."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# KiB of pages that SQLite keeps meanwhile, which is what it keeps by itself.
KEPT = 2000


@contextmanager
def passing() -> Iterator[None]:
    """Have SQLite keep few pages for a with-block: what is read but once fills its memory."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    there = connection.connection
    before = _set_to(there, -KEPT)
    try:
        yield
    finally:
        # Who leaves an export may end it late: in another thread, or once the connection is closed.
        if connection.connection is there:
            _set_to(there, before)


def _set_to(there, size: int) -> int:
    """Set how much a connection of SQLite's own keeps, as SQLite says it; return what it was."""
    before = there.execute("PRAGMA cache_size").fetchone()[0]
    there.execute(f"PRAGMA cache_size={size:d}")
    return before
