"""Which countries take part in what a record is about: kept beside it, for filters and counts."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache

from records import bulk, derived
from records.documents import items_of
from records.kinds import get_kind, target_of
from vocabulary.models import Grouping, Involvement


def sides_of(document: dict) -> tuple[set[str], set[str]]:
    """Return the keys of the countries and of the groupings that a document involves."""
    found: dict[str, set[str]] = {"country": set(), "grouping": set()}
    for name, part in paths_of_sides(document["kind"]):
        if part is None:
            found["country"].update(document["fields"][name])
            continue
        for item in items_of(document, name):
            if item.get(part):
                found[part].add(item[part])
    return found["country"], found["grouping"]


@cache
def paths_of_sides(kind_name: str) -> list[tuple[str, str | None]]:
    """Return the field, or the list and what it has in each item, that sides stand in."""
    split = (path.split("/") for path in get_kind(kind_name).involves)
    return [(name, rest[-1] if rest else None) for name, *rest in split]


@derived.rows
class Involvements(derived.Resting):
    """Writes which countries are involved, the members of a grouping included."""

    model = Involvement

    def wanted(self, told: Sequence[derived.Told]) -> set[str]:
        """Return the groupings."""
        groupings = target_of(Grouping)
        return {key for t in told for target, key in t.references if target == groupings}

    def read(self, keys: Collection[str]) -> dict[str, set[str]]:
        """Return grouping -> the countries that are members of it."""
        found: dict[str, set[str]] = {key: set() for key in keys}
        pairs = Grouping.members.through.objects.filter(grouping__in=keys)
        for grouping, country in pairs.values_list("grouping_id", "country_id"):
            found[grouping].add(country)
        return found

    def rows(self, told: Sequence[derived.Told], found: Mapping[str, set[str]]) -> bulk.Rows:
        """Return a row for each country."""
        sides = ((t.key, *sides_of(t.document)) for t in told)
        rows = [
            (key, country)
            for key, countries, groupings in sides
            for country in sorted(countries.union(*(found[name] for name in groupings)))
        ]
        return bulk.ready(Involvement, ["record", "country"], rows)
