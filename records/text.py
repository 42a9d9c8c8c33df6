"""Small rules for text that every app shares."""

import re
import unicodedata
from functools import lru_cache

KEY_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
# Control characters, half characters, and marks that turn the direction of what follows.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
_SPACE = re.compile(r"\s+")
_DIGITS = re.compile(r"(\d+)")


def fold(text: str) -> str:
    """Return ``text`` as names are compared: width, case, full stops and spacing aside."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace(".", "")
    return _SPACE.sub(" ", plain).strip()


def has_control(text: str) -> bool:
    """Tell whether ``text`` has characters that no person writes and no spreadsheet keeps."""
    return bool(_CONTROL.search(text))


def tidy(text: str) -> str:
    """Return ``text`` in NFC with one kind of line end and no space at either end."""
    if text.isascii() and "\r" not in text:
        return text.strip()
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


@lru_cache(maxsize=16_384)
def natural(text: str) -> tuple:
    """Return a sort key under which s2 stands before s10."""
    return tuple(
        (0, int(p), "") if p.isdigit() and p.isascii() else (1, 0, p)
        for p in _DIGITS.split(text)
        if p
    )
