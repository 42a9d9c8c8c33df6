"""Suggestions: a profile to start from, by a look at a table's headings and values.

It is a guess to be mended by hand: what is not recognised is ignored, and said so.
"""

import difflib
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from exchange.mapping.codes import Countries
from exchange.mapping.uses import WHO_LISTS, has_hosts
from exchange.reading import Grid
from exchange.sheets import sheets
from records.kinds import get_kind
from records.text import fold, tidy
from vocabulary.lookup import names_of
from vocabulary.models import Country

LOOKED_AT = 2000
MARKS = ("-9", "-77", "-88", "-99", "NA", "n/a", "N/A", ".", "unknown")
# Our column -> what it is called elsewhere.
CALLED = {
    "title": ("title", "name", "exercise", "exercisename", "exname", "xname", "titleen"),
    "series": ("series", "exerciseseries"),
    "edition": ("edition", "iteration"),
    "summary": ("summary", "description"),
    "objectives": ("objectives", "purpose"),
}
START = ("startdate", "start", "datestart", "date", "begin", "from")
END = ("enddate", "end", "dateend", "until", "to")
HOST = re.compile(r"host|lead")
_DATE = re.compile(r"([0-9]{1,2}|[xX]{2})[/.-]([0-9]{1,2}|[xX]{2})[/.-][0-9]{4}")
_NUMBERED = re.compile(r"(.*?[a-z_])([0-9]+|[A-Z]{1,2})")
_SEPARATORS = (";", "/", "|", ",")


@dataclass
class Column:
    """A column of a table: its heading, and how often it has which value."""

    name: str
    values: Counter

    @property
    def plain(self) -> str:
        """Return the heading as headings are compared."""
        return re.sub(r"[^a-z0-9]", "", fold(self.name))


@dataclass(frozen=True)
class Kind:
    """What a column seems to name countries in: codes, or names; parts divided by a separator."""

    codes: str
    separator: str = ""


def suggest(grid: Grid, sheet: str, stem: str) -> str:
    """Return the TOML of a profile for a table; it can be read, and names every column."""
    return _Suggestion(columns_of(grid), sheet, stem).text()


def columns_of(grid: Grid) -> list[Column]:
    """Return the columns of a grid, by its first rows."""
    headings = [tidy(cell) for cell in grid.rows[0][1]]
    found = [Column(name, Counter()) for name in headings]
    for _number, cells in grid.rows[1 : LOOKED_AT + 1]:
        for column, cell in zip(found, cells, strict=False):
            if text := tidy(cell):
                column.values[text] += 1
    return [column for column in found if column.name]


