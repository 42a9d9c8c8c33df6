"""Downloads over the web: CSV and JSON streamed, the others made in a file that is then sent."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.laying.layouts import sheets_of
from exchange.sheets import KEY, REVISION, sheets
from exchange.writing import writers
from exchange.writing.books import Names
from exchange.writing.exports import Exported, documents_of, exported
from records import garbage
from records.downloads import Format, Order, register

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ZIP, JSON = "application/zip", "application/json"
CSV = "text/csv; charset=utf-8; header=present"
# Bytes sent at a time: few at first, so that something comes at once, then twice as many each time.
FIRST, CHUNK = 2 * 1024, 64 * 1024


def records_of(order: Order) -> Iterator[Exported]:
    """Yield what an order wants."""
    if order.kind:
        return documents_of(order.records, order.everything)
    return exported(order.everything)


def main_columns(order: Order) -> tuple[str, ...]:
    """Return the headings of the main sheet: those chosen, and what import needs of a row."""
    columns = sheets()[sheets_of(order.kind)[0]].columns
    if order.fields is None:
        return columns
    return tuple(c for c in columns if c in (KEY, REVISION) or c in order.fields)


def wanted(order: Order) -> Names:
    """Return the sheets of a file with their headings; nothing where it has them all."""
    if not order.kind:
        return ()
    main, *lists = sheets_of(order.kind)
    lists = [name for name in lists if order.lists is None or name in order.lists]
    return {main: main_columns(order), **{name: sheets()[name].columns for name in lists}}


def file_name(order: Order, ending: str) -> str:
    """Return how a download is called: what it has, and of which day."""
    what = sheets_of(order.kind)[0] if order.kind else "record"
    return f"defence-ties-{what}-{timezone.localdate():%Y-%m-%d}.{ending}"


# What is published changes: nobody keeps a file without asking for it again.
FRESH = {"Cache-Control": "no-cache"}


def _streamed(chunks: Iterable[str], content_type: str, name: str) -> HttpResponse:
    headers = {**FRESH, "Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(together(chunks), content_type=content_type, headers=headers)


def together(chunks: Iterable[str]) -> Iterator[bytes]:
    """Yield the first chunk at once and the others in larger and larger pieces, in UTF-8."""
    chunks, size = iter(chunks), FIRST
    yield next(chunks, "").encode()
    while piece := _piece(chunks, size):
        yield piece
        size = min(CHUNK, 2 * size)


@garbage.put_off()
def _piece(chunks: Iterator[str], wanted: int) -> bytes:
    """Return the next chunks together: about as many characters as wanted, or what is left."""
    waiting, size = [], 0
    for chunk in chunks:
        waiting.append(chunk)
        size += len(chunk)
        if size >= wanted:
            break
    return "".join(waiting).encode()


def csv_response(order: Order) -> HttpResponse:
    """Return the main sheet of a kind as CSV, streamed."""
    chunks = writers.csv_chunks(records_of(order), order.kind, main_columns(order))
    return _streamed(chunks, CSV, file_name(order, "csv"))


def json_response(order: Order) -> HttpResponse:
    """Return the documents as JSON, streamed."""
    return _streamed(writers.json_chunks(records_of(order)), JSON, file_name(order, "json"))


def file_response(write: Callable[[Path], None], name: str, content_type: str) -> HttpResponse:
    """Return a file that ``write`` makes; its folder is gone before it is sent."""
    with tempfile.TemporaryDirectory(prefix="defence-ties-") as folder:
        path = Path(folder) / name
        write(path)
        # The open file outlives its name.
        file = path.open("rb")
    return FileResponse(
        file, as_attachment=True, filename=name, content_type=content_type, headers=FRESH
    )


def _made(write: Callable, ending: str, content_type: str) -> Callable[[Order], HttpResponse]:
    def respond(order: Order) -> HttpResponse:
        names = wanted(order)
        return file_response(
            lambda path: write(records_of(order), path, names),
            file_name(order, ending),
            content_type,
        )

    return respond


FORMATS = (
    Format(
        "csv",
        _("CSV"),
        _("the records, one in each row, without their lists"),
        csv_response,
        CSV,
        whole=False,
    ),
    Format(
        "zip",
        _("CSV, all sheets"),
        _("a ZIP file with one CSV for the records and one for each of their lists"),
        _made(writers.write_zip, "zip", ZIP),
        ZIP,
        made=True,
    ),
    Format(
        "xlsx",
        _("XLSX"),
        _("a workbook for Excel, a sheet for the records and one for each of their lists"),
        _made(writers.write_xlsx, "xlsx", XLSX),
        XLSX,
        made=True,
    ),
    Format(
        "ods",
        _("ODS"),
        _("the same for LibreOffice"),
        _made(writers.write_ods, "ods", ODS),
        ODS,
        made=True,
    ),
    Format(
        "json",
        _("JSON"),
        _("whole documents with all citations, for programs"),
        json_response,
        JSON,
    ),
)


def register_formats() -> None:
    """Make the formats known to lists."""
    for found in FORMATS:
        register(found)
