#!/bin/sh
# Everything that the tests need, then all tests: run by `make test`. Arguments go to pytest.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh

missing_packages() {
    browser=chromium
    grep -qs '^ID=ubuntu' /etc/os-release && browser=chromium-browser
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
        printf '%s ' "$browser"
    command -v dpkg-query >/dev/null 2>&1 || return 0
    # Without the fonts Japanese and Hindi names are boxes, on which no layout can be judged;
    # the browser's driver links to libatomic, which a minimal system lacks.
    for name in fonts-noto-core fonts-noto-cjk libatomic1; do
        dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$name"
    done
}

system_packages() {
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    as_root=
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null ||
            fail "The tests need a browser and fonts. Run this once, then make test again: sudo apt-get install --no-install-recommends $missing"
        as_root="sudo -n"
    fi
    command -v apt-get >/dev/null 2>&1 || fail "The tests need, by this system's package manager: $missing"
    say "Installing $missing..."
    $as_root apt-get -qq update
    # $missing is a list of names, to be split.
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $missing >/dev/null
}

lock_folder
system_packages
environment requirements-dev.txt
exec 9>&-
exec .venv/bin/python -m pytest -n "${TEST_PROCESSES:-2}" --dist worksteal "$@"
