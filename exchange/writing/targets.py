"""Where an export may be written: into nothing, or over an earlier export, not over other work."""

import csv
from pathlib import Path

from django.utils.translation import gettext as _

from exchange.sheets import REVISION, sheets
from exchange.writing import ods, xlsx
from exchange.writing.writers import JSON_START, NOTHING


def refusal(path: Path, file_format: str) -> str:
    """Return why ``path`` must not be written over, or nothing."""
    if not path.parent.is_dir() and file_format != "csv":
        return _("There is no folder %(path)s.") % {"path": path.parent}
    if not path.exists():
        return ""
    if file_format == "csv":
        return _folder(path)
    if not path.is_file():
        return _("%(path)s is not a file.") % {"path": path}
    return "" if IS_OURS[file_format](path) else _other(path)


def _folder(path: Path) -> str:
    if not path.is_dir():
        return _("%(path)s is not a folder.") % {"path": path}
    return "" if all(_is_sheet_export(file) for file in path.iterdir()) else _other(path)


def _other(path: Path) -> str:
    return _("%(path)s has something else than an export. --force overwrites it.") % {"path": path}


def _is_json_export(path: Path) -> bool:
    with path.open(encoding="utf-8", errors="replace") as file:
        start = file.read(len(JSON_START))
    return start in ("", JSON_START) or start == NOTHING


def _is_sheet_export(path: Path) -> bool:
    """Tell whether a file is a sheet as we export it: a record there carries its revision."""
    if path.suffix != ".csv" or path.stem not in sheets() or not path.is_file():
        return False
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        found = csv.DictReader(file)
        first = next(found, None)
    sheet = sheets()[path.stem]
    if tuple(found.fieldnames or ()) != sheet.columns:
        return False
    return not first or bool(first[REVISION])


IS_OURS = {"json": _is_json_export, "xlsx": xlsx.is_ours, "ods": ods.is_ours}
