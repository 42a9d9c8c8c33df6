"""What a file is by what is in it, whatever its name says."""

import re
from pathlib import PurePath
from typing import BinaryIO

from django.utils.translation import gettext as _

from exchange.reading.archives import damaged, directory
from exchange.reading.faults import Unreadable
from exchange.reading.xls import OLE, encrypted

TEXT, XLSX, XLS, ODS, ZIP = "csv", "xlsx", "xls", "ods", "zip"
ZIPPED = b"PK\x03\x04"
HEAD = 4096
# The endings of the files in a ZIP that are read.
TEXTS = (".csv", ".tsv", ".tab", ".txt")
# By their first bytes: what is certainly no spreadsheet.
STRANGERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"MZ": "program",
    b"\x7fELF": "program",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"\xfd7zXZ": "xz",
    b"{\\rtf": "RTF",
    b"SQLite format 3": "SQLite",
    b"PAR1": "Parquet",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"PK\x05\x06": "empty archive",
}
_MARKUP = re.compile(r"\s*<(?:\?xml|!doctype|html|table|head|body|meta|script|svg|!--)", re.I)
# Excel 5 to 97 without a container: the first record of the stream.
_BARE = re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00")
_ODS_MARK = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


def format_of(file: BinaryIO) -> str:
    """Return the format of a file by its content; raises ``Unreadable`` for others than ours."""
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(ZIPPED):
        return _zipped(file, head)
    if head.startswith(OLE):
        return _container(file)
    if _BARE.match(head):
        return XLS
    for mark, name in STRANGERS.items():
        if head.startswith(mark) and not (mark.isalpha() and _looks_like_text(head)):
            raise stranger(name)
    text = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1", "replace")
    if _MARKUP.match(text.removeprefix("ï»¿").removeprefix("\ufeff")):
        raise stranger("XML" if "<?xml" in text[:100] else "HTML")
    return TEXT


def stranger(name: str) -> Unreadable:
    """Return that a file is of another sort, to be raised."""
    hint = _("Save it as .xlsx, .ods or .csv from a spreadsheet program.")
    return Unreadable(_("This is no spreadsheet (%(name)s).") % {"name": name}, hint)


def _looks_like_text(head: bytes) -> bool:
    return not re.search(rb"[\x00-\x08\x0e-\x1f]", head)


def _zipped(file: BinaryIO, head: bytes) -> str:
    if _ODS_MARK in head[:200]:
        return ODS
    names = directory(file)
    if any(name.startswith("xl/") for name in names) and "word/document.xml" not in names:
        return XLSX
    if "content.xml" in names and "mimetype" in names and b"opendocument" not in head[:200]:
        return ODS
    if any(PurePath(name).suffix.lower() in TEXTS for name in names):
        return ZIP
    raise stranger("ZIP")


def _container(file: BinaryIO) -> str:
    """Tell what an OLE container holds, by the names in its directory."""
    file.seek(0)
    data = file.read()
    if _wide("EncryptedPackage") in data:
        raise encrypted()
    if _wide("Workbook") in data or _wide("Book") in data:
        return XLS
    if _wide("Root Entry") not in data:
        raise damaged()
    raise stranger("Word" if _wide("WordDocument") in data else "OLE")


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")
