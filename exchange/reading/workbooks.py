"""The parts of an XLSX file around its sheets: which sheets, shared strings, styles, 1904.

Source: ECMA-376 part 1, 18.2 (workbook), 18.4 (shared strings), 18.8 (styles).
"""

import posixpath
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from exchange.reading.archives import Archive, damaged
from exchange.reading.faults import Unreadable
from exchange.reading.formats import BUILT_IN, PLAIN, Shown, shown_by
from exchange.reading.grids import too_long
from exchange.reading.limits import Limits
from exchange.reading.markup import Markup, local

ROOT = "_rels/.rels"
MAIN, SHEET, STRINGS, STYLES = "/officeDocument", "/worksheet", "/sharedStrings", "/styles"
TRUE = {"1", "true", "on"}
# All text of a workbook that cells may share.
CHARACTERS = 200_000_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Return text with ``_x000D_`` and the like as the characters that they stand for."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


@dataclass
class Book:
    """A workbook: its sheets (name, part, hidden), strings, formats by style, and its calendar.

    ``stale`` tells that its formulas wait for being computed.
    """

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    styles: list[Shown] = field(default_factory=list)
    since_1904: bool = False
    stale: bool = False

    def shown(self, style: int) -> Shown:
        """Return what the format of a style shows."""
        return self.styles[style] if 0 <= style < len(self.styles) else PLAIN


class _Relations(Markup):
    """Which part has which role: id -> (type, target)."""

    def __init__(self, limits: Limits):
        super().__init__(limits.cell_characters)
        self.found: dict[str, tuple[str, str]] = {}

    def begin(self, name, attributes):
        """Take one relation."""
        self.text.clear()
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            self.found[attributes.get("Id", "")] = (attributes.get("Type", ""), target)


class _Workbook(Markup):
    def __init__(self, limits: Limits):
        super().__init__(limits.cell_characters)
        self.sheets: list[tuple[str, str, bool]] = []
        self.since_1904 = self.stale = False

    def begin(self, name, attributes):
        """Take the sheets, the calendar and whether formulas wait for being computed."""
        self.text.clear()
        if name == "sheet":
            found = local(attributes)
            hidden = found.get("state", "visible") != "visible"
            self.sheets.append((found.get("name", ""), found.get("id", ""), hidden))
        elif name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "").lower() in TRUE
        elif name == "calcPr":
            self.stale = attributes.get("fullCalcOnLoad", "").lower() in TRUE


class _Strings(Markup):
    def __init__(self, limits: Limits):
        super().__init__(limits.cell_characters)
        self.limits, self.found, self.characters = limits, [], 0
        self._parts: list[str] = []
        self._phonetic = False

    def begin(self, name, attributes):
        """Begin a string, or one of its runs."""
        if name == "t":
            self.text.clear()
        elif name == "si":
            self._parts = []
        elif name == "rPh":
            self._phonetic = True

    def end(self, name):
        """Take a run, unless it tells how to pronounce another, or a string with all its runs."""
        if name == "t" and not self._phonetic:
            self._parts.append("".join(self.text))
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            self._add(unescaped("".join(self._parts)))
        self.text.clear()

    def _add(self, text: str) -> None:
        self.found.append(text)
        self.characters += len(text)
        if len(self.found) > self.limits.cells or self.characters > CHARACTERS:
            raise Unreadable(
                _("The file has more text than is read."), _("Divide it into several.")
            )
        if len(text) > self.limits.cell_characters:
            raise too_long(None, text, self.limits)


class _Styles(Markup):
    def __init__(self, limits: Limits):
        super().__init__(limits.cell_characters)
        self.codes: dict[int, str] = dict(BUILT_IN)
        self.found: list[Shown] = []
        self._in_cells = False

    def begin(self, name, attributes):
        """Take a format, or the style of cells."""
        self.text.clear()
        if name == "numFmt":
            self.codes[_number(attributes, "numFmtId")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells and len(self.found) < 100_000:
            code = self.codes.get(_number(attributes, "numFmtId"), "")
            self.found.append(shown_by(code) if code else PLAIN)

    def end(self, name):
        """Leave the styles of cells."""
        if name == "cellXfs":
            self._in_cells = False


def _number(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def open_book(archive: Archive, limits: Limits) -> Book:
    """Return the workbook in an archive, without the cells; raises ``Unreadable``."""
    roots = _relations(archive, "", limits)
    main = next((part for kind, part in roots.values() if kind.endswith(MAIN)), "")
    if main not in archive:
        raise damaged()
    if not main.endswith(".xml"):
        hint = _("Save it as an Excel workbook (.xlsx).")
        raise Unreadable(_("The file is a binary workbook (.xlsb), which is not read."), hint)
    found = _Workbook(limits).read(archive.chunks(main))
    relations = _relations(archive, main, limits)
    book = Book(since_1904=found.since_1904, stale=found.stale)
    for name, part_id, hidden in found.sheets:
        kind, part = relations.get(part_id, ("", ""))
        if kind.endswith(SHEET):
            book.sheets.append((name, part, hidden))
    if not book.sheets:
        raise (
            damaged() if not found.sheets else Unreadable(_("The workbook has no sheet of cells."))
        )
    _read_parts(archive, book, relations, limits)
    return book


def _read_parts(archive: Archive, book: Book, relations: dict, limits: Limits) -> None:
    for kind, part in relations.values():
        if kind.endswith(STRINGS) and part in archive:
            book.strings = _Strings(limits).read(archive.chunks(part)).found
        elif kind.endswith(STYLES) and part in archive:
            book.styles = _Styles(limits).read(archive.chunks(part)).found


def _relations(archive: Archive, part: str, limits: Limits) -> dict[str, tuple[str, str]]:
    """Return the relations of a part: id -> (type, part)."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in archive:
        return {}
    found = _Relations(limits).read(archive.chunks(path)).found
    return {key: (kind, _part(folder, target)) for key, (kind, target) in found.items()}


def _part(folder: str, target: str) -> str:
    """Return the part that a relation's target names, seen from ``folder``."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
