"""Recasting: the rows of a foreign table become rows of our sheets, record by record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.cells import guard
from exchange.laying.tables import Row, Table
from exchange.mapping.cells import Given, RowReader
from exchange.mapping.citing import citation_row, not_described, source_row
from exchange.mapping.foreign import Foreign, MappedRow, faults_of, form, rows_of
from exchange.mapping.listing import Listing
from exchange.mapping.meanings import Unknown, Words, first_rows
from exchange.mapping.points import MONTH, YEAR
from exchange.mapping.shapes import Profile
from exchange.problems import Problem, torn
from exchange.reading import Grid
from exchange.sheets import KEY, sheet_name, sheets
from records.cells import join_cell
from records.kinds import get_kind
from records.slugs import slug
from records.types import Ref, Refs, Several

KEY_LENGTH = 100


@dataclass
class Mapped:
    """What a foreign table comes to: tables of ours, what is wrong, what a person should know.

    ``failed`` are the keys of records of which something was wrong, or a word not known: what is
    laid of them is not the whole; ``unknown`` are those words, the most frequent first.
    ``unusable`` tells that the profile does not fit the table.
    """

    tables: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)
    unknown: list[Unknown] = field(default_factory=list)
    unusable: bool = False


def lay(grid: Grid, profile: Profile, file: str) -> Mapped:
    """Return the rows of our sheets that a grid makes by a profile; reads the database only.

    ``file`` is what problems are told by.
    """
    problems = [*form(grid, profile, file), *not_described(profile)]
    if problems:
        return Mapped([], [*faults_of(grid, profile, file), *problems], unusable=True)
    return _Layer(grid, profile, file).mapped()


class _Layer:
    """Lays one table."""

    def __init__(self, grid: Grid, profile: Profile, file: str):
        self.profile, self.file = profile, file
        self.kind = get_kind(profile.kind)
        self.rows = list(rows_of(grid, profile))
        self.words = Words(profile)
        self.reader = RowReader(profile, self.words)
        self.listings = [
            Listing(items, self.kind.lists[items.list], self.reader) for items in profile.items
        ]
        self.problems = list(faults_of(grid, profile, file))
        self.notes = list(grid.notes)
        self.found: dict[str, list[Row]] = {}
        self.lost: dict[tuple, list[int]] = {}
        for row in rows_of(grid, profile, lost=True) if profile.group_by else ():
            self.lost.setdefault(self._mark(row), []).append(row.number)
        self._prefetch()

    def mapped(self) -> Mapped:
        """Return what the table comes to."""
        for rows in self._groups():
            self._record(rows)
        if self.profile.source and (row := source_row(self.profile)):
            self.add(row)
        self._make()
        self._tell_codes()
        self._tell_gaps()
        unknown = sorted(self.words.unknown.values(), key=lambda found: -found.count)
        problems = [*self.problems, *(self._missed(found) for found in unknown)]
        tables = [Table(sheets()[name], rows) for name, rows in self.found.items()]
        if not tables and not problems:
            problems = [Problem(self.file, None, "", _("The table has no rows."))]
        failed = self.words.failed.union(found.key for found in self.problems if found.key)
        return Mapped(tables, problems, self.notes, failed, unknown)

    def _missed(self, word: Unknown) -> Problem:
        return word.problem(self.file, on_pages=self.profile.on_pages)

    def _make(self) -> None:
        """Add a row for each record that the words make."""
        for made in self.words.made.values():
            sheet = sheet_name(get_kind(made.kind))
            cells = {KEY: made.key, "title": guard(made.title)}
            origins = dict.fromkeys(cells, (made.spot.column,))
            original = {made.spot.column: made.title}
            self.add(MappedRow(sheet, made.spot.row, cells, self.file, origins, original))

    def add(self, row: Row) -> None:
        self.found.setdefault(row.sheet, []).append(row)

    def row(self, sheet: str, cells: dict, origins: dict, source: Foreign, told=()) -> MappedRow:
        of = (self.file, origins, source.cells, frozenset(told))
        return MappedRow(sheet, source.number, cells, *of)

    def wrong(self, row: Foreign, columns: Sequence[str], message: str, hint="", key="") -> None:
        value = " / ".join(row.cells[name] for name in columns if row.cells.get(name))
        place = ", ".join(columns)
        self.problems.append(Problem(self.file, row.number, place, message, value, hint, key))

    def _groups(self) -> Iterator[list[Foreign]]:
        """Yield the rows of each record: one, or those that agree in the columns of group_by."""
        if not self.profile.group_by:
            yield from ([row] for row in self.rows)
            return
        groups: dict[tuple, list[Foreign]] = {}
        for row in self.rows:
            mark = self._mark(row)
            if any(mark):
                groups.setdefault(mark, []).append(row)
            else:
                message = _("It cannot be told which record the row belongs to.")
                self.wrong(row, self.profile.group_by, message)
        yield from groups.values()

    def _mark(self, row: Foreign) -> tuple[str, ...]:
        return tuple(self.reader.text(row, column) for column in self.profile.group_by)

    def _tell_torn(self, row: Foreign, key: str) -> None:
        """Tell at a record's first row that others of its rows could not be read."""
        if lost := self.lost.get(self._mark(row)) if self.lost else None:
            message, hint = torn((self.file, number) for number in lost)
            self.wrong(row, (), message, hint, key)

    def _record(self, rows: list[Foreign]) -> None:
        first, year = rows[0], self.reader.year(rows[0])
        key = self._key(first, year)
        if not key:
            return
        self._tell_torn(first, key)
        cells, origins, claims, told = self._main(rows, key, year)
        items = [
            item for listing in self.listings for row in rows for item in listing.items(row, key)
        ]
        laid, clashes = Listing.together(items, self.profile.name)
        for row, columns, message in clashes:
            self.wrong(row, columns, message, key=key)
        origins[KEY] = tuple(name for template in self.profile.key for name, _by in template.parts)
        self.add(self.row(self.profile.sheet, {KEY: key, **cells}, origins, first, told))
        for item in laid:
            own = {"record": key, "ref": item.ref, **item.cells}
            self.add(self.row(item.list, own, item.origins, item.row, item.told))
            claims += item.claims
        if self.profile.source:
            locator = self.reader.made(first, self.profile.source.locator, year)
            said = citation_row(self.profile, key, claims, locator)
            if said:
                self.add(self.row("citations", said, {}, first))

    def _key(self, row: Foreign, year: int | None) -> str:
        for template in self.profile.key:
            text, is_whole = self.reader.template(row, template, year)
            key = slug(text)[:KEY_LENGTH].strip("-")
            if is_whole and key:
                return key
        columns = [name for template in self.profile.key for name, _by in template.parts]
        message = _("The row gives no key: a cell that it is made of is empty.")
        self.wrong(row, columns, message, _("Fill it, or give the profile another way."))
        return ""

    def _main(self, rows: list[Foreign], key: str, year: int | None):
        """Return the cells of the main row, where they came from, and what the source claims.

        With them go the columns in which a word is told.
        """
        cells, origins, claims, told = {}, {}, [], set()
        for name, rule in self.profile.columns.items():
            of_type = self.kind.field[name].type
            words: dict[str, Foreign] = {}
            columns: tuple[str, ...] = ()
            for row in rows if rule.is_given else rows[:1]:
                given: Given = self.reader.given(row, name, of_type, rule, key, year)
                columns = columns or given.columns
                told.update([name] if given.is_told else ())
                for word in given.words:
                    words.setdefault(word, row)
            if len(words) > 1 and not isinstance(of_type, Several):
                self._disagreement(words, columns, key)
            origins[name] = columns or rule.read
            if words:
                is_several = isinstance(of_type, Several)
                cells[name] = join_cell(list(words)) if is_several else next(iter(words))
                claims += [name] if rule.is_given else []
        return cells, origins, claims, told

    def _disagreement(self, words: dict[str, Foreign], columns, key: str) -> None:
        (_word, first), (_other, row) = list(words.items())[:2]
        message = _("The rows of one record differ here; row %(row)s has “%(value)s”.")
        value = " / ".join(first.cells[name] for name in columns if first.cells.get(name))
        hint = _("Mend one, or ignore the column.")
        self.wrong(row, columns, message % {"row": first.number, "value": value}, hint, key)

    def _prefetch(self) -> None:
        """Look up all names of the table at once."""
        targets: dict[str, set[str]] = {}
        for _name, of_type, rule in self._rules():
            if not isinstance(of_type, Ref | Refs) or (rule.codes and rule.codes != "name"):
                continue
            texts = targets.setdefault(of_type.target, {*rule.flags.values()})
            if rule.constant:
                texts.add(rule.constant)
            for column in rule.columns:
                for text in {self.reader.text(row, column, rule) for row in self.rows}:
                    texts.update(self.reader.split(text, rule) if text else ())
        for target, texts in targets.items():
            chosen = self.profile.values.get(target, {}).values()
            self.words.prefetch(target, texts.union(chosen))

    def _rules(self):
        for name, rule in self.profile.columns.items():
            yield name, self.kind.field[name].type, rule
        for items in self.profile.items:
            fields = self.kind.lists[items.list].field
            yield from ((name, fields[name].type, rule) for name, rule in items.columns.items())

    def _tell_gaps(self) -> None:
        """Note in which rows a part of a date was missing, and the profile says what is done."""
        known = self.profile.without
        months, years = (
            self.words.lacking[part] if part in known else () for part in (MONTH, YEAR)
        )
        without_month = ngettext(
            "%(file)s: in %(number)s row a day is known but not its month, and the year alone "
            "was taken: row %(rows)s.",
            "%(file)s: in %(number)s rows a day is known but not its month, and the year alone "
            "was taken: rows %(rows)s.",
            len(months),
        )
        without_year = ngettext(
            "%(file)s: in %(number)s row a date has no year, and was left out: row %(rows)s.",
            "%(file)s: in %(number)s rows a date has no year, and was left out: rows %(rows)s.",
            len(years),
        )
        for note, rows in ((without_month, months), (without_year, years)):
            said = {"file": self.file, "number": len(rows), "rows": first_rows(rows)}
            self.notes += [note % said] if rows else []

    def _tell_codes(self) -> None:
        """Note which codes stand for several states, where no year tells which is meant."""
        shared = self.words.countries.undecided
        if not shared:
            return
        way = _("country_year names the column that tells.")
        if self.profile.on_pages:
            way = _("“Year of country codes” in the mapping names the column that tells.")
        codes = ", ".join(sorted(code for _scheme, code in shared))
        said = {"codes": codes, "way": way, "column": self.profile.country_year}
        self.notes.append(self._of_codes(len(shared)) % said)

    def _of_codes(self, number: int) -> str:
        if self.profile.country_year:
            return ngettext(
                "%(codes)s stands for several states; in rows without a year in “%(column)s” the "
                "present one was taken.",
                "%(codes)s stand for several states each; in rows without a year in “%(column)s” "
                "the present ones were taken.",
                number,
            )
        return ngettext(
            "%(codes)s stands for several states; the present one was taken. %(way)s",
            "%(codes)s stand for several states each; the present ones were taken. %(way)s",
            number,
        )
