"""ZIP files (XLSX and ODS are such) from strangers: weighed by their directory before any reading.

Sources: APPNOTE 6.3.10 of PKWARE for the records at the end; https://www.bamsoftware.com/hacks/zipbomb/
for directories that lie.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from django.utils.translation import gettext as _

from exchange.reading.faults import Unreadable
from exchange.reading.limits import MEBIBYTE, Limits

END = struct.Struct("<4s4H2LH")
END_MARK, END64_MARK = b"PK\x05\x06", b"PK\x06\x07"
LONGEST_COMMENT = 65_535
MEMBERS = 5_000
DIRECTORY_BYTES = 2 * MEBIBYTE
# Sheets of a spreadsheet program shrink to a tenth or a fiftieth; a bomb to a thousandth.
RATIO = 250
HARMLESS = 16 * MEBIBYTE
ENCRYPTED = 0x1
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
CHUNK = 64 * 1024


class Archive:
    """A ZIP file that has been weighed; its members are read as streams."""

    def __init__(self, file: BinaryIO, limits: Limits):
        """Weigh the file; raises ``Unreadable`` for what is damaged, encrypted, or too large."""
        self._zip = _opened(file)
        self._members = {info.filename: info for info in self._zip.infolist()}
        _weigh_members(self._zip.infolist(), limits)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def names(self) -> list[str]:
        """Return the names of the members."""
        return list(self._members)

    def size(self, name: str) -> int:
        """Return the size of a member, unpacked; reading never gives more than that."""
        return self._members[name].file_size

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a member in pieces; raises ``Unreadable`` where it is not what is declared."""
        if name not in self._members:
            raise damaged()
        with told():
            read = 0
            with self._zip.open(self._members[name]) as stream:
                while piece := stream.read(CHUNK):
                    read += len(piece)
                    yield piece
            if read != self.size(name):
                raise damaged()


def directory(file: BinaryIO) -> list[str]:
    """Return the names in a ZIP file; raises ``Unreadable`` for what is damaged."""
    return _opened(file).namelist()


def _opened(file: BinaryIO) -> zipfile.ZipFile:
    _weigh_directory(file)
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError):
        raise damaged() from None


@contextmanager
def told():
    """Turn what goes wrong in unpacking into a sentence."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error, ValueError) as error:
        raise damaged() from error
    except (NotImplementedError, RuntimeError) as error:
        raise _encrypted() from error


def damaged() -> Unreadable:
    """Return that a file is damaged, to be raised."""
    hint = _("Open it in a spreadsheet program and save it again.")
    return Unreadable(_("The file is damaged or was cut off."), hint)


def _encrypted() -> Unreadable:
    hint = _("Save it without a password.")
    return Unreadable(_("The file is encrypted."), hint)


def too_large(found: int, limit: int) -> Unreadable:
    """Return that a file is too large, to be raised; both in bytes."""
    sizes = {"found": -(-found // MEBIBYTE), "limit": limit // MEBIBYTE}
    message = _("The file holds %(found)s MiB; at most %(limit)s are read.") % sizes
    return Unreadable(message, _("Divide it into several files."))


def _weigh_directory(file: BinaryIO) -> None:
    """Refuse a directory that would itself fill the memory; ``zipfile`` reads it whole."""
    size = file.seek(0, 2)
    file.seek(max(0, size - LONGEST_COMMENT - END.size - 20))
    tail = file.read()
    at = tail.rfind(END_MARK)
    if at < 0 or len(tail) - at < END.size:
        raise damaged()
    _mark, _disk, _start, _here, members, length, _offset, _comment = END.unpack_from(tail, at)
    large = tail[max(0, at - 20) : at].startswith(END64_MARK)
    if large or members > MEMBERS or length > DIRECTORY_BYTES:
        hint = _("Open it in a spreadsheet program and save it again.")
        raise Unreadable(_("The file holds more parts than a spreadsheet has."), hint)


def _weigh_members(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > MEMBERS or len({info.filename for info in members}) < len(members):
        raise damaged()
    if any(info.flag_bits & ENCRYPTED for info in members):
        raise _encrypted()
    total = sum(info.file_size for info in members)
    if total > limits.expanded_bytes:
        raise too_large(total, limits.expanded_bytes)
    if any(_is_bomb(info) or info.compress_type not in METHODS for info in members):
        hint = _("Open it in a spreadsheet program and save it again.")
        raise Unreadable(_("The file is packed as no spreadsheet program packs."), hint)
    end = 0
    for info in sorted(members, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise damaged()
        end = info.header_offset + info.compress_size


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > HARMLESS and info.file_size > RATIO * info.compress_size
