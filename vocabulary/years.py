"""Remarks on states that did not exist when a record says that they took part."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from django.db.models import Q
from django.utils.translation import gettext as _

from records.dates import bounds, display
from records.documents import items_of
from records.kinds import get_kind
from records.remarks import Change, Changes, Remark, check
from vocabulary.derived import paths_of_sides
from vocabulary.models import Country

# Country -> the first and the last day on which it may have existed, as far as they are known.
Years = dict[str, tuple[date | None, date | None]]
# Country -> where it stands, and the date that is outside its years.
Outside = dict[str, tuple[str, str]]


def _years() -> Years:
    dated = Country.objects.filter(Q(since_earliest__isnull=False) | Q(until_latest__isnull=False))
    rows = dated.order_by().values_list("pk", "since_earliest", "until_latest")
    return {key: (first, last) for key, first, last in rows}


def _outside(change: Change, years: Years) -> Outside:
    """Return the countries outside their years that were not so before."""
    found = _outside_of(change.document, years) if years else {}
    if found and change.before:
        before = _outside_of(change.before, years)
        found = {key: new for key, new in found.items() if before.get(key, ("", ""))[1] != new[1]}
    return found


def _outside_of(document: dict, years: Years) -> Outside:
    found: Outside = {}
    for key, path, item in _dated(document, years):
        # A member is one from a day on, or until one; others take part when the record says.
        own = [said for name in ("since", "until") if (said := item.get(name))]
        for said in own or filter(None, [get_kind(document["kind"]).period(document)]):
            if key not in found and _is_outside(*bounds(said), *years[key]):
                found[key] = (path, said)
    return found


def _dated(document: dict, years: Years) -> Iterator[tuple[str, str, dict]]:
    """Yield the countries of a document that have not always existed, where, and in which item."""
    for name, part in paths_of_sides(document["kind"]):
        if part is None:
            yield from ((key, name, {}) for key in document["fields"][name] if key in years)
        elif part == "country":
            for item in items_of(document, name):
                if item.get(part) in years:
                    yield item[part], f"{name}/{item['ref']}/{part}", item


def _is_outside(first: date | None, last: date | None, since, until) -> bool:
    return bool((last and since and last < since) or (first and until and first > until))


@check(_outside, _years)
def outside_years(found: Mapping[str, Outside], changes: Changes) -> Iterator[Remark]:
    """Yield a remark on each state that did not exist at the date of its record."""
    countries = Country.objects.in_bulk({key for places in found.values() for key in places})
    told = {key: {"name": state.name, "years": _lived(state)} for key, state in countries.items()}
    text = _("%(name)s did not exist then: %(years)s. The date is %(date)s.")
    hint = _("Is another state meant, or another date?")
    shown = cache(display)
    for key, places in found.items():
        for code, (path, when) in places.items():
            yield Remark(key, path, text % {**told[code], "date": shown(when)}, hint)


def _lived(country: Country) -> str:
    ends = {"since": display(country.since), "until": display(country.until)}
    if not country.until:
        return _("it exists since %(since)s") % ends
    if not country.since:
        return _("it existed until %(until)s") % ends
    return _("it existed from %(since)s to %(until)s") % ends
