"""The styles of an ODS file: what the format of a cell shows of its date or number.

Source: OpenDocument 1.3 part 3, 16.29 (number styles), 19.382 (style:data-style-name).
"""

from collections.abc import Iterable

from exchange.reading.formats import DAY, MOMENT, MONTH, PLAIN, YEAR, YEARLESS, Shown
from exchange.reading.limits import Limits
from exchange.reading.markup import Markup, local

PARTS = {"year", "month", "day", "hours", "minutes", "seconds"}


class OdsStyles(Markup):
    """Name of a style -> what it shows; read from styles.xml, then from content.xml.

    ``hidden`` are the styles of sheets that are hidden.
    """

    def __init__(self, limits: Limits):
        super().__init__(limits.cell_characters)
        self._formats: dict[str, Shown] = {}
        self._styles: dict[str, tuple[str, str]] = {}
        self._name, self._parts, self._zeros = "", set(), 0
        self._table, self._in_body = "", False
        self.hidden: set[str] = set()

    def collect(self, pieces: Iterable[bytes]) -> None:
        """Read the styles of a part, up to its body; raises ``Unreadable``."""
        self.depth = 0
        for _step in self.feed(pieces):
            if self._in_body:
                return

    def begin(self, name, attributes):
        """Take a style, or a part of a format."""
        self.text.clear()
        if name in ("date-style", "number-style"):
            self._name, self._parts, self._zeros = local(attributes).get("name", ""), set(), 0
        elif name in PARTS:
            self._parts.add(name)
        elif name == "number":
            self._zeros = _zeros(local(attributes))
        elif name == "body":
            self._in_body = True
        elif name == "style":
            self._begin_style(local(attributes))
        elif name == "table-properties" and local(attributes).get("display") == "false":
            self.hidden.add(self._table)

    def end(self, name):
        """Finish a format."""
        self.text.clear()
        if name == "date-style":
            self._formats[self._name] = Shown(_date(self._parts))
        elif name == "number-style":
            self._formats[self._name] = Shown(zeros=self._zeros)

    def _begin_style(self, found: dict[str, str]) -> None:
        name = found.get("name", "")
        if found.get("family") == "table":
            self._table = name
        elif found.get("family") == "table-cell" and len(self._styles) < 100_000:
            parent = found.get("parent-style-name", "")
            self._styles[name] = (found.get("data-style-name", ""), parent)

    def shown(self, style: str) -> Shown:
        """Return what a style shows; it may have it from the style that it is based on."""
        for _step in range(10):
            data, parent = self._styles.get(style, ("", ""))
            if data:
                return self._formats.get(data, PLAIN)
            style = parent
        return PLAIN


def _zeros(attributes: dict[str, str]) -> int:
    """Return to how many digits a number is filled up with zeros, or 0."""
    digits = attributes.get("min-integer-digits", "0")
    whole = attributes.get("decimal-places", "0") == "0" and "grouping" not in attributes
    return int(digits) if whole and digits in map(str, range(2, 31)) else 0


def _date(parts: set[str]) -> str:
    clock = parts & {"hours", "minutes"}
    if "year" not in parts:
        return YEARLESS if parts & {"month", "day"} else MOMENT
    if "day" in parts:
        return MOMENT if clock else DAY
    if clock:
        return MOMENT
    return MONTH if "month" in parts else YEAR
