"""Sheets as an analyst writes them, of any number of sample exercises."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import xlsxwriter

from exchange.management.commands.make_sample import sample
from records.cells import join_cell

SEED = 1
COLUMNS = {
    "exercises": (
        *("key", "title", "series", "edition", "outcome", "date", "hosts", "places", "domains"),
        *("participants_complete", "summary"),
    ),
    "participants": ("record", "country", "personnel"),
    "citations": ("record", "claims", "source", "locator", "basis"),
}


def chunks(number: int) -> Iterator[list[dict]]:
    """Yield the documents of so many exercises, and of what they refer to, in parts."""
    for part in sample(SEED).chunks(number, 1000):
        for document in part:
            # One citation each.
            document.get("citations", [])[1:] = []
        yield part


def exercises_of(number: int) -> tuple[list[dict], list[dict]]:
    """Return the documents that so many exercises refer to, and theirs."""
    documents = [document for part in chunks(number) for document in part]
    exercises = [d for d in documents if d["kind"] == "exercise"]
    return [d for d in documents if d["kind"] != "exercise"], exercises


def rows_of(document: dict) -> Iterator[tuple[str, list[str]]]:
    """Yield the rows of one exercise: the sheet, its cells."""
    values = {"key": document["key"], **document["fields"]}
    yield "exercises", [_cell(values[name]) for name in COLUMNS["exercises"]]
    for item in document["lists"]["participants"]:
        yield "participants", [document["key"], item["country"], _cell(item.get("personnel"))]
    for item in document["citations"]:
        cells = [_cell(item[name]) for name in COLUMNS["citations"][2:]]
        yield "citations", [document["key"], join_cell(item["claims"]), *cells]


def _cell(value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return join_cell(value) if isinstance(value, list) else "" if value is None else str(value)


def write_sheets(exercises: Iterable[dict], folder: Path) -> None:
    """Write exercises as CSV files, one for each sheet."""
    folder.mkdir()
    files = {name: (folder / f"{name}.csv").open("w", newline="") for name in COLUMNS}
    writers = {name: csv.writer(file) for name, file in files.items()}
    for name, writer in writers.items():
        writer.writerow(COLUMNS[name])
    for document in exercises:
        for name, cells in rows_of(document):
            writers[name].writerow(cells)
    for file in files.values():
        file.close()


def write_workbook(exercises: Iterable[dict], folder: Path) -> None:
    """Write exercises as one workbook, in little memory."""
    folder.mkdir()
    # Rows of several sheets in turn: each is kept in a file of its own until the end.
    with xlsxwriter.Workbook(folder / "exercises.xlsx", {"constant_memory": True}) as book:
        sheets = {name: book.add_worksheet(name) for name in COLUMNS}
        at = dict.fromkeys(COLUMNS, 0)
        for name, sheet in sheets.items():
            sheet.write_row(0, 0, COLUMNS[name])
        for document in exercises:
            for name, cells in rows_of(document):
                at[name] += 1
                for column, cell in enumerate(cells):
                    sheets[name].write_string(at[name], column, cell)
