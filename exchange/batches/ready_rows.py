"""The problem rows of a large import, made ready once: its files take long to be read again.

Whoever reads the files makes them, after the preview is there to be looked at. What is small is
read again when it is asked for, and so is what nearly all rows of a file would be.
"""

import zlib

from django.db import transaction

from exchange.models import Batch, Outcome, ProblemRows, State
from records.texts import dumped, loaded

# Rows of files that are soon read again; problem rows that are kept at most.
SMALL, MOST = 5_000, 20_000


def takes_long(batch: Batch) -> bool:
    """Tell whether a batch has rows to be given back that take long to be read again."""
    has_any = batch.count(Outcome.FAILED) or batch.counts.get("problems")
    return bool(has_any) and batch.rows(*Outcome.values, "") > SMALL


def keep(batch: Batch, rows: dict[str, list], entries: list) -> None:
    """Keep the rows of sheets and the records of JSON files, if they are not too many.

    Not where the batch is another preview by now, or discarded.
    """
    if sum(map(len, rows.values())) + len(entries) > MOST:
        return
    content = zlib.compress(dumped([rows, entries]).encode())
    states = (State.PREVIEWED, State.FAILED)
    same = Batch.objects.filter(pk=batch.pk, version=batch.version, state__in=states)
    with transaction.atomic():
        if same.select_for_update().exists():
            forget(batch)
            ProblemRows.objects.create(batch=batch, version=batch.version, content=content)


def forget(batch: Batch) -> None:
    """Throw away what is kept of a batch."""
    ProblemRows.objects.filter(batch=batch).delete()


def kept(batch: Batch) -> list | None:
    """Return the rows and the records that are kept of just this preview, if any are."""
    found = ProblemRows.objects.filter(batch=batch, version=batch.version).first()
    return loaded(zlib.decompress(found.content).decode()) if found else None
