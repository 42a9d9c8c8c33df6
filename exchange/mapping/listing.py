"""Items of a record's lists, from the columns or the rows of a foreign table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from exchange.mapping.cells import RowReader
from exchange.mapping.foreign import Foreign
from exchange.mapping.shapes import Items
from records import refs
from records.cells import join_cell
from records.kinds import List
from records.slugs import slug
from records.types import Several

# What an item is the same by; of lists without these, by all that it says.
WHO = ("country", "grouping", "force")
NAMED = ("identifiers",)


@dataclass
class Item:
    """One item: its cells, where each came from, which of them are given by the profile alone.

    ``told`` are those that it lacks because a word was not known.
    """

    list: str
    row: Foreign
    cells: dict[str, str]
    origins: dict[str, tuple[str, ...]]
    fixed: set[str] = field(default_factory=set)
    ref: str = ""
    told: set[str] = field(default_factory=set)

    @property
    def identity(self) -> tuple:
        """Return what makes it the same as another: two columns may name one country."""
        who = tuple(self.cells.get(name, "") for name in WHO)
        return (self.list, *(who if any(who) else sorted(self.cells.items())))

    @property
    def claims(self) -> list[str]:
        """Return what a source says by it: that it is so, and each further thing that it tells."""
        path = f"{self.list}/{self.ref}"
        told = [n for n in self.cells if n not in self.fixed and n not in (*WHO, "scheme", "value")]
        is_plain = not any(name in self.cells for name in WHO)
        if is_plain and self.list not in ("milestones", "stages", "phases"):
            told = []
        return [path, *(f"{path}/{name}" for name in told)]


class Listing:
    """The rule for the items of one list."""

    def __init__(self, items: Items, item_list: List, reader: RowReader):
        self.list, self.reader = items.list, reader
        self.rules = [(name, item_list.field[name].type, r) for name, r in items.columns.items()]
        self.width = max([1, *(len(r.columns) for _n, t, r in self.rules if _spreads(t))])
        self.fixed = {name for name, _type, rule in self.rules if not rule.is_given}

    def items(self, row: Foreign, key: str) -> Iterator[Item]:
        """Yield the items that one row gives: one for each of its columns, and of their parts.

        Where nothing of an item stands in the table, there is none.
        """
        year = self.reader.year(row)
        for index in range(self.width):
            told: set[str] = set()
            given = self._given(row, key, year, index, told)
            if given is None:
                continue
            cells = {name: words[0] for name, (words, _columns) in given.items()}
            origins = {name: columns for name, (_words, columns) in given.items()}
            several = next((n for n, (words, _c) in given.items() if len(words) > 1), None)
            for word in given[several][0] if several else [""]:
                own = {**cells, several: word} if several else cells
                yield Item(self.list, row, own, origins, self.fixed, told=told)

    def _given(self, row: Foreign, key: str, year: int | None, index: int, told: set[str]):
        """Return our column -> (words, their columns), or None where the table says nothing.

        Columns in which a word is not known go into ``told``.
        """
        found = {}
        for name, of_type, rule in self.rules:
            missed = self.reader.words.missed
            if _spreads(of_type) and len(rule.columns) > 1:
                columns = (rule.columns[index],)
                args = (row, name, of_type, rule, columns[0], key, year)
                words = list(self.reader.words_in(*args))
            else:
                given = self.reader.given(row, name, of_type, rule, key, year)
                words, columns = given.words, given.columns
                if isinstance(of_type, Several) and words:
                    words = [join_cell(words)]
            if self.reader.words.missed > missed:
                told.add(name)
            if words:
                found[name] = (words, columns)
            elif name in WHO:
                return None
        return found if found.keys() - self.fixed else None

    @staticmethod
    def together(items: Iterable[Item], stem: str) -> tuple[list[Item], list[tuple]]:
        """Return the items of a record, those that are one as one, with refs; and what clashes.

        What the profile alone gives fills in, and contradicts nothing.
        """
        found: dict[tuple, Item] = {}
        clashes = []
        for item in items:
            first = found.setdefault(item.identity, item)
            if first is item:
                continue
            for name, word in item.cells.items():
                if first.cells.setdefault(name, word) != word and name not in item.fixed:
                    if name in first.fixed:
                        first.cells[name] = word
                        first.fixed = first.fixed - {name}
                    else:
                        clashes.append(_clash(first, item, name))
                first.origins.setdefault(name, item.origins[name])
            first.told = first.told | item.told
        taken: dict[str, set[str]] = {}
        for item in found.values():
            item.ref = _ref(item, stem, taken.setdefault(item.list, set()))
            taken[item.list].add(item.ref)
        return list(found.values()), clashes


def _spreads(of_type) -> bool:
    """Tell whether several columns are several items: not where one item has a list."""
    return not isinstance(of_type, Several)


def _ref(item: Item, stem: str, taken: set[str]) -> str:
    """Return a ref that the same row gives again; where it is a number, not to meet others'."""
    if item.list in NAMED:
        base = slug(item.cells.get("scheme", ""))[:50].strip("-") or stem
        number = 1
        ref = base
        while ref in taken:
            number += 1
            ref = f"{base}-{number}"
        return ref
    if not refs.is_numbered(item.list):
        return refs.propose(item.list, item.cells, taken)
    prefix = slug(stem)[:40].strip("-") or "m"
    number = 1
    while f"{prefix}-{number}" in taken:
        number += 1
    return f"{prefix}-{number}"


def _clash(first: Item, item: Item, name: str) -> tuple:
    message = _("Row %(row)s says something else of the same %(list)s: “%(value)s”.")
    said = {"row": first.row.number, "list": item.list, "value": first.cells[name]}
    return item.row, item.origins[name], message % said
