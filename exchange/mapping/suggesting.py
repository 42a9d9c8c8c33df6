"""Suggestions: a profile to start from, by a look at a table's headings and values.

It is a guess to be mended by hand: what is not recognised is ignored, and said so.
"""

import json
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from exchange.mapping.guessing import Guess
from exchange.mapping.looking import Look
from exchange.reading import Grid
from exchange.sheets import sheets


class Suggestions:
    """What a table could be: a guess for each of our sheets that has records, the best first.

    ``grid`` begins with the headings, which stand in the row ``heading_row`` (0: the first with
    something in it); ``stem`` is the name of the file without its ending.
    """

    def __init__(self, grid: Grid, stem: str, heading_row: int = 0):
        self.look, self.stem, self.heading_row = Look(grid), stem, heading_row

    @cached_property
    def ranked(self) -> list[Guess]:
        """Return the guesses, the best first; exercises where nothing tells."""
        names = [sheet.name for sheet in sheets().values() if sheet.kind]
        names.sort(key=lambda name: name != "exercises")
        found = [Guess(self.look, name, self.stem) for name in names]
        return sorted(found, key=lambda guess: -guess.score)

    def text(self, sheet: str = "") -> str:
        """Return the TOML of a profile for a sheet, else the best; it names every column."""
        found = (guess for guess in self.ranked if guess.sheet == sheet)
        return text_of(next(found, self.ranked[0]), self.heading_row)


def text_of(guess: Guess, heading_row: int = 0) -> str:
    """Return a guess as the text of a profile."""
    head = {"missing": guess.look.missing, "heading_row": heading_row, **guess.head}
    lines = [
        "# " + _("A guess from headings and values: mend it, then try it with --dry-run."),
        f"name = {_value(guess.stem)}",
        f"sheet = {_value(guess.sheet)}",
        *(f"{name} = {_value(value)}" for name, value in head.items() if value),
        *_ignored(guess),
        "",
        "[columns]",
        *(f"{name} = {_value(rule)}" for name, rule in guess.columns.items()),
    ]
    for item in guess.items:
        lines += ["", "[[items]]", *(f"{name} = {_value(rule)}" for name, rule in item.items())]
    if guess.id:
        lines += ["", "[identifiers]", f"{_name(guess.scheme)} = {_value(guess.id.name)}"]
    return "\n".join([*lines, ""])


def _ignored(guess: Guess) -> list[str]:
    """Return what is left, each column with the values that it has most."""
    lines = ["ignore = [", "    # " + _("Not recognised; move what is wanted up or down.")]
    for column in guess.left.values():
        shown = ", ".join(text[:20] for text, _count in column.values.most_common(4))
        lines.append(f"    {_quoted(column.name)},  # {_printable(shown)}")
    return [*lines, "]"]


def _printable(text: str) -> str:
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def _value(value: Any) -> str:
    """Return a value as TOML, on one line."""
    if isinstance(value, dict):
        pairs = (f"{_name(name)} = {_value(inner)}" for name, inner in value.items())
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    return f"[{', '.join(map(_quoted, value))}]"


def _name(text: str) -> str:
    return text if text.isascii() and text.isidentifier() else _quoted(text)


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's too, but for the one character that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
