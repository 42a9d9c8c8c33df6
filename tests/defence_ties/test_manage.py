"""What `manage.py` says where there is no database to work with."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(folder: Path, *words: str) -> subprocess.CompletedProcess:
    """Run a command in a site that nobody has set up."""
    environment = {**os.environ, "VAR_DIR": str(folder)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_missing_database_is_told_in_a_sentence(tmp_path):
    done = run(tmp_path, "export_record", "--format", "json", "--output", str(tmp_path / "r.json"))

    assert done.returncode == 1
    assert "manage.py prepare_site" in done.stderr
    assert "Traceback" not in done.stderr


def test_missing_database_is_told_in_full_on_demand(tmp_path):
    done = run(tmp_path, "rebuild_derived", "--traceback")

    assert done.returncode == 1
    assert "Traceback" in done.stderr
