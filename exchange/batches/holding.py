"""Who works on a batch: one process at a time; and how it is known that one is gone.

A process that begins takes the batch under a name of its own, its ``holder``, and says in each of
its transactions that it is alive, the ``heartbeat``. Where that has been silent for ``STALE``,
another takes the batch over. Should the first live after all, it finds at its next transaction that
the batch is not its own any more, and stops there: nothing is stored or taken back twice.
"""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from exchange.models import Batch
from exchange.progress import Progress

STALE = timedelta(minutes=2)
# Seconds between the heartbeats of a process that is long about one thing.
BEAT = 5


class Overtaken(Exception):
    """Raised when another process has taken the batch over."""


def is_left(after: timedelta) -> Q:
    """Return the condition of a batch on which nobody has worked for a time."""
    return Q(heartbeat=None) | Q(heartbeat__lte=timezone.now() - after)


def claim(batch_id: Any, state: str, after: timedelta = STALE) -> Batch | None:
    """Return a batch, from now on held by the caller; None where it is not in this state.

    None as well where another holds it, unless that has been silent for ``after``.
    """
    holder = uuid.uuid4().hex
    is_free = Q(holder="") | is_left(after)
    found = Batch.objects.filter(is_free, pk=batch_id, state=state)
    if not found.update(holder=holder, heartbeat=timezone.now()):
        return None
    # It may have been called off, or taken over, at this very moment.
    return Batch.objects.filter(pk=batch_id, state=state, holder=holder).first()


def still_mine(batch: Batch) -> None:
    """Keep others from a held batch until the transaction ends; tell that its holder is alive.

    Raises ``Overtaken`` where it is another's by now.
    """
    hand_on(batch, batch.state)


def hand_on(batch: Batch, state: str, **columns) -> None:
    """Bring a held batch into a state, still held; raise ``Overtaken`` as ``still_mine`` does."""
    _write(batch, state=state, heartbeat=timezone.now(), **columns)


def finish(batch: Batch, state: str, **columns) -> None:
    """Bring a held batch into its last state and let it go; raises as ``still_mine`` does."""
    _write(batch, state=state, heartbeat=None, holder="", **columns)


def _write(batch: Batch, **columns) -> None:
    mine = Batch.objects.filter(pk=batch.pk, holder=batch.holder, state=batch.state)
    if not mine.update(**columns):
        raise Overtaken
    for name, value in columns.items():
        setattr(batch, name, value)


@contextmanager
def held(batch: Batch) -> Iterator[None]:
    """Let a batch go at the end, so that another need not wait until its holder seems gone."""
    try:
        yield
    finally:
        # Inside a transaction that failed nothing can be said; then silence says it.
        if not transaction.get_connection().needs_rollback:
            Batch.objects.filter(pk=batch.pk, holder=batch.holder).update(holder="")


@contextmanager
def as_before(*objects: Any) -> Iterator[None]:
    """Set objects back to what they were where what is written of them is rolled back."""
    before = [(found, dict(found.__dict__)) for found in objects]
    try:
        yield
    except BaseException:
        for found, values in before:
            found.__dict__.clear()
            found.__dict__.update(values)
        raise


def beating(batch: Batch, progress: Progress) -> Progress:
    """Return ``progress`` such that it also tells now and then that the batch's holder is alive."""
    last = time.monotonic()

    def tell(step: str, done: int = 0, total: int = 0) -> None:
        nonlocal last
        if time.monotonic() - last > BEAT:
            last = time.monotonic()
            still_mine(batch)
        progress(step, done, total)

    return tell
