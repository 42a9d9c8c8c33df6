"""The settings of the tests: as in service, but quick and without a collected static folder."""

import os
import tempfile

import django

os.environ.pop("DEBUG", None)

from defence_ties.settings import *  # noqa: F403
from defence_ties.settings import DATABASES, STORAGES

STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests sign in many times; the ones about throttling switch it on.
AXES_ENABLED = False

# What would wait for a worker is done at once; the tests of the worker start one of their own.
_TASKS = "django_tasks" if django.VERSION < (6, 0) else "django.tasks"
TASKS = {"default": {"BACKEND": f"{_TASKS}.backends.immediate.ImmediateBackend"}}

# The live server's threads outlive their tests; a connection that they kept would keep the
# database from being removed.
DATABASES["default"]["CONN_MAX_AGE"] = 0

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in service, so that locks behave as they do there; one per process,
    # so that two runs may go side by side.
    DATABASES["default"]["TEST"] = {
        "NAME": f"{tempfile.gettempdir()}/defence-ties-{os.getpid()}.sqlite3"
    }
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
