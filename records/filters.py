"""Filters that every list of records has: words, period, evidence.

A filter set takes the query part of an address. What it cannot read it leaves out and names in
``form.errors``; everything else is applied. The same set serves the list, and later its download,
its feed and the API.
"""

from datetime import date

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records import marks, search
from records.dates import UncertainDateFormField, bounds, certainly, possibly, undated
from records.facets import Column, Facet, Keys, Option
from records.words import wanted
from records.years import year_of_period

PERIOD = ("since", "until", "dates")
# Which groups of records a period shows, by the value of "dates".
GROUPS = {
    "": ("certain", "possible"),
    "certain": ("certain",),
    "undated": ("certain", "possible", "undated"),
}


class FilterForm(forms.Form):
    """Reads all filters at once: the period's ends go together, names are looked up together."""

    # facet -> value -> name of what was chosen
    chosen: dict[str, dict[str, str]]

    def clean(self):
        """Refuse a period that ends before it begins and values that nothing is called."""
        cleaned = super().clean()
        self._check_period(cleaned)
        self._name_chosen(cleaned)
        return cleaned

    def _check_period(self, cleaned) -> None:
        since, until = cleaned.get("since"), cleaned.get("until")
        for name, text, end in (("since", since, 0), ("until", until, 1)):
            if text and bounds(text)[end] is None:
                self.add_error(name, _("Write a plain date: 2018, July 2018 or 2018-07-15."))
                return
        if since and until and bounds(since)[0] > bounds(until)[1]:
            self.add_error("until", _("The period ends before it begins."))

    def _name_chosen(self, cleaned) -> None:
        self.chosen = {name: {} for name in self.fields}
        queries = []
        for name, field in self.fields.items():
            facet, values = getattr(field, "facet", None), cleaned.get(name)
            if values and isinstance(facet, Keys):
                queries.append(facet.named(values, name))
                self.chosen[name].update(facet.fixed(values))
            elif values and facet:
                self.chosen[name] = facet.names(values)
        if queries:
            first, *others = queries
            for name, key, label in first.union(*others) if others else first:
                self.chosen[name][key] = label
        for name, field in self.fields.items():
            for value in cleaned.get(name) or () if hasattr(field, "facet") else ():
                if value not in self.chosen[name]:
                    self.add_error(name, field.facet.unknown(value))


class WordsField(forms.CharField):
    """Takes words; refuses a text in which there is none."""

    def clean(self, value) -> str:
        """Return the text. Raises ValidationError where all of it is punctuation."""
        text = super().clean(value)
        if text and not wanted(text):
            raise ValidationError(_("There is no word to search for."))
        return text


class TextFilter(django_filters.CharFilter):
    """Finds records by words."""

    field_class = WordsField

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        """Return the records that match every word of ``value``."""
        return queryset.filter(search.matching(value)) if value else queryset


class DateFilter(django_filters.Filter):
    """One end of the period; the filter set applies both ends together."""

    field_class = UncertainDateFormField

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        """Return the queryset as it is."""
        return queryset


class DatesFilter(django_filters.ChoiceFilter):
    """Which dates count as within the period; the filter set applies it."""

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        """Return the queryset as it is."""
        return queryset


class Evidence(Column):
    """The facet over what the evidence of a record comes to."""

    def __init__(self):
        super().__init__(
            "evidence",
            [(name, label) for name, (label, _condition) in marks.CONDITIONS.items()],
            label=gettext_lazy("Evidence"),
        )

    def filter(self, queryset: QuerySet, values: list[str]) -> QuerySet:
        """Return the records to which one of the conditions applies."""
        found = Q()
        for value in values:
            found |= marks.CONDITIONS[value][1]
        return queryset.filter(found)

    def options(self, universe, counted, chosen) -> list[Option]:
        """Return the four conditions with their counts: one query."""
        records = universe if counted is None else counted
        counts = records.order_by().aggregate(
            **{
                f"n_{name}": Count("pk", filter=condition)
                for name, (_label, condition) in marks.CONDITIONS.items()
            }
        )
        return [
            Option(name, str(label), counts[f"n_{name}"], name in chosen)
            for name, label in self.choices.items()
        ]


