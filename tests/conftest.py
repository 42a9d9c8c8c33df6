"""What every test may use: people, vocabularies and records, and the browser."""

import os
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command, get_commands
from hypothesis import settings

from exchange.batches import working
from tests.exchange.workers import DATABASE_TASKS

pytest_plugins = ["tests.watched_browser", "tests.documents", "tests.no_skips"]

# A machine that does other work too is slow at times, which says nothing about the code; what an
# example needs is bounded by their number. A failing one is printed to be run again anywhere.
settings.register_profile("ci", deadline=None, max_examples=60, print_blob=True)
settings.load_profile("ci")

# The browser's driver runs an event loop in the test's own thread, which Django
# would take for async code of ours; there is none.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

PAPER = Path(__file__).resolve().parent.parent / "data" / "paper"


@pytest.fixture
def groups(db) -> None:
    """The two groups, Analysts and Editors, as in service."""
    if "setup_groups" in get_commands():
        call_command("setup_groups", verbosity=0)


def _person(name: str, group: str) -> User:
    user = User.objects.create_user(name, password="correct horse battery", is_staff=True)
    user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


@pytest.fixture
def ana(groups) -> User:
    """Ana, an analyst: adds records and cites every fact."""
    return _person("ana", "Analysts")


@pytest.fixture
def ed(groups) -> User:
    """Ed, an editor: reviews and publishes."""
    return _person("ed", "Editors")


@pytest.fixture
def rae(db) -> User:
    """Rae, a reader: has an account, but no rights in the admin."""
    return User.objects.create_user("rae", password="correct horse battery")


@pytest.fixture
def whole_vocabulary(db) -> None:
    """The vocabulary that a new site begins with."""
    call_command("seed_vocabulary", verbosity=0)


@pytest.fixture
def paper(whole_vocabulary) -> None:
    """The paper's record, published, on the vocabulary that a new site begins with."""
    call_command("import_record", *sorted(PAPER.glob("*.csv")), publish=True, verbosity=0)


@pytest.fixture
def in_background(settings, monkeypatch) -> None:
    """Leave all imports to a worker, however small; none is there."""
    settings.TASKS = DATABASE_TASKS
    monkeypatch.setattr(working, "SMALL_FILES", 0)
    monkeypatch.setattr(working, "SMALL_RECORDS", 0)
