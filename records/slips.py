"""Remarks on records of every kind: one that looks like another, a number that is given twice."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import chain, islice, takewhile

from django.utils.translation import gettext as _

from records import bulk
from records.documents import items_of
from records.kinds import Kind, get_kind
from records.remarks import ALIKE, Change, Changes, Remark, check
from records.text import fold

# Records that one remark names.
MOST = 5
# Lists of who takes part, and what tells two items of one country apart.
SIDES = ("participants", "parties", "members")
APART = ("force", "since")
# Items of one country with which another is compared; no side of a real event has so many.
COMPARED = 200
_COUNTED = re.compile(r"-[0-9]+$")

# A record of the same kind: key, title, and what it is compared by.
Other = tuple[str, str, dict]


def _is_unnamed(change: Change) -> bool:
    """Tell whether a record is new, and no key is given; sources are compared by their app."""
    return change.before is None and not change.named and change.kind != "source"


@check(_is_unnamed)
def alike(unnamed: Mapping[str, bool], changes: Changes) -> Iterator[Remark]:
    """Yield a remark on each new record without a given key that has title and date of another.

    Instead of the date, its line and number may be the same.
    """
    kinds = {changes[key].kind: None for key in unnamed}
    for name in kinds:
        part = [change for change in changes.values() if change.kind == name]
        yield from _alike(get_kind(name), [c for c in part if c.key in unnamed], part)


def _alike(kind: Kind, new: list[Change], everything: list[Change]) -> Iterator[Remark]:
    own = {change.key for change in everything}
    seen: dict[tuple, Other] = {}
    stored_first = sorted(everything, key=lambda change: change.before is None)
    coming = {change.key for change in everything if change.before is None}
    for other in [*_stored_alike(kind, new, own), *(_other(kind, c) for c in stored_first)]:
        for mark in _marks(kind, other):
            seen.setdefault(mark, other)
    for change in new:
        marks = _marks(kind, _other(kind, change))
        found = next((seen[m] for m in marks if seen[m][0] != change.key), None)
        if found:
            yield _remark_alike(change, found, found[0] in coming)


def _remark_alike(change: Change, found: Other, is_own: bool) -> Remark:
    key, title, _values = found
    names = {"title": title, "key": key}
    text = _("It looks like “%(title)s” (%(key)s), which is stored already.")
    hint = _("Give its key, %(key)s, to change that one; as it is, it becomes a second record.")
    if is_own:
        text = _("It looks like “%(title)s” (%(key)s), which comes with it.")
        hint = _("Take out one of the two if they are one; as it is, they become two records.")
    return Remark(change.key, "title", text % names, hint % names, key, ALIKE)


def _stored_alike(kind: Kind, new: list[Change], own: set[str]) -> Iterator[Other]:
    """Yield the stored records that have a title, or a key but for its number, of new ones."""
    titles = sorted({change.document["fields"]["title"] for change in new})
    stems = {_COUNTED.sub("", change.key) for change in new}
    names = ("period", *(kind.numbered or ()))
    columns = ["key", "title", "period", *_columns(kind)]
    for column, values in (("title", titles), ("key", sorted(stems - own))):
        for part in bulk.chunks(values):
            rows = kind.model.objects.filter(**{f"{column}__in": part}).order_by("key")
            for key, title, *rest in rows.values_list(*columns):
                if key not in own:
                    yield key, title, dict(zip(names, rest, strict=True))


def _columns(kind: Kind) -> list[str]:
    return [f"{kind.numbered[0]}_id", kind.numbered[1]] if kind.numbered else []


def _other(kind: Kind, change: Change) -> Other:
    fields = change.document["fields"]
    values = {name: fields[name] for name in kind.numbered or ()}
    return change.key, fields["title"], {"period": kind.period(change.document) or "", **values}


def _marks(kind: Kind, other: Other) -> list[tuple]:
    """Return what a record is known by: each of these is shared with one that looks like it."""
    _key, title, values = other
    found = [("period", fold(title), str(values["period"] or ""))]
    line = [values[name] for name in kind.numbered or ()]
    return [*found, ("line", fold(title), *line)] if line and all(line) else found


def _number(change: Change) -> tuple | None:
    """Return kind, line and number of a record, and whether it had not both of these before."""
    kind = get_kind(change.kind)
    place = kind.numbered and _place(kind, change.document)
    if not place or not all(place):
        return None
    return kind.name, place, change.before is None or place != _place(kind, change.before)


@check(_number)
def number_twice(numbers: Mapping[str, tuple], changes: Changes) -> Iterator[Remark]:
    """Yield a remark on each record that has the line and the number of another."""
    for name in {name: None for name, _place, _is_fresh in numbers.values()}:
        places = {key: place for key, (kind, place, _fresh) in numbers.items() if kind == name}
        fresh = {key: places[key] for key in places if numbers[key][2]}
        if fresh:
            yield from _number_twice(get_kind(name), fresh, places, changes)


def _number_twice(
    kind: Kind, fresh: dict[str, tuple], places: dict[str, tuple], changes: Changes
) -> Iterator[Remark]:
    stored = _stored_numbers(kind, changes, {*fresh.values()})
    counts = Counter(places.values())
    twice = {place for place in fresh.values() if counts[place] > 1 or place in stored}
    coming = [changes[key] for key, place in places.items() if place in twice]
    taken, number = _numbers(coming, places, stored), kind.numbered[1]
    label = kind.field[number].label
    for key, place in fresh.items():
        # Of several that come together, each is told of those before it.
        before = takewhile(lambda pair, key=key: pair[0] != key, taken.get(place, ()))
        for other, title in islice(before, MOST):
            text = _("%(title)s has %(label)s %(number)s already.")
            names = {"title": title, "label": label, "number": place[1]}
            yield Remark(key, number, text % names, other=other)


def _stored_numbers(kind: Kind, own: Container[str], wanted: set) -> dict[tuple, list[tuple]]:
    """Return (line, number) -> key and title of the other stored records that have it."""
    line, number = kind.numbered
    found: dict[tuple, list[tuple]] = {}
    for part in bulk.chunks(sorted({place[0] for place in wanted})):
        rows = kind.model.objects.filter(**{f"{line}__in": part, f"{number}__isnull": False})
        for key, title, *place in rows.order_by("key").values_list("key", "title", *_columns(kind)):
            if key not in own:
                found.setdefault(tuple(place), []).append((key, title))
    return found


def _numbers(changes: Sequence[Change], places: dict, stored: dict) -> dict[tuple, list[tuple]]:
    """Return (line, number) -> key and title of those that have it, the stored ones first."""
    found = {place: [*others] for place, others in stored.items()}
    for change in sorted(changes, key=lambda change: change.before is None):
        title = change.document["fields"]["title"]
        found.setdefault(places[change.key], []).append((change.key, title))
    return found


def _place(kind: Kind, document: dict) -> tuple:
    """Return the line and the number of a record."""
    fields, (line, number) = document["fields"], kind.numbered
    return fields[line], fields[number]


def _sides_twice(change: Change) -> list[Remark]:
    lists, found = change.document["lists"], []
    for name in SIDES:
        items = lists.get(name, ())
        if len(items) > 1 and len({item.get("country") for item in items}) < len(items):
            found += _side_twice(change, name, get_kind(change.kind).lists[name].label)
    return found


@check(_sides_twice)
def side_twice(found: Mapping[str, list[Remark]], changes: Changes) -> Iterator[Remark]:
    """Yield a remark on each country that takes part twice, with nothing to tell one from other."""
    return chain.from_iterable(found.values())


def _side_twice(change: Change, name: str, label: str) -> Iterator[Remark]:
    before = {item["ref"] for item in items_of(change.before, name)} if change.before else set()
    first: dict[str, list[dict]] = {}
    for item in items_of(change.document, name):
        country = item.get("country")
        others = first.get(country, ())[:COMPARED]
        twins = [other for other in others if country and _may_be_one(item, other)]
        if twins and not {item["ref"], twins[0]["ref"]} <= before:
            text = _("%(country)s stands twice among the %(list)s: %(one)s and %(two)s.")
            refs = {"one": twins[0]["ref"], "two": item["ref"]}
            names = {"country": country, "list": label, **refs}
            hint = _("To change the first, give its ref, %(one)s.") % refs
            yield Remark(change.key, f"{name}/{item['ref']}", text % names, hint)
        first.setdefault(country, []).append(item)


def _may_be_one(item: dict, other: dict) -> bool:
    """Tell whether two items of one country have nothing that tells them apart."""
    pairs = ((item.get(name), other.get(name)) for name in APART)
    return all(one == two or not one or not two for one, two in pairs)
