"""Countries: the list of those that take part in something, and a page for each."""

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from records import marks
from records.dates import display_short
from records.kinds import Kind, kinds
from records.models import Record, Status
from vocabulary.models import Country, Force, Involvement

LATEST = 20
PARTNERS_SHOWN = 24
SORTS = {"total": _("most records first"), "name": _("by name")}


def involving_kinds() -> list[Kind]:
    """Return the kinds of record that countries take part in, in their usual order."""
    order = ("exercise", "series", "agreement", "dialogue", "meeting", "project")
    found = {kind.name: kind for kind in kinds() if kind.involves}
    return [found[name] for name in order if name in found]


def list_address(kind: str, *countries: str) -> str:
    """Return the address of a kind's list, narrowed to the countries; "" where there is none."""
    try:
        query = "&".join(f"country={key}" for key in countries)
        return f"{reverse(f'{kind}-list')}?{query}"
    except NoReverseMatch:
        return ""


def published_involvements() -> QuerySet:
    """Return who takes part in what, of published records."""
    return Involvement.objects.filter(record__status=Status.PUBLISHED)


class CountryList(TemplateView):
    """The countries that take part in something, with how many records of each kind."""

    template_name = "vocabulary/countries.html"

    def get_context_data(self, **kwargs):
        """Return the table; three queries, whatever the records."""
        rows = published_involvements().order_by().values_list("country", "record__kind")
        counts: dict[str, dict[str, int]] = {}
        for country, kind, n in rows.annotate(n=Count("pk")):
            counts.setdefault(country, {})[kind] = n
        sort = self.request.GET.get("sort", "")
        sort = sort if sort in SORTS else "total"
        every = self.request.GET.get("all") == "1"
        countries = Country.objects.order_by("name").only("key", "name", "former")
        involved = [self._row(c, counts[c.key]) for c in countries if c.key in counts]
        if sort == "total":
            involved.sort(key=lambda row: (-row["total"], row["country"].name))
        others = [c for c in countries if c.key not in counts]
        return super().get_context_data(
            headings=[kind.model._meta.verbose_name_plural for kind in involving_kinds()],
            rows=involved,
            others=others if every else [],
            other_count=len(others),
            sort=sort,
            sorted_by=SORTS[sort],
            every=every,
            **kwargs,
        )

    @staticmethod
    def _row(country: Country, counts: dict[str, int]) -> dict:
        cells = []
        for kind in involving_kinds():
            count, names = counts.get(kind.name, 0), kind.model._meta
            label = names.verbose_name if count == 1 else names.verbose_name_plural
            url = list_address(kind.name, country.key)
            cells.append({"label": label, "count": count, "url": url})
        return {"country": country, "cells": cells, "total": sum(counts.values())}


class CountryDetail(TemplateView):
    """One country: the latest records of each kind, its forces, its partners."""

    template_name = "vocabulary/country.html"

    def get_context_data(self, key: str, **kwargs):
        """Return all that the page shows: a fixed number of queries, whatever the records."""
        if not key.isascii() or not key.isalpha():
            raise Http404
        country = get_object_or_404(Country.objects.prefetch_related("aliases"), pk=key.upper())
        involved = published_involvements().filter(country=country).order_by()
        counts = dict(involved.values_list("record__kind").annotate(n=Count("pk")))
        partners = list(self._partners(country, involved))
        return super().get_context_data(
            country=country,
            names=[alias for alias in country.aliases.all() if alias.name != country.name],
            groups=[
                self._group(kind, country, counts[kind.name])
                for kind in involving_kinds()
                if kind.name in counts
            ],
            total=sum(counts.values()),
            forces=Force.objects.filter(country=country).prefetch_related("aliases"),
            partners=partners[:PARTNERS_SHOWN],
            more_partners=partners[PARTNERS_SHOWN:],
            canonical=country.get_absolute_url(),
            **kwargs,
        )

    @staticmethod
    def _group(kind: Kind, country: Country, count: int) -> dict:
        records = Record.objects.published().filter(kind=kind.name, involved__country=country)
        records = records.order_by("-period_latest", "-period_earliest", "title")[:LATEST]
        rows = [
            {"record": r, "date": display_short(r.period), "mark": marks.mark(r)} for r in records
        ]
        return {
            "name": kind.name,
            "label": kind.model._meta.verbose_name_plural,
            "count": count,
            "rows": rows,
            "dated": any(row["date"] for row in rows),
            "url": list_address(kind.name, country.key),
        }

    @staticmethod
    def _partners(country: Country, involved: QuerySet):
        """Yield the countries that take part in the same records, most records first."""
        together = published_involvements().filter(record__in=involved.values("record"))
        together = (
            together.exclude(country=country).order_by().values_list("country", "country__name")
        )
        exercises = Count("pk", filter=Q(record__kind="exercise"))
        rows = together.annotate(n=Count("pk"), exercises=exercises)
        for key, name, n, m in rows.order_by("-n", "country__name"):
            url = list_address("exercise", country.key, key)
            yield {"key": key, "name": name, "count": n, "exercises": m, "url": url}
