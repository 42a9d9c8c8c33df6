"""Looking at a foreign table: its columns, and what their headings and values seem to be.

Nothing here knows which of our sheets is meant: ``guessing`` tries that for each of them.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from exchange.mapping.cells import NO, YES
from exchange.mapping.codes import Countries
from exchange.mapping.foreign import headings
from exchange.mapping.meanings import COUNTRY, titles_of
from exchange.mapping.points import point
from exchange.reading import Grid
from records.kinds import target_of
from records.text import fold, tidy
from vocabulary.lookup import names_of
from vocabulary.models import ENTRIES

LOOKED_AT = 2000
MARKS = ("-9", "-77", "-88", "-99", "NA", "n/a", "N/A", ".", "unknown")
# Different values of a column that are looked at: the most frequent ones.
LOOKED_INTO = 300
# A column is what nearly all its cells are, and more than so many of its different values.
NEARLY, VALUES = 0.9, 0.6
_SEPARATORS = (";", "/", "|", ",")
_VOCABULARY = {target_of(model): model for model in ENTRIES}
_DATE = re.compile(r"([0-9]{1,2}|[xX]{2})[/.-]([0-9]{1,2}|[xX]{2})[/.-][0-9]{4}")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


@dataclass
class Column:
    """A column: its heading, how often it has which value, its marks for what is missing."""

    name: str
    values: Counter
    marks: list[str] = field(default_factory=list)

    @cached_property
    def plain(self) -> str:
        """Return the heading as headings are compared."""
        return re.sub(r"[^a-z0-9]", "", fold(self.name))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Return the words of the heading: those of signYear are sign and year."""
        return tuple(word.casefold() for word in _WORD.findall(self.name))

    @property
    def looked_at(self) -> Counter:
        """Return the values that are looked at, the most frequent, each with its number."""
        return Counter(dict(self.values.most_common(LOOKED_INTO)))

    @property
    def texts(self) -> list[str]:
        """Return the values that are looked at."""
        return [*self.looked_at]

    @property
    def filled(self) -> int:
        """Return in how many rows it has something."""
        return sum(self.values.values())

    @property
    def is_flag(self) -> bool:
        """Tell whether it says yes or no, in signs and not in words alone."""
        return nearly(self.values, lambda text: fold(text) in YES | NO)


@dataclass(frozen=True)
class Written:
    """What a column seems to name countries in: codes, or names; parts divided by a separator."""

    codes: str
    separator: str = ""


