#!/bin/sh
# From whatever there is to a served site: run by `make run`. Every step may be run again.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh

port=${PORT:-8000}
python=$(find_python) || exit 1

"$python" - "$port" <<'PYTHON' || exit 1
import socket, sys
port = sys.argv[1]
if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
    sys.exit(f"PORT must be a number from 1 to 65535, not {port!r}.")
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(port)))
    except PermissionError:
        sys.exit(f"Port {port} is open to root only. Choose another: make run PORT=8001")
    except OSError:
        sys.exit(f"Port {port} is taken by another program. Choose another: make run PORT=8001")
PYTHON

lock_folder
environment requirements.txt
.venv/bin/python manage.py prepare_site
# Closing 9 gives the lock back; exec leaves gunicorn to receive Ctrl-C. It starts and ends the worker.
exec 9>&-
PORT=$port exec .venv/bin/python -m gunicorn -c python:defence_ties.server defence_ties.wsgi
