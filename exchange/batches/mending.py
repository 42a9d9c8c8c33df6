"""The rows that failed, with the reasons beside them: to be mended and uploaded again."""

import csv
import io
import json
import logging
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from django.utils.translation import gettext as _

from exchange.batches import ready_rows
from exchange.batches.kept_files import left_out, options_of, profiles_kept, read_batch
from exchange.cells import guard, guard_start, guard_within
from exchange.laying.envelopes import records_in
from exchange.laying.intake import JSON
from exchange.laying.tables import Row, Table
from exchange.mapping.foreign import MappedRow
from exchange.mapping.returning import foreign_rows
from exchange.models import Batch, Outcome
from exchange.problems import PROBLEM, rows_named
from exchange.sheets import KEY, RECORD
from exchange.writing.xlsx import XlsxBook
from records.downloads import Unwritable
from records.faults import Refused
from records.text import fold

Rows = list[dict[str, str]]
log = logging.getLogger(__name__)


def given_back(batch: Batch, file_format: str) -> tuple[str, bytes] | None:
    """Return the name and content of a file with what failed; None where nothing can be given.

    ``file_format`` is json for the records of JSON files; csv, or a workbook, for the rows of
    all others. Raises ``Refused`` where they do not fit into a workbook.
    """
    kept = ready_rows.kept(batch)
    if file_format == "json":
        entries = kept[1] if kept else problem_entries(batch)
        return as_json(entries) if entries else None
    rows = kept[0] if kept else problem_rows(batch)
    return (as_csv if file_format == "csv" else as_workbook)(rows) if rows else None


def make_ready(batch_id: Any) -> None:
    """Keep what there is to give back of a preview, where reading it again would take long."""
    batch = Batch.objects.get(pk=batch_id)
    if not ready_rows.takes_long(batch):
        return
    try:
        rows, entries = problem_rows(batch), problem_entries(batch)
    except Exception:
        # They are read when they are asked for; the preview stands.
        log.exception("The problem rows of import %s could not be made ready.", batch.pk)
    else:
        ready_rows.keep(batch, rows, entries)


def is_json(name: str) -> bool:
    """Tell whether a file of a batch has whole records, by its name."""
    return PurePath(name).suffix.lower() == JSON


def problem_rows(batch: Batch) -> dict[str, Rows]:
    """Return sheet name -> rows, heading -> cell, of all records that failed.

    All rows of a failed record are given back, since none of them is applied. ``problem`` comes
    first and has what is wrong with the row, column by column. Rows of a table of another layout
    come back under its own headings.
    """
    reasons = _reasons(batch)
    failed = batch.records.filter(outcome=Outcome.FAILED)
    tables = read_batch(batch)
    found = _foreign_rows(batch, tables, reasons)
    names = {fold(n) for pair in failed.values_list("key", "title") for n in pair if n}
    places = {*reasons, *failed.values_list("sheet", "row")}
    here: dict[tuple, int] = {}
    for table in tables:
        own = (row for row in (*table.rows, *table.lost) if not isinstance(row, MappedRow))
        for row in sorted(own, key=lambda row: row.number):
            place = (row.sheet, row.number)
            if place in places or fold(_named(row)) in names:
                cells = {name: again(cell) for name, cell in row.cells.items()}
                reason = guard("; ".join(reasons.get(place, ())))
                rows = found.setdefault(row.sheet, [])
                rows.append({PROBLEM: reason, **cells})
                here[place] = len(rows) + 1
    _point_at_parts(batch, found, here)
    return found


def _foreign_rows(batch: Batch, tables: list[Table], reasons: Mapping) -> dict[str, Rows]:
    """Return the rows of tables of other layouts, under their own headings."""
    profiles = profiles_kept(batch)
    if not profiles:
        return {}
    files = [(file.name, bytes(file.content)) for file in batch.files.all()]
    failed = batch.records.filter(outcome=Outcome.FAILED)
    keys, way = set(failed.values_list("key", flat=True)), (options_of(batch), left_out(batch))
    words = [word for table in tables for word in table.unknown]
    return foreign_rows(files, profiles, way, tables, reasons, keys, words)


