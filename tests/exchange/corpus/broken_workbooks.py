"""XLSX files that are refused: damaged ones, bombs, entities, lies in the ZIP directory."""

import io
import struct
import zipfile

from tests.exchange.corpus.cases import refused
from tests.exchange.corpus.made import ROWS, data, one, packed, row, sheet, xlsx

X, S = "series.xlsx", "series"
MIB = 1 << 20
SHEET = "xl/worksheets/sheet1.xml"
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
XXE = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'


def rows(xml: str, **more) -> bytes:
    """Return a workbook whose rows are ``xml``."""
    return xlsx(sheets={S: sheet(xml)}, **more)


def damaged(name: str, content):
    """Return a case that is refused as damaged, on its sheet or as a whole."""
    return refused(name, X, content, "damaged", ...)


STRUCTURE = [
    damaged(
        "cell twice", lambda: rows(row(1, ("key",)) + "<row r='2'><c r='A2'/><c r='A2'/></row>")
    ),
    damaged("cells out of order", lambda: rows("<row r='1'><c r='B1'/><c r='A1'/></row>")),
    damaged(
        "plain cells out of order",
        lambda: rows(
            row(1, ("key",)) + '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>'
        ),
    ),
    damaged("rows out of order", lambda: rows(row(2, ("key",)) + row(1, ("a",)))),
    damaged("row twice", lambda: rows(row(1, ("key",)) + row(1, ("a",)))),
    damaged("cell of another row", lambda: rows('<row r="1"><c r="A2"><v>1</v></c></row>')),
    damaged("row beyond the last", lambda: rows(row(1048577, ("key",)))),
    damaged("row zero", lambda: rows(row(0, ("key",)))),
    damaged("row of many digits", lambda: rows(f"<row r='{'9' * 5000}'/>")),
    damaged("column beyond the last", lambda: rows('<row r="1"><c r="XFE1"><v>1</v></c></row>')),
    damaged(
        "column of many letters",
        lambda: rows(f'<row r="1"><c r="{"A" * 5000}1"><v>1</v></c></row>'),
    ),
    damaged("cell without a row", lambda: rows("<c r='A1'><v>1</v></c>")),
    damaged("cell in a cell", lambda: rows("<row r='1'><c r='A1'><c r='B1'/></c></row>")),
    damaged("row in a row", lambda: rows("<row r='1'><row r='2'/></row>")),
    damaged("text that is not shared", lambda: one('<c r="{at}" t="s"><v>7</v></c>')),
    damaged(
        "text before the first",
        lambda: one('<c r="{at}" t="s"><v>-1</v></c>', strings="<si><t>x</t></si>"),
    ),
    damaged("cell of no type", lambda: one('<c r="{at}" t="q"><v>7</v></c>')),
    damaged("style that is none", lambda: one('<c r="{at}" s="x"><v>7</v></c>')),
    damaged("tags that do not match", lambda: rows("<row r='1'></c>")),
    damaged("markup cut off", lambda: xlsx(members={SHEET: sheet(data(ROWS))[:-40]})),
    damaged(
        "bytes that are no utf-8",
        lambda: xlsx(members={SHEET: sheet(data(ROWS)).encode().replace(b">A<", b">\xe9<")}),
    ),
    damaged("nested too deeply", lambda: rows("<x>" * 5000 + "</x>" * 5000)),
    damaged("a tag of megabytes", lambda: rows(f"<x y='{'x' * 9 * MIB}'/>")),
    damaged("no workbook", lambda: xlsx(members={"xl/workbook.xml": None})),
    damaged("no sheet", lambda: xlsx(members={SHEET: None})),
    damaged("no relations", lambda: xlsx(members={"_rels/.rels": None})),
    damaged("a sheet elsewhere", lambda: xlsx(target="../../../../etc/passwd")),
    refused(
        "a sheet on the net",
        X,
        lambda: xlsx(target='http://127.0.0.1:9/x" TargetMode="External'),
        "no sheet of cells",
    ),
]

ENTITIES = [
    refused(
        "entity bomb on a sheet",
        X,
        lambda: xlsx(sheets={S: sheet(data(ROWS), start=BOMB)}),
        "entities",
        S,
    ),
    refused(
        "entity bomb in the texts",
        X,
        lambda: xlsx(members={"xl/sharedStrings.xml": BOMB + "<sst/>"}),
        "entities",
    ),
    refused(
        "entity bomb in the styles",
        X,
        lambda: xlsx(members={"xl/styles.xml": BOMB + "<styleSheet/>"}),
        "entities",
    ),
    refused(
        "outer entity", X, lambda: xlsx(sheets={S: sheet(data(ROWS), start=XXE)}), "entities", S
    ),
    refused(
        "outer entity in the workbook",
        X,
        lambda: xlsx(members={"xl/workbook.xml": XXE + "<workbook/>"}),
        "entities",
    ),
    refused(
        "outer entity in the relations",
        X,
        lambda: xlsx(members={"_rels/.rels": XXE + "<Relationships/>"}),
        "entities",
    ),
    refused(
        "outer declarations",
        X,
        lambda: xlsx(sheets={S: sheet(data(ROWS), start=REMOTE)}),
        "entities",
        S,
    ),
]