class _Suggestion:
    def __init__(self, columns: list[Column], sheet: str, stem: str):
        self.columns, self.sheet = columns, sheet
        self.kind = get_kind(sheets()[sheet].kind)
        self.stem = slugify(stem.replace("_", "-")) or "mine"
        self.missing = [m for m in MARKS if any(m in column.values for column in columns)]
        for column in columns:
            for mark in self.missing:
                del column.values[mark]
        self.left = {column.name: column for column in columns}
        self.names = names_of(Country)
        self.countries = Countries()

    def text(self) -> str:
        """Return the whole profile; what is recognised is taken from the columns that are left."""
        key = self._id()
        dates, order = self._dates()
        items, hosts = self._countries()
        main = [*self._named(), *(dates if "date" in self.kind.field else ()), *hosts]
        lines = [
            "# " + _("A guess from headings and values: mend it, then try it with --dry-run."),
            f"name = {_quoted(self.stem)}",
            f"sheet = {_quoted(self.sheet)}",
            *([f"dates = {_quoted(order)}"] if order else []),
            f"missing = {_list(self.missing)}",
            f"key = {_quoted(f'{self.stem}-{{{key.name}}}')}",
            *self._grouped(key),
            *self._ignored(),
            "",
            "[columns]",
            *main,
            *items,
            *(self._milestone(dates) if "milestones" in self.kind.lists else ()),
            "",
            "[identifiers]",
            f"{_quoted(self.stem.upper())} = {_quoted(key.name)}",
            "",
        ]
        return "\n".join(lines)

    def _take(self, column: Column) -> str:
        self.left.pop(column.name, None)
        return _quoted(column.name)

    def _id(self) -> Column:
        """Return the column that seems to number the records: called so, else the first."""
        called = [c for c in self.columns if re.search(r"id$|^id|key$", c.plain)]
        column = (called or self.columns)[0]
        self._take(column)
        return column

    def _grouped(self, key: Column) -> list[str]:
        repeated = sum(key.values.values()) > len(key.values)
        return [f"group_by = {_list([key.name])}"] if repeated else []

    def _named(self) -> list[str]:
        lines = []
        for ours, names in CALLED.items():
            by_plain = {c.plain: c for c in self.left.values() if c.values.keys() - {"0", "1"}}
            wanted = next((name for name in names if name in by_plain), None)
            close = difflib.get_close_matches(names[0], by_plain, n=1, cutoff=0.8)
            found = wanted or (close[0] if close else None)
            if found and ours in self.kind.field:
                lines.append(f"{ours} = {self._take(by_plain[found])}")
        return lines

    def _dates(self) -> tuple[list[str], str]:
        """Return the line of the date, and the order of day and month."""
        for prefix in ("", "s", "start", "sign"):
            found = self._parts(prefix)
            if "year" in found:
                ends = [found, self._parts({"s": "e", "start": "end"}.get(prefix, "none"))]
                tables = [_table(end) for end in ends if "year" in end]
                inner = tables[0] if len(tables) == 1 else _table_of(*tables)
                return [f"date = {inner}"], ""
        start, end = self._one_of(START), self._one_of(END)
        if not start:
            return [], ""
        order = _order([*start.values, *(end.values if end else ())])
        ends = [self._take(column) for column in (start, end) if column]
        return [f"date = {ends[0] if len(ends) == 1 else _table_of(*ends)}"], order

    def _parts(self, prefix: str) -> dict[str, str]:
        by_plain = {column.plain: column for column in self.left.values()}
        names = {part: prefix + part for part in ("year", "month", "day")}
        return {p: self._take(by_plain[n]) for p, n in names.items() if n in by_plain}

    def _one_of(self, names: Sequence[str]) -> Column | None:
        by_plain = {column.plain: column for column in self.left.values()}
        return next((by_plain[name] for name in names if name in by_plain), None)

    def _countries(self) -> tuple[list[str], list[str]]:
        """Return the lines of participants, or parties, and of hosts."""
        target = next((name for name in WHO_LISTS if name in self.kind.lists), "")
        lines, hosts = [], []
        for names in self._families():
            columns = [self.left[name] for name in names]
            kind = self._kind(sum((c.values for c in columns), Counter()))
            if not kind or not target:
                continue
            is_host = bool(HOST.search(columns[0].plain)) and has_hosts(self.kind)
            rule = _rule(names, kind)
            for column in columns:
                self._take(column)
            if is_host:
                hosts.append(f"hosts = {rule}")
            role = ['role = { constant = "host" }'] if is_host else []
            lines += ["", "[[items]]", f'list = "{target}"', f"country = {rule}", *role]
        return lines, hosts

    def _families(self) -> list[list[str]]:
        """Return the columns that are left: numbered ones of one name together."""
        families: dict[str, list[str]] = {}
        for name in self.left:
            match = _NUMBERED.fullmatch(name)
            families.setdefault(f"{match[1]}*" if match else name, []).append(name)
        return list(families.values())

    def _kind(self, values: Counter) -> Kind | None:
        """Return what nearly all values of a column are codes or names of countries in."""
        texts = list(values)[:300]
        if not texts or set(texts) <= {"0", "1"}:
            return None
        for separator in ("", *_SEPARATORS):
            parts = {p.strip() for text in texts for p in _split(text, separator)} - {""}
            if parts and _share(fold(p) in self.names for p in parts) > 0.7:
                return Kind("name", separator)
        if len(texts) < 5:
            return None
        for codes in ("gw", "cow"):
            if _share(bool(self.countries.states_of(codes, text)) for text in texts) > 0.97:
                other = "cow" if codes == "gw" else "gw"
                if _share(bool(self.countries.states_of(other, t)) for t in texts) == 1:
                    return Kind("cow")
                return Kind(codes)
        return None

    def _milestone(self, dates: list[str]) -> list[str]:
        if not dates:
            return []
        return ["", "[[items]]", 'list = "milestones"', 'type = { constant = "signed" }', *dates]

    def _ignored(self) -> list[str]:
        """Return what is left, each column with the values that it has most."""
        lines = ["ignore = [", "    # " + _("Not recognised; move what is wanted up or down.")]
        for column in self.left.values():
            shown = ", ".join(text[:20] for text, _count in column.values.most_common(4))
            lines.append(f"    {_quoted(column.name)},  # {_printable(shown)}")
        return [*lines, "]"]


def _printable(text: str) -> str:
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def _split(text: str, separator: str) -> list[str]:
    return text.split(separator) if separator else [text]


def _share(answers: Iterable[bool]) -> float:
    found = list(answers)
    return sum(found) / len(found)


def _order(values: Iterable[str]) -> str:
    """Return "dmy" or "mdy" where a part above 12 tells and nothing contradicts; else ""."""
    pairs = [match.group(1, 2) for value in values if (match := _DATE.fullmatch(value))]
    first = any(one.isdigit() and int(one) > 12 for one, _two in pairs)
    second = any(two.isdigit() and int(two) > 12 for _one, two in pairs)
    if first == second:
        return ""
    return "dmy" if first else "mdy"


def _rule(names: Sequence[str], kind: Kind) -> str:
    codes = "" if kind.codes == "name" else f", codes = {_quoted(kind.codes)}"
    parts = f", separator = {_quoted(kind.separator)}" if kind.separator else ""
    if len(names) == 1:
        rule = f"column = {_quoted(names[0])}"
        return f"{{ {rule}{codes}{parts} }}" if codes or parts else _quoted(names[0])
    return f"{{ columns = {_list(names)}{codes}{parts} }}"


def _table(parts: dict[str, str]) -> str:
    return "{ " + ", ".join(f"{name} = {column}" for name, column in parts.items()) + " }"


def _table_of(start: str, end: str) -> str:
    return f"{{ start = {start}, end = {end} }}"


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's too, but for the one character that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: Sequence[str]) -> str:
    return "[" + ", ".join(_quoted(text) for text in texts) + "]"
