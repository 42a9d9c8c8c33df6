"""Dirty and hostile files: each gets its stated outcome, quickly and in little memory."""

import subprocess
import sys
import time

import pytest
from django.conf import settings

from exchange.laying.intake import read_tables, without_twins
from exchange.reading import read_file
from tests.exchange.corpus import CASES

SLOWEST = 10
MEMORY = 64
ids = [case.name for case in CASES]


def written(case, folder):
    """Write the file of a case and return its path."""
    path = folder / case.file
    path.write_bytes(case.bytes())
    return path


def found_rows(tables, numbered: bool) -> list[tuple]:
    """Return the cells of the first sheet, with their row numbers if wanted."""
    rows = next(table.rows for table in tables if table.sheet)
    return [((row.number,) if numbered else ()) + tuple(row.cells.values()) for row in rows]


def is_like(found: tuple, stated: tuple) -> bool:
    """Tell whether a place is the stated one, in which … stands for anything."""
    return all(s is ... or f == s for f, s in zip(found, stated, strict=True))


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_file_gets_its_stated_outcome(case, tmp_path, settings):
    settings.IMPORT_LIMITS = case.limits
    path = written(case, tmp_path)

    started = time.process_time()
    tables = without_twins(read_tables(path, path.name))
    took = time.process_time() - started

    problems = [problem for table in tables for problem in table.problems]
    places = [(p.sheet, p.row, p.column, p.value) for p in problems]
    assert len(places) == len(case.problems), [str(problem) for problem in problems]
    assert all(map(is_like, places, case.problems)), places
    texts = [p.message for p in problems] or [note for table in tables for note in table.notes]
    assert not case.says or any(case.says in text for text in texts), texts
    if case.rows is not None:
        assert found_rows(tables, case.numbered) == list(case.rows)
    if case.encoding:
        assert read_file(path).encoding == case.encoding
    assert took < SLOWEST


def test_corpus_is_large_and_its_names_differ():
    assert len(set(ids)) == len(ids) >= 120


MEASURE = """
import sys
from pathlib import Path
import django
django.setup()
from exchange.reading import read_file
def peak():
    # ru_maxrss begins with the peak of the process that started this one.
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))
before = peak()
for path in sorted(Path(sys.argv[1]).iterdir()):
    for file in path.iterdir():
        read_file(file)
print(peak() - before)
"""


def test_refusing_takes_little_memory(tmp_path):
    for number, case in enumerate(CASES):
        if case.rows is None and not case.limits:
            folder = tmp_path / str(number)
            folder.mkdir()
            written(case, folder)
    command = [sys.executable, "-c", MEASURE, str(tmp_path)]
    environment = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": ""}
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )

    assert done.stderr == ""
    assert int(done.stdout) < MEMORY
