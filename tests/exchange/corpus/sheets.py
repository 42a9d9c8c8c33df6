"""XLSX files as programs form them: which sheets are read, where rows are, which headings."""

from tests.exchange.corpus.cases import bad, good, refused
from tests.exchange.corpus.made import MAIN, ROWS, data, row, sheet, xlsx

X, S = "series.xlsx", "series"
ROW = ROWS[0]
HIDDEN = '<row r="3" hidden="1"><c r="A3" t="inlineStr"><is><t>b</t></is></c></row>'
FAR = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>z</t></is></c></row>'
BLANKS = "".join(f'<row r="{n}"><c r="B{n}" s="0"/></row>' for n in range(4, 400))
PREFIXED = (
    sheet(data(ROWS))
    .replace("<", "<x:")
    .replace("<x:/", "</x:")
    .replace("<x:?xml", "<?xml")
    .replace("xmlns=", "xmlns:x=")
)
UNPLACED = "<row><c t='inlineStr'><is><t>key</t></is></c></row><row><c><v>2</v></c></row>"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"

CASES = [
    good(
        "rows far down",
        X,
        lambda: xlsx(sheets={S: sheet(data(ROWS) + FAR)}),
        (2, *ROW),
        (1048576, "z", "", ""),
        numbered=True,
    ),
    good(
        "empty rows between",
        X,
        lambda: xlsx(sheets={S: sheet(data(ROWS) + row(7, ("b",)))}),
        (2, *ROW),
        (7, "b", "", ""),
        numbered=True,
    ),
    good("formatted blanks below", X, lambda: xlsx(sheets={S: sheet(data(ROWS) + BLANKS)}), ROW),
    good("blank columns to the right", X, lambda: xlsx(rows=(("a", "A", "B", "", " "),)), ROW),
    good(
        "column for the eye",
        X,
        lambda: xlsx(sheets={S: sheet(data((("a", None, "A"),), ("key", None, "title")))}),
        ("a", "A"),
    ),
    good(
        "hidden rows are told",
        X,
        lambda: xlsx(sheets={S: sheet(data(ROWS) + HIDDEN)}),
        ROW,
        ("b", "", ""),
        says="1 row is hidden",
    ),
    good("names with a prefix", X, lambda: xlsx(sheets={S: PREFIXED}), ROW),
    good("strict form", X, lambda: xlsx(sheets={S: sheet(data(ROWS)).replace(MAIN, STRICT)}), ROW),
    good(
        "sheet in utf-16",
        X,
        lambda: xlsx(
            sheets={S: sheet(data(ROWS)).replace('"1.0"', '"1.0" encoding="UTF-16"')},
            members={
                "xl/worksheets/sheet1.xml": sheet(data(ROWS))
                .replace('"1.0"', '"1.0" encoding="UTF-16"')
                .encode("utf-16")
            },
        ),
        ROW,
    ),
    good(
        "commented row is none",
        X,
        lambda: xlsx(sheets={S: sheet(data(ROWS) + f"<!-- {row(3, ('x',))} -->" + row(4, ("b",)))}),
        ROW,
        ("b", "", ""),
    ),
    good(
        "indented markup",
        X,
        lambda: xlsx(sheets={S: sheet(data(ROWS).replace("><", ">\n  <"))}),
        ROW,
    ),
    good("addresses from the root", X, lambda: xlsx(target="/xl/worksheets/sheet{n}.xml"), ROW),
    good(
        "cells without addresses",
        X,
        lambda: xlsx(sheets={S: sheet(UNPLACED)}),
        (2, "2"),
        numbered=True,
    ),
    good(
        "only sheet of another name", X, lambda: xlsx(sheets={"Tabelle1": sheet(data(ROWS))}), ROW
    ),
    good(
        "sheet name in capitals",
        "export.xlsx",
        lambda: xlsx(sheets={" Series ": sheet(data(ROWS))}),
        ROW,
    ),
    good(
        "sheets for people",
        "export.xlsx",
        lambda: xlsx(sheets={"Read me": sheet(row(1, ("x",))), S: sheet(data(ROWS))}),
        ROW,
    ),
    good(
        "hidden lists",
        "export.xlsx",
        lambda: xlsx(
            sheets={S: sheet(data(ROWS)), "list": sheet(row(1, ("x",)))},
            states={"list": 'state="veryHidden"'},
        ),
        ROW,
    ),
    good(
        "empty sheets",
        "export.xlsx",
        lambda: xlsx(sheets={"Sheet2": sheet(""), S: sheet(data(ROWS))}),
        ROW,
    ),
    bad(
        "unknown sheet",
        "export.xlsx",
        lambda: xlsx(sheets={"Serie": sheet(data(ROWS))}),
        "no sheet",
        ("export.xlsx", None, "", "Serie"),
    ),
    bad(
        "hidden sheet of ours",
        "export.xlsx",
        lambda: xlsx(
            sheets={S: sheet(data(ROWS)), "members": sheet(row(1, ("record",)))},
            states={"members": 'state="hidden"'},
        ),
        "hidden",
        ("members", None, "", None),
    ),
    bad(
        "sheet twice",
        "export.xlsx",
        lambda: xlsx(sheets={S: sheet(data(ROWS)), "SERIES": sheet(data(ROWS))}),
        "twice",
        (S, None, "", None),
    ),
    bad(
        "heading twice",
        X,
        lambda: xlsx(sheets={S: sheet(data((), ("key", "title", "title")))}),
        "twice",
        (S, 1, "title", "title"),
    ),
    bad(
        "unknown heading",
        X,
        lambda: xlsx(sheets={S: sheet(data((), ("key", "titel")))}),
        "no such",
        (S, 1, "titel", "titel"),
    ),
    bad(
        "title above the headings",
        X,
        lambda: xlsx(sheets={S: sheet(data(ROWS, ("All series",)))}),
        "no such",
        (S, 1, "All series", "All series"),
        (S, 1, "key", None),
    ),
    bad(
        "cell without a heading",
        X,
        lambda: xlsx(rows=(("a", "A", "B", None, "note"),)),
        "no heading",
        (S, 2, "E", "note"),
    ),
    refused("nothing in it", X, lambda: xlsx(sheets={S: sheet("")}), "empty", S),
    refused(
        "nothing on several sheets",
        "export.xlsx",
        lambda: xlsx(sheets={S: sheet(""), "x": sheet("")}),
        "no sheet with anything",
    ),
]
