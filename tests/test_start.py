"""`make run` for real: a first start, the site it serves, Ctrl-C, and a later start."""

import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parent.parent


class Site:
    """A site started by scripts/run.sh with a data folder of its own."""

    def __init__(self, var: Path):
        self.port, self.var = _free_port(), var
        self.log = var / "log"
        environ = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "DEBUG")
        }
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                ["sh", "scripts/run.sh"],
                cwd=ROOT,
                env=environ | {"PORT": str(self.port), "VAR_DIR": str(var)},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def get(self, address: str) -> tuple[str, dict]:
        """Return the text and the headers of a page."""
        with urlopen(f"http://127.0.0.1:{self.port}{address}") as answer:
            return answer.read().decode(), answer.headers

    def wait(self, seconds: int) -> None:
        """Wait until the site answers."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                self.get("/admin/login/")
            except (URLError, ConnectionError):
                time.sleep(0.1)
            else:
                return
        pytest.fail(f"the site does not answer:\n{self.log.read_text()}")

    def interrupt(self) -> None:
        """Press Ctrl-C, which the terminal sends to the whole process group."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(20)

    def is_alive(self) -> bool:
        """Say whether any process of the site is left."""
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def workers(self) -> list[int]:
        """Return the process numbers of the workers that belong to the site."""
        return [pid for pid, command in _processes() if "db_worker" in command and self.owns(pid)]

    def owns(self, pid: int) -> bool:
        """Say whether a process keeps its data where this site does."""
        try:
            environment = Path(f"/proc/{pid}/environ").read_bytes()
        except OSError:
            return False
        return f"VAR_DIR={self.var}\0".encode() in environment


def _processes():
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            yield int(folder.name), (folder / "cmdline").read_text()
        except OSError:  # it has just ended
            continue


def _until(condition, seconds: int = 30):
    """Wait until something is so; return it."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.1)
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(tmp_path):
    """Return a function that starts the site in one and the same folder, and ends it after all."""
    sites = []

    def make(seconds: int) -> Site:
        sites.append(Site(tmp_path))
        sites[-1].wait(seconds)
        return sites[-1]

    yield make
    for site in sites:
        if site.is_alive():
            os.killpg(site.process.pid, signal.SIGKILL)
            site.process.wait(20)


def test_site_starts_serves_ends_and_starts_again_with_its_data(start):
    first = start(seconds=180)

    assert re.search(r"password +\w{4}-", first.log.read_text())
    assert "Malabar" in first.get("/exercises/")[0]
    styles = re.findall(r'<link[^>]+href="([^"]+\.css)"', first.get("/")[0])
    assert styles
    for style in styles:
        assert "immutable" in first.get(style)[1]["Cache-Control"], style

    [worker] = _until(first.workers)
    os.kill(worker, signal.SIGKILL)
    _until(lambda: first.workers() not in ([], [worker]))

    first.interrupt()
    assert not first.is_alive()
    assert first.workers() == []

    second = start(seconds=30)
    assert "password" not in second.log.read_text()
    assert "Malabar" in second.get("/exercises/")[0]

    _until(second.workers)
    os.kill(second.process.pid, signal.SIGKILL)
    _until(lambda: not second.workers())
