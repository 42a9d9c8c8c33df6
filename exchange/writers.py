"""Writing an export: one JSON file, or a folder with one CSV file per sheet."""

import csv
import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from exchange.cells import said
from exchange.envelopes import SPELLED_OUT
from exchange.exports import Exported
from exchange.sheets import (
    CLAIMS,
    KEY,
    RECORD,
    REF,
    REVISION,
    SAYS,
    SHORTHAND,
    SHORTHAND_TYPE,
    has_shorthand,
    sheet_name,
    sheets,
)
from records.documents import items_of
from records.kinds import CITATIONS, get_kind

JSON_START = '[\n{"kind": '
NOTHING = "[\n]\n"


def write_json(records: Iterable[Exported], path: Path) -> None:
    """Write records to a JSON file, one on each line; an existing file is replaced at the end."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".export-") as folder:
        written = Path(folder) / "export.json"
        with written.open("w", encoding="utf-8") as file:
            before = "[\n"
            for record in records:
                file.write(before + json.dumps(envelope(record), ensure_ascii=False))
                before = ",\n"
            file.write(NOTHING if before == "[\n" else "\n]\n")
        written.replace(path)


def envelope(exported: Exported) -> dict:
    """Return what JSON has of a record: its document, with the sources of its citations in full."""
    record, document = exported.record, exported.document
    if CITATIONS in document:
        spelled = [_spelled_out(c, exported.sources) for c in document[CITATIONS]]
        document = {**document, CITATIONS: spelled}
    return {
        "kind": record.kind,
        "key": record.key,
        "title": document["fields"]["title"],
        "status": record.status,
        "revision": record.revision,
        "document": document,
    }


def _spelled_out(citation: dict, sources: dict[str, tuple[str, str]]) -> dict:
    found = dict(citation)
    for name, columns in SPELLED_OUT.items():
        if citation.get(name):
            title_and_address = sources.get(citation[name], ("", ""))
            found.update(zip(columns, title_and_address, strict=True))
    return found


def write_csv(records: Iterable[Exported], folder: Path) -> None:
    """Write records to a folder, one file per sheet; existing sheets are replaced at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".export-") as made:
        with ExitStack() as stack:
            writers = {name: _writer(stack, Path(made), sheet) for name, sheet in sheets().items()}
            for record in records:
                for name, row in rows(record):
                    writers[name].writerow(row)
        for name in sheets():
            (Path(made) / f"{name}.csv").replace(folder / f"{name}.csv")


def _writer(stack: ExitStack, folder: Path, sheet) -> csv.DictWriter:
    path = folder / f"{sheet.name}.csv"
    file = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
    writer = csv.DictWriter(file, sheet.columns, restval="", lineterminator="\n")
    writer.writeheader()
    return writer


def rows(exported: Exported) -> Iterator[tuple[str, dict]]:
    """Yield the rows of one record: the name of the sheet, heading -> cell."""
    record, document = exported.record, exported.document
    kind = get_kind(record.kind)
    sheet = sheets()[sheet_name(kind)]
    cells = sheet.resources[kind.name].cells(document["fields"])
    cells |= {KEY: record.key, REVISION: str(record.revision)}
    if has_shorthand(kind):
        countries = {item["country"] for item in items_of(document, SHORTHAND)}
        cells[SHORTHAND] = SHORTHAND_TYPE.to_text(sorted(countries))
    yield sheet.name, cells
    for name in kind.lists:
        resource = sheets()[name].resources[kind.name]
        for item in items_of(document, name):
            cells = resource.cells(item) | {RECORD: record.key, REF: item["ref"]}
            if name == CITATIONS:
                yield from ((name, cells | claim) for claim in _claims(kind, item))
            else:
                yield name, cells


def _claims(kind, citation: dict) -> Iterator[dict]:
    """Yield the cells of each claim; of a citation without any, none but its own."""
    claims = citation.get("claims", {})
    for path, claim in claims.items():
        yield {CLAIMS: path, SAYS: said(claim, kind.type_at(path))}
    if not claims:
        yield {CLAIMS: "", SAYS: ""}
