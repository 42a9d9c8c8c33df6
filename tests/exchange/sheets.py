"""Writing small sheets and importing them."""

import csv
import json
from pathlib import Path

from exchange.imports import Order, import_files
from exchange.planning.reports import Report
from records.models import Record
from records.present import current

SOURCE = "small-source"


def write(folder: Path, **sheets: list[dict]) -> list[Path]:
    """Write one CSV file per sheet, each from rows heading -> cell, and return the paths."""
    paths = []
    for name, rows in sheets.items():
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, headings, restval="")
            writer.writeheader()
            writer.writerows(rows)
        paths.append(path)
    return paths


def bring(folder: Path, order: Order | None = None, **sheets: list[dict]) -> Report:
    """Write sheets and import them."""
    return import_files(write(folder, **sheets), order or Order(why="a test"))


def brought(folder: Path, order: Order | None = None, **sheets: list[dict]) -> Report:
    """Import sheets in which nothing may be wrong."""
    report = bring(folder, order, **sheets)
    assert [str(problem) for problem in report.problems] == []
    return report


def document(key: str) -> dict:
    """Return the present document of a record."""
    return current([Record.objects.get(key=key)])[key]


def item(key: str, name: str, ref: str) -> dict:
    """Return one item of a record's list, citations included."""
    found = document(key)
    items = found["citations"] if name == "citations" else found["lists"][name]
    return next(i for i in items if i["ref"] == ref)


def places(report: Report) -> list[tuple]:
    """Return where the problems of a report are: sheet, row, column, value."""
    return [(p.sheet, p.row, p.column, p.value) for p in report.problems]


def read(path: Path) -> list[dict]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def loaded(path: Path) -> list:
    """Return what a JSON file has."""
    return json.loads(path.read_text(encoding="utf-8"))
