"""Which countries take part in what a record is about: kept beside it, for filters and counts."""

from collections.abc import Sequence

from records import bulk, derived
from records.documents import items_of
from records.kinds import get_kind
from vocabulary.models import Grouping, Involvement


def sides_of(document: dict) -> tuple[set[str], set[str]]:
    """Return the keys of the countries and of the groupings that a document involves."""
    found: dict[str, set[str]] = {"country": set(), "grouping": set()}
    for path in get_kind(document["kind"]).involves:
        name, *rest = path.split("/")
        if not rest:
            found["country"].update(document["fields"][name])
            continue
        found[rest[-1]].update(
            item[rest[-1]] for item in items_of(document, name) if item.get(rest[-1])
        )
    return found["country"], found["grouping"]


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
