"""The quick way through the rows of an XLSX sheet: those written as all programs write them.

A parser's calls for each tag cost most of the time of reading. A row of nothing but plain cells
is one match of a pattern instead; whatever else there is goes to the parser, in its place.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from exchange.reading.archives import damaged

# Text between tags: neither markup, nor references other than the usual, nor what XML has not.
_SIGNS = r"[^<&\x00-\x08\x0b-\x1f]*+"
TEXT = rf"{_SIGNS}(?:&(?:amp|lt|gt|quot|apos);{_SIGNS})*+"
_ATTRIBUTE = r' [A-Za-z0-9:]{1,40}="[^"<&\x00-\x1f]*+"'
_CELL = (
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,6})")?(?: t="(n|s|inlineStr)")?'
    rf'(?:/>|>(?:<v>({TEXT})</v>|<is><t(?: xml:space="preserve")?>({TEXT})</t></is>)?+</c>)'
)
_UNCAPTURED = re.sub(r"(?<!\\)\((?!\?)", "(?:", _CELL)
_ROW = re.compile(
    rf'<row r="([0-9]{{1,7}})"((?:{_ATTRIBUTE})*+)>((?:{_UNCAPTURED})*+)</row>\s*+'.encode()
)
CELLS = re.compile(_CELL)
_START, _END = b"<sheetData>", b"</row>"
_ENCODING = re.compile(rb"""\bencoding=["']([^"']*)""")
_REFERENCES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
LONGEST_ROW = 4 * 1024 * 1024

Cell = tuple[str, str, str, str, str, str]


def plain(text: str) -> str:
    """Return text with its references resolved."""
    if "&" in text:
        for reference, sign in _REFERENCES:
            text = text.replace(reference, sign)
    return text


def without_plain_rows(
    pieces: Iterable[bytes],
    is_between_rows: Callable[[], bool],
    take: Callable[[str, str, list[Cell]], None],
) -> Iterator[bytes]:
    """Yield what the parser must see of a sheet; plain rows go to ``take`` instead.

    ``take`` gets the number of a row, its other attributes, and of each cell its letters, row,
    style, type, value and inline text. ``is_between_rows`` tells whether the parser, having seen
    all that was yielded, is between two rows: only there is a row taken.
    """
    pending, quick = b"", True
    for piece in pieces:
        pending += piece
        if not quick:
            yield pending
            pending = b""
            continue
        at = 0
        if not is_between_rows():
            at = _head_end(pending)
            yield pending[:at]
            quick = is_simple(pending[:at], True)
        while quick and is_between_rows():
            if match := _ROW.match(pending, at):
                number, attributes, cells = match.groups()
                take(text_of(number), text_of(attributes), CELLS.findall(text_of(cells)))
                at = match.end()
                continue
            end = pending.find(_END, at)
            if end < 0:
                break
            part = pending[at : end + len(_END)]
            at = end + len(_END)
            quick = is_simple(part, False)
            yield part
        pending = pending[at:]
        # Nothing for the parser; but what was taken can be fetched now.
        yield b""
        if len(pending) > LONGEST_ROW or pending.lstrip().startswith(b"</sheetData"):
            quick = False
    yield pending


def _head_end(pending: bytes) -> int:
    """Return where the rows begin, or as far as they certainly do not."""
    at = pending.find(_START)
    # The beginning of the mark may be at the end.
    return at + len(_START) if at >= 0 else max(0, len(pending) - len(_START))


def text_of(part: bytes) -> str:
    try:
        return part.decode()
    except UnicodeDecodeError:
        raise damaged() from None


def is_simple(part: bytes, is_head: bool) -> bool:
    """Tell whether a part can hide no rows: no comments, no other encoding than UTF-8."""
    encoding = _ENCODING.search(part) if is_head else None
    if encoding and encoding[1].lower() != b"utf-8":
        return False
    return b"<!" not in part and part.count(b"<?") <= is_head
