"""Turns for work that takes the processor for seconds, so that a few requests cannot take it all.

One of a process works at a time; another waits for a little, with a thread of the server; whoever
comes then is sent away at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

# Who may wait, and for how many seconds.
WAITING, PATIENCE = 1, 5


class Busy(Exception):
    """Raised where no turn can be had now."""


class Turns:
    """One turn at a time."""

    def __init__(self, waiting: int = WAITING, patience: float = PATIENCE):
        self._working = Lock()
        self._places = BoundedSemaphore(waiting + 1)
        self._patience = patience

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Have a turn within a with-block; raises ``Busy`` where it does not come soon."""
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            if not self._working.acquire(timeout=self._patience):
                raise Busy
            try:
                yield
            finally:
                self._working.release()
        finally:
            self._places.release()
