"""What the environment says, read and checked once, before Django starts.

Every setting has a default that is safe on one machine. Where no safe default
exists (a public host with a key that was made up here) the site does not start.
"""

import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
SHORTEST_KEY = 50
TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}


def flag(name: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Say whether the variable `name` is switched on.

    Raises ImproperlyConfigured for a word that is neither yes nor no.
    """
    word = environ.get(name, "").strip().lower()
    if word not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {word!r}.")
    return word in TRUE


def listed(name: str, environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return the comma-separated values of the variable `name`, without blanks."""
    return [part.strip() for part in environ.get(name, "").split(",") if part.strip()]


def number(name: str, default: int, environ: Mapping[str, str] = os.environ) -> int:
    """Return the variable `name` as a whole number of zero or more.

    Raises ImproperlyConfigured when it is anything else.
    """
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit()):
        raise ImproperlyConfigured(f"{name} must be a whole number, not {text!r}.")
    return int(text)


def folder(name: str, default: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder that the variable `name` gives, made for its owner alone if missing."""
    path = Path(environ.get(name) or default).absolute()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def secret_key(var: Path, hosts: Iterable[str], environ: Mapping[str, str] = os.environ) -> str:
    """Return the signing key: SECRET_KEY, or one kept in `var` for a local site.

    Raises ImproperlyConfigured when the given key is too short to be safe, and
    when `hosts` names a public host but no key is given: a key that a machine
    makes up is not shared by the next machine that serves the same site.
    """
    given = environ.get("SECRET_KEY", "")
    if given:
        return _long_enough(given)
    public = [host for host in hosts if host not in LOCAL_HOSTS]
    if public:
        raise ImproperlyConfigured(
            f"ALLOWED_HOSTS names {', '.join(public)}, so SECRET_KEY must be set: "
            f"{SHORTEST_KEY} random characters or more."
        )
    return _kept_key(var / "secret_key")


def _long_enough(key: str) -> str:
    if len(key) < SHORTEST_KEY or len(set(key)) < 5:
        raise ImproperlyConfigured(
            f"SECRET_KEY is too short or too simple: give {SHORTEST_KEY} random characters or more."
        )
    return key


def _kept_key(path: Path) -> str:
    """Read the key at `path`, made there on the first call for its owner's eyes only."""
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(SHORTEST_KEY))
    return _long_enough(path.read_text(encoding="ascii").strip())


def _write_once(path: Path, text: str) -> None:
    # Two processes may start at once: each writes its own file, and the first link wins.
    path.parent.mkdir(parents=True, exist_ok=True)
    mine = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
    try:
        os.link(mine, path)
    except FileExistsError:
        pass
    finally:
        mine.unlink()
