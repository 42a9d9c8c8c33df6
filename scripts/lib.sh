# Shared by the scripts beside it; sourced, with the project's folder as working folder.

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# The Python to build on: $PYTHON, or the first of the usual names that is new enough.
find_python() {
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    found=$(python3 --version 2>/dev/null || echo "no python3")
    fail "Python 3.11 or newer is needed; this machine has $found. On Debian or Ubuntu: apt-get install python3 python3-venv"
}

# One start at a time prepares the folder; a second one waits for it.
lock_folder() {
    mkdir -p -m 700 var
    command -v flock >/dev/null 2>&1 || return 0
    exec 9>var/.lock
    flock -n 9 && return 0
    say "Another make is preparing this folder; waiting for it."
    flock 9
}

new_venv() {
    python=$(find_python) || exit 1
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "Python's venv is missing. On Debian or Ubuntu: apt-get install python3-venv"
    say "Making the Python environment in .venv ..."
    "$python" -m venv --clear .venv || fail "The Python environment could not be made."
}

# environment LOCKFILE: .venv with what LOCKFILE pins. Does nothing while the file is unchanged.
environment() {
    stamp=".venv/installed-$1"
    digest=$(sha256sum "$1" | cut -d ' ' -f 1)
    if [ ! -e var/.installing ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$digest" ] &&
        .venv/bin/python -c '' 2>/dev/null; then
        return 0
    fi
    # Killed half-way, an installation can look whole; it is made anew.
    if [ -e var/.installing ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        : >var/.installing
        new_venv
    fi
    : >var/.installing
    say "Installing what $1 pins ..."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes -r "$1" || fail "Installing failed; see above. Run the same command again to go on."
    printf '%s\n' "$digest" >"$stamp"
    # What tests pins holds all that runs pins, in the same versions (a test says so).
    [ "$1" != requirements-dev.txt ] ||
        sha256sum requirements.txt | cut -d ' ' -f 1 >.venv/installed-requirements.txt
    rm var/.installing
}
