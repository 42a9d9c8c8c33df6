"""Timing two things in turns, and what their times come to.

Time is the processor's in this process, the database's included, where that is SQLite: what else
the machine does meanwhile then counts little. With a server it is the clock's.
"""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Ratio:
    """One line of the table: how much longer ``what`` takes, over several pairs of runs."""

    what: str
    ratios: tuple[float, ...]
    seconds: float

    def __str__(self) -> str:
        least, most = min(self.ratios), max(self.ratios)
        middle = statistics.median(self.ratios)
        return f"{middle:8.3f}   {least:6.3f}   {most:6.3f}   {self.what}   ({self.seconds:.3g} s)"


def timed(function: Callable[[], object]) -> float:
    """Return the processor's seconds of a call, with the garbage of earlier ones gone."""
    gc.collect()
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    start = clock()
    function()
    return clock() - start


def paired(
    what: str, ours: Callable, other: Callable, runs: int, rows: tuple[int, int] = (1, 1)
) -> Ratio:
    """Return the ratio of two calls, timed in turns, who is first in turns as well.

    ``rows`` are those that each of them handles: then the ratio is of the times for one row.
    """
    ratios, seconds = [], []
    for run in range(runs):
        if run % 2:
            theirs, mine = timed(other), timed(ours)
        else:
            mine, theirs = timed(ours), timed(other)
        ratios.append(mine / rows[0] / (theirs / rows[1]))
        seconds.append(mine)
    return Ratio(what, tuple(ratios), statistics.median(seconds))
