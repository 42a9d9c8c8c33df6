#!/bin/sh
# All checks that need no database: run by `make lint`. Every one runs, then it fails if any did.
set -u
cd "$(dirname "$0")/.."
. scripts/lib.sh

lock_folder
environment requirements-dev.txt
exec 9>&-
python=.venv/bin/python
failed=0
check() {
    say "== $*"
    "$@" || failed=1
}

check $python -m ruff check .
check $python -m ruff format --check .
check $python manage.py makemigrations --check --dry-run
check $python -m djlint --lint --quiet .
# As it would be served to the public, where Django's own security checks apply.
SECRET_KEY=$($python -c 'import secrets; print(secrets.token_urlsafe(50))')
export SECRET_KEY
check env HTTPS=1 ALLOWED_HOSTS=ties.example $python manage.py check --deploy --fail-level WARNING
[ "$failed" = 0 ] || fail "lint: something above is to be mended."
say "lint: nothing to mend."
