"""What would be right in the place of a word that is refused."""

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from records.faults import Advised

# Members of one list that are told to be wrong, one by one.
MOST = 5
# Letters with which two words have to begin alike to be akin, and how many such are named.
ALIKE, AKIN = 3, 3
_PART = re.compile(r"[\W_]+")


def nearest_word(text: str, choices: Iterable[tuple[str, Any]]) -> str:
    """Return a hint with the word of ``(word, label)`` that looks most like ``text``, or ""."""
    close, akin = nearest_words(text, choices)
    if close:
        return _("Did you mean “%(name)s”?") % {"name": close}
    return _("Nearest: %(names)s.") % {"names": ", ".join(akin)} if akin else ""


def nearest_words(text: str, choices: Iterable[tuple[str, Any]]) -> tuple[str, list[str]]:
    """Return the word of ``(word, label)`` that looks most like ``text``, or "".

    With it go, where none does, those of which a part begins as a part of ``text`` does.
    """
    names = {str(name).casefold(): word for word, label in choices for name in (word, label)}
    close = difflib.get_close_matches(text[:100].casefold(), names, n=1)
    if close:
        return names[close[0]], []
    akin = dict.fromkeys(word for name, word in names.items() if _are_akin(text[:100], name))
    return "", [*akin][:AKIN]


def _are_akin(text: str, name: str) -> bool:
    """Tell whether a part of one begins with a whole part of the other: news, newspaper."""
    ours, theirs = (_PART.split(words.casefold()) for words in (text, name))
    pairs = ((a, b) for a in ours for b in theirs if min(len(a), len(b)) >= ALIKE)
    return any(a.startswith(b) or b.startswith(a) for a, b in pairs)


def all_wrong(values: Sequence[str], check: Callable[[str], Any]) -> Advised:
    """Return one error for all the values that ``check`` refuses, each with its hint."""
    found = []
    for value in dict.fromkeys(values):
        try:
            check(value)
        except ValueError as error:
            found.append((str(error), getattr(error, "hint", "")))
    *others, (message, hint) = found[:MOST]
    return Advised(" ".join([*(part for pair in others for part in pair if part), message]), hint)
