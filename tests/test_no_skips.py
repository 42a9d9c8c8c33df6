"""A skipped test fails the run, whichever way it is skipped."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

SKIPPED = {
    "by mark": "import pytest\n@pytest.mark.skip(reason='later')\ndef test_a(): pass",
    "by condition": "import pytest\n@pytest.mark.skipif(True, reason='x')\ndef test_a(): pass",
    "in its body": "import pytest\ndef test_a(): pytest.skip('later')",
    "by a missing module": "import pytest\npytest.importorskip('no_such_module')",
    "in a fixture": "import pytest\n@pytest.fixture\ndef f(): pytest.skip()\ndef test_a(f): pass",
}


def _run(folder: Path, source: str) -> int:
    (folder / "test_it.py").write_text(source)
    # One that passes beside it: a run without any test fails by itself.
    (folder / "test_other.py").write_text("def test_other(): pass")
    command = [sys.executable, "-m", "pytest", "-p", "tests.no_skips", "-p", "no:cacheprovider"]
    command += ["--rootdir", str(folder), "-c", os.devnull, str(folder)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(command, env=environ, capture_output=True, cwd=folder).returncode


@pytest.mark.parametrize("source", SKIPPED.values(), ids=SKIPPED.keys())
def test_skip_fails_the_run(tmp_path, source):
    assert _run(tmp_path, source) != 0


@pytest.mark.parametrize(
    "source",
    ["def test_a(): pass", "import pytest\n@pytest.mark.xfail\ndef test_a(): assert 0"],
    ids=["passes", "fails as expected"],
)
def test_what_ran_is_left_alone(tmp_path, source):
    assert _run(tmp_path, source) == 0
