"""What would be right in the place of a word that is refused."""

import difflib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from records.faults import Advised

# Members of one list that are told to be wrong, one by one.
MOST = 5


def nearest_word(text: str, choices: Iterable[tuple[str, Any]]) -> str:
    """Return a hint with the word of ``(word, label)`` that looks most like ``text``, or ""."""
    names = {str(name).casefold(): word for word, label in choices for name in (word, label)}
    close = difflib.get_close_matches(text[:100].casefold(), names, n=1)
    return _("Did you mean “%(name)s”?") % {"name": names[close[0]]} if close else ""


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
