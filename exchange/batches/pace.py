"""How much of a long work goes into one transaction, so that nobody else waits long for it.

A database of one writer (SQLite) is what this is for: whoever else wants to write there looks every
tenth of a second whether the lock is free. Between two transactions of a long work it is left free
for longer than that, and longer yet while others do write; what can be prepared for the next one is
prepared meanwhile.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

# Seconds that one transaction is meant to take, and that the lock is then free at least.
HELD, FREE = 0.2, 0.15
# How often it is left free so long again because somebody wrote: who waits gets a turn.
ROUNDS = 3
LEAST, FIRST, MOST = 25, 300, 2000


class Pace:
    """Transactions one after the other, each about as long as it may be.

    ``size`` is how many things the next should hold, by how long the last ones took.
    """

    def __init__(self, size: int = 0):
        self.size = size or FIRST
        self._ended = 0.0
        self._writes: int | None = None

    @contextmanager
    def turn(self, number: int) -> Iterator[None]:
        """Open a transaction in which ``number`` things are written."""
        self._let_others_in()
        with transaction.atomic():
            started = time.perf_counter()
            _plan_anew()
            yield
        self._ended = time.perf_counter()
        if connection.vendor == "sqlite":
            self._writes = _writes_of_others()
        self._learn(number, self._ended - started)

    def _let_others_in(self) -> None:
        if connection.vendor != "sqlite" or connection.in_atomic_block or not self._ended:
            return
        until = self._ended + FREE
        for _round in range(ROUNDS):
            time.sleep(max(0.0, until - time.perf_counter()))
            writes, self._writes = self._writes, _writes_of_others()
            if writes == self._writes:
                return
            until = time.perf_counter() + FREE

    def _learn(self, number: int, seconds: float) -> None:
        # A few things say little of how long many take, but that they take too long.
        if number * 2 >= self.size or seconds > HELD:
            wanted = int(number * min(2.0, HELD / max(seconds, 0.001)))
            self.size = min(MOST, max(LEAST, wanted))

    def parts(
        self, groups: Iterable[list], begin: Callable[[], Any] = list
    ) -> Iterator[tuple[Any, bool]]:
        """Yield what belongs together in parts of about ``size``, and whether it is the last one.

        What groups hold is never torn apart, however much it is. ``begin`` returns an empty part,
        to which groups are added like lists to a list.
        """
        part = begin()
        for group in groups:
            if len(part) and len(part) + len(group) > self.size:
                yield part, False
                part = begin()
            part += group
        if len(part):
            yield part, True


def _plan_anew() -> None:
    """Let PostgreSQL look at the tables as they are now.

    It keeps, for a whole connection, the plans of what it checks by itself, such as references:
    those made when a table was empty read all of it for each row, however many there are by now.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DISCARD PLANS")


def _writes_of_others() -> int:
    """Return a number of SQLite's that changes when another connection has written."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return cursor.fetchone()[0]