class RecordFilter(django_filters.FilterSet):
    """The filters of a list of records.

    Subclasses declare further facets and say in ``order`` how they stand, in ``folded`` which of
    them are closed at first; ``queryset`` must be what the public may see. ``dated`` tells whether
    such records stand in time.
    """

    dated = True
    order: tuple[str, ...] = ("evidence",)
    folded: tuple[str, ...] = ()

    q = TextFilter(label=gettext_lazy("Words"), max_length=search.LONGEST)
    since = DateFilter(label=gettext_lazy("From"))
    until = DateFilter(label=gettext_lazy("To"))
    dates = DatesFilter(
        label=gettext_lazy("Dates"),
        choices=[
            ("certain", gettext_lazy("certain dates only")),
            ("undated", gettext_lazy("undated too")),
        ],
    )
    evidence = Evidence()

    class Meta:
        form = FilterForm

    def __init__(self, data, queryset: QuerySet, **kwargs):
        super().__init__(with_year(data), queryset, **kwargs)
        self.universe = queryset
        self.is_valid()

    @property
    def facets(self) -> dict[str, Facet]:
        """Return the facets by name, in the order in which they are shown."""
        return {name: self.filters[name] for name in self.order}

    @property
    def chosen(self) -> dict[str, dict[str, str]]:
        """Return facet -> value -> name of what was chosen and could be read."""
        readable = self.form.cleaned_data
        return {n: self.form.chosen.get(n, {}) if readable.get(n) else {} for n in self.order}

    @property
    def active(self) -> list[str]:
        """Return the names of the filters that narrow the list."""
        names = [name for name, value in self.form.cleaned_data.items() if value]
        return [name for name in names if name != "dates" or self.has_period]

    @property
    def period(self) -> tuple[date | None, date | None]:
        """Return the first and the last day of the period asked for, None where it is open."""
        since, until = (self.form.cleaned_data.get(name) for name in ("since", "until"))
        return bounds(since)[0] if since else None, bounds(until)[1] if until else None

    @property
    def has_period(self) -> bool:
        """Tell whether the list is narrowed to a period."""
        return any(self.period)

    def conditions(self) -> dict[str, Q]:
        """Return how records stand to the period: certain, possible, undated; None overlap."""
        first, last = self.period
        certain = certainly("period", first, last)
        return {
            "certain": certain,
            "possible": possibly("period", first, last) & ~certain,
            "undated": undated("period"),
        }

    @property
    def groups(self) -> tuple[str, ...]:
        """Return which of the three groups the list shows."""
        return GROUPS[self.form.cleaned_data.get("dates") or ""]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Return the records that all readable filters let pass."""
        return self.narrowed()

    def narrowed(self, *, without=(), only=None) -> QuerySet:
        """Return the records that the filters let pass, those of ``without`` left aside."""
        queryset = self.universe
        for name, value in self.form.cleaned_data.items():
            if value and name not in without and (only is None or name in only):
                queryset = self.filters[name].filter(queryset, value)
        if self.has_period and "since" not in without and (only is None or "since" in only):
            queryset = self.in_period(queryset)
        return queryset

    def in_period(self, queryset: QuerySet) -> QuerySet:
        """Return the records of the groups that the list shows."""
        found, conditions = Q(), self.conditions()
        for group in self.groups:
            found |= conditions[group]
        return queryset.filter(found)

    def counts(self) -> dict[str, int]:
        """Return how many records there are, how many the filters let pass, and by group."""
        total = self.universe.order_by().aggregate(total=Count("pk"))["total"]
        if not self.active:
            return {"total": total, "matching": total}
        if not (self.dated and self.has_period):
            return {"total": total, "matching": self.narrowed().order_by().count()}
        found = self.narrowed(without=PERIOD).order_by()
        groups = found.aggregate(
            **{name: Count("pk", filter=condition) for name, condition in self.conditions().items()}
        )
        return {"total": total, "matching": sum(groups[g] for g in self.groups), **groups}

    def options(self, name: str) -> list[Option]:
        """Return the options of one facet with their counts: one query."""
        facet = self.filters[name]
        aside = () if facet.every else (name,)
        narrowing = [other for other in self.active if other not in aside]
        counted = self.narrowed(without=aside) if narrowing else None
        return facet.options(self.universe, counted, self.chosen[name])

    def years(self) -> list[tuple[int, int, int, int]]:
        """Return (year, certain, possible, others) of the records that match but for the period."""
        conditions = self.conditions()
        rows = self.narrowed(without=PERIOD).order_by().filter(period__gt="")
        rows = rows.annotate(year=year_of_period()).values("year").order_by("year")
        if not self.has_period:
            return [(y, n, 0, 0) for y, n in rows.values_list("year", Count("pk")) if y]
        rows = rows.annotate(
            certain=Count("pk", filter=conditions["certain"]),
            possible=Count("pk", filter=conditions["possible"]),
            n=Count("pk"),
        ).values_list("year", "certain", "possible", "n")
        return [(y, c, p, n - c - p) for y, c, p, n in rows if y]

    def nearest(self, names: list[str]) -> dict[str, int]:
        """Return how many records each of the filters lets pass by itself: one query."""
        found = {}
        for name in names:
            alone = self.narrowed(only=PERIOD if name in PERIOD else (name,))
            found[f"n_{name}"] = Count("pk", filter=Q(pk__in=alone.values("pk")))
        counts = self.universe.order_by().aggregate(**found) if found else {}
        return {name.removeprefix("n_"): count for name, count in counts.items()}


def with_year(data):
    """Return ``data`` in which ``year=2018`` stands for a period from then to then."""
    if data is None or not data.get("year"):
        return data
    data = data.copy()
    for name in ("since", "until"):
        if not data.get(name):
            data[name] = data["year"]
    return data
