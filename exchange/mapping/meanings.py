"""Meanings: what words of a foreign table are called here; those unknown are listed once each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.cells import guard
from exchange.mapping.advice import of_error, with_way
from exchange.mapping.codes import Countries, NoCountry
from exchange.mapping.points import MONTH, YEAR, Gap, interval, parts, point
from exchange.mapping.rules import Point, Rule
from exchange.mapping.shapes import CREATE, LEAVE_OUT, Profile, is_made
from exchange.problems import Problem
from records.resolve import Resolver, find_records, keys_by_title
from records.slugs import slug
from records.text import fold, has_control
from records.types import Ref, Refs, Scalar, Type

COUNTRY = "country"
# Rows that a sentence names, of many.
ROWS_NAMED = 10


@dataclass
class Unknown:
    """A word that nothing here answers to: where it stood first, and in how many cells.

    ``table`` is the one of [values] that may say what it is, ``type`` what it should have been.
    """

    row: int
    column: str
    text: str
    message: str
    hint: str
    table: str
    type: Type | None = None
    count: int = 0
    rows: list[int] = field(default_factory=list)  # where to look, if no word tells it
    part: int = 0  # of the profiles of an import the one by which it was read
    file: str = ""  # what a person knows the table by
    keys: set[str] = field(default_factory=set)

    def problem(self, sheet: str, *, on_pages: bool = False) -> Problem:
        """Return it as one problem, at the first cell that has it.

        ``on_pages``: what it means is said on a page, and not in the text of a profile.
        """
        times = ngettext("In %(number)s cell.", "In %(number)s cells.", self.count)
        message = f"{self.message} {times % {'number': self.count}}"
        if len(self.rows) > 1:
            message += " " + _("Rows %(rows)s.") % {"rows": first_rows(self.rows)}
        hint = with_way(self.hint, self.table, self.text, on_pages=on_pages)
        return Problem(sheet, self.row, self.column, message, self.text, hint)


@dataclass(frozen=True)
class Spot:
    """Where a word stands, and in what record: for what is told of it."""

    row: int
    column: str
    key: str
    year: int | None = None


@dataclass(frozen=True)
class Made:
    """A record that is made of a name alone: what kind, where the name stood first."""

    kind: str
    key: str
    title: str
    spot: Spot


def first_rows(rows: Iterable[int]) -> str:
    """Return the first of some rows in words."""
    found = sorted({*rows})
    return ", ".join(map(str, found[:ROWS_NAMED])) + ("…" if found[ROWS_NAMED:] else "")


def titles_of(target: str) -> dict[str, str]:
    """Return folded title or alias -> key of the records of a kind, where it names just one."""
    return {name: next(iter(k)) for name, k in keys_by_title(target).items() if len(k) == 1}


def key_for(target: str, name: str) -> str:
    """Return the key of a record to be made of a name, beside those that there are."""
    key = slug(name)[:80].strip("-") or target
    return f"{key}-{target}" if key in find_records([key]) else key


class Words:
    """Turns the words of one table into ours, each distinct one once."""

    def __init__(self, profile: Profile):
        self.profile = profile
        self.countries = Countries(on_pages=profile.on_pages)
        self.resolver = Resolver()
        self.unknown: dict[tuple, Unknown] = {}
        self._known: dict[tuple, str | tuple[str, str]] = {}
        self.made: dict[str, Made] = {}
        self.missed = 0  # in how many cells a word was not known
        self._gaps: dict[tuple, dict[str, Gap]] = {}
        # Part of a date -> rows in which it is missing, though a smaller one is known.
        self.lacking: dict[str, set[int]] = {MONTH: set(), YEAR: set()}

    def prefetch(self, target: str, texts: Iterable[str]) -> None:
        """Look up many names at once."""
        self.resolver.prefetch((target, text) for text in texts)

    @property
    def failed(self) -> set[str]:
        """Return the keys of the records that have an unknown word."""
        return {key for unknown in self.unknown.values() for key in unknown.keys}

    def word(self, name: str, of_type: Type, rule: Rule, text: str, spot: Spot) -> str:
        """Return the cell for a word in the column ``name`` of ours; "" where it is left out."""
        table = self.table(name, of_type, rule)
        mark = (name, of_type.name, getattr(of_type, "target", ""), rule.codes, table, text)
        mark = (*mark, spot.year if rule.codes else None)
        if mark not in self._known:
            self._known[mark] = self._found(of_type, rule, table, text, spot)
        found = self._known[mark]
        if isinstance(found, str):
            return found
        self.miss(mark[:-1], text, found, table, spot, of_type)
        return ""

    def table(self, name: str, of_type: Type, rule: Rule) -> str:
        """Return the name of the table of [values] that a column uses."""
        if rule.values:
            return rule.values
        if isinstance(of_type, Ref | Refs) and name not in self.profile.values:
            return of_type.target
        return name

    def miss(
        self,
        mark: tuple,
        text: str,
        why: tuple[str, str],
        table: str,
        spot: Spot,
        of_type: Type | None = None,
    ) -> None:
        """Count a word that is not known."""
        unknown = self.unknown.get(mark)
        if unknown is None:
            unknown = Unknown(spot.row, spot.column, text, why[0], why[1], table, of_type)
            self.unknown[mark] = unknown
        unknown.count += 1
        self.missed += 1
        unknown.keys.add(spot.key)

    def _found(
        self, of_type: Type, rule: Rule, table: str, text: str, spot: Spot
    ) -> str | tuple[str, str]:
        """Return the cell for a word, or why there is none: a sentence and a hint."""
        ours = self.profile.values.get(table, {}).get(text.casefold())
        if ours == LEAVE_OUT:
            return ""
        try:
            if has_control(text):
                raise ValueError(_("The cell has control characters."))
            if isinstance(of_type, Ref | Refs):
                return self._key(of_type, rule, ours, text, spot)
            if isinstance(of_type, Scalar) or of_type.name == "bool":
                of_type.clean(ours or text)
                return ours or text
            return guard(ours or text)
        except ValueError as error:
            return str(error), of_error(error, on_pages=self.profile.on_pages)

    def _key(self, of_type: Type, rule: Rule, ours: str | None, text: str, spot: Spot) -> str:
        if ours is None and rule.codes and rule.codes != "name":
            return self.countries.find(rule.codes, text, spot.year)
        target = of_type.target
        may_create = (rule.create or ours == CREATE) and is_made(target)
        name = text if ours is None or (ours == CREATE and may_create) else ours
        try:
            return self.resolver(target, name)
        except ValueError:
            if not may_create:
                raise
            return self._create(target, name, spot)

    def _create(self, target: str, name: str, spot: Spot) -> str:
        """Note a record to be made of a name alone; return its key."""
        key = key_for(target, name)
        known = self.made.setdefault(key, Made(target, key, name, spot))
        if fold(known.title) != fold(name):
            message = _("“%(name)s” and “%(other)s” would have one key.")
            raise ValueError(message % {"name": name, "other": known.title})
        return key

    def date(self, name: str, rule: Rule, texts: dict[str, str], spot: Spot) -> str:
        """Return the EDTF text of a date; ``texts`` has the columns of the rule."""
        given = tuple(texts[column] for column in rule.read)
        mark = (name, rule.start, rule.end, given)
        if mark not in self._known:
            self._known[mark] = self._dated(mark, rule, texts)
        found = self._known[mark]
        gaps = self._gaps.get(mark, {})
        for part in gaps:
            self.lacking[part].add(spot.row)
        if isinstance(found, str):
            return found
        for gap in self._open(gaps):
            # Dates without their month differ, but are one question to the person.
            told, text = (gap.part, name, *gap.columns), _joined(texts, gap.columns)
            place = replace(spot, column=", ".join(gap.columns))
            self.miss(told, text, (str(gap), gap.hint), "", place)
            self.unknown[told].rows.append(spot.row)
        if not gaps:
            self.miss(mark, _joined(texts, texts), found, "", spot)
        return ""

    def _open(self, gaps: dict[str, Gap]) -> list[Gap]:
        """Return the gaps of a date of which the profile does not say what is done."""
        return [gap for part, gap in gaps.items() if part not in self.profile.without]

    def _dated(self, mark: tuple, rule: Rule, texts: dict[str, str]) -> str | tuple[str, str]:
        """Return the text of a date, or why there is none: a sentence and a hint."""
        order = rule.dates or self.profile.dates
        gaps = self._gaps.setdefault(mark, {})
        try:
            text = _with_gaps(rule, texts, order, gaps)
        except ValueError as error:
            gaps.clear()
            return str(error), of_error(error, on_pages=self.profile.on_pages)
        return next(((str(gap), gap.hint) for gap in self._open(gaps)), text)

    def filtered(self, text: str, by: str, year: int | None) -> str:
        """Return a cell for a template: as it is, its year, or the name of its country."""
        if not by or not text:
            return text
        if by == "year":
            return next((t for t in _numbers(text) if len(t) == 4), "")
        try:
            key = (
                self.resolver(COUNTRY, text)
                if by == "name"
                else self.countries.find(by, text, year)
            )
        except (ValueError, NoCountry):
            return text
        return self.countries.names[key]


def _with_gaps(rule: Rule, texts: dict[str, str], order: str, gaps: dict[str, Gap]) -> str:
    """Return a date as far as it is known, with the gaps in it noted in ``gaps``."""
    while True:
        try:
            return _date(rule, texts, order, gaps)
        except Gap as gap:
            gaps[gap.part] = gap


def _joined(texts: dict[str, str], columns: Iterable[str]) -> str:
    return " / ".join(texts[column] for column in columns if texts.get(column))


def _date(rule: Rule, texts: dict[str, str], order: str, without: Collection[str]) -> str:
    start, end = (_end(one, texts, order, without) for one in (rule.start, rule.end))
    return interval(start, end) if rule.end else start


def _end(end: Point | None, texts: dict[str, str], order: str, without: Collection[str]) -> str:
    if end is None:
        return ""
    try:
        if end.text:
            text = texts[end.text]
            return point(text, order, without=without) if text else ""
        given = (texts.get(column, "") for column in (end.year, end.month, end.day))
        return parts(*given, without=without)
    except Gap as error:
        error.columns = end.columns
        raise


def _numbers(text: str) -> list[str]:
    return "".join(sign if sign.isdigit() else " " for sign in text).split()
