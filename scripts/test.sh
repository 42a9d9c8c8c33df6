#!/bin/sh
# Everything that the tests need, then all tests: run by `make test`. Arguments go to pytest.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh
. scripts/packages.sh

missing_packages() {
    browser=chromium
    grep -qs '^ID=ubuntu' /etc/os-release && browser=chromium-browser
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
        printf '%s ' "$browser"
    command -v soffice >/dev/null 2>&1 || printf 'libreoffice-calc-nogui '
    command -v dpkg-query >/dev/null 2>&1 || return 0
    # Without the fonts Japanese and Hindi names are boxes, on which no layout can be judged;
    # the browser's driver links to libatomic, which a minimal system lacks.
    for name in fonts-noto-core fonts-noto-cjk libatomic1; do
        dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$name"
    done
}

lock_folder
missing=$(missing_packages)
[ -z "$missing" ] || install_packages "The tests need a browser, fonts and LibreOffice" "$missing"
environment requirements-dev.txt
exec 9>&-
exec .venv/bin/python -m pytest -n "${TEST_PROCESSES:-2}" --dist worksteal "$@"
