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


def _years() -> Years:
    dated = Country.objects.filter(Q(since_earliest__isnull=False) | Q(until_latest__isnull=False))
    rows = dated.order_by().values_list("pk", "since_earliest", "until_latest")
    return {key: (first, last) for key, first, last in rows}


def _outside(change: Change, years: Years) -> dict[str, str]:
    """Return country -> where it stands, for those outside their years that were not before."""
    found = _outside_of(change.document, years)
    if found and change.before:
        before = _outside_of(change.before, years)
        is_dated_anew = _period(change.before) != _period(change.document)
        found = {key: p for key, p in found.items() if is_dated_anew or key not in before}
    return found


def _outside_of(document: dict, years: Years) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, path in _dated(document, years) if years else ():
        found.setdefault(key, path)
    period = _period(document) if found else ""
    if not period:
        return {}
    first, last = bounds(period)
    return {key: path for key, path in found.items() if _is_outside(first, last, *years[key])}


def _dated(document: dict, years: Years) -> Iterator[tuple[str, str]]:
    """Yield the countries of a document that have not always existed, and where they stand."""
    for name, part in paths_of_sides(document["kind"]):
        if part is None:
            yield from ((key, name) for key in document["fields"][name] if key in years)
        elif part == "country":
            for item in items_of(document, name):
                if item.get(part) in years:
                    yield item[part], f"{name}/{item['ref']}/{part}"


def _period(document: dict) -> str:
    return get_kind(document["kind"]).period(document) or ""


def _is_outside(first: date | None, last: date | None, since, until) -> bool:
    return bool((last and since and last < since) or (first and until and first > until))


@check(_outside, _years)
def outside_years(found: Mapping[str, dict[str, str]], changes: Changes) -> Iterator[Remark]:
    """Yield a remark on each state that did not exist at the date of its record."""
    countries = Country.objects.in_bulk({key for places in found.values() for key in places})
    told = {key: {"name": state.name, "years": _lived(state)} for key, state in countries.items()}
    text = _("%(name)s did not exist then: %(years)s. The date is %(date)s.")
    hint = _("Is another state meant, or another date?")
    shown = cache(display)
    for key, places in found.items():
        date_of = {"date": shown(_period(changes[key].document))}
        for code, path in places.items():
            yield Remark(key, path, text % {**told[code], **date_of}, hint)


def _lived(country: Country) -> str:
    ends = {"since": display(country.since), "until": display(country.until)}
    if not country.until:
        return _("it exists since %(since)s") % ends
    if not country.since:
        return _("it existed until %(until)s") % ends
    return _("it existed from %(since)s to %(until)s") % ends
