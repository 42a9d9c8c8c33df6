"""Which countries take part in what a record is about: kept beside it, for filters and counts."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial

from records import bulk, derived
from records.documents import items_of
from records.kinds import get_kind
from vocabulary.models import Grouping, Involvement


def sides_of(document: dict) -> tuple[set[str], set[str]]:
    """Return the keys of the countries and of the groupings that a document involves."""
    found: dict[str, set[str]] = {"country": set(), "grouping": set()}
    for name, part in _paths(document["kind"]):
        if part is None:
            found["country"].update(document["fields"][name])
            continue
        for item in items_of(document, name):
            if item.get(part):
                found[part].add(item[part])
    return found["country"], found["grouping"]


@cache
def _paths(kind_name: str) -> list[tuple[str, str | None]]:
    """Return the field, or the list and what it has in each item, that sides stand in."""
    split = (path.split("/") for path in get_kind(kind_name).involves)
    return [(name, rest[-1] if rest else None) for name, *rest in split]


@derived.rows
def involvements(told: Sequence[derived.Told]) -> derived.Write:
    """Return what writes which countries are involved, the members of a grouping included."""
    sides = [(t.key, *sides_of(t.document)) for t in told]
    named = set().union(*(groupings for _key, _countries, groupings in sides))
    return derived.Resting(
        Involvement, told, partial(_members_of, named), partial(_rows, sides)
    ).write


def _rows(sides: Iterable[tuple], members: Mapping[str, set[str]]) -> bulk.Rows:
    rows = [
        (key, country)
        for key, countries, groupings in sides
        for country in sorted(countries.union(*(members.get(name, ()) for name in groupings)))
    ]
    return bulk.ready(Involvement, ["record", "country"], rows)


def _members_of(groupings: set[str]) -> dict[str, set[str]]:
    """Return grouping -> the countries that are members of it."""
    found: dict[str, set[str]] = {}
    if groupings:
        pairs = Grouping.members.through.objects.filter(grouping__in=groupings)
        for grouping, country in pairs.values_list("grouping_id", "country_id"):
            found.setdefault(grouping, set()).add(country)
    return found
