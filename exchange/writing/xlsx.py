"""Writing XLSX in flat memory: every cell is a text, and no text can be anything else.

Source: ECMA-376, part 1, 18.3 (worksheets) and 22.9.2.19 (ST_Xstring, the escapes _xHHHH_).
"""

import re
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from exchange.problems import PROBLEM
from exchange.writing.books import MOST_CHARACTERS, too_long
from exchange.writing.packages import MAKER, XML, Package, plain

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Cell formats by number: 1 a text ("@"), 2 a heading, 3 a text on as many lines as it needs.
STYLES = f"""{XML}<styleSheet xmlns="{MAIN}">
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="3"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFE8E8E4"/></patternFill></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"
 applyAlignment="1"><alignment vertical="top"/></xf>
<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1"
 applyFont="1" applyFill="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0"
 applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""
CORE = f"""{XML}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{MAKER}</dc:creator>
<cp:lastModifiedBy>{MAKER}</cp:lastModifiedBy></cp:coreProperties>"""
WIDTHS = {"key": 28, "record": 28, "title": 44, "summary": 60, "objectives": 60, "text": 60}
WIDTHS[PROBLEM] = 60
# The least, and the most that a heading alone asks for.
WIDTH, HEADING = 16, 40

# What cannot stand in a cell's text as it is, and what would be read as an escape of such.
_ODD = re.compile(
    r"[&<>\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_", re.ASCII
)
_HIDDEN = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")


def text_of(cell: str) -> str:
    """Return the content of a cell as XML; what XML cannot hold is escaped as Excel does it."""
    if not _ODD.search(cell):
        return cell
    cell = _HIDDEN.sub("_x005F_", cell)
    return plain(_CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", cell))


def column_name(at: int) -> str:
    """Return the letters of a column, 0 being A."""
    name, at = "", at + 1
    while at:
        at, letter = divmod(at - 1, 26)
        name = chr(65 + letter) + name
    return name


def width_of(heading: str) -> int:
    """Return the width of a column, in characters: its heading fits, if it is no sentence."""
    return WIDTHS.get(heading) or min(max(WIDTH, len(heading) + 3), HEADING)


@cache
def letters_of(width: int) -> tuple[str, ...]:
    """Return the letters of the first columns: rows that are given back may have thousands."""
    return tuple(column_name(at) for at in range(width))


class XlsxBook(Package):
    """A workbook as Excel reads it."""

    ending = "xlsx"

    def head(self, name: str) -> str:
        """Return the sheet's frozen heading and the formats of its columns, all of them text."""
        columns = "".join(
            f'<col min="{at}" max="{at}" width="{width_of(column)}" style="1" customWidth="1"/>'
            for at, column in enumerate(self.headings(name), 1)
        )
        return (
            f'{XML}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>'
            f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>"
        )

    def row(self, name: str, number: int, cells: Sequence[str]) -> str:
        """Return a row with its cells that say something; raise ``Unwritable`` for a long text."""
        style = 1 if number > 1 else 2
        found = []
        for letters, cell in zip(letters_of(len(cells)), cells, strict=True):
            if cell:
                if len(cell) > MOST_CHARACTERS // 2 and _length(cell) > MOST_CHARACTERS:
                    raise too_long(name, cells)
                found.append(
                    f'<c r="{letters}{number}" s="{style}" t="inlineStr"><is>'
                    f'<t xml:space="preserve">{text_of(cell)}</t></is></c>'
                )
        return f'<row r="{number}">{"".join(found)}</row>\n'

    def foot(self, name: str) -> str:
        """Return the end of the sheet."""
        return "</sheetData></worksheet>"

    def assemble(self, archive: zipfile.ZipFile) -> None:
        """Write the members, the list of types first."""
        archive.writestr("[Content_Types].xml", self._types())
        archive.writestr("_rels/.rels", _relations(("officeDocument", "xl/workbook.xml"), CORE_AT))
        archive.writestr("docProps/core.xml", CORE)
        archive.writestr("xl/workbook.xml", self._workbook())
        found = [("worksheet", f"worksheets/sheet{at}.xml") for at, _name in self._numbered()]
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(*found, ("styles", "styles.xml")))
        archive.writestr("xl/styles.xml", STYLES)
        for at, name in self._numbered():
            self.put(archive, f"xl/worksheets/sheet{at}.xml", [self.parts[name]])

    def _numbered(self):
        return enumerate(self.names, 1)

    def _types(self) -> str:
        parts = {
            "/xl/workbook.xml": f"{CONTENT}.sheet.main+xml",
            "/xl/styles.xml": f"{CONTENT}.styles+xml",
            "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        }
        for at, _name in self._numbered():
            parts[f"/xl/worksheets/sheet{at}.xml"] = f"{CONTENT}.worksheet+xml"
        overrides = "".join(
            f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in parts.items()
        )
        rels = "application/vnd.openxmlformats-package.relationships+xml"
        return (
            f'{XML}<Types xmlns="{PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="{rels}"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
        )

    def _workbook(self) -> str:
        listed = "".join(
            f'<sheet name="{escape(name)}" sheetId="{at}" r:id="rId{at}"/>'
            for at, name in self._numbered()
        )
        return (
            f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><bookViews><workbookView/>'
            f"</bookViews><sheets>{listed}</sheets></workbook>"
        )


CORE_AT = ("metadata/core-properties", "docProps/core.xml")


def _relations(*found: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{at}" Type="{_relation_type(kind)}" Target="{target}"/>'
        for at, (kind, target) in enumerate(found, 1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def _relation_type(kind: str) -> str:
    return f"{PACKAGE}/relationships/{kind}" if "/" in kind else f"{RELATIONS}/{kind}"


def _length(text: str) -> int:
    """Return the length as Excel counts it: in units of UTF-16."""
    return len(text) + sum(character > "\uffff" for character in text)


def is_ours(path: Path) -> bool:
    """Tell whether a file is a workbook of this export that no program has saved since."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.read("docProps/core.xml") == CORE.encode()
    except (OSError, KeyError, zipfile.BadZipFile):
        return False
