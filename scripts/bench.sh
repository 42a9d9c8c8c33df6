#!/bin/sh
# The benchmark table: run by `make bench`.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh

lock_folder
environment requirements-dev.txt
exec 9>&-
exec .venv/bin/python -m bench "$@"
