"""The rules of the house: which app may import which, and how long a file may grow."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Lowest first; apps of one level do not know each other.
LEVELS = [
    {"defence_ties"},
    {"records"},
    {"vocabulary"},
    {"sources"},
    {"exchange"},
    {"exercises", "agreements"},
    {"catalogue"},
]
LEVEL = {app: number for number, apps in enumerate(LEVELS) for app in apps}
LONGEST = 300
# Path: why it is one file all the same.
LONG_FILES: dict[str, str] = {}


def _sources(folder: str) -> list[Path]:
    found = (ROOT / folder).rglob("*.py")
    return sorted(path for path in found if "migrations" not in path.parts)


def imported(source: str, app: str) -> set[str]:
    """Return the top-level names that a module of `app` imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(app if node.level else node.module.split(".")[0])
    return names


def upward(app: str, names: set[str]) -> set[str]:
    """Return those of the names that are apps which `app` must not know."""
    return {name for name in names if name in LEVEL and name != app and LEVEL[name] >= LEVEL[app]}


# The addresses and settings name every app; that is what they are for.
ASSEMBLY = {"defence_ties/urls.py", "defence_ties/settings.py"}


@pytest.mark.parametrize("app", sorted(LEVEL))
def test_imports_point_down(app):
    wrong = {}
    for path in _sources(app):
        name = str(path.relative_to(ROOT))
        if name not in ASSEMBLY and (up := upward(app, imported(path.read_text(), app))):
            wrong[name] = up

    assert wrong == {}


def test_every_app_of_ours_has_its_level(settings):
    ours = {name for name in settings.INSTALLED_APPS if (ROOT / name).is_dir()}

    assert ours == set(LEVEL) - {"defence_ties"}


def test_import_check_sees_every_form_of_import():
    source = "import sources.models\ndef f():\n    from catalogue import views\n    from . import x"

    assert imported(source, "records") == {"sources", "catalogue", "records"}


def test_upward_names_equals_and_betters_only():
    assert upward("exercises", {"agreements", "exchange", "django", "exercises"}) == {"agreements"}
    assert upward("records", {"sources", "defence_ties"}) == {"sources"}


@pytest.mark.parametrize("folder", [*sorted(LEVEL), "tests", "bench"])
def test_files_fit_in_the_head(folder):
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _sources(folder)
        if (lines := len(path.read_text().splitlines())) >= LONGEST
    }

    assert {name: lines for name, lines in long.items() if name not in LONG_FILES} == {}


def test_exceptions_to_the_length_are_still_needed():
    grown = {name for name in LONG_FILES if len((ROOT / name).read_text().splitlines()) >= LONGEST}

    assert grown == set(LONG_FILES)
