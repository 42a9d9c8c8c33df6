"""The paper's sheets as plain rows: no database, no importer, the files alone are judged."""

import csv
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"
KINDS = {
    "series": "series",
    "exercises": "exercise",
    "agreements": "agreement",
    "dialogues": "dialogue",
    "meetings": "meeting",
    "projects": "project",
    "sources": "source",
}
LISTS = (
    "aliases",
    "links",
    "statements",
    "people",
    "members",
    "phases",
    "participants",
    "deployments",
    "parties",
    "milestones",
    "stages",
    "notes",
)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ENVELOPE = {"key", "revision", "record", "ref", "delete"}


@cache
def rows(sheet: str) -> tuple[dict, ...]:
    """Return the rows of one of the paper's sheets."""
    return _read(DATA / "paper" / f"{sheet}.csv")


@cache
def vocabulary(name: str, column: str = "key") -> frozenset[str]:
    """Return the keys of one of the vocabulary's files."""
    return frozenset(row[column] for row in _read(DATA / "vocabulary" / f"{name}.csv"))


@cache
def terms(scheme: str) -> frozenset[str]:
    """Return the keys of the terms of one scheme."""
    found = _read(DATA / "vocabulary" / "terms.csv")
    return frozenset(row["key"] for row in found if row["scheme"] == scheme)


def _read(path: Path) -> tuple[dict, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


def cell(text: str) -> list[str]:
    """Return the members of a cell that lists several."""
    parts = re.split(r"(?<!\\);", text)
    return [part.replace("\\;", ";").strip() for part in parts if part.strip()]


def values(row: dict) -> dict[str, str]:
    """Return what a row says, without its envelope and its empty cells."""
    return {name: text for name, text in row.items() if name not in ENVELOPE and text}


@cache
def records() -> dict[str, str]:
    """Return the kind of each record by its key."""
    return {row["key"]: kind for sheet, kind in KINDS.items() for row in rows(sheet)}


@cache
def paths() -> dict[str, set[str]]:
    """Return by record all the paths that it has: fields, list items, fields of list items."""
    found = defaultdict(set)
    for sheet in KINDS:
        for row in rows(sheet):
            found[row["key"]] |= set(values(row))
    for sheet in LISTS:
        for row in rows(sheet):
            item = f"{sheet}/{row['ref']}"
            found[row["record"]] |= {item, *(f"{item}/{name}" for name in values(row))}
    return found


def value_at(record: str, path: str) -> str:
    """Return the cell at a path of a record: a field's, or one of a list item's."""
    parts = path.split("/")
    sheets, key, name = (LISTS, "record", "ref") if len(parts) == 3 else (KINDS, "key", "key")
    ref = parts[1] if len(parts) == 3 else record
    found = [
        row[parts[-1]]
        for sheet in (parts[:1] if len(parts) == 3 else sheets)
        for row in rows(sheet)
        if (row[key], row[name]) == (record, ref)
    ]
    return found[0]


@cache
def claimed() -> dict[str, set[str]]:
    """Return by record the paths that its citations claim as true."""
    found = defaultdict(set)
    for row in rows("citations"):
        if not row["says"].startswith("["):
            found[row["record"]] |= set(cell(row["claims"]))
    return found