LARGE = [
    refused(
        "a cell of a megabyte",
        X,
        lambda: one(f'<c r="{{at}}" t="inlineStr"><is><t>{"x" * 1_000_001}</t></is></c>'),
        "characters",
        S,
        2,
    ),
    refused(
        "a shared text too long",
        X,
        lambda: xlsx(strings=f"<si><t>{'x' * 1_000_001}</t></si>"),
        "characters",
    ),
    refused(
        "a cell far to the right",
        X,
        lambda: xlsx(rows=(("a",), [None] * 16_383 + ["x"])),
        "columns",
        S,
        3,
    ),
    refused(
        "too many rows", X, lambda: xlsx(rows=[("a", "b")] * 30), "rows", S, 21, limits={"rows": 20}
    ),
    refused(
        "too many cells",
        X,
        lambda: xlsx(rows=[("a", "b")] * 30),
        "cells",
        S,
        11,
        limits={"cells": 22},
    ),
    refused(
        "too many sheets",
        X,
        lambda: xlsx(sheets={f"s{n}": sheet(data(ROWS)) for n in range(9)}),
        "sheets",
        ...,
        limits={"sheets": 8},
    ),
    refused(
        "too many merged cells",
        X,
        lambda: xlsx(sheets={S: sheet(data(ROWS), "<mergeCell ref='A1:B1'/>" * 10_001)}),
        "merged",
        S,
    ),
    refused(
        "too large when unpacked",
        X,
        lambda: xlsx(rows=[("a" * 90, "b")] * 20_000),
        "MiB",
        limits={"expanded_bytes": MIB},
    ),
    refused(
        "a bomb", X, lambda: xlsx(members={SHEET: " " * 64 * MIB}), "no spreadsheet program packs"
    ),
    refused(
        "a bomb in a part not needed",
        X,
        lambda: xlsx(members={"xl/media/image1.png": b"\0" * 64 * MIB}),
        "no spreadsheet program packs",
    ),
]


def patched(content: bytes, name: str, offset: int, value: int, code: str = "<L") -> bytes:
    """Change a number in the directory's entry of a member."""
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(name.encode())) + offset
    return content[:at] + struct.pack(code, value) + content[at + struct.calcsize(code) :]


def many_members() -> bytes:
    """Return a workbook with tens of thousands of members."""
    return xlsx(members={f"x/{n}": "" for n in range(40_000)})


def twins() -> bytes:
    """Return a workbook that has its sheet twice."""
    file = io.BytesIO(xlsx())
    with zipfile.ZipFile(file, "a") as archive:
        info = archive.getinfo(SHEET)
        archive.NameToInfo.pop(SHEET)
        archive.writestr(zipfile.ZipInfo(info.filename), sheet(data((("b", "x", "y"),))))
    return file.getvalue()


def overlapping() -> bytes:
    """Return a workbook two of whose members lie in one place."""
    content = xlsx()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        where = archive.getinfo("xl/styles.xml").header_offset
    return patched(content, SHEET, 42, where)


def broken_data() -> bytes:
    """Return a workbook whose sheet is packed wrongly."""
    content = xlsx(rows=[(f"key-{n}", str(n * n), "B") for n in range(2000)])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        at = archive.getinfo(SHEET).header_offset + 200
    return content[:at] + b"\xff" * 50 + content[at + 50 :]


def encrypted_office() -> bytes:
    """Return the container that Excel puts an encrypted workbook into, in its outlines."""
    name = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1500 + name + b"\0" * 2000


BINARY = (
    '<Relationships><Relationship Id="m" Type="x/officeDocument" Target="xl/workbook.bin"/>'
    "</Relationships>"
)
BIG = 900 * MIB
END64 = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
ZIPS = [
    refused("declared too large", X, lambda: patched(xlsx(), SHEET, 24, BIG), "MiB"),
    damaged("declared too small", lambda: patched(xlsx(), SHEET, 24, 100)),
    damaged("declared a little larger", lambda: patched(xlsx(), SHEET, 24, 5000)),
    damaged("wrong checksum", lambda: patched(xlsx(), SHEET, 16, 1)),
    damaged("broken data", broken_data),
    damaged("member twice", twins),
    damaged("members that overlap", overlapping),
    damaged("cut off", lambda: xlsx()[:-300]),
    damaged("cut in half", lambda: (c := xlsx())[: len(c) // 2]),
    refused("only its first bytes", X, b"PK\x03\x04", "damaged"),
    refused("only its last bytes", X, b"PK\x05\x06" + b"\0" * 18, "empty archive"),
    refused("forty thousand members", X, many_members, "parts"),
    refused("directory of a giant", X, lambda: (c := xlsx())[:-22] + END64 + c[-22:], "parts"),
    refused("encrypted member", X, lambda: patched(xlsx(), SHEET, 8, 1, "<H"), "encrypted"),
    refused(
        "packed in another way",
        X,
        lambda: patched(xlsx(), SHEET, 10, 12, "<H"),
        "no spreadsheet program packs",
    ),
    refused("encrypted by excel", X, encrypted_office, "encrypted"),
    refused("a zip of other things", X, lambda: packed({"readme.txt": "x"}), "ZIP"),
    refused("a text document", X, lambda: packed({"word/document.xml": "<x/>", "xl/": ""}), "ZIP"),
    refused(
        "a binary workbook",
        X,
        lambda: xlsx(
            members={
                "_rels/.rels": BINARY,
                "xl/workbook.bin": b"\x83\x01",
            }
        ),
        "xlsb",
    ),
]

CASES = [*STRUCTURE, *ENTITIES, *LARGE, *ZIPS]
