"""What the cells of an XLSX sheet say, by their types and styles.

Source: ECMA-376 part 1, 18.3.1.4 (c) and 18.18.11 (ST_CellType).
"""

import re

from exchange.reading import values
from exchange.reading.archives import damaged
from exchange.reading.formats import NUMBER
from exchange.reading.limits import Limits
from exchange.reading.workbooks import Book, unescaped

SHARED, INLINE, FORMULA_TEXT, BOOLEAN, ERROR, ISO_DATE = "s", "inlineStr", "str", "b", "e", "d"
_YES_NO = {"1": "yes", "0": "no", "true": "yes", "false": "no"}
LAST_COLUMN = 16_384


class _Columns(dict):
    """Letters -> number of a column, from 0; raises ``Unreadable`` where there is none."""

    def __missing__(self, text: str) -> int:
        if not re.fullmatch("[A-Z]{1,3}", text):
            raise damaged()
        found = 0
        for letter in text:
            found = found * 26 + ord(letter) - 64
        if found > LAST_COLUMN:
            raise damaged()
        self[text] = found - 1
        return found - 1


COLUMNS = _Columns()


def index(text: str | None) -> int:
    """Return a number that a file gives for a string or style; raises ``Unreadable``."""
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise damaged()
    return int(text)


class Texts:
    """The text of a cell as a person sees it."""

    def __init__(self, book: Book, limits: Limits):
        self.strings, self.since_1904, self.stale = book.strings, book.since_1904, book.stale
        self.styles, self.shown = book.styles, book.shown
        self.limits = limits

    def plain(self, kind: str, style: str, value: str, inline: str) -> str:
        """Return the text of a cell without a formula; raises ``BadCell``."""
        if kind == SHARED:
            return self._shared(value)
        if kind == INLINE:
            return unescaped(inline)
        if not value:
            return ""
        shown = self.shown(index(style))
        if shown.what == NUMBER and not shown.zeros and value.isdigit() and len(value) < 16:
            return str(int(value))
        return values.number(value.strip(), shown, self.since_1904)

    def any(self, cell: dict[str, str], value: str | None, inline: str, formula: str | None) -> str:
        """Return the text of a cell of any type; raises ``BadCell``.

        A formula has a value where the file stores one, and does not ask for computing it anew.
        """
        kind, style = cell.get("t", "n"), cell.get("s", "")
        # A text may be empty, a number not.
        has_value = value is not None if kind == FORMULA_TEXT else bool(value)
        if formula is not None and (self.stale or not has_value):
            raise values.unstored(formula)
        if kind in ("n", SHARED, INLINE):
            return self.plain(kind, style, value or "", inline)
        if kind == FORMULA_TEXT:
            return unescaped(value or "")
        if kind == BOOLEAN:
            return _YES_NO.get((value or "").strip(), value or "")
        if kind == ERROR:
            raise values.error(value or "")
        if kind == ISO_DATE:
            return values.iso(value, self.shown(index(style))) if value else ""
        raise damaged()

    def _shared(self, value: str) -> str:
        try:
            return self.strings[index(value)] if value else ""
        except IndexError:
            raise damaged() from None
