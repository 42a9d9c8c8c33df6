"""In which encoding a text file is: by its mark, by its form, by what reads as a language.

UTF-8 and UTF-16 show by their form. Windows-1252, those of Central Europe, Shift-JIS (CP932) and
EUC-JP are told apart by what their characters would be next to each other (``likeness``); where
that is not clear, nothing is guessed. Chinese, Korean and Cyrillic texts are read where a person
says so: nearly all of them would be EUC-JP as well, which is why that wants kana.
"""

import codecs
import re
from typing import BinaryIO

from django.utils.translation import gettext as _

from exchange.reading import likeness
from exchange.reading.faults import Unreadable

# What a person may choose: the name as Python has it, and as programs show it.
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "utf-32-le": "UTF-32 LE",
    "utf-32-be": "UTF-32 BE",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "iso8859-2": "ISO-8859-2",
    "cp932": "Shift-JIS",
    "euc_jp": "EUC-JP",
    "iso2022_jp": "ISO-2022-JP",
    "gb18030": "GB18030",
    "cp950": "Big5",
    "cp949": "EUC-KR",
    "cp1251": "Windows-1251",
}
# What else these are called, and what they are taken for, which has more characters.
_ALSO = {
    "utf-16": "utf-16-le",
    "utf-8-sig": "utf-8",
    "shift_jis": "cp932",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "big5": "cp950",
    "euc_kr": "cp949",
}
# The longer marks first: that of UTF-32 begins as that of UTF-16.
MARKS = {
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
CHUNK = 256 * 1024
SAMPLE = 512 * 1024
PLAUSIBLE = 0.8
# A character of UTF-8, which is no likely pair of characters in Windows-1252.
_UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_ESCAPE = re.compile(rb"\x1b\$[@B]|\x1b\(J")


def named(encoding: str) -> str:
    """Return the encoding that a person means by a name; raises ``Unreadable`` for others."""
    wanted = encoding.strip().lower()
    for name, label in ENCODINGS.items():
        if wanted in (name, label.lower()):
            return name
    try:
        name = codecs.lookup(wanted).name
    except (LookupError, ValueError):
        name = ""
    name = _ALSO.get(name, name)
    if name in ENCODINGS:
        return name
    hint = _("Known here: %(names)s.") % {"names": ", ".join(ENCODINGS.values())}
    raise Unreadable(_("There is no encoding of this name."), hint, value=encoding)


def detected(file: BinaryIO) -> tuple[str, bool]:
    """Return the encoding of a file, and whether it is certain; raises ``Unreadable``."""
    file.seek(0)
    head = file.read(SAMPLE)
    marked = next((name for mark, name in MARKS.items() if head.startswith(mark)), _wide(head))
    if marked:
        require(file, marked)
        return marked, True
    if _ESCAPE.search(head) and fits(file, "iso2022_jp"):
        return "iso2022_jp", True
    if fits(file, "utf-8"):
        return "utf-8", True
    sample = _around_letters(file)
    best, how_much = likeness.likeliest(sample)
    is_mixed = best in likeness.EUROPEAN and _UTF_8.search(sample)
    is_unclear = is_mixed or (best == "euc_jp" and not likeness.has_kana(sample, best))
    if how_much < PLAUSIBLE or is_unclear or not fits(file, best):
        hint = _("State the encoding: %(names)s.") % {"names": ", ".join(ENCODINGS.values())}
        raise Unreadable(_("It is not clear in which encoding the file is."), hint)
    return best, False


def mark_of(file: BinaryIO, encoding: str) -> int:
    """Return how many bytes the mark at the beginning of a file has, or 0."""
    file.seek(0)
    head = file.read(4)
    return next((len(m) for m, e in MARKS.items() if e == encoding and head.startswith(m)), 0)


def require(file: BinaryIO, encoding: str) -> None:
    """Raise ``Unreadable`` where a file is not all in an encoding."""
    line = misfit(file, encoding)
    if line is not None:
        message = _("The file is not in the encoding %(encoding)s: line %(line)s does not fit.")
        found = {"encoding": ENCODINGS[encoding], "line": line}
        hint = _("Save it as “CSV UTF-8”, or state another encoding.")
        raise Unreadable(message % found, hint)


def fits(file: BinaryIO, encoding: str) -> bool:
    """Tell whether all of a file can be read in an encoding."""
    return misfit(file, encoding) is None


def misfit(file: BinaryIO, encoding: str) -> int | None:
    """Return the line of the first byte that does not fit an encoding, or None."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(mark_of(file, encoding))
    line = 1
    while True:
        piece = file.read(CHUNK)
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            return line + error.object.count(b"\n", 0, error.start)
        if not piece:
            return None
        line += text.count("\n")


def _wide(head: bytes) -> str:
    """Return UTF-16 without a mark, which shows by the zeros of its ASCII, or nothing."""
    head = head[: len(head) // 2 * 2][:4096]
    if len(head) < 4 or b"\0" not in head:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    enough = len(head) // 2 * 0.3
    if odd > enough and not even:
        return "utf-16-le"
    return "utf-16-be" if even > enough and not odd else ""


def _around_letters(file: BinaryIO) -> bytes:
    """Return the lines of a file, up to a size, that have bytes beyond ASCII."""
    file.seek(0)
    found, size = [], 0
    for line in file:
        if not line.isascii():
            found.append(line[:10_000])
            size += len(found[-1])
            if size > SAMPLE // 8:
                break
    return b"".join(found)
