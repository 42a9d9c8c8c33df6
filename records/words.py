"""Words as they are searched for: case, width, accents, quotes and punctuation aside.

Both what a record says and what a reader types go through the same rules, so that
“JIMEX-24”, JIMEX 24 and jimex24 are one.
"""

import re
import unicodedata
from functools import lru_cache

# Straight, typographic, low, angled, Japanese and full-width quotation marks.
_MARKS = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d\u300e\u300f\uff02'
_QUOTED = re.compile(f"[{_MARKS}]([^{_MARKS}]+)[{_MARKS}]")
_POSSESSIVE = re.compile("['\u2019\u02bc\uff07][sS]\\b")
_ACCENTS = re.compile("[\u0300-\u036f]")
# A space where letters and digits meet: JIMEX24 is JIMEX 24.
_BORDER = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_PLAIN = re.compile(r"[a-z]+|[0-9]+")
SHORT = 3


def fold(text: str) -> str:
    """Return the words of ``text`` with one space between them, in the form that is compared."""
    if text.isascii():
        if "'" in text:
            text = _POSSESSIVE.sub("", text)
        return " ".join(_PLAIN.findall(text.lower().replace(".", "")))
    text = _POSSESSIVE.sub("", text)
    text = unicodedata.normalize("NFKD", text)
    text = unicodedata.normalize("NFKC", _ACCENTS.sub("", text)).casefold()
    words = "".join(map(_kept, text.replace(".", "")))
    return " ".join(_BORDER.sub(" ", words).split())


@lru_cache(maxsize=4096)
def _kept(character: str) -> str:
    """Return what becomes of a character: letters, their marks and digits stay as they are."""
    category = unicodedata.category(character)
    if category == "Cf":
        return ""  # joiners and soft hyphens stand within words
    return character if category[0] in "LMN" else " "


folded_name = lru_cache(maxsize=16_384)(fold)


def wanted(text: str) -> list[str]:
    """Return the words that must all occur, each in the form that is compared.

    What stands in quotes is one of them, and so is a word of short parts: F-2A, JIMEX-24.
    """
    found = [fold(part) for part in _QUOTED.findall(text)]
    for word in _QUOTED.sub(" ", text).split():
        found += _parts(fold(word))
    return [word for word in dict.fromkeys(found) if word]


def _parts(word: str) -> list[str]:
    parts = word.split()
    together = any(len(part) < SHORT or part.isdigit() for part in parts)
    return [word] if together else parts


def stored(texts) -> str:
    """Return texts in the form in which they are stored: a line each, each word after a space."""
    lines = "\n ".join(filter(None, dict.fromkeys(texts)))
    return lines and f" {lines}"


def pattern(word: str) -> str:
    """Return what the stored form contains where ``word`` occurs.

    A word of Latin letters matches where one begins; others, which are written without spaces,
    match anywhere.
    """
    return f" {word}" if word.isascii() else word
