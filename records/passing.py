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
    before = _set_to(-KEPT)
    try:
        yield
    finally:
        _set_to(before)


def _set_to(size: int) -> int:
    """Set how much is kept, as SQLite says it; return what it was."""
    # Past Django's cursor: it is nothing that a page asks the database for.
    run = connection.cursor().connection.execute
    before = run("PRAGMA cache_size").fetchone()[0]
    run(f"PRAGMA cache_size={size:d}")
    return before
