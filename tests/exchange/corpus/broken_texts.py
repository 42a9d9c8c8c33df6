"""Text files that must not be read, or not all of them: quotes, ragged rows, headings, lies."""

import gzip

from tests.exchange.corpus.cases import bad, refused
from tests.exchange.corpus.made import ods, xls, xlsx
from tests.exchange.corpus.texts import JAPANESE, csv

S = "series"
LARGE = "key,title\n" + "a,A\n" * 30

QUOTES = [
    refused("quote never closed", "series.csv", csv('a,A,B\nb,"open\n'), "quotes", S, 3),
    refused("quote closed too late", "series.csv", csv('a,"A,B\nb,"B",C\n'), "quotes", S, 2),
    refused("text after a quote", "series.csv", csv('a,"A"B,C\n'), "quotes", S, 2),
    refused("quote within a cell", "series.csv", csv('a,5" gun,C\n'), "quotes", S, 2),
    refused("space before a quote", "series.csv", csv('a, "A, B"\n'), "quotes", S, 2),
    refused(
        "quote never closed, long",
        "series.csv",
        lambda: csv('a,"A\n' + "b,B,C\n" * 200_000),
        "quotes",
        S,
        2,
    ),
]

ROWS = [
    bad("short row", "series.csv", csv("a,A\nb,B,C\n"), "2 cells", (S, 2, "", "a")),
    bad("long row", "series.csv", csv("a,A,B,C\n"), "4 cells", (S, 2, "", "a")),
    bad("thousands with commas", "series.csv", csv("a,1,000,B\n"), "4 cells", (S, 2, "", "a")),
    bad("nul in a cell", "series.csv", csv("a,A\0B,C\nb,B,\n"), "NUL", (S, 2, "title", "A\0B")),
    bad("heading twice", "series.csv", b"key,title,key\n", "twice", (S, 1, "key", "key")),
    bad("unknown heading", "series.csv", b"key,title,titel\n", "no such", (S, 1, "titel", "titel")),
    bad(
        "no heading over cells",
        "series.csv",
        b"key,,title\na,b,A\n",
        "no heading",
        (S, 1, "B", None),
    ),
    bad("no key and no title", "series.csv", b"summary\nA\n", "missing", (S, 1, "key", None)),
    bad("json named csv", "series.csv", b'[{"kind": "series"}]', "quotes", (S, 1, "", ...)),
    bad(
        "another sheet's headings",
        "members.csv",
        csv(),
        "no such",
        *[("members", 1, n, n) for n in ("key", "title", "summary")],
        ("members", 1, "record", None),
    ),
]

WHOLE = [
    refused("empty", "series.csv", b"", "empty"),
    refused("a mark only", "series.csv", b"\xef\xbb\xbf", "empty", S),
    refused("blanks only", "series.csv", b" \n\t\n  \n", "empty", S),
    refused("commas only", "series.csv", b",,\n,,\n", "empty", S),
    refused("control characters", "series.csv", csv("a,A\x08B,C\n"), "control", S),
    refused(
        "a cell too long", "series.csv", lambda: csv(f"a,{'x' * 1_000_001},\n"), "characters", S, 2
    ),
    refused(
        "a line without end", "series.csv", lambda: b"key" + b"x" * 5_000_000, "characters", S, 1
    ),
    refused("20,000 columns", "series.csv", lambda: b"key," * 20_000 + b"title\n", "columns", S, 1),
    refused("unclear delimiter", "series.csv", b"key,title;x,y;z\n", "not clear which sign", S),
    refused("too many rows", "series.csv", LARGE.encode(), "rows", S, 21, limits={"rows": 20}),
    refused("too many cells", "series.csv", LARGE.encode(), "cells", S, 11, limits={"cells": 20}),
    refused(
        "too many bytes", "series.csv", LARGE.encode() * 9000, "MiB", limits={"file_bytes": 1 << 20}
    ),
    refused("unknown sheet", "serie.csv", csv(), "no sheet of this name"),
    refused("name of another sort", "series.doc", csv(), "not read"),
    refused("no ending", "series", csv(), "not read"),
]

