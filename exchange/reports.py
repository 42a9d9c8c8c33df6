"""The report of an import, as a file for machines or for a spreadsheet program."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from exchange.cells import guard
from exchange.imports import Report

ENDINGS = (".csv", ".json")
PLACE = ("sheet", "row", "column", "value")
COLUMNS = (*PLACE, "severity", "message", "hint", "other", "kind", "key", "title", "outcome")


def as_json(report: Report) -> str:
    """Return the report as JSON text."""
    return json.dumps(report.as_dict(), ensure_ascii=False, indent=2)


def write(report: Report, path: Path) -> None:
    """Write the report: CSV or JSON by the ending. In CSV a row is a fault, warning or record."""
    if path.suffix.lower() == ".json":
        path.write_text(as_json(report) + "\n", encoding="utf-8")
        return
    found = report.as_dict()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        for row in _rows(found):
            writer.writerow({k: guard("" if v is None else str(v)) for k, v in row.items()})


def _rows(found: dict) -> Iterator[dict]:
    for name, severity in (("faults", "fault"), ("warnings", "warning")):
        yield from ({"severity": severity, **row} for row in found[name])
    yield from found["records"]
