"""How much of a long work goes into one transaction, so that nobody else waits long for it.

A database of one writer (SQLite) is what this is for: whoever else wants to write there looks every
tenth of a second whether the lock is free. Between two transactions of a long work it is left free
for longer than that; what can be prepared for the next one is prepared meanwhile.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# Seconds that one transaction is meant to take, and that the lock is then free at least.
HELD, FREE = 0.25, 0.12
LEAST, FIRST, MOST = 25, 300, 2000


class Pace:
    """Transactions one after the other, each about as long as it may be.

    ``size`` is how many things the next should hold, by how long the last ones took.
    """

    def __init__(self, size: int = 0):
        self.size = size or FIRST
        self._ended = 0.0

    @contextmanager
    def turn(self, number: int) -> Iterator[None]:
        """Open a transaction in which ``number`` things are written."""
        self._let_others_in()
        with transaction.atomic():
            started = time.perf_counter()
            yield
        self._ended = time.perf_counter()
        self._learn(number, self._ended - started)

    def _let_others_in(self) -> None:
        if connection.vendor == "sqlite" and not connection.in_atomic_block and self._ended:
            time.sleep(max(0.0, self._ended + FREE - time.perf_counter()))

    def _learn(self, number: int, seconds: float) -> None:
        # A few things say little of how long many take, but that they take too long.
        if number * 2 >= self.size or seconds > HELD:
            wanted = int(number * min(2.0, HELD / max(seconds, 0.001)))
            self.size = min(MOST, max(LEAST, wanted))

    def parts(self, groups: Iterable[list]) -> Iterator[tuple[list, bool]]:
        """Yield what belongs together in parts of about ``size``, and whether it is the last one.

        What groups hold is never torn apart, however much it is.
        """
        part: list = []
        for group in groups:
            if part and len(part) + len(group) > self.size:
                yield part, False
                part = []
            part += group
        if part:
            yield part, True
