"""Guessing: what a foreign table's columns are, if its rows were those of one of our sheets.

A guess has a score, by which the likeliest sheet is found: what only records of its kind have
counts most.
"""

import re
from collections import Counter
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from exchange.mapping.called import ALIASES, CALLED, MOMENTS, PERSONNEL, TELLING, date_place
from exchange.mapping.dating import DATED_LISTS, dated, known, rules_of
from exchange.mapping.fitting import called, fitting, known_choices, rule_of
from exchange.mapping.looking import Column, Look, Written, order, share
from exchange.mapping.uses import PARTICIPANTS, has_hosts
from exchange.sheets import sheets
from records.kinds import Kind, get_kind, kinds
from records.slugs import slug
from records.text import fold, tidy
from records.types import Refs

HOST = re.compile(r"host|lead")
WHO_LISTS = (PARTICIPANTS, "parties", "members")
# A longer text makes no key.
KEY_LENGTH = 80
# What only a record with milestones or stages has a date of.
TELLING_DATES = {name for word, names in MOMENTS.items() if word != "ended" for name in names}
_TITLES = {"title", *CALLED["title"]}
_ID = re.compile(r"id$|^id|key$")
_NUMBERED = re.compile(r"(.*?[a-z_])([0-9]+|[A-Z]{1,2})")


