"""What `make run` and `make test` say on machines that are not ready for them."""

import re
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = (
    "sh",
    "dirname",
    "mkdir",
    "cut",
    "cat",
    "grep",
    "id",
    "ls",
    "sort",
    "tail",
    "sha256sum",
    "rm",
)


class Machine:
    """A project folder and a PATH with only what a test puts there."""

    def __init__(self, folder: Path):
        self.project = folder / "project"
        self.bin = folder / "bin"
        self.bin.mkdir()
        shutil.copytree(ROOT / "scripts", self.project / "scripts")
        for name in TOOLS:
            (self.bin / name).symlink_to(shutil.which(name))
        self.program("python3", f'exec {sys.executable} "$@"')

    def program(self, name: str, body: str, folder: Path | None = None) -> None:
        """Put a small shell program on the PATH, or into another folder."""
        path = (folder or self.bin) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def run(self, *command: str, **environ: str) -> subprocess.CompletedProcess:
        """Run a command in the project folder."""
        return subprocess.run(
            command,
            cwd=self.project,
            env={"PATH": str(self.bin), **environ},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_run_with_an_old_python_names_what_is_needed(machine):
    machine.program("python3", '[ "$1" = --version ] && echo Python 3.9.2 && exit\nexit 1')

    result = machine.run("sh", "scripts/run.sh")

    assert result.returncode == 1
    assert "Python 3.11 or newer is needed; this machine has Python 3.9.2" in result.stderr
    assert not (machine.project / ".venv").exists()


def test_run_without_venv_names_the_package(machine):
    machine.program(
        "python3", f'case "$2" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"'
    )

    result = machine.run("sh", "scripts/run.sh", PORT=_free_port())

    assert result.returncode == 1
    assert "apt-get install python3-venv" in result.stderr


def test_run_on_a_taken_port_offers_another(machine):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = machine.run("sh", "scripts/run.sh", PORT=str(port))

    assert result.returncode == 1
    assert result.stderr == (
        f"Port {port} is taken by another program. Choose another: make run PORT=8001\n"
    )


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "8000; rm -rf /"])
def test_run_on_an_impossible_port_says_what_is_possible(machine, port):
    result = machine.run("sh", "scripts/run.sh", PORT=port)

    assert result.returncode == 1
    assert "PORT must be a number from 1 to 65535" in result.stderr


def test_tests_without_root_print_the_one_command(machine):
    machine.program("id", "echo 1000")
    machine.program("sudo", "exit 1")
    machine.program("dpkg-query", "exit 1")

    result = machine.run("sh", "scripts/test.sh")

    assert result.returncode == 1
    assert "Run this once, then the same make again: sudo apt-get install" in result.stderr
    assert " chromium" in result.stderr
    assert "fonts-noto-cjk" in result.stderr


def test_postgres_without_root_prints_the_one_command(machine):
    machine.program("id", "echo 1000")
    machine.program("sudo", "exit 1")

    result = machine.run("sh", "scripts/postgres.sh", "touch", "ran", POSTGRES_PROGRAMS="/nowhere")

    assert result.returncode == 1
    assert "sudo apt-get install --no-install-recommends postgresql\n" in result.stderr
    assert not (machine.project / "ran").exists()


def _environment(machine, pip_exit: int = 0) -> str:
    """Return all calls of pip so far, after one more look at the environment."""
    python = f'case "$*" in *"pip install"*) echo "$*" >>pip-calls; exit {pip_exit};; esac'
    machine.program("python", python, machine.project / ".venv" / "bin")
    machine.run("sh", "-c", ". scripts/lib.sh; lock_folder; environment lock.txt")
    calls = machine.project / "pip-calls"
    return calls.read_text() if calls.exists() else ""


def test_environment_is_installed_once_per_lock(machine):
    lock = machine.project / "lock.txt"
    lock.write_text("one")

    first = _environment(machine)
    unchanged = _environment(machine)
    lock.write_text("two")
    changed = _environment(machine)

    assert "--require-hashes -r lock.txt" in first
    assert unchanged == first
    assert changed == first * 2


def test_environment_interrupted_is_made_anew(machine):
    (machine.project / "lock.txt").write_text("one")
    (machine.project / "var").mkdir()
    (machine.project / "var" / ".installing").touch()
    machine.program("python", "exit 0", machine.project / ".venv" / "bin")
    refuse = 'case "$*" in "-m venv"*) exit 1;; esac'
    machine.program("python3", f'echo "$*" >>python-calls\n{refuse}\nexec {sys.executable} "$@"')

    machine.run("sh", "-c", ". scripts/lib.sh; lock_folder; environment lock.txt")

    assert "-m venv --clear .venv" in (machine.project / "python-calls").read_text()


def test_environment_that_failed_is_not_taken_for_whole(machine):
    (machine.project / "lock.txt").write_text("one")

    _environment(machine, pip_exit=1)

    assert (machine.project / "var" / ".installing").exists()
    assert not (machine.project / ".venv" / "installed-lock.txt").exists()


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_lock_pins_with_hashes_and_names_no_index(name):
    text = (ROOT / name).read_text()
    lines = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]

    assert lines
    assert all("==" in line and line.endswith("\\") for line in lines)
    assert "://" not in text


def test_lock_of_the_tests_holds_all_that_runs():
    runs, tests = (
        set(re.findall(r"^(\S+==\S+)", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.txt", "requirements-dev.txt")
    )

    assert len(runs) > 10
    assert runs < tests


def test_every_direct_dependency_says_why():
    for name in ("requirements.in", "requirements-dev.in"):
        for line in (ROOT / name).read_text().splitlines():
            assert not line or line.startswith(("#", "-r")) or len(line.split("#", 1)[1]) > 10
