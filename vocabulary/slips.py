"""Remarks on forces and units that stand beside another country than their own."""

from collections.abc import Iterator, Mapping
from functools import cache

from django.utils.translation import gettext as _

from records.documents import items_of
from records.kinds import CITATIONS, get_kind
from records.remarks import Change, Changes, Remark, check
from vocabulary.models import Force, Unit

OWNED = {"force": Force, "unit": Unit}


def _owned(change: Change) -> list[tuple[str, dict]]:
    """Return the list and the item where a country has a force or a unit that it had not before."""
    found = []
    for name in _lists_of_owned(change.kind):
        for item in items_of(change.document, name):
            is_owned = any(map(item.get, OWNED)) and item.get("country")
            if is_owned and not (change.before and item in items_of(change.before, name)):
                found.append((name, item))
    return found


@check(_owned)
def foreign_forces(owned: Mapping[str, list], changes: Changes) -> Iterator[Remark]:
    """Yield a remark on each force or unit that is another country's than its item says."""
    found = [(key, place) for key, places in owned.items() for place in places]
    for field, model in OWNED.items():
        keys = {item[field] for _key, (_name, item) in found if item.get(field)}
        owner = dict(model.objects.filter(pk__in=keys).values_list("pk", "country_id"))
        for key, (name, item) in found:
            country = owner.get(item.get(field))
            if country and country != item["country"]:
                yield _remark(key, f"{name}/{item['ref']}/{field}", item, field, country)


@cache
def _lists_of_owned(kind: str) -> tuple[str, ...]:
    """Return the lists of a kind whose items may say that a country has a force or a unit."""
    lists = get_kind(kind).lists.items()
    lists = [(name, items.field) for name, items in lists if name != CITATIONS]
    return tuple(n for n, fields in lists if "country" in fields and OWNED.keys() & fields)


def _remark(key: str, path: str, item: dict, field: str, country: str) -> Remark:
    text = _("%(owned)s is of %(owner)s, but stands beside %(country)s.")
    names = {"owned": item[field], "owner": country, "country": item["country"]}
    return Remark(key, path, text % names)
