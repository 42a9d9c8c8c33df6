"""Run a command on a PostgreSQL server of its own, which ends with it: see postgres.sh.

    python3 scripts/postgres.py FOLDER_OF_ITS_PROGRAMS COMMAND...

The server listens on the loopback address only, on a free port, with a password made for this
run; the command finds it in DATABASE_URL. Its data lie in a temporary folder. The exit code is the
command's. Needs no more than Python.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

USER = "tests"
# PostgreSQL refuses to run as root. Debian's package makes the first; the second is everywhere.
SYSTEM_USERS = ("postgres", "nobody")
# Nothing here outlives the run, so nothing has to reach the disk.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}
ATTEMPTS = 5
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def owner() -> pwd.struct_passwd:
    """Return the user under whom the server runs: whoever calls, unless that is root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    known = {user.pw_name: user for user in pwd.getpwall()}
    return next(known[name] for name in SYSTEM_USERS if name in known)


def as_owner() -> dict:
    """Return the arguments of subprocess under which the server's programs agree to run."""
    if os.geteuid() != 0:
        return {}
    return {"user": owner().pw_uid, "group": owner().pw_gid, "extra_groups": []}


def free_port() -> int:
    """Return a port of the loopback address that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A cluster in a folder, which is its own."""

    def __init__(self, programs: Path, folder: Path):
        self.programs, self.data, self.log = programs, folder / "data", folder / "log"
        self.password = secrets.token_urlsafe(24)
        self.port = 0

    @property
    def url(self) -> str:
        """Return what DATABASE_URL is to be."""
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/postgres"

    def _program(self, name: str, *words: str) -> subprocess.CompletedProcess:
        # A session of its own: Ctrl-C is for the command, after which the server is ended.
        return subprocess.run(  # noqa: S603
            [str(self.programs / name), *words],
            cwd=self.data.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            start_new_session=True,
            **as_owner(),
        )

    def create(self) -> None:
        """Make the cluster. Raises SystemExit with what initdb says where that fails."""
        secret = self.data.parent / "password"
        secret.write_text(self.password)
        words = ["--username", USER, "--pwfile", str(secret), "--auth", "scram-sha-256"]
        words += ["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
        made = self._program("initdb", "--pgdata", str(self.data), *words)
        if made.returncode:
            sys.exit(f"PostgreSQL could not make its folder:\n{made.stdout}")

    def start(self) -> None:
        """Start on a free port; on another where somebody was quicker."""
        for _attempt in range(ATTEMPTS):
            self.port = free_port()
            options = {**SETTINGS, "port": str(self.port)}
            line = " ".join(f"-c {name}='{value}'" for name, value in options.items())
            words = ["--pgdata", str(self.data), "--log", str(self.log), "--options", line]
            started = self._program("pg_ctl", "start", "--wait", *words)
            if started.returncode == 0:
                return
        told = self.log.read_text() if self.log.exists() else started.stdout
        sys.exit(f"PostgreSQL did not start:\n{told}")

    def stop(self) -> None:
        """End the server and whatever it still does; one that never started needs no ending."""
        self._program("pg_ctl", "stop", "--pgdata", str(self.data), "--mode", "immediate")


@contextlib.contextmanager
def server(programs: Path) -> Iterator[Server]:
    """Start a server; end it and remove its folder, whatever happens meanwhile."""
    folder = Path(tempfile.mkdtemp(prefix="defence-ties-postgres-"))
    try:
        os.chown(folder, owner().pw_uid, -1)
        cluster = Server(programs, folder)
        try:
            cluster.create()
            cluster.start()
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(command: list[str], url: str) -> int:
    """Run the command to its end, and return its exit code; signals are handed on to it."""
    process = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})  # noqa: S603
    # The terminal sends Ctrl-C to the command too; a second one from here would cut its ending.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda number, _frame: process.send_signal(number))
    code = process.wait()
    return code if code >= 0 else 128 - code


def ended(number: int, _frame) -> None:
    """End by way of every ``finally``, which no second signal cuts short."""
    for name in SIGNALS:
        signal.signal(name, signal.SIG_IGN)
    sys.exit(128 + number)


def main() -> int:
    """Read the command line and run it."""
    for name in SIGNALS:
        signal.signal(name, ended)
    folder, *command = sys.argv[1:]
    with server(Path(folder)) as cluster:
        return run(command, cluster.url)


if __name__ == "__main__":
    sys.exit(main())