def _point_at_parts(batch: Batch, rows: dict[str, Rows], here: dict[tuple, int]) -> None:
    """Tell at rows in which nothing is wrong themselves where their records are to be mended.

    ``here`` has the number that each row has among those given back, the headings being row 1.
    """
    wrong: dict[str, list[tuple]] = defaultdict(list)
    for key, *place in batch.problems.filter(is_warning=False).values_list("key", "sheet", "row"):
        if tuple(place) in here:
            wrong[key].append((place[0], here[tuple(place)]))
    failed = batch.records.filter(outcome=Outcome.FAILED)
    for key, *place in failed.values_list("key", "sheet", "row"):
        number = here.get(tuple(place))
        row = rows[place[0]][number - 2] if number else None
        if row and key in wrong and not row[PROBLEM]:
            text = _("Nothing is wrong in this row. Mend in this file: %(rows)s.")
            row[PROBLEM] = text % {"rows": rows_named(wrong[key])}


def problem_entries(batch: Batch) -> list:
    """Return the records of a batch's JSON files that failed, each with its reasons."""
    reasons = _reasons(batch)
    failed = batch.records.filter(outcome=Outcome.FAILED)
    places = {*reasons, *failed.values_list("sheet", "row")}
    found = []
    for file in batch.files.all():
        for number, record in enumerate(_records(file), 1):
            place = (file.name, number)
            if place in places:
                reason = "; ".join(reasons.get(place, ()))
                found.append({PROBLEM: reason, **record} if isinstance(record, dict) else record)
    return found


def _records(file) -> list:
    try:
        return records_in(bytes(file.content)) if is_json(file.name) else []
    except ValueError:  # told when it was previewed
        return []


def _reasons(batch: Batch) -> dict[tuple, list[str]]:
    found: dict[tuple, list[str]] = defaultdict(list)
    for problem in batch.problems.filter(is_warning=False).exclude(row=None):
        text = f"{problem.message} {problem.hint}".strip()
        place = (problem.sheet, problem.row)
        found[place].append(f"{problem.column}: {text}" if problem.column else text)
    return found


def _named(row: Row) -> str:
    """Return the key by which a row names its record, or the title."""
    return (row.cells.get(KEY) or row.cells.get(RECORD) or "").strip()


def again(cell: str) -> str:
    """Return a cell that means the same once more, but that no spreadsheet program runs."""
    return cell if cell.startswith(("'", "[")) else guard_start(cell)


def as_json(entries: list) -> tuple[str, bytes]:
    """Return the name and content of a JSON file with the records, one on each line."""
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    # Half a character that a file has comes back as the escape that it was.
    return "problems.json", f"[\n{lines}\n]\n".encode(errors="backslashreplace")


def as_csv(sheets: Mapping[str, Rows]) -> tuple[str, bytes]:
    """Return the name and content of a file: one CSV sheet, or several in a ZIP file."""
    files = {f"{name}.csv": _csv(rows) for name, rows in sheets.items()}
    if len(files) == 1:
        return next(iter(files.items()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return "problems.zip", out.getvalue()


def as_workbook(sheets: Mapping[str, Rows]) -> tuple[str, bytes]:
    """Return the name and content of one workbook with all sheets, its cells all text.

    Raises ``Refused`` where a text is too long for one of its cells.
    """
    with tempfile.TemporaryDirectory(prefix="mending-") as folder:
        path = Path(folder) / "problems.xlsx"
        try:
            _write(path, sheets, Path(folder))
        except Unwritable:
            text = _("One of these rows is larger than a workbook holds: download them as CSV.")
            raise Refused(text) from None
        return path.name, path.read_bytes()


def _write(path: Path, sheets: Mapping[str, Rows], folder: Path) -> None:
    with _Workbook(path, sheets, folder) as book:
        for name, rows in sheets.items():
            columns = book.headings(name)
            book.add(name, [[row.get(column, "") for column in columns] for row in rows])


class _Workbook(XlsxBook):
    """A workbook with the columns that the rows have."""

    def __init__(self, path: Path, sheets: Mapping[str, Rows], folder: Path):
        super().__init__(path, {name: _headings(rows) for name, rows in sheets.items()}, folder)

    def row(self, name: str, number: int, cells: Sequence[str]) -> str:
        """Return a row whose first cell, the reasons, has as many lines as it needs."""
        made = super().row(name, number, cells)
        return made.replace('" s="1" ', '" s="3" ', 1) if cells[0] else made


def _headings(rows: Rows) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in rows for name in row))


def _csv(rows: Rows) -> bytes:
    """Return rows as CSV with a byte order mark, by which Excel sees that it is UTF-8."""
    out = io.StringIO()
    # Of the signs that end a line only those in its end are quoted by the writer.
    writer = csv.writer(out, lineterminator="\r\n")
    names = _headings(rows)
    writer.writerow(map(guard_within, names))
    writer.writerows([guard_within(row.get(name, "")) for name in names] for row in rows)
    return out.getvalue().encode("utf-8-sig")
