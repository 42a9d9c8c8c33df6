"""ZIPs of CSV files: as downloads give them, as people pack them, and as enemies do."""

import random

from tests.exchange.corpus.broken_workbooks import END64, MIB, patched
from tests.exchange.corpus.cases import good, refused
from tests.exchange.corpus.made import ODS, packed

Z, F = "download.zip", "series.csv"
CSV = "key,title,summary\na,A,B\n"
ROW = ("a", "A", "B")


def one(**more) -> bytes:
    """Return a ZIP with a sheet and other files, their dots written as two underscores."""
    return packed({F: CSV, **{name.replace("__", "."): text for name, text in more.items()}})


def blank_lines() -> bytes:
    """Return lines with nothing in them, packed just loosely enough to be no bomb."""
    noise = random.Random(1)
    part = b"\n" * 230_000 + bytes(noise.choices(b"abcdefgh", k=2000)) + b"\n"
    return packed({F: CSV.encode() + part * 200})


READ = [
    good("one sheet", Z, one, ROW),
    good("several sheets", Z, lambda: one(statements__csv="record,text\na,A fact.\n"), ROW),
    good("in a folder", Z, lambda: packed({"export/": "", "export/series.csv": CSV}), ROW),
    good(
        "as downloads are named",
        Z,
        lambda: packed({"defence-ties-series-2026-01-31.csv": CSV}),
        ROW,
    ),
    good("with a byte order mark", Z, lambda: packed({F: b"\xef\xbb\xbf" + CSV.encode()}), ROW),
    good(
        "in japanese", Z, lambda: packed({F: "key,title\na,演習\n".encode("cp932")}), ("a", "演習")
    ),
    good("tabs", Z, lambda: packed({"series.tsv": CSV.replace(",", "\t")}), ROW, says="tab"),
    good(
        "with words for people",
        Z,
        lambda: one(README__txt="x", LICENSE="x"),
        ROW,
        says="Not read of download.zip: README.txt, LICENSE.",
    ),
    good(
        "with a data dictionary",
        Z,
        lambda: one(**{"data-dictionary__csv": "column,means\n"}),
        ROW,
        says="data-dictionary.csv",
    ),
    good(
        "packed on a mac",
        Z,
        lambda: packed(
            {F: CSV, "__MACOSX/._series.csv": "\0\5", "__MACOSX/._x": "", ".DS_Store": ""}
        ),
        ROW,
        says="Not read of download.zip: __MACOSX, .DS_Store.",
    ),
    *(
        good(
            f"with {name}",
            Z,
            lambda name=name, text=text: packed({F: CSV, name: text}),
            ROW,
            says=f"Not read of download.zip: {name}.",
        )
        for name, text in (
            ("notes.txt", "Check the dates, please.\nAsk Ed.\n"),
            ("To do.txt", 'Ask Ed, or "Rae\n\n1. dates, 2. "places", 3\n'),
            ("mail from the ministry.txt", "a;b;c\nd;e\n"),
        )
    ),
    good("a text that is a table", Z, lambda: packed({"series.txt": CSV}), ROW),
    good(
        "with a picture",
        Z,
        lambda: one(map__png="x"),
        ROW,
        says="Not read of download.zip: map.png",
    ),
    good("with xl in a name", Z, lambda: packed({"xl.csv/series.csv": CSV}), ROW),
]

REFUSED = [
    refused(
        "a sheet that is none", Z, lambda: packed({"places.csv": "name\nx\n"}), "no sheet of this"
    ),
    refused("a workbook within", Z, lambda: one(more__xlsx="x"), "only CSV files"),
    refused("a zip within", Z, lambda: one(more__zip="x"), "only CSV files"),
    refused("a json within", Z, lambda: one(export__json="[]"), "only CSV files"),
    refused(
        "a table of ours as text with a malformed quote",
        Z,
        lambda: one(statements__txt='record,text\na,"b\nc,d\n'),
        "quote",
        "statements",
        row=2,
    ),
    refused(
        "words alone", Z, lambda: packed({"notes.txt": "Ask Ed, or Rae.\n"}), "no sheet of this"
    ),
    refused("no sheet within", Z, lambda: packed({"readme.txt": "x"}), "no sheet with anything"),
    refused("no text within", Z, lambda: packed({"map.png": "x"}), "no spreadsheet (ZIP)"),
    refused(
        "a sheet in two folders",
        Z,
        lambda: packed({f"a/{F}": CSV, f"b/{F}": CSV}),
        "twice",
        "series",
    ),
    refused(
        "a malformed quote",
        Z,
        lambda: packed({F: 'key,title\na,"b\nc,d\n'}),
        "quotes",
        "series",
        ...,
    ),
    refused("an empty file", Z, lambda: packed({F: ""}), "empty", "series"),
    refused(
        "a binary named csv", Z, lambda: packed({F: b"key\n\x01\x02\n"}), "no text", "series", ...
    ),
    refused("a workbook named zip", Z, lambda: packed({"xl/workbook.xml": "<x/>"}), "XLSX"),
    refused("ods named zip", Z, lambda: packed({"mimetype": ODS, "content.xml": "<x/>"}), "ODS"),
    refused("zip named csv", F, one, "ZIP"),
    refused("zip named xlsx", "series.xlsx", one, "ZIP"),
    refused("cut off", Z, lambda: one()[:-30], "damaged"),
    refused("bomb of one sign", Z, lambda: packed({F: b"a" * (60 * MIB)}), "packed as no"),
    refused("bomb of empty lines", Z, blank_lines, "more lines than are read"),
    refused("declared too large", Z, lambda: patched(one(), F, 24, 900 * MIB), "MiB"),
    refused("declared too small", Z, lambda: patched(one(), F, 24, 5), "damaged", ...),
    refused("encrypted", Z, lambda: patched(one(), F, 8, 1, "<H"), "encrypted"),
    refused("many files", Z, lambda: packed({f"{n}.csv": "" for n in range(6000)}), "parts"),
    refused("directory of a giant", Z, lambda: (c := one())[:-22] + END64 + c[-22:], "parts"),
    refused(
        "more cells than are read, over all files",
        Z,
        lambda: packed(
            {F: CSV, "links.csv": "record,ref\na,b\n", "notes.csv": "record,ref\na,b\n"}
        ),
        "more than 12 cells",
        "notes",
        limits={"cells": 12},
    ),
    refused(
        "more files than a workbook has sheets",
        Z,
        lambda: packed({f"{n}.csv": CSV for n in range(101)}),
        "more than 100",
    ),
]

CASES = [*READ, *REFUSED]
