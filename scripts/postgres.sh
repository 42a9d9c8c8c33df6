#!/bin/sh
# postgres.sh COMMAND...: run a command on a PostgreSQL of its own, which ends with it.
# Used by `make test-postgres`.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh
. scripts/packages.sh

# Where the server's programs are: in $POSTGRES_PROGRAMS, or where Debian keeps each version, which is
# off the PATH, or on it.
server_folder() {
    found=$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)
    [ -n "$found" ] || found=$(command -v initdb)
    [ -z "${POSTGRES_PROGRAMS-}" ] || found="$POSTGRES_PROGRAMS/initdb"
    [ ! -x "$found" ] || dirname "$found"
}

lock_folder
[ -n "$(server_folder)" ] || install_packages "The tests on PostgreSQL need its server" postgresql
folder=$(server_folder)
[ -n "$folder" ] || fail "The programs of PostgreSQL's server were not found."
python=$(find_python) || exit 1
exec 9>&-
exec "$python" scripts/postgres.py "$folder" "$@"
