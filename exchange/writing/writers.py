"""Writing an export to a path: each format whole or not at all, in flat memory."""

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from exchange.laying.envelopes import LEFT_OUT, SPELLED_OUT
from exchange.laying.layouts import layout, sheets_of
from exchange.sheets import sheets
from exchange.writing.books import BOM, Book, CsvFolder, Names, lines_of, quoted
from exchange.writing.exports import Exported, Sources
from exchange.writing.ods import OdsBook
from exchange.writing.xlsx import XlsxBook
from records import garbage
from records.documents import items_of
from records.kinds import CITATIONS

# Records whose rows are added at once.
TOGETHER = 50
JSON_START = '[\n{"kind": '
NOTHING = "[\n]\n"


_encoded = json.JSONEncoder(ensure_ascii=False).encode


def envelope(exported: Exported) -> dict:
    """Return what JSON has of a record: its document, with the sources of its citations in full.

    Where something had to be left out for readers, the paths of that as well.
    """
    document = exported.document
    if CITATIONS in document:
        spelled = [_spelled_out(c, exported.sources) for c in items_of(document, CITATIONS)]
        document = {**document, CITATIONS: spelled}
    left_out = {LEFT_OUT: list(exported.left_out)} if exported.left_out else {}
    return {
        "kind": exported.kind,
        "key": exported.key,
        "title": document["fields"]["title"],
        "status": exported.status,
        "revision": exported.revision,
        **left_out,
        "document": document,
    }


def _spelled_out(citation: dict, sources: Sources) -> dict:
    found = dict(citation)
    for name, columns in SPELLED_OUT.items():
        if citation.get(name):
            found.update(zip(columns, sources.get(citation[name]), strict=True))
    return found


def json_chunks(records: Iterable[Exported]) -> Iterator[str]:
    """Yield the text of a JSON file, record by record, one on each line."""
    yield "[\n"
    before = ""
    for record in records:
        yield before + _encoded(envelope(record))
        before = ",\n"
    yield "\n]\n" if before else "]\n"


def csv_chunks(
    records: Iterable[Exported], kind: str, columns: Sequence[str] = ()
) -> Iterator[str]:
    """Yield the text of a CSV file with the main sheet of one kind, record by record.

    ``columns`` are the headings that it is to have, all where it is empty.
    """
    main = sheets_of(kind)[0]
    columns = tuple(columns) or sheets()[main].columns
    cut = _cut(main, columns)
    rows = layout(kind, (main,), quoted).rows
    yield BOM + lines_of([columns])
    for record in records:
        for _name, found in rows(record.key, record.revision, record.document):
            yield lines_of(cut(found) if cut else found)


@garbage.put_off()
def fill(book: Book, records: Iterable[Exported]) -> None:
    """Write the rows of all records to the sheets that the book has."""
    cuts = {name: _cut(name, columns) for name, columns in book.columns.items()}
    layouts = cache(lambda kind: layout(kind, book.names, book.finish).rows)
    waiting = {name: [] for name in book.names}
    for number, record in enumerate(records, 1):
        found = layouts(record.kind)(record.key, record.revision, record.document)
        for name, rows in found:
            waiting[name] += rows
        if number % TOGETHER == 0:
            _add(book, waiting, cuts)
    _add(book, waiting, cuts)


def _add(book: Book, waiting: dict[str, list], cuts: dict[str, Callable | None]) -> None:
    for name, rows in waiting.items():
        if rows:
            book.add(name, cuts[name](rows) if cuts[name] else rows)
            rows.clear()


def _cut(name: str, columns: Sequence[str]) -> Callable | None:
    """Return what keeps only some columns of a sheet's rows; None where it has them all."""
    known = sheets()[name].columns
    if tuple(columns) == known:
        return None
    places = [known.index(column) for column in columns]
    return lambda rows: [[cells[at] for at in places] for cells in rows]


def write_json(records: Iterable[Exported], path: Path) -> None:
    """Write records to a JSON file, one on each line; an existing file is replaced at the end."""
    with _beside(path) as folder:
        written = Path(folder) / "export.json"
        with written.open("w", encoding="utf-8") as file, garbage.put_off():
            file.writelines(json_chunks(records))
        written.replace(path)


def write_csv(records: Iterable[Exported], path: Path, names: Names = ()) -> None:
    """Write records to a folder, one file per sheet; existing sheets are replaced at the end."""
    path.mkdir(parents=True, exist_ok=True)
    with _beside(path) as made:
        with CsvFolder(Path(made), names or tuple(sheets())) as book:
            fill(book, records)
        for file in Path(made).iterdir():
            file.replace(path / file.name)


def write_zip(records: Iterable[Exported], path: Path, names: Names = ()) -> None:
    """Write records to a ZIP archive with one CSV file per sheet."""
    names = names or tuple(sheets())
    with _beside(path) as made:
        with CsvFolder(Path(made), names) as book:
            fill(book, records)
        written = Path(made) / "export.zip"
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            for name in names:
                archive.write(Path(made) / f"{name}.csv", f"{name}.csv")
        written.replace(path)


def _beside(path: Path) -> tempfile.TemporaryDirectory:
    """Return a folder to work in on the disk of ``path``, so that the result is moved at once."""
    return tempfile.TemporaryDirectory(dir=path.parent, prefix=".export-")


def _workbook(book: type[Book]) -> Callable:
    def write(records: Iterable[Exported], path: Path, names: Names = ()) -> None:
        with _beside(path) as made:
            written = Path(made) / f"export.{book.ending}"
            with book(written, names or tuple(sheets()), Path(made)) as opened:
                fill(opened, records)
            written.replace(path)

    return write


write_xlsx = _workbook(XlsxBook)
write_ods = _workbook(OdsBook)
