"""The worker beside the server: kept running, started again, ended with its parent."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from defence_ties.worker import ROOT

# A worker that says who it is, and does nothing until it is ended.
WORKER = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(600)"
KEEPER = """
import signal, sys
from defence_ties import worker
worker.SHORTEST = worker.LOOK = 0.05
keeper = worker.Keeper([sys.executable, "-c", sys.argv[1], sys.argv[2]])
signal.signal(signal.SIGTERM, keeper.stop)
keeper.run()
"""


class Kept:
    """A keeper with a worker that writes its process number down."""

    def __init__(self, folder: Path, through: str = ""):
        self.log = folder / "workers"
        command = [sys.executable, "-c", KEEPER, WORKER, str(self.log)]
        if through:
            command = [sys.executable, "-c", through, *command]
        self.process = subprocess.Popen(command, cwd=ROOT)

    def worker(self, number: int) -> int:
        """Return the process number of the so-manieth worker, once it runs."""
        until(lambda: self.log.exists() and self.log.read_text().count("\n") > number)
        return int(self.log.read_text().split()[number])


def until(condition, seconds: int = 30) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


def is_gone(pid: int) -> bool:
    """Tell whether a process is there no more."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    # One that has ended and that nobody has asked after yet.
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"


@pytest.fixture
def keep(tmp_path):
    kept = []

    def start(**options) -> Kept:
        kept.append(Kept(tmp_path, **options))
        return kept[-1]

    yield start
    for one in kept:
        one.process.kill()
        one.process.wait()
        for pid in map(int, one.log.read_text().split()):
            if not is_gone(pid):
                os.kill(pid, signal.SIGKILL)


def test_worker_that_is_killed_is_started_again(keep):
    kept = keep()

    os.kill(kept.worker(0), signal.SIGKILL)

    assert not is_gone(kept.worker(1))


def test_worker_ends_with_its_keeper(keep):
    kept = keep()
    worker = kept.worker(0)

    kept.process.terminate()

    kept.process.wait(30)
    assert is_gone(worker)


def test_worker_ends_when_the_server_above_is_killed(keep):
    server = "import subprocess, sys; subprocess.Popen(sys.argv[1:]).wait()"
    kept = keep(through=server)
    worker = kept.worker(0)

    kept.process.kill()

    until(lambda: is_gone(worker))
