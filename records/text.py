"""Small rules for text that every app shares."""

import re
import unicodedata
from functools import lru_cache

KEY_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
# Control characters, half characters, and marks that turn the direction of what follows.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
# What takes no room or shows nothing; those that turn the direction are told as control characters.
_UNSEEN = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065"
    r"\u206a-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]*"
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
    """Return ``text`` in NFC with one kind of line end and no space at either end.

    A text in which there is nothing to be seen is empty.
    """
    if text.isascii() and "\r" not in text:
        return text.strip()
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return "" if _UNSEEN.fullmatch(text) else text


@lru_cache(maxsize=16_384)
def natural(text: str) -> tuple:
    """Return a sort key under which s2 stands before s10."""
    return tuple(
        (0, int(p), "") if p.isdigit() and p.isascii() else (1, 0, p)
        for p in _DIGITS.split(text)
        if p
    )
