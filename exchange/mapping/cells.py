"""One row of a foreign table, seen by the rules of a profile: what it gives each column of ours."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from exchange.mapping.foreign import Foreign
from exchange.mapping.meanings import Spot, Words
from exchange.mapping.rules import Point, Rule, Template
from exchange.mapping.shapes import Profile
from records.text import fold
from records.types import Type

YES = {"1", "x", "y", "yes", "true", "1.0"}
NO = {"0", "n", "no", "false", "0.0"}


@dataclass(frozen=True)
class Given:
    """What a rule gives: words of ours, and the columns that they came from.

    ``is_told``: words that are not known are missing among them, and told.
    """

    words: list[str] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    is_told: bool = False


class RowReader:
    """Reads the rows of one table by the rules of a profile."""

    def __init__(self, profile: Profile, words: Words):
        self.profile, self.words = profile, words

    def text(self, row: Foreign, column: str, rule: Rule | None = None) -> str:
        """Return a cell, "" where it has a mark for what is missing."""
        text = row.cells[column]
        marks = self.profile.missing
        if rule is not None and rule.missing is not None:
            marks = rule.missing
        return "" if text.casefold() in marks else text

    def year(self, row: Foreign) -> int | None:
        """Return the year in which the row's countries are meant, if the profile names it."""
        if not self.profile.country_year:
            return None
        text = self.words.filtered(self.text(row, self.profile.country_year), "year", None)
        return int(text) if text else None

    def template(self, row: Foreign, template: Template, year: int | None) -> tuple[str, bool]:
        """Return a template filled, and whether every column of it had something."""
        texts = [
            self.words.filtered(self.text(row, column), by, year) for column, by in template.parts
        ]
        return template.filled(texts), all(texts)

    def made(self, row: Foreign, templates: tuple[Template, ...], year: int | None) -> str:
        """Return the first template of which every column has something, else the last."""
        text = ""
        for template in templates:
            text, is_whole = self.template(row, template, year)
            if is_whole:
                break
        return text

    def given(
        self, row: Foreign, name: str, of_type: Type, rule: Rule, key: str, year: int | None
    ) -> Given:
        """Return what a rule gives a column of ours from one row."""
        missed = self.words.missed
        found = self._given(row, name, of_type, rule, key, year)
        return replace(found, is_told=True) if self.words.missed > missed else found

    def _given(
        self, row: Foreign, name: str, of_type: Type, rule: Rule, key: str, year: int | None
    ) -> Given:
        if rule.when and not self._says_yes(row, rule.when, key):
            return Given()
        if rule.constant is not None:
            return Given([rule.constant])
        if rule.make:
            text = self.made(row, rule.make, year)
            spot = Spot(row.number, ", ".join(rule.read), key, year)
            return Given([self.words.word(name, of_type, rule, text, spot)] if text else [])
        if rule.flags:
            return self._flags(row, name, of_type, rule, key)
        if rule.start or rule.end:
            texts = {column: self.text(row, column, rule) for column in rule.read}
            spot = Spot(row.number, ", ".join(rule.read), key)
            date = self.words.date(name, rule, texts, spot)
            return Given([date] if date else [], rule.read)
        return self._columns(row, name, of_type, rule, key, year)

    def _columns(self, row, name: str, of_type: Type, rule: Rule, key: str, year) -> Given:
        found = []
        for column in rule.columns:
            found += self.words_in(row, name, of_type, rule, column, key, year)
        return Given(list(dict.fromkeys(found)), rule.columns)

    def words_in(
        self, row: Foreign, name: str, of_type: Type, rule: Rule, column: str, key: str, year
    ) -> Iterator[str]:
        """Yield our words for those in one cell."""
        text = self.text(row, column, rule)
        if not text:
            return
        if of_type.name == "date":
            found = self.words.date(
                name, _pointed(rule, column), {column: text}, Spot(row.number, column, key)
            )
            if found:
                yield found
            return
        spot = Spot(row.number, column, key, year)
        for part in self.split(text, rule):
            if found := self.words.word(name, of_type, rule, part, spot):
                yield found

    def split(self, text: str, rule: Rule) -> list[str]:
        """Return the parts of a cell; one, unless the rule has a separator."""
        if not rule.separator:
            return [text]
        marks = self.profile.missing if rule.missing is None else rule.missing
        parts = (part.strip() for part in text.split(rule.separator))
        return [part for part in parts if part and part.casefold() not in marks]

    def _flags(self, row: Foreign, name: str, of_type: Type, rule: Rule, key: str) -> Given:
        found, columns = [], []
        for column, ours in rule.flags.items():
            if self._says_yes(row, column, key):
                spot = Spot(row.number, column, key)
                found.append(self.words.word(name, of_type, rule, ours, spot))
                columns.append(column)
        return Given([word for word in found if word], tuple(columns))

    def _says_yes(self, row: Foreign, column: str, key: str) -> bool:
        """Tell whether a column says yes; what is neither yes nor no is told."""
        text = self.text(row, column)
        sign = fold(text)
        if text and sign not in YES | NO:
            why = (_("It is neither yes (1, x) nor no (0)."), "")
            self.words.miss(("flag", column, text), text, why, "", Spot(row.number, column, key))
        return sign in YES


def _pointed(rule: Rule, column: str) -> Rule:
    """Return the rule for a date in one column of text."""
    return Rule(start=Point(text=column), dates=rule.dates, missing=rule.missing)
