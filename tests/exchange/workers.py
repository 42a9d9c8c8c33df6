"""A real worker: a process of its own on the database of the tests."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from exchange.models import Batch, Worker

ROOT = Path(__file__).resolve().parent.parent.parent
DATABASE_TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def until(condition: Callable, seconds: int = 90):
    """Wait until something is so; return it."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)
    return found


def database_url() -> str:
    """Return the address of the database of the tests."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


class BackgroundWorker:
    """`manage.py db_worker` in the background; what it says is in ``log``."""

    def __init__(self, folder: Path, name: str, *, through: str = ""):
        self.log = folder / "worker.log"
        command = ["manage.py", "db_worker", "--no-startup-delay", "--interval=0.1"]
        environment = {**os.environ, "DATABASE_URL": database_url(), "VAR_DIR": str(folder)}
        environment["DJANGO_SETTINGS_MODULE"] = "defence_ties.settings"
        command = [sys.executable, *command, f"--worker-id={name}"]
        if through:
            command = [sys.executable, "-c", through, *command]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until(Worker.objects.filter(pk=name).exists)

    def kill(self) -> None:
        """End it at once, in the middle of whatever it does, and what belongs to it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)

    def end(self) -> int:
        """End it as a service manager does; return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


def state_of(batch: Batch) -> str:
    """Return the present state of a batch."""
    return Batch.objects.values_list("state", flat=True).get(pk=batch.pk)
