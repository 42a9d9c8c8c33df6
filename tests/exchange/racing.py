"""A process of its own that takes steps with batches, each at the moment that it is told.

    python -m tests.exchange.racing

On each line that it reads stands what to do: the name of a step, a batch, a person, and when, as
seconds since the epoch. It answers each with a line: what came of it, and the sentence if refused.
"""

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Seconds until two processes that were told of a step take it.
AHEAD = 0.03
DONE, REFUSED, FAULT = "done", "refused", "fault"


class Racer:
    """The process, from where it is told what to do."""

    def __init__(self, url: str):
        environment = {**os.environ, "DATABASE_URL": url}
        environment["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.exchange.racing"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.answer()

    def tell(self, step: str, batch, by, at: float) -> None:
        """Tell it a step."""
        print(json.dumps([step, str(batch.pk), by.pk, at]), file=self.process.stdin, flush=True)

    def answer(self) -> tuple[str, str]:
        """Return what came of the step."""
        line = self.process.stdout.readline()
        assert line, "the process has ended"
        return tuple(json.loads(line))

    def end(self) -> None:
        """Let it come to its end."""
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


def race(racers: list[Racer], steps: tuple[str, str], batch, by) -> list[tuple[str, str]]:
    """Have two processes take two steps with a batch at one moment; return what came of each."""
    at = time.time() + AHEAD
    for racer, step in zip(racers, steps, strict=True):
        racer.tell(step, batch, by, at)
    return [racer.answer() for racer in racers]


def main() -> None:
    """Take the steps that are told."""
    import django

    django.setup()
    steps = _steps()
    _say(DONE, "")
    for line in sys.stdin:
        name, batch, by, at = json.loads(line)
        _say(*_taken(steps[name], batch, by, at))


def _say(outcome: str, sentence: str) -> None:
    sys.stdout.write(json.dumps([outcome, sentence]) + "\n")
    sys.stdout.flush()


def _taken(step, pk: str, by: int, at: float) -> tuple[str, str]:
    from django.contrib.auth.models import User

    from exchange.models import Batch
    from records.faults import Refused

    person, batch = User.objects.get(pk=by), Batch.objects.get(pk=pk)
    time.sleep(max(0.0, at - time.time()))
    try:
        step(batch, person)
    except Refused as error:
        return REFUSED, str(error)
    except Exception as error:
        return FAULT, repr(error)
    return DONE, ""


def _steps() -> dict:
    from exchange.batches.asking_anew import ask_anew
    from exchange.batches.cancelling import cancel
    from exchange.batches.carrying import carry_out
    from exchange.batches.steps import confirm, discard, prepare
    from exchange.batches.taking_back import take_back
    from exchange.batches.undoing import undo

    return {
        "confirm": lambda batch, by: confirm(batch, by=by, digest=batch.seal),
        "discard": lambda batch, by: discard(batch, by=by),
        "read anew": lambda batch, by: ask_anew(batch, {}, by=by),
        "cancel": lambda batch, by: cancel(batch, by=by),
        "undo": lambda batch, by: undo(batch, by=by),
        "read": lambda batch, by: prepare(batch.pk),
        "store": lambda batch, by: carry_out(batch.pk),
        "take back": lambda batch, by: take_back(batch.pk),
    }


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
