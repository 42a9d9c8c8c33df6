#!/bin/sh
# Pin the newest versions that the .in files allow, with hashes: run by `make lock`.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh

tool=var/lock-tool
[ -x $tool/bin/uv ] || { "$(find_python)" -m venv --clear $tool && $tool/bin/python -m pip install -q uv; }
# One resolution holds for Python 3.11 and newer on every system; the hashes are the public index's.
pin() {
    $tool/bin/uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-emit-index-url --no-emit-find-links "$@"
}
pin --upgrade -o requirements.txt requirements.in
pin --upgrade -c requirements.txt -o requirements-dev.txt requirements-dev.in
if grep -nE '://|^-' requirements.txt requirements-dev.txt; then
    fail "An address got into a lock file; it belongs in nobody's repository."
fi