class Guess:
    """What the columns of a table are, if its rows are those of ``sheet``.

    ``columns``, ``items`` and ``head`` are parts of a profile, ``left`` the columns that are not
    recognised, ``id`` the one that numbers the records, ``year`` the one that dates them.
    """

    def __init__(self, look: Look, sheet: str, stem: str):
        self.look, self.sheet = look, sheet
        self.kind: Kind = get_kind(sheets()[sheet].kind)
        self.stem = slug(stem) or "mine"
        self.left = {column.name: column for column in look.columns}
        self.columns: dict[str, Any] = {}
        self.items: list[dict[str, Any]] = []
        self.head: dict[str, Any] = {}
        self.score, self.year = 0.0, ""
        self.id = self._id()
        self._dates()
        self._field(self.kind.field["title"])
        self.is_grouped = self._key()
        self._who()
        self._flags()
        for field in self.kind.fields:
            self._field(field)
        self._made_title()
        self._aliases()
        self._tell()

    @property
    def scheme(self) -> str:
        """Return what the numbers of the table are called: MME of mme_id, else by the file."""
        stem = _ID.sub("", self.id.plain) if self.id else ""
        return (stem if len(stem) > 2 else self.stem).upper()

    @property
    def placed(self) -> int:
        """Return how many columns are recognised."""
        return len(self.look.columns) - len(self.left)

    def _take(self, *columns: Column) -> None:
        for column in columns:
            self.left.pop(column.name, None)

    # The key ---------------------------------------------------------------------------------

    def _id(self) -> Column | None:
        """Return the column that numbers the records by its heading, and take it."""
        numbers = [column for column in self.look.columns if _ID.search(column.plain)]
        whole = [column for column in numbers if self.look.is_whole([column])]
        found = next(iter(whole or numbers), None)
        if found:
            self._take(found)
        return found

    def _key(self) -> bool:
        """Say what makes the key; return whether several rows are one record by it."""
        columns = [self.id] if self.id else self._distinct()
        self.head["key"] = "-".join([self.stem, *(f"{{{column.name}}}" for column in columns)])
        is_grouped = self.look.recurs(columns)
        if is_grouped:
            self.head["group_by"] = [column.name for column in columns]
        return is_grouped

    def _distinct(self) -> list[Column]:
        """Return columns that tell the rows apart: the title, with the date where it recurs."""
        by_name = {column.name: column for column in self.look.columns}
        title, date = self._title, by_name.get(self.year)
        both = [column for column in (title, date) if column]
        ways = [[title]] if title else []
        ways += [both, *([c] for c in by_name.values() if max(map(len, c.texts)) <= KEY_LENGTH)]
        whole = [way for way in ways if way and self.look.is_whole(way)]
        return next(iter(whole), both or self.look.columns[:1])

    @property
    def _title(self) -> Column | None:
        rule = self.columns.get("title")
        return next((column for column in self.look.columns if column.name == rule), None)

    # Dates and countries ---------------------------------------------------------------------

    def _dates(self) -> None:
        found, places = dated(self.left.values(), self.kind), {}
        for left, parts in found.items():
            place = date_place(self.kind, left, is_only=len(found) == 1)
            if not place:
                self.score -= 0.7
                continue
            if place not in places:
                is_told = place[0] not in DATED_LISTS or left in TELLING_DATES
                self.score += 0.3 + (self.weight(place[0]) if is_told else 0)
            places[place] = max(places.get(place, parts), parts, key=known)
        for parts in places.values():
            self._take(*parts.values())
            self.year = self.year or (parts.get("year") or parts[""]).name
        columns, self.items = rules_of(places)
        self.columns |= columns
        self.head["dates"] = order(
            text for parts in places.values() for c in parts.values() for text in c.values
        )

    def _who(self) -> None:
        """Find participants, parties or members; and hosts."""
        target = next((name for name in WHO_LISTS if name in self.kind.lists), "")
        found: list[tuple[list[Column], Written]] = []
        for columns in self._families():
            written = self.look.written(columns)
            if not written or any(self.look.say_the_same((columns, written), f) for f in found):
                continue
            found.append((columns, written))
            if target:
                self._add(target, columns, written)
            else:
                self.score -= 1.5
        if self.year and any(written.codes != "name" for _columns, written in found):
            self.head["country_year"] = self.year
        if target and self.is_grouped and len(found) == 1 and len(found[0][0]) == 1:
            self._by_country(target, *found[0])
        self.parties = [(c, w) for columns, w in found for c in columns if not w.separator]

    def _families(self) -> list[list[Column]]:
        """Return the columns that are left: numbered ones of one name together."""
        families: dict[str, list[Column]] = {}
        for name, column in self.left.items():
            match = _NUMBERED.fullmatch(name)
            families.setdefault(f"{match[1]}*" if match else name, []).append(column)
        return list(families.values())

    def _add(self, target: str, columns: list[Column], written: Written) -> None:
        rule = rule_of(columns, written)
        item: dict[str, Any] = {"list": target, "country": rule}
        if HOST.search(columns[0].plain) and has_hosts(self.kind) and "hosts" not in self.columns:
            self.columns["hosts"] = rule
            item["role"] = {"constant": "host"}
            self.score += self.weight("hosts") / 2
        self.items.append(item)
        self.score += 0.5
        self._take(*columns)

    def _by_country(self, target: str, columns: list[Column], written: Written) -> None:
        """Find what a table with a row for each country says of each: how many, and who leads."""
        item = next(item for item in self.items if item["list"] == target)
        for other in [*self.left.values()]:
            if "personnel" in self.kind.lists[target].field and other.plain in PERSONNEL:
                item["personnel"] = other.name
                self.score += 1
                self._take(other)
            elif HOST.search(other.plain) and other.is_flag and has_hosts(self.kind):
                rule = rule_of(columns, written)
                rule = rule if isinstance(rule, dict) else {"column": rule}
                self.columns["hosts"] = {**rule, "when": other.name}
                item["role"] = {"constant": "host", "when": other.name}
                self._take(other)

    # Fields ----------------------------------------------------------------------------------

    def _flags(self) -> None:
        """Find columns whose heading is a word of the vocabulary and whose cells say yes or no."""
        for field in self.kind.fields:
            if not isinstance(field.type, Refs) or field.type.target == "country":
                continue
            known = self.look.known(field.type.target)
            named = {c.name: fold(tidy(c.name.replace("_", " "))) for c in self.left.values()}
            flags = {n: known[w] for n, w in named.items() if w in known and self.left[n].is_flag}
            if flags:
                self.columns[field.name] = {"flags": flags}
                self._take(*(self.left[name] for name in flags))
                self.score += 0.5

    def _field(self, field) -> None:
        """Find the column of a field; what must be there and is not tells against the kind."""
        if field.type.name == "date" or field.name in self.columns:
            return
        for column in called(field, self.kind, self.left.values()):
            rule = fitting(field, column, self.look)
            if rule is not None:
                self.columns[field.name] = rule
                self._take(column)
                self.score += self._worth(field, column)
                return
        self.score -= field.required and field.type.name != "bool"

    def _worth(self, field, column: Column) -> float:
        """Return how much it tells of the kind that a column fits a field: codes tell nothing."""
        words = known_choices(field, column)
        if field.type.name == "choice" and not words:
            return -1.0 * field.required
        return self.weight(field.name) + 2 * words

    def _made_title(self) -> None:
        """Make a title of the two countries of a row where it has none of its own."""
        title = self._title
        if len(self.parties) != 2 or (title and title.filled == len(self.look.rows)):
            return
        named = [f"{{{c.name}{_by(written)}}}" for c, written in self.parties]
        year = f", {{{self.year}|year}}" if self.year else ""
        of = {"kind": self.kind.label, "one": named[0], "other": named[1]}
        text = _("%(kind)s: %(one)s and %(other)s") % of + year
        made = [f"{{{title.name}}}"] if title else []
        self.columns["title"] = {"make": [*made, text[:1].upper() + text[1:]]}

    def _aliases(self) -> None:
        for column in [*self.left.values()] if "aliases" in self.kind.lists else ():
            if column.plain in ALIASES and column.values:
                self.items.append({"list": "aliases", "name": column.name})
                self._take(column)

    # The score -------------------------------------------------------------------------------

    @staticmethod
    def weight(name: str) -> float:
        """Return how much it tells of a kind that it has a field or a list of this name."""
        return 2 / max(1, _having()[name])

    def _tell(self) -> None:
        """Count what headings, the name of the file and titles say of the kind."""
        telling = set(TELLING.get(self.kind.name, ()))
        self.score += 1.5 * min(3, sum(bool(telling & {*c.words}) for c in self.look.columns))
        self.score += 2 * bool(telling & {*self.stem.split("-")})
        texts = next((c.texts for c in self.look.columns if c.plain in _TITLES), [])
        self.score += 3 * share(bool(telling & {*fold(text).split()}) for text in texts)


def _by(written: Written) -> str:
    return "" if written.codes == "name" else f"|{written.codes}"


@cache
def _having() -> Counter:
    """Return how many kinds have a field, or a list, of each name."""
    found: Counter = Counter()
    for kind in kinds():
        found.update({*kind.field, *kind.lists})
    return found
