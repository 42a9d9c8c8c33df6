"""Writing ODS in flat memory: every cell is a text.

Source: OASIS Open Document Format 1.2, part 1, 9 (tables) and 6.1.2 (white space); part 3.
"""

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from exchange.writing.books import Names
from exchange.writing.packages import MAKER, Package, plain, remembered

TYPE = "application/vnd.oasis.opendocument.spreadsheet"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(
    f'xmlns:{short}="{OASIS}:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("meta", "meta"),
        ("fo", "xsl-fo-compatible"),
    )
)
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
# LibreOffice 7.4 takes the number after two letters of a style's name, and ends while saving a
# file in which a name is shorter.
CONTENT = f"""{XML}<office:document-content {SPACES} office:version="1.2">
<office:automatic-styles>
<number:text-style style:name="N1"><number:text-content/></number:text-style>
<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="ce2" style:family="table-cell" style:data-style-name="N1">
<style:table-cell-properties fo:background-color="#e8e8e4"/>
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="co1" style:family="table-column">
<style:table-column-properties style:column-width="4cm"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet>"""
CONTENT_END = "</office:spreadsheet></office:body></office:document-content>"
META = f"""{XML}<office:document-meta {SPACES} office:version="1.2"><office:meta>
<meta:generator>{MAKER}</meta:generator></office:meta></office:document-meta>"""
STYLES = f'{XML}<office:document-styles {SPACES} office:version="1.2"/>'
_MANIFEST = "".join(
    f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
    for path, kind in (
        ("/", TYPE),
        ("content.xml", "text/xml"),
        ("meta.xml", "text/xml"),
        ("styles.xml", "text/xml"),
    )
)
MANIFEST = (
    f'{XML}<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0" manifest:version="1.2">'
    f"{_MANIFEST}</manifest:manifest>"
)

# Blanks that a reader would fold.
_FOLDED = re.compile(r"\A +| +\Z| {2,}")


def paragraphs(cell: str) -> str:
    """Return the content of a cell as XML: a paragraph for each line, white space spelled out."""
    lines = cell.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "".join(f"<text:p>{_FOLDED.sub(_spaces, plain(line))}</text:p>" for line in lines)


def _spaces(found: re.Match) -> str:
    return f'<text:s text:c="{len(found[0])}"/>'


def _cell(cell: str) -> str:
    if "\t" in cell:
        # LibreOffice drops the element that the format has for a tab, and keeps it in a value.
        value = plain(cell).translate(_IN_ATTRIBUTE)
        return f'<table:table-cell office:value-type="string" office:string-value="{value}"/>'
    return f'<table:table-cell office:value-type="string">{paragraphs(cell)}</table:table-cell>'


_IN_ATTRIBUTE = str.maketrans({'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#10;"})


class OdsBook(Package):
    """A spreadsheet as LibreOffice reads it."""

    ending = "ods"

    def __init__(self, path: Path, names: Names, folder: Path):
        self.cell = remembered(_cell)
        super().__init__(path, names, folder)

    def head(self, name: str) -> str:
        """Return the beginning of a sheet, whose columns are text."""
        number = len(self.headings(name))
        return (
            f'<table:table table:name="{plain(name)}"><table:table-column table:style-name="co1" '
            f'table:number-columns-repeated="{number}" table:default-cell-style-name="ce1"/>\n'
        )

    def row(self, name: str, number: int, cells: Sequence[str]) -> str:
        """Return a row; empty cells stand together, those at the end are left out."""
        found, empty = [], 0
        for cell in cells:
            if not cell:
                empty += 1
                continue
            if empty:
                found.append(f'<table:table-cell table:number-columns-repeated="{empty}"/>')
                empty = 0
            found.append(self.cell(cell))
        row = "".join(found)
        if number == 1:
            row = row.replace("<table:table-cell ", '<table:table-cell table:style-name="ce2" ')
        return f"<table:table-row>{row or '<table:table-cell/>'}</table:table-row>\n"

    def foot(self, name: str) -> str:
        """Return the end of the sheet."""
        return "</table:table>\n"

    def assemble(self, archive: zipfile.ZipFile) -> None:
        """Write the members; the type comes first and uncompressed, by which programs know it."""
        archive.writestr(zipfile.ZipInfo("mimetype"), TYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("meta.xml", META)
        archive.writestr("styles.xml", STYLES)
        parts = [self.parts[name] for name in self.names]
        self.put(archive, "content.xml", parts, (CONTENT, CONTENT_END))


def is_ours(path: Path) -> bool:
    """Tell whether a file is a spreadsheet of this export that no program has saved since."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.read("meta.xml") == META.encode()
    except (OSError, KeyError, zipfile.BadZipFile):
        return False
