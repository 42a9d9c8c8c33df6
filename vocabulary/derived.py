"""Which countries take part in what a record is about: kept beside it, for filters and counts."""

from collections.abc import Sequence
from functools import cache

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
def write_involvements(pairs: Sequence[tuple[str, dict]]) -> None:
    """Rewrite which countries are involved, the members of a grouping included."""
    members: dict[str, set[str]] = {}
    for grouping, country in Grouping.members.through.objects.values_list(
        "grouping_id", "country_id"
    ):
        members.setdefault(grouping, set()).add(country)
    for part in bulk.chunks([pk for pk, _document in pairs]):
        Involvement.objects.filter(record_id__in=part).delete()
    rows = []
    for pk, document in pairs:
        countries, groupings = sides_of(document)
        countries = countries.union(*(members.get(key, set()) for key in groupings))
        rows += [(pk, key) for key in sorted(countries)]
    bulk.insert(Involvement, ["record", "country"], rows)