ENCODINGS = [
    # All of these are EUC-JP by their bytes.
    *(
        refused(f"{name} not stated", "series.csv", csv(f"a,{text},\n", name), "not clear in", S)
        for name, text in (
            ("gbk", "中日联合军演 和平使命 陆军"),
            ("euc_kr", "한미 연합훈련 을지프리덤실드"),
            ("big5", "中日"),
            ("cp1251", "Совместные учения"),
            ("euc_jp", "日米共同訓練"),
        )
    ),
    refused("japanese utf-8 cut off", "series.csv", csv(f"a,{JAPANESE}")[:-1], "encoding", S),
    refused("utf-8 and windows mixed", "series.csv", csv("a,Café,") + b"Caf\xe9\n", "encoding", S),
    refused("shift-jis cut off", "series.csv", csv(f"a,{JAPANESE}", "cp932")[:-1], "encoding", S),
    refused(
        "bytes of no language", "series.csv", csv("a,") + bytes(range(128, 256)), "encoding", S
    ),
    refused("windows-1251 russian", "series.csv", csv("a,Учения ВМС,Б\n", "cp1251"), "encoding", S),
    refused(
        "utf-16 cut within a character",
        "series.csv",
        b"\xff\xfe" + csv(encoding="utf-16-le")[:-1],
        "encoding",
        S,
    ),
    refused(
        "utf-16 with half a pair",
        "series.csv",
        b"\xff\xfe" + csv(encoding="utf-16-le") + b"\x00\xd8a\0",
        "encoding",
        S,
    ),
]

_HTML = b"<html><body><table><tr><td>key</td></tr></table></body></html>"
DISGUISED = [
    refused("pdf named csv", "series.csv", b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    refused("picture named csv", "series.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
    refused("photo named xlsx", "series.xlsx", b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
    refused("program named csv", "series.csv", b"MZ\x90\0\x03\0\0\0\x04\0", "program"),
    refused("program named xls", "series.xls", b"\x7fELF\x02\x01\x01\0", "program"),
    refused("page named csv", "series.csv", b"<!DOCTYPE html>\n" + _HTML, "HTML"),
    refused("page named xls", "series.xls", _HTML, "HTML"),
    refused("page named xlsx", "series.xlsx", b"\xef\xbb\xbf  " + _HTML, "HTML"),
    refused("xml of 2003 named xls", "series.xls", b"<?xml version='1.0'?><Workbook/>", "XML"),
    refused(
        "xml in utf-16 named csv",
        "series.csv",
        "\ufeff<?xml version='1.0'?><a/>".encode("utf-16-le"),
        "XML",
    ),
    refused("millions of empty lines", "series.csv", b"key\n" + b"\n" * 1_000_001, "lines", S, ...),
    refused("gzip named csv", "series.csv", gzip.compress(csv()), "gzip"),
    refused("database named csv", "series.csv", b"SQLite format 3\0", "SQLite"),
    refused("rtf named csv", "series.csv", b"{\\rtf1 key}", "RTF"),
    refused("xlsx named csv", "series.csv", lambda: xlsx(), "named .csv"),
    refused("xlsx named xls", "series.xls", lambda: xlsx(), "named .xls"),
    refused("xlsx named ods", "series.ods", lambda: xlsx(), "named .ods"),
    refused("ods named xlsx", "series.xlsx", lambda: ods(), "named .xlsx"),
    refused("xls named xlsx", "series.xlsx", lambda: xls(), "named .xlsx"),
    refused("xls named csv", "series.csv", lambda: xls(), "named .csv"),
    refused("csv named xlsx", "series.xlsx", csv(), "named .xlsx"),
    refused("csv named xls", "series.xls", csv(), "named .xls"),
    refused("csv named ods", "series.ods", csv(), "named .ods"),
]

CASES = [*QUOTES, *ROWS, *WHOLE, *ENCODINGS, *DISGUISED]
