"""A worker beside the server: started with it, again when it dies, and ended with it.

`python -m defence_ties.worker` is started by `defence_ties.server`. It is a small process of its
own, so that the server needs no thread, which would not survive its forks. Whichever of the three
is killed, the others notice within seconds: nobody outlives its parent.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Seconds: for a worker to end, between two looks, and from the first to the longest pause after
# a death. A worker that lived for a while starts again at once.
GRACE, LOOK, SHORTEST, LONGEST, WHILE = 10, 0.5, 1, 60, 60
NAME_LENGTH = 64


class Keeper:
    """Keeps one worker running until it is told to stop, or its own parent is gone."""

    def __init__(self, command: list[str]):
        self.command = command
        self._parent = os.getppid()
        self._over = threading.Event()

    def stop(self, *_signal) -> None:
        """End the worker, and then the keeping of it."""
        self._over.set()

    def run(self) -> None:
        """Start the worker, again and again."""
        pause = SHORTEST
        while not self._is_over():
            began = time.monotonic()
            # In a group of its own, so that Ctrl-C reaches it through its keeper, once.
            with subprocess.Popen(self.command, cwd=ROOT, process_group=0) as worker:  # noqa: S603
                while worker.poll() is None and not self._is_over():
                    self._over.wait(LOOK)
                end(worker)
            pause = SHORTEST if time.monotonic() - began > WHILE else min(pause * 2, LONGEST)
            self._wait(pause)

    def _is_over(self) -> bool:
        return self._over.is_set() or os.getppid() != self._parent

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self._is_over():
            self._over.wait(LOOK)


def end(process: subprocess.Popen) -> None:
    """Ask a process to end, and end it where it does not; its work can be taken up again."""
    process.terminate()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()


def beside() -> subprocess.Popen:
    """Start a process that keeps a worker running beside this one."""
    return subprocess.Popen([sys.executable, "-m", "defence_ties.worker"], cwd=ROOT)


def main() -> None:
    """Keep a worker until SIGTERM or Ctrl-C."""
    parent = str(os.getpid())
    command = [sys.executable, "manage.py", "db_worker", "--no-startup-delay", "--parent", parent]
    # One name for all that follow each other: each goes on at once with what the last one left.
    name = f"{socket.gethostname()}-{parent}"[-NAME_LENGTH:]
    keeper = Keeper([*command, "--worker-id", name])
    signal.signal(signal.SIGTERM, keeper.stop)
    signal.signal(signal.SIGINT, keeper.stop)
    keeper.run()


if __name__ == "__main__":
    main()
