"""The PostgreSQL of one run: started for a command, and ended with it however that ends.

The server's programs are stood in for here; `make test-postgres` runs on the real ones.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
INITDB = 'mkdir -m 700 "$2"; cp "$6" "$CALLS/password"'
PG_CTL = 'echo "$*" >>"$CALLS/pg_ctl"; case $1 in start) echo full >"$6"; exit $START;; esac'


class Server:
    """What stands in for the server's programs, and what was asked of them."""

    def __init__(self, folder: Path):
        self.folder, self.calls = folder, folder / "calls"
        self.calls.mkdir()
        # Root is no user of theirs: they run as another, who must be able to come here.
        for path in (folder, self.calls):
            path.chmod(0o777)
        for name, body in {"initdb": INITDB, "pg_ctl": PG_CTL}.items():
            (folder / name).write_text(f"#!/bin/sh\n{body}\n")
            (folder / name).chmod(0o755)

    def run(self, *command: str, start: int = 0) -> subprocess.Popen:
        """Run a command on the server; ``start`` is the exit code with which that starts."""
        return subprocess.Popen(
            [sys.executable, str(ROOT / "scripts" / "postgres.py"), str(self.folder), *command],
            env={**os.environ, "CALLS": str(self.calls), "START": str(start), "TMPDIR": self.here},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    @property
    def here(self) -> str:
        """Return the folder in which the temporary folder is made."""
        return str(self.folder)

    def asked(self) -> list[str]:
        """Return the first words of every call of pg_ctl."""
        return [line.split()[0] for line in (self.calls / "pg_ctl").read_text().splitlines()]

    def is_gone(self) -> bool:
        """Tell whether the server was ended last, and its folder is removed."""
        return self.asked()[-1] == "stop" and not list(self.folder.glob("defence-ties-postgres-*"))


@pytest.fixture
def server():
    with tempfile.TemporaryDirectory() as folder:
        yield Server(Path(folder))


def test_command_finds_the_server_on_loopback_with_a_password(server):
    process = server.run("sh", "-c", 'echo "$DATABASE_URL"')
    url = process.communicate(timeout=30)[0].strip()

    password = (server.calls / "password").read_text()
    assert len(password) >= 32
    assert url.startswith(f"postgresql://tests:{password}@127.0.0.1:")
    assert "listen_addresses='127.0.0.1'" in (server.calls / "pg_ctl").read_text()


@pytest.mark.parametrize("code", [0, 1, 5])
def test_exit_code_is_the_commands_and_nothing_is_left(server, code):
    process = server.run("sh", "-c", f"exit {code}")
    process.communicate(timeout=30)

    assert process.returncode == code
    assert server.asked() == ["start", "stop"]
    assert server.is_gone()


def test_server_that_does_not_start_is_tried_on_other_ports_and_told(server):
    process = server.run("touch", str(server.folder / "ran"), start=1)
    said = process.communicate(timeout=30)[1]

    assert process.returncode == 1
    assert "PostgreSQL did not start:\nfull" in said
    assert server.asked().count("start") > 1
    assert not (server.folder / "ran").exists()
    assert server.is_gone()


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_nothing_is_left_after(server, name):
    process = server.run("sh", "-c", f'touch "{server.folder}/up"; exec sleep 60')
    while not (server.folder / "up").exists():
        assert process.poll() is None
        time.sleep(0.02)
    # As Ctrl-C does, to the whole group; the others go to whom they are sent.
    (os.killpg if name == "SIGINT" else os.kill)(process.pid, getattr(signal, name))
    process.communicate(timeout=30)

    assert process.returncode == 128 + getattr(signal, name)
    assert server.is_gone()
