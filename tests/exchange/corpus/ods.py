"""ODS files: what is seen in LibreOffice, and what is refused."""

from tests.exchange.corpus.broken_workbooks import BOMB
from tests.exchange.corpus.cases import bad, good, refused
from tests.exchange.corpus.made import (
    ODS,
    ROWS,
    Raw,
    ods,
    ods_one,
    ods_row,
    ods_table,
    packed,
)

FILE, S = "series.ods", "series"
ROW = ROWS[0]
CELL = "<table:table-cell {}>{}</table:table-cell>"
DATE = '<number:date-style style:name="N1">{}</number:date-style>'
STYLE = '<style:style style:family="table-cell" style:name="{}" style:{}/>'
STYLED = STYLE.format("m", 'data-style-name="N1"')
CHILD = STYLE.format("child", 'parent-style-name="m"')
MONTH = DATE.format("<number:month/><number:year/>") + STYLED + CHILD
YEARLESS = DATE.format("<number:month/><number:day/>") + STYLED
DIGITS = '<number:number number:decimal-places="0" number:min-integer-digits="5"/>'
PADDED = f'<number:number-style style:name="N1">{DIGITS}</number:number-style>{STYLED}'
COLUMNS = '<table:table-column/><table:table-column table:default-cell-style-name="m"/>'
HIDE = (
    '<style:style style:name="ta2" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def seen(name: str, attributes: str, inside: str, text: str, **more):
    """Return a case of one cell of ODS and what is seen of it."""
    return good(
        name,
        FILE,
        lambda: ods_one(CELL.format(attributes, inside), **more),
        ("a", text, "B"),
    )


def wrong(name: str, attributes: str, inside: str, says: str, value=..., **more):
    """Return a case of one cell of ODS that cannot be read."""
    content = CELL.format(attributes, inside)
    return bad(name, FILE, lambda: ods_one(content, **more), says, (S, 2, "title", value))


def many(attributes: str) -> bytes:
    """Return an ODS file with a row of these attributes."""
    return ods(ods_table(ods_row(("a",), attributes)))


def wide(attributes: str, inside: str = "<text:p>x</text:p>") -> bytes:
    """Return an ODS file with a cell of these attributes at the end of a row."""
    return ods(ods_table(ods_row(("a", "A", "B", Raw(CELL.format(attributes, inside))))))


def large() -> bytes:
    """Return an ODS file of hundreds of millions of cells."""
    cell = Raw(CELL.format('table:number-columns-repeated="900"', SHOWN))
    return ods(ods_table(ods_row((cell,), REPEATED.format("400000"))))


def dated(value: str, style: str = "") -> str:
    """Return the attributes of a date."""
    return f'office:value-type="date" office:date-value="{value}" table:style-name="{style}"'


FLOAT = 'office:value-type="float" office:value="{}"'
EMPTY = Raw('<table:table-cell table:number-columns-repeated="16381"/>')
P = "<text:p>{}</text:p>"
SHOWN = P.format("x")
ODT = ODS.replace("spreadsheet", "text")
REPEATED = 'table:number-rows-repeated="{}"'
TEXT = 'office:value-type="string"'
M = 'table:style-name="m"'


def by_column() -> bytes:
    """Return an ODS file in which a date has its style from its column."""
    row = ods_row(("a", Raw(CELL.format(dated("2018-11-01"), SHOWN)), "B"))
    return ods(ods_table(row, columns=COLUMNS), MONTH)


ODS_READ = [
    good("texts", FILE, lambda: ods(), ROW),
    seen("paragraphs", TEXT, P.format("A") + P.format("B"), "A\nB"),
    seen(
        "spaces",
        TEXT,
        P.format('A<text:s text:c="3"/>B<text:tab/>C<text:line-break/>D'),
        "A   B\tC\nD",
    ),
    seen("spaces that only happen", TEXT, P.format("A \n  B"), "A B"),
    seen(
        "spans and links",
        TEXT,
        P.format("A<text:span>B</text:span><text:a>C</text:a>"),
        "ABC",
    ),
    seen(
        "note at a cell",
        TEXT,
        "<office:annotation><text:p>not this</text:p></office:annotation>" + P.format("A"),
        "A",
    ),
    seen("whole number", FLOAT.format("24"), P.format("24"), "24"),
    seen(
        "percentage", 'office:value-type="percentage" office:value="0.25"', P.format("25%"), "0.25"
    ),
    seen("money", 'office:value-type="currency" office:value="1500"', P.format("¥1,500"), "1500"),
    seen("number filled with zeros", f"{FLOAT.format('42')} {M}", SHOWN, "00042", styles=PADDED),
    seen("yes", 'office:value-type="boolean" office:boolean-value="true"', P.format("TRUE"), "yes"),
    seen("date", dated("2018-11-03"), P.format("03/11/18"), "2018-11-03"),
    seen("midnight", dated("2018-11-03T00:00:00"), SHOWN, "2018-11-03"),
    seen("moment", dated("2018-11-03T13:30:00"), SHOWN, "2018-11-03 13:30"),
    seen("month", dated("2018-11-01", "m"), SHOWN, "2018-11", styles=MONTH),
    seen("month by a parent style", dated("2018-11-01", "child"), SHOWN, "2018-11", styles=MONTH),
    good("month by the column's style", FILE, by_column, ("a", "2018-11", "B")),
    seen(
        "formula with its value", 'table:formula="of:=1+1" ' + FLOAT.format("2"), P.format("2"), "2"
    ),
    seen(
        "formula with an empty text",
        'table:formula="of:=&quot;&quot;" office:value-type="string"',
        "",
        "",
    ),
    good(
        "repeated cells",
        FILE,
        lambda: ods(
            ods_table(ods_row(("a", Raw(CELL.format('table:number-columns-repeated="2"', SHOWN)))))
        ),
        ("a", "x", "x"),
    ),
    good(
        "repeated rows",
        FILE,
        lambda: many('table:number-rows-repeated="3"'),
        (2, "a", "", ""),
        (3, "a", "", ""),
        (4, "a", "", ""),
        numbered=True,
    ),
    good(
        "empty rest of the sheet",
        FILE,
        lambda: ods(
            ods_table(
                ods_row((*ROW, EMPTY)) + ods_row((EMPTY,), 'table:number-rows-repeated="1048574"')
            )
        ),
        ROW,
    ),
    good(
        "rows after empty ones",
        FILE,
        lambda: ods(
            ods_table(ods_row((EMPTY,), 'table:number-rows-repeated="500"') + ods_row(ROW))
        ),
        (502, *ROW),
        numbered=True,
    ),
    good(
        "hidden sheet",
        "export.ods",
        lambda: ods(
            ods_table(ods_row(ROW)) + ods_table("", "list", 'table:style-name="ta2"'), HIDE
        ),
        ROW,
        says="not read",
    ),
    good(
        "filtered rows",
        FILE,
        lambda: many('table:visibility="filter"'),
        ("a", "", ""),
        says="1 row is hidden",
    ),
]

ODS_BAD = [
    wrong(
        "merged",
        'office:value-type="string" table:number-columns-spanned="2" table:number-rows-spanned="1"',
        P.format("A"),
        "B2:C2",
        "A",
    ),
    wrong(
        "error",
        'table:formula="of:=[.A0]" office:value-type="string" calcext:value-type="error"',
        P.format("#REF!"),
        "error",
        "#REF!",
    ),
    wrong(
        "error by its number",
        'table:formula="of:=x()" office:value-type="string"',
        P.format("Err:508"),
        "error",
        "Err:508",
    ),
    wrong(
        "formula without a value", 'table:formula="of:=SUM([.A1])"', "", "not stored", "=SUM([.A1])"
    ),
    wrong("twenty digits", FLOAT.format("12345678901234567890"), P.format("1.23E19"), "15 digits"),
    wrong("date that is none", dated("2018-02-30"), SHOWN, "not a date", "2018-02-30"),
    wrong(
        "date without its year",
        dated("2018-11-03", "m"),
        SHOWN,
        "without its year",
        "2018-11-03",
        styles=YEARLESS,
    ),
    wrong(
        "day shown as a month",
        dated("2018-11-03", "m"),
        SHOWN,
        "only a part",
        "2018-11-03",
        styles=MONTH,
    ),
    refused(
        "cells repeated for ever",
        FILE,
        lambda: wide('table:number-columns-repeated="999999999"'),
        "columns",
        S,
        2,
    ),
    refused(
        "rows repeated for ever",
        FILE,
        lambda: many(REPEATED.format("999999999")),
        "rows",
        S,
        500_001,
    ),
    refused("rows and cells repeated", FILE, large, "cells", S, 5557),
    refused(
        "repeated in words",
        FILE,
        lambda: many(REPEATED.format("two")),
        "damaged",
        S,
    ),
    refused(
        "spaces for ever",
        FILE,
        lambda: wide("", P.format('<text:s text:c="999999999"/>' * 5 + "x")),
        "characters",
        S,
        2,
    ),
    refused(
        "encrypted",
        FILE,
        lambda: ods(members={"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}),
        "encrypted",
    ),
    refused("entity bomb", FILE, lambda: ods(start=BOMB), "entities"),
    refused(
        "without content",
        FILE,
        lambda: packed({"mimetype": ODS}, 0),
        "damaged",
    ),
    refused(
        "table in a table",
        FILE,
        lambda: ods("<table:table><table:table/></table:table>"),
        "damaged",
        ...,
    ),
    refused("cell without a row", FILE, lambda: ods(CELL.format("", "")), "damaged"),
    refused(
        "text document",
        FILE,
        lambda: packed({"mimetype": ODT, "content.xml": "<x/>"}, 0),
        "ZIP",
    ),
    refused("flat", FILE, b"<?xml version='1.0'?><office:document/>", "XML"),
    refused(
        "a bomb",
        FILE,
        lambda: ods(members={"styles.xml": " " * (64 << 20)}),
        "no spreadsheet program packs",
    ),
]

CASES = [*ODS_READ, *ODS_BAD]
