"""The quick way through the rows of an ODS file: those of plain cells, as programs write them.

As in ``exchange.reading.quick``, such a row is one match of a pattern; the parser sees the rest.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from exchange.reading.archives import damaged
from exchange.reading.markup import local
from exchange.reading.quick import LONGEST_ROW, TEXT, is_simple, text_of

_NAME, _VALUE = "[A-Za-z][A-Za-z0-9:_-]{0,60}", r'[^"<&\x00-\x1f]*+'
_ATTRIBUTES = rf'(?: {_NAME}="{_VALUE}")*+'
_BEGIN, _END = b"<table:table-row", b"</table:table-row>"
_LINE, _LINE_END = "<text:p>", "</text:p>"
_LINES = rf"(?:{_LINE}{TEXT}{_LINE_END})*+"
_CELL = f"<table:table-cell({_ATTRIBUTES})(?:/>|>({_LINES})</table:table-cell>)"
_PLAIN_CELL = f"<table:table-cell{_ATTRIBUTES}(?:/>|>{_LINES}</table:table-cell>)"
_CELLS = re.compile(_CELL)
_ROW = re.compile(
    f"{_BEGIN.decode()}({_ATTRIBUTES})>((?:{_PLAIN_CELL})*+){_END.decode()}\\s*+".encode()
)
_ATTRIBUTE = re.compile(f'({_NAME})="({_VALUE})"')

# What a cell may have that is nothing but text.
_OF_TEXT = {"value-type", "style-name", "number-columns-repeated"}

# The attributes of a cell as they are written, and its lines with what stands around them.
Cell = tuple[str, str]


def lines_of(found: str) -> list[str]:
    """Return the lines of a cell, which may have references in them."""
    return found[len(_LINE) : -len(_LINE_END)].split(_LINE_END + _LINE) if found else []


def repeat_of(attributes: dict[str, str], name: str) -> int:
    """Return how often something is repeated: at least once; raises ``Unreadable``."""
    text = attributes.get(name)
    if text is None:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise damaged()
    return max(1, int(text))


class Repeats(dict):
    """Attributes of a cell as they are written -> how often it is there, if it is but text, or 0.

    A cell without a type is text, too, as far as it has any.
    """

    def __init__(self, attributes: "Attributes"):
        super().__init__()
        self._attributes = attributes

    def __missing__(self, text: str) -> int:
        found = self._attributes[text]
        is_text = found.keys() <= _OF_TEXT and found.get("value-type", "string") == "string"
        repeat = repeat_of(found, "number-columns-repeated") if is_text else 0
        if len(self) < 10_000:
            self[text] = repeat
        return repeat


class Attributes(dict):
    """Attributes as they are written -> by their names without prefixes; most repeat themselves."""

    def __init__(self):
        super().__init__()
        self.repeats = Repeats(self)

    def __missing__(self, text: str) -> dict[str, str]:
        pairs = _ATTRIBUTE.findall(text)
        found = local(dict(pairs))
        if len(dict(pairs)) < len(pairs):
            raise damaged()
        if len(self) < 10_000:
            self[text] = found
        return found


def without_plain_rows(
    pieces: Iterable[bytes],
    is_between_rows: Callable[[], bool],
    take: Callable[[str, list[Cell]], None],
) -> Iterator[bytes]:
    """Yield what the parser must see of the sheets; plain rows go to ``take`` instead.

    ``take`` gets the attributes of a row and its cells. ``is_between_rows`` tells whether the
    parser, having seen all that was yielded, is where a row of a sheet may begin.
    """
    pending, quick, is_head = b"", True, True
    for piece in pieces:
        pending += piece
        at = 0
        while quick:
            start = pending.find(_BEGIN, at)
            end = start if start >= 0 else _certain(pending, at)
            if end > at:
                quick, is_head = is_simple(pending[at:end], is_head), False
                yield pending[at:end]
                at = end
            elif start < 0:
                break
            elif is_between_rows() and (match := _ROW.match(pending, at)):
                take(text_of(match[1]), _CELLS.findall(text_of(match[2])))
                at = match.end()
            elif (end := pending.find(_END, at)) < 0:
                break
            else:
                quick = is_simple(pending[at : end + len(_END)], False)
                yield pending[at : end + len(_END)]
                at = end + len(_END)
        pending = pending[at:]
        quick = quick and len(pending) <= LONGEST_ROW
        if not quick:
            yield pending
            pending = b""
        # Nothing for the parser; but what was taken can be fetched now.
        yield b""
    yield pending


def _certain(pending: bytes, at: int) -> int:
    """Return up to where no row begins, nor anything that could hide one."""
    end = max(at, len(pending) - len(_BEGIN))
    return end - 1 if pending[at:end].endswith(b"<") else end
