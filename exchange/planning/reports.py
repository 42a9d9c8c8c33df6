"""The report of an import; as a file for machines or for a spreadsheet program."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from exchange.cells import guard
from exchange.models import Batch
from exchange.problems import Problem
from records.store import CHANGED, FAILED, NEW, UNCHANGED

ENDINGS = (".csv", ".json")
PLACE = ("sheet", "row", "column", "value")
COLUMNS = (*PLACE, "severity", "message", "hint", "other", "kind", "key", "title", "outcome")
OUTCOMES = (NEW, CHANGED, UNCHANGED, FAILED)


@dataclass
class Report:
    """What an import came to. ``stored`` tells whether it was carried out, and is ``batch``."""

    records: list[dict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    stored: bool = False
    published: int = 0
    batch: Batch | None = None

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Return kind -> outcome -> number of records."""
        found: dict[str, dict[str, int]] = {}
        pairs = Counter((entry["kind"], entry["outcome"]) for entry in self.records)
        for (kind, outcome), number in pairs.items():
            found.setdefault(kind, dict.fromkeys(OUTCOMES, 0))[outcome] += number
        return found

    def as_dict(self) -> dict:
        """Return the report for machines."""
        return {
            "stored": self.stored,
            "published": self.published,
            "batch": str(self.batch.pk) if self.batch else None,
            "counts": self.counts,
            "notes": self.notes,
            "faults": [problem.as_dict() for problem in self.problems],
            "warnings": [problem.as_dict() for problem in self.warnings],
            "records": self.records,
        }


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
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\r\n")
        writer.writeheader()
        for row in _rows(found):
            writer.writerow({k: guard("" if v is None else str(v)) for k, v in row.items()})


def _rows(found: dict) -> Iterator[dict]:
    for name, severity in (("faults", "fault"), ("warnings", "warning")):
        yield from ({"severity": severity, **row} for row in found[name])
    yield from found["records"]
