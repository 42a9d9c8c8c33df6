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
# The same inside the importer: its rooms, and the modules that stand beside them.
ROOMS = [
    {"cells", "models", "problems", "progress", "reading", "sample"},
    {"rights", "sheets"},
    {"laying"},
    {"planning"},
    {"mapping"},
    {"words", "writing"},
    {"batches"},
    {"apps", "imports", "tasks"},
    {"admin", "worker"},
    {"management"},
]
ROOM = {room: number for number, rooms in enumerate(ROOMS) for room in rooms}
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


def imported_rooms(source: str) -> set[str]:
    """Return the rooms of the importer that a module imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("exchange.")}


def upward(own: str, names: set[str], level: dict[str, int] = LEVEL) -> set[str]:
    """Return those of the names, of apps or rooms, which `own` must not know."""
    return {name for name in names if name in level and name != own and level[name] >= level[own]}


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


def _room(path: Path) -> str:
    return path.relative_to(ROOT / "exchange").with_suffix("").parts[0]


@pytest.mark.parametrize("room", sorted(ROOM))
def test_rooms_of_the_importer_know_only_those_below(room):
    wrong = {}
    for path in (path for path in _sources("exchange") if _room(path) == room):
        if up := upward(room, imported_rooms(path.read_text()), ROOM):
            wrong[str(path.relative_to(ROOT))] = up

    assert wrong == {}


def test_every_room_of_the_importer_has_its_level():
    assert {_room(path) for path in _sources("exchange")} == {*ROOM, "__init__"}


def test_modules_of_the_importer_name_what_they_import_in_full():
    # So that the check of the rooms sees it.
    found = [ast.walk(ast.parse(path.read_text())) for path in _sources("exchange")]
    nodes = [node for tree in found for node in tree if isinstance(node, ast.ImportFrom)]

    assert not [node for node in nodes if node.level]


def test_room_check_sees_every_form_of_import():
    source = "import exchange.words.unknown\nfrom exchange import tasks\n"
    source += "def f():\n    from exchange.batches.steps import confirm\n    from records import x"

    assert imported_rooms(source) == {"words", "tasks", "batches"}
    assert upward("words", {"writing", "batches", "mapping", "words"}, ROOM) == {
        "writing",
        "batches",
    }


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
