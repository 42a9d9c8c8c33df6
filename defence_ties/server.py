"""How gunicorn serves the site: `gunicorn -c python:defence_ties.server defence_ties.wsgi`."""

import os

from defence_ties import worker
from defence_ties.environment import number

bind = f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WEB_WORKERS") or 2)
worker_class = "gthread"
threads = 4
# Loaded once and shared, so that a start is quick and a fault in the settings is told once.
preload_app = True
# Long enough for the largest page on a slow disk; large spreadsheets are read by a worker.
timeout = 60
graceful_timeout = 10
# The workers' heartbeat files belong in memory, where no slow disk can stop them.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK | os.X_OK) else None  # noqa: S108
loglevel = "warning"
# The longest that gunicorn allows: an address with many filters in it is still an address.
limit_request_line = 8190
# How many workers to run beside the server; 0 where a service of its own runs them.
import_workers = number("IMPORT_WORKERS", 1)
_beside = []


def when_ready(server) -> None:
    """Tell where the site is, once it answers, and start the workers."""
    _beside.extend(worker.beside() for _number in range(import_workers))
    print(f"The site is on http://{bind}/ - Ctrl-C ends it.", flush=True)  # noqa: T201


def on_exit(server) -> None:
    """End the workers."""
    for process in _beside:
        worker.end(process)
