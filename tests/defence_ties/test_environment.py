"""What the environment may say, and when the site refuses to start."""

import os
import stat
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from defence_ties.environment import LOCAL_HOSTS, flag, folder, listed, number, secret_key

LONG = "k7Qz9" * 10


@pytest.mark.parametrize("word", ["1", "true", "YES", " on "])
def test_flag_on(word):
    assert flag("X", {"X": word}) is True


@pytest.mark.parametrize("environ", [{}, {"X": ""}, {"X": "0"}, {"X": "False"}])
def test_flag_off(environ):
    assert flag("X", environ) is False


def test_flag_misspelt_is_refused():
    with pytest.raises(ImproperlyConfigured, match="X must be 1 or 0, not 'ture'"):
        flag("X", {"X": "ture"})


def test_listed_drops_blanks():
    assert listed("X", {"X": " a.example, ,b.example,"}) == ["a.example", "b.example"]


def test_number_absent_is_the_default():
    assert number("X", 7, {"X": " "}) == 7


@pytest.mark.parametrize("text", ["-1", "1e3", "٣", "many"])
def test_number_malformed_is_refused(text):
    with pytest.raises(ImproperlyConfigured, match="X must be a whole number"):
        number("X", 7, {"X": text})


def test_folder_made_here_is_private(tmp_path):
    made = folder("X", tmp_path / "default", {"X": str(tmp_path / "a" / "b")})

    assert made == tmp_path / "a" / "b"
    assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_key_made_here_is_kept_and_private(tmp_path):
    var = tmp_path / "var"

    first = secret_key(var, LOCAL_HOSTS, {})
    again = secret_key(var, LOCAL_HOSTS, {})

    assert first == again
    assert len(first) >= 50
    assert stat.S_IMODE((var / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in var.iterdir()] == ["secret_key"]


def test_keys_of_two_sites_differ(tmp_path):
    assert secret_key(tmp_path / "a", [], {}) != secret_key(tmp_path / "b", [], {})


def test_key_given_is_used_and_none_is_kept(tmp_path):
    assert secret_key(tmp_path, ["ties.example"], {"SECRET_KEY": LONG}) == LONG
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["short", "a" * 60])
def test_key_too_weak_is_refused(tmp_path, key):
    with pytest.raises(ImproperlyConfigured, match="too short or too simple"):
        secret_key(tmp_path, LOCAL_HOSTS, {"SECRET_KEY": key})


@pytest.mark.parametrize("host", ["ties.example", "*", ".example", "192.0.2.7"])
def test_key_missing_on_a_public_host_is_refused(tmp_path, host):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY must be set"):
        secret_key(tmp_path, [host, "localhost"], {})


def _started(**environ):
    code = (
        "import django, json; django.setup(); from django.conf import settings as s;"
        "print(json.dumps([s.DEBUG, s.ALLOWED_HOSTS, s.SESSION_COOKIE_SECURE,"
        " s.SECURE_HSTS_SECONDS, s.DATABASES['default']['ENGINE']]))"
    )
    names = ("PATH", "HOME")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    settings = {"DJANGO_SETTINGS_MODULE": "defence_ties.settings"}
    return subprocess.run(
        [sys.executable, "-c", code], env=kept | settings | environ, capture_output=True, text=True
    )


def test_settings_with_nothing_set_are_for_one_machine():
    assert _started().stdout == (
        '[false, ["127.0.0.1", "localhost", "[::1]"], false, 0, "django.db.backends.sqlite3"]\n'
    )


def test_settings_with_https_send_cookies_over_https_only():
    assert '], true, 31536000, "' in _started(HTTPS="1").stdout


def test_settings_for_a_public_host_without_key_refuse_to_start():
    refused = _started(ALLOWED_HOSTS="ties.example")

    assert refused.returncode != 0
    assert "ALLOWED_HOSTS names ties.example, so SECRET_KEY must be set" in refused.stderr


def test_settings_of_an_empty_database_url_are_those_of_none():
    assert "django.db.backends.sqlite3" in _started(DATABASE_URL="").stdout


def test_settings_of_a_database_take_the_url():
    started = _started(DATABASE_URL="mysql://localhost/ties")

    assert "mysql" in started.stdout + started.stderr
