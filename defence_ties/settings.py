"""Settings, from the environment; the README's table explains each variable.

With nothing set this is a safe site for one machine: DEBUG off, only local
host names, a key of its own, SQLite.
"""

import os
from pathlib import Path

import dj_database_url
import django
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from .environment import LOCAL_HOSTS, flag, folder, listed, number, secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
# What the site makes and keeps: database, key, collected static files.
VAR_DIR = folder("VAR_DIR", BASE_DIR / "var")

DEBUG = flag("DEBUG")
ALLOWED_HOSTS = listed("ALLOWED_HOSTS") or list(LOCAL_HOSTS)
SECRET_KEY = secret_key(VAR_DIR, ALLOWED_HOSTS)
CSRF_TRUSTED_ORIGINS = listed("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "catalogue",
    "exercises",
    "agreements",
    "exchange",
    "sources",
    "vocabulary",
    "records",
    "django_filters",
    "import_export",
    # Django 6 has the framework of tasks itself.
    *(["django_tasks"] if django.VERSION < (6, 0) else []),
    "django_tasks_db",
    "axes",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "defence_ties.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "defence_ties.methods.Methods",
    "defence_ties.sizes.Sizes",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "defence_ties.unstorable.UnstorableText",
    # Last: it turns a refused sign-in into the page that says so.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "defence_ties.urls"
WSGI_APPLICATION = "defence_ties.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'db.sqlite3'}",
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        # Readers go on while one writes; a writer takes its lock at the start
        # and waits for its turn (seconds) instead of failing half-way. 16 MiB of pages are kept
        # in memory, and as much is written before it is brought into the tables: a large import
        # goes to all their corners, to many pages again and again.
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        " PRAGMA cache_size=-16384; PRAGMA wal_autocheckpoint=4096;",
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Long work: its queue is in the same database, and `manage.py db_worker` does it.

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Sign-in

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
# Ten wrong passwords for one name from one address close that pair for an hour;
# a name alone is never closed, or anybody could lock an editor out.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_CLIENT_IP_CALLABLE = "defence_ties.proxy.client_address"
AXES_VERBOSE = False

# Language and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

# Security

# Nothing is allowed that is not listed, in the admin too.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
HTTPS = flag("HTTPS")
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# The preload list cannot be left again; each operator decides on it, not this file.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
# What a proxy says is believed only where one is known to be in front.
BEHIND_PROXY = flag("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# A record's form with all its lists has many fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = number("MAX_FORM_FIELDS", 20_000)
# More than any form takes, so that the form itself can say how many it does take.
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
# What a spreadsheet may hold, on disk and unpacked; exchange.reading.limits has the others.
IMPORT_LIMITS = {
    "file_bytes": number("IMPORT_FILE_MIB", 50) * 2**20,
    "expanded_bytes": number("IMPORT_EXPANDED_MIB", 500) * 2**20,
    "rows": number("IMPORT_ROWS", 500_000),
    "cells": number("IMPORT_CELLS", 5_000_000),
}

# What goes wrong is told on standard error, where the service manager keeps it.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # A stranger's mistyped address, or wrong host name, is no fault of ours.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        # gunicorn drops the body of an answer to HEAD, as it should, and need not say so.
        "gunicorn.http.wsgi": {"level": "ERROR"},
    },
}
