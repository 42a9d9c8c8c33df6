"""Workbooks: made of sheets of texts, and what was downloaded or written read back into them."""

import csv
import io
import json
import zipfile

import openpyxl

from exchange.reading import read_file


def workbook(sheets: dict[str, list[list[str]]]) -> bytes:
    """Return a workbook with sheets of texts."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheets_in(data: bytes, file_format: str) -> dict[str, list[list[str]]]:
    """Return sheet -> rows of cells, the headings among them, of a workbook or a ZIP of CSV."""
    if file_format == "zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            return {name.removesuffix(".csv"): cells_in(archive.read(name)) for name in names}
    reading = read_file(io.BytesIO(data), f"download.{file_format}")
    assert reading.refusal is None
    assert [fault for grid in reading.grids for fault in grid.faults] == []
    return {grid.name: [cells for _number, cells in grid.rows] for grid in reading.grids}


def cells_in(data: bytes) -> list[list[str]]:
    """Return the rows of a CSV file."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def keys_in(data: bytes, file_format: str) -> list[str]:
    """Return the keys of the records in a download of one kind."""
    if file_format == "json":
        return [entry["key"] for entry in json.loads(data)]
    if file_format == "csv":
        rows = cells_in(data)
    else:
        rows = next(iter(sheets_in(data, file_format).values()))
    return [row[0] for row in rows[1:]]
