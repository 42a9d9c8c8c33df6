"""Making workbooks by hand, so that they can be wrong in every way."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

import xlwt

from exchange.reading import letters

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
BOOK = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
HEAD = ("key", "title", "summary")
ROWS = (("a", "A", "B"),)


class Raw(str):
    """A cell as XML; {at} stands for where it is."""


def packed(members: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, method)
    return file.getvalue()


def cell(at: str, value) -> str:
    """Return a cell of XLSX: text, a number, or as it is."""
    if isinstance(value, Raw):
        return value.replace("{at}", at)
    if isinstance(value, str):
        text = escape(value)
        return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{at}"><v>{value}</v></c>'


def row(number: int, cells: Sequence) -> str:
    """Return a row of XLSX; None is no cell."""
    found = (cell(f"{letters(i)}{number}", c) for i, c in enumerate(cells) if c is not None)
    return f'<row r="{number}">{"".join(found)}</row>'


def data(rows: Iterable[Sequence], head: Sequence = HEAD) -> str:
    """Return all rows of a sheet, under its headings."""
    return "".join(row(number, cells) for number, cells in enumerate((head, *rows), 1))


def sheet(rows: str, tail: str = "", start: str = "") -> str:
    """Return a worksheet."""
    head = f'<?xml version="1.0"?>{start}<worksheet xmlns="{MAIN}">'
    return f"{head}<sheetData>{rows}</sheetData>{tail}</worksheet>"


def styles(*formats: str | int) -> str:
    """Return styles 1, 2, …, one for each format, by its code or its number; 0 is plain."""
    own = {code: number for number, code in enumerate(formats, 200) if isinstance(code, str)}
    codes = "".join(f'<numFmt numFmtId="{n}" formatCode={quoteattr(c)}/>' for c, n in own.items())
    xfs = "".join(f'<xf numFmtId="{own.get(f, f)}"/>' for f in formats)
    cells = f'<cellXfs><xf numFmtId="0"/>{xfs}</cellXfs>'
    return f'<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts>{cells}</styleSheet>'


def xlsx(
    rows: Iterable[Sequence] = ROWS,
    sheets: dict[str, str] | None = None,
    formats: Sequence = (),
    strings: str = "",
    workbook: str = "",
    states: dict[str, str] | None = None,
    members: dict[str, str | bytes | None] | None = None,
    target: str = "worksheets/sheet{n}.xml",
) -> bytes:
    """Return a workbook; ``sheets`` are worksheets by name, ``members`` replace what is there."""
    sheets = sheets or {"series": sheet(data(rows))}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}" {(states or {}).get(name, "")}/>'
        for n, name in enumerate(sheets, 1)
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="{target.format(n=n)}"/>'
        for n in range(1, len(sheets) + 1)
    )
    related += f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>'
    related += f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    main = f'<Relationship Id="m" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    found = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{RELS}">{main}</Relationships>',
        "xl/workbook.xml": f"{BOOK}{workbook}<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELS}">{related}</Relationships>',
        "xl/styles.xml": styles(*formats),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        **{f"xl/worksheets/sheet{n}.xml": text for n, text in enumerate(sheets.values(), 1)},
        **(members or {}),
    }
    return packed({name: content for name, content in found.items() if content is not None})


def one(xml: str, **more) -> bytes:
    """Return a workbook whose cell B2 is ``xml``."""
    return xlsx(rows=(("a", Raw(xml), "B"),), **more)


SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def ods_cell(value) -> str:
    """Return a cell of ODS: text, or as it is."""
    if isinstance(value, Raw):
        return value
    inside = f"<text:p>{escape(value)}</text:p>"
    return f'<table:table-cell office:value-type="string">{inside}</table:table-cell>'


def ods_row(cells: Sequence, attributes: str = "") -> str:
    """Return a row of ODS."""
    return f"<table:table-row {attributes}>{''.join(map(ods_cell, cells))}</table:table-row>"


def ods_table(rows: str, name: str = "series", attributes: str = "", columns: str = "") -> str:
    """Return a sheet of ODS, with our headings."""
    rows = f"{columns}{ods_row(HEAD)}{rows}"
    return f'<table:table table:name="{name}" {attributes}>{rows}</table:table>'


def ods(tables: str = "", styles: str = "", members: dict | None = None, start: str = "") -> bytes:
    """Return an ODS file."""
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in SPACES.items())
    tables = tables or ods_table(ods_row(ROWS[0]))
    content = (
        f"{start}<office:document-content {spaces}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    first = packed({"mimetype": ODS}, zipfile.ZIP_STORED)
    file = io.BytesIO(first)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {"content.xml": content, **(members or {})}.items():
            archive.writestr(name, text)
    return file.getvalue()


def ods_one(xml: str, **more) -> bytes:
    """Return an ODS file whose cell B2 is ``xml``."""
    return ods(ods_table(ods_row(("a", Raw(xml), "B"))), **more)


def xls(fill=None, name: str = "series", since_1904: bool = False) -> bytes:
    """Return an XLS file with our headings and a row, or what ``fill`` makes of its sheet."""
    book = xlwt.Workbook()
    book.dates_1904 = since_1904
    page = book.add_sheet(name)
    for column, heading in enumerate(HEAD):
        page.write(0, column, heading)
    if fill:
        fill(page)
    else:
        for column, text in enumerate(ROWS[0]):
            page.write(1, column, text)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
