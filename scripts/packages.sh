# Packages of the system, for the scripts beside it; sourced after lib.sh.

# install_packages WHY NAMES: by apt-get, as root or where sudo asks nothing; else the command to run.
install_packages() {
    as_root=
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null ||
            fail "$1. Run this once, then the same make again: sudo apt-get install --no-install-recommends $2"
        as_root="sudo -n"
    fi
    command -v apt-get >/dev/null 2>&1 || fail "$1; by this system's package manager, install: $2"
    say "Installing $2 ..."
    $as_root apt-get -qq update
    # $2 is a list of names, to be split.
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $2 >/dev/null
}