class Look:
    """A foreign table, looked at once for all our sheets."""

    def __init__(self, grid: Grid):
        names = headings(grid.rows[0][1])
        self.rows = [[tidy(c) for c in cells] for _n, cells in grid.rows[1 : LOOKED_AT + 1]]
        found = {name: Column(name, Counter()) for name in names if name}
        for cells in self.rows:
            for name, text in zip(names, cells, strict=False):
                if name and text:
                    found[name].values[text] += 1
        self.names, self.columns = names, list(found.values())
        self.missing = [m for m in MARKS if any(m in column.values for column in self.columns)]
        for column in self.columns:
            column.marks = [mark for mark in self.missing if column.values.pop(mark, 0)]
        self.countries = Countries()
        self._known: dict[str, dict[str, str]] = {}
        self._written: dict[tuple[str, ...], Written | None] = {}
        self._meant: dict[tuple[str, ...], list[set[str]]] = {}

    def known(self, target: str) -> dict[str, str]:
        """Return folded name -> key of what may be named: an entry of the vocabulary, a record."""
        if target not in self._known:
            model = _VOCABULARY.get(target)
            self._known[target] = names_of(model) if model else titles_of(target)
        return self._known[target]

    def is_whole(self, columns: Sequence[Column]) -> bool:
        """Tell whether columns have something in every row, and together never the same twice."""
        made = self._made(columns)
        marks = {*self.missing, ""}
        return len(set(made)) == len(made) and not any(marks & {*row} for row in made)

    def recurs(self, columns: Sequence[Column]) -> bool:
        """Tell whether rows agree in all of some columns that have something in them."""
        made = [row for row in self._made(columns) if any(row)]
        return len(set(made)) < len(made)

    def _made(self, columns: Sequence[Column]) -> list[tuple[str, ...]]:
        at = [self.names.index(column.name) for column in columns]
        return [tuple(cells[n] if n < len(cells) else "" for n in at) for cells in self.rows]

    def written(self, columns: Sequence[Column]) -> Written | None:
        """Return what nearly all values of columns are codes or names of countries in."""
        names = tuple(column.name for column in columns)
        if names not in self._written:
            values = sum((column.values for column in columns), Counter())
            self._written[names] = self._countries(values)
        return self._written[names]

    def _countries(self, values: Counter) -> Written | None:
        values = Counter(dict(values.most_common(LOOKED_INTO)))
        if not values or values.keys() <= {"0", "1"}:
            return None
        if separator := self.separator(values, COUNTRY, 0.7):
            return Written("name", separator[0])
        if len(values) < 5:
            return None
        known = {codes: self._coded(values, codes) for codes in ("cow", "gw")}
        if not any(known.values()):
            return None
        return Written(max(known, key=lambda codes: (known[codes], self._present(values, codes))))

    def _present(self, values: Counter, codes: str) -> float:
        """Return how many of the cells are codes of present countries.

        260 is Germany to Gleditsch and Ward, and West Germany alone to COW; before 1990 both mean
        the same.
        """
        return share_of(values, lambda text: self.countries.is_present(codes, text))

    def _coded(self, values: Counter, codes: str) -> float:
        """Return how many of the cells are codes of countries; 0 where not nearly all are."""
        is_one = {text: bool(self.countries.states_of(codes, text)) for text in values}
        return share_of(values, is_one.get) if nearly(values, is_one.get) else 0.0

    def say_the_same(self, one: tuple, other: tuple) -> bool:
        """Tell whether two groups of columns, each with how it is written, name the same countries.

        Tables often have a country's code beside its name.
        """
        pairs = zip(self._keys(*one), self._keys(*other), strict=True)
        return share(these == those for these, those in pairs if these or those) > 0.9

    def _keys(self, columns: Sequence[Column], written: Written) -> list[set[str]]:
        mark = tuple(column.name for column in columns)
        if mark not in self._meant:
            rows = [_parts(row, written) for row in self._made(columns)[:LOOKED_INTO]]
            self._meant[mark] = [{self._key(part, written) for part in row} - {""} for row in rows]
        return self._meant[mark]

    def _key(self, text: str, written: Written) -> str:
        if written.codes == "name":
            return self.known(COUNTRY).get(fold(text), "")
        try:
            return self.countries.find(written.codes, text)
        except ValueError:
            return ""

    def separator(self, values: Counter, target: str, most: float) -> tuple[str] | None:
        """Return what divides values ("": nothing), so that they are known by name.

        More than a share of them, or nearly all of the cells.
        """
        known = self.known(target)
        for separator in ("", *_SEPARATORS):
            parts: Counter = Counter()
            for text, count in values.items():
                parts.update({p.strip(): count for p in split(text, separator) if p.strip()})
            is_known = {part: fold(part) in known for part in parts}
            if share(is_known.values()) > most or nearly(parts, is_known.get):
                return (separator,)
        return None


def _parts(texts: Sequence[str], written: Written) -> list[str]:
    return [part.strip() for text in texts for part in split(text, written.separator)]


def split(text: str, separator: str) -> list[str]:
    """Return the parts of a text; one, where nothing divides it."""
    return text.split(separator) if separator else [text]


def share(answers: Iterable[bool]) -> float:
    """Return which part of the answers is yes."""
    found = list(answers)
    return sum(found) / len(found) if found else 0.0


def share_of(values: Counter, fits: Callable[[str], bool]) -> float:
    """Return which part of the cells fit; ``values`` has how many cells have each value."""
    return sum(count for text, count in values.items() if fits(text)) / max(1, values.total())


def nearly(values: Counter, fits: Callable[[str], bool]) -> bool:
    """Tell whether nearly all cells fit, so that what does not is an exception to be told."""
    return share_of(values, fits) > NEARLY and share(map(fits, values)) > VALUES


def order(values: Iterable[str]) -> str:
    """Return "dmy" or "mdy" where a part above 12 tells and nothing contradicts; else "".

    Where none is above 12, a part that is not known tells: it is the day, of 09/xx/2009 the second.
    """
    pairs = [match.group(1, 2) for value in values if (match := _DATE.fullmatch(value))]
    # Of xx/xx/2009 nothing is known.
    known = [pair for pair in pairs if not all(map(_is_unknown, pair))]
    for some, tells in ((pairs, _is_above), (known, _is_unknown)):
        first, second = (any(tells(pair[at]) for pair in some) for at in (0, 1))
        if first or second:
            return "" if first and second else "dmy" if first else "mdy"
    return ""


def _is_above(part: str) -> bool:
    return part.isdigit() and int(part) > 12


def _is_unknown(part: str) -> bool:
    return not part.isdigit() or not int(part)


def are_dates(column: Column) -> bool:
    """Tell whether most values of a column are dates, in whatever order."""
    return share(bool(date_of(text)) for text in column.texts[:40]) > 0.7


def date_of(text: str) -> str:
    """Return the EDTF of a date, in whatever order; "" where it is none."""
    for way in ("dmy", "mdy"):
        try:
            return point(text, way)
        except ValueError:
            continue
    return ""
