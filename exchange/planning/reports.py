"""The report of an import; as a file for machines or for a spreadsheet program."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from exchange.cells import guard, guard_within
from exchange.models import Batch
from exchange.problems import Problem
from records.steps import CHANGED, FAILED, NEW, UNCHANGED

ENDINGS = (".csv", ".json")
PLACE = ("sheet", "row", "column", "value")
COLUMNS = (*PLACE, "severity", "message", "hint", "other", "kind", "key", "title", "outcome")
TOLD = ("kind", "key", "title", "outcome")
OUTCOMES = (NEW, CHANGED, UNCHANGED, FAILED)


class Told:
    """What is told of each record, column by column: of many, that takes the least room."""

    def __init__(self):
        self.kinds: list[str] = []
        self.keys: list[str] = []
        self.titles: list[str] = []
        self.outcomes: list[str] = []

    def add(self, kind: str, key: str, title: str, outcome: str) -> None:
        """Add a record."""
        self.kinds.append(kind)
        self.keys.append(key)
        self.titles.append(title)
        self.outcomes.append(outcome)

    def __iter__(self) -> Iterator[tuple[str, str, str, str]]:
        return zip(self.kinds, self.keys, self.titles, self.outcomes, strict=True)


@dataclass
class Report:
    """What an import came to, and is ``told`` of its records.

    ``stored`` tells whether it was carried out, and is ``batch``. ``foreign`` are the names of
    files with headings that are none of ours, and read by no profile. ``misnamed`` tells that a
    workbook has not the sheet that was asked for.
    """

    told: Told = field(default_factory=Told)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    misnamed: bool = False
    stored: bool = False
    published: int = 0
    batch: Batch | None = None

    @property
    def records(self) -> list[dict]:
        """Return kind, key, title and outcome of each record, made anew each time."""
        return [dict(zip(TOLD, values, strict=True)) for values in self.told]

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Return kind -> outcome -> number of records."""
        found: dict[str, dict[str, int]] = {}
        pairs = Counter(zip(self.told.kinds, self.told.outcomes, strict=True))
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
            writer.writerow({name: _cell(value) for name, value in row.items()})


def _cell(value) -> str:
    return guard_within(guard("" if value is None else str(value)))


def _rows(found: dict) -> Iterator[dict]:
    for name, severity in (("faults", "fault"), ("warnings", "warning")):
        yield from ({"severity": severity, **row} for row in found[name])
    yield from found["records"]
