"""Which names look most like a text: by their letters, and by the words that they share.

By letters alone "Sasebo, Japan" is nearer to the Sea of Japan than to Sasebo. A word tells the
more the fewer names have it.
"""

import difflib
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from records.text import fold

LONGEST = 100
# How alike two words are that are one word misspelt.
MISSPELT = 0.8
# Letters of a word that may be another one misspelt or shortened, and how many others.
SHORTEST, MOST = 3, 3
# Names are compared word by word that share a word which at most so many have.
SHARED = 200
# What is far less near than the nearest is no help.
NEAR = 0.6
_WORD = re.compile(r"[^\W_]+")


class Nearness:
    """Finds the nearest of names, which are folded as the texts are; their words are found once."""

    def __init__(self, names: Iterable[str]):
        self.names = list(names)

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def _with(self) -> dict[str, list[str]]:
        """Return word -> the names that have it."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self.names:
            for word in _words(name):
                found[word].append(name)
        return found

    def to(self, text: str, number: int, cutoff: float) -> list[str]:
        """Return the nearest names, the nearest first; ``cutoff`` is how alike their letters are.

        Those that share a telling word are near, too, however long they are.
        """
        text = text[:LONGEST]
        alike = difflib.get_close_matches(text, self.names, n=4 * number, cutoff=cutoff)
        words = [(word, self._meant(word)) for word in sorted(_words(text))]
        telling = {word for _word, meant in words for word in meant if self._tells(word)}
        found = {*alike, *(name for word in telling for name in self._with[word])}
        near = {name: self._nearness(text, words, name) for name in found}
        order = sorted(near, key=lambda name: (-near[name], len(name), name))
        least = NEAR * near[order[0]] if order else 0
        return [name for name in order if near[name] >= least][:number]

    def _meant(self, word: str) -> list[str]:
        """Return the words of names that a word is; or is misspelt, or short for."""
        if word in self._with:
            return [word]
        if len(word) < SHORTEST:
            return []
        close = difflib.get_close_matches(word, self._with, n=MOST, cutoff=MISSPELT)
        return close or [long for long in self._with if long.startswith(word)][:MOST]

    def _tells(self, word: str) -> bool:
        return len(self._with[word]) <= SHARED

    def _nearness(self, text: str, words: list[tuple[str, list[str]]], name: str) -> float:
        letters = difflib.SequenceMatcher(None, name, text).ratio()
        theirs = _words(name)
        shared = total = 0.0
        for word, meant in words:
            here = max((self._weight(one) for one in meant if one in theirs), default=0.0)
            shared += here
            total += here or self._weight(meant[0] if meant else word)
            theirs.difference_update(meant if here else ())
        # How rare a word is that only the name has tells little of it.
        total += shared + sum(min(self._weight(word), self._usual) for word in theirs)
        return (letters + 2 * shared / total) / 2 if total else letters

    def _weight(self, word: str) -> float:
        """Return how much a word tells: a rare one more than one of many names."""
        return math.log(1 + len(self.names) / max(1, len(self._with.get(word, ()))))

    @cached_property
    def _usual(self) -> float:
        return sum(map(self._weight, self._with)) / max(1, len(self._with))


class Named(Nearness):
    """Names by what they are when they are folded."""

    def __init__(self, folded: Mapping[str, str]):
        super().__init__(folded)
        self._folded = folded

    def nearest(self, text: str, number: int = 3, cutoff: float = 0.5) -> list[str]:
        """Return the names that look most like a text, the nearest first."""
        return [self._folded[name] for name in self.to(fold(text[:LONGEST]), number, cutoff)]


def _words(text: str) -> set[str]:
    return {*_WORD.findall(text)}
