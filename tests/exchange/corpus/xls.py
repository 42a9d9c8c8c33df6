"""XLS files: what is seen in old Excels, and what is refused."""

import datetime
import struct

import xlwt

from tests.exchange.corpus.cases import bad, good, refused
from tests.exchange.corpus.made import ROWS, xls

X, S = "series.xls", "series"
ROW = ROWS[0]


def styled(value, code: str):
    """Return what fills a sheet of XLS with a row that has a value in a format."""

    def fill(page) -> None:
        page.write(1, 0, "a")
        page.write(1, 1, value, xlwt.easyxf(num_format_str=code))
        page.write(1, 2, "B")

    return fill


def old(name: str, value, code: str, text: str, **more):
    """Return a case of one cell of XLS and what is seen of it."""
    return good(f"{name}", X, lambda: xls(styled(value, code), **more), ("a", text, "B"))


def old_wrong(name: str, fill, says: str, value=...):
    """Return a case of one cell of XLS that cannot be read."""
    return bad(f"{name}", X, lambda: xls(fill), says, (S, 2, "title", value))


def with_error(page) -> None:
    """Fill a sheet with an error."""
    page.row(1).set_cell_error(1, "#REF!")


def with_merged(page) -> None:
    """Fill a sheet with merged cells."""
    page.write_merge(1, 2, 1, 1, "A")


def far(page) -> None:
    """Fill a sheet with the last cell that it may have."""
    page.write(65535, 255, "z")


def looped() -> bytes:
    """Return an XLS file whose sectors lead back to themselves."""
    content = bytearray(xls())
    (table,) = struct.unpack_from("<L", content, 0x4C)
    struct.pack_into("<L", content, (table + 1) * 512, 0)
    return bytes(content)


def looped_short() -> bytes:
    """Return an XLS file whose stream is said to be of short sectors that lead back."""
    content = bytearray(xls())
    struct.pack_into("<L", content, 0x38, 1 << 31)
    struct.pack_into("<2L", content, 0x3C, 0, 1)
    content[512:1024] = b"\0" * 512
    return bytes(content)


DAY = datetime.date(2018, 11, 1)
NOON = datetime.datetime.combine(DAY, datetime.time(12))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CASES = [
    good("texts", X, lambda: xls(), ROW),
    old("whole number", 24, "General", "24"),
    old("fraction", 0.1 + 0.2, "General", "0.3"),
    old("number filled with zeros", 42, "00000", "00042"),
    old("yes", True, "General", "yes"),
    old("japanese", "日印共同訓練", "General", "日印共同訓練"),
    old("date", DAY, "yyyy-mm-dd", "2018-11-01"),
    old("date since 1904", DAY, "yyyy-mm-dd", "2018-11-01", since_1904=True),
    old("month", DAY, "mmm-yy", "2018-11"),
    old("moment", NOON, "yyyy-mm-dd hh:mm", "2018-11-01 12:00"),
    old_wrong("error", with_error, "error", "#REF!"),
    old_wrong("merged", with_merged, "B2:B3", "A"),
    old_wrong("twenty digits", styled(1e19, "0"), "15 digits"),
    old_wrong("date without its year", styled(DAY, "d-mmm"), "without its year", "2018-11-01"),
    bad("cell far away", X, lambda: xls(far), "no heading", (S, 65536, "IV", "z")),
    refused("cut off", X, lambda: xls()[:2000], "damaged"),
    refused("sectors that lead back", X, looped, "damaged"),
    refused("short sectors that lead back", X, looped_short, "damaged"),
    refused(
        "of zeros",
        X,
        OLE + b"\0" * 2000 + "Workbook".encode("utf-16-le") + b"\0" * 500,
        "damaged",
    ),
    refused(
        "of noise", X, OLE + "Workbook".encode("utf-16-le") + bytes(range(256)) * 20, "damaged"
    ),
    refused("without a container", X, b"\x09\x08\x10\x00" + b"\xff" * 600, "damaged"),
    refused(
        "word named xls",
        X,
        OLE + b"\0" * 504 + "Root Entry WordDocument".encode("utf-16-le"),
        "Word",
    ),
    refused("installer named xls", X, OLE + b"\0" * 504 + "Root Entry".encode("utf-16-le"), "OLE"),
    good("only sheet of another name", X, lambda: xls(name="Sheet1"), ROW),
]
