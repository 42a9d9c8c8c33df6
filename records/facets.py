"""Facets: filters that show what there is to choose from, with how many records each would leave.

A facet costs one query, whatever the number of records. What it counts follows the other filters;
its own choice counts too only where every chosen value must hold (``every``).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Count, IntegerField, Min, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from records.broader import count_broader, inner_keys
from records.dates.errors import shown
from records.kinds import target_of
from records.models import Record

MOST_CHOSEN = 30
MOST_OPTIONS = 100
VALUE = re.compile(r"\A[\w-]{1,100}\Z", re.ASCII)


@dataclass(frozen=True)
class Option:
    """One choice of a facet: its value, its name, how many records it leaves."""

    value: str
    label: str
    count: int
    chosen: bool = False


class ValuesField(forms.Field):
    """Takes the values of one filter as they stand in the address, repeated or not."""

    widget = forms.SelectMultiple

    def __init__(self, *, facet: "Facet", **kwargs):
        self.facet = facet
        super().__init__(**kwargs)

    def clean(self, value) -> list[str]:
        """Return the values, each once. Raises ValidationError for one that cannot be."""
        values = list(dict.fromkeys(v for v in value or () if v))
        if len(values) > MOST_CHOSEN:
            raise ValidationError(_("Choose at most %(most)s.") % {"most": MOST_CHOSEN})
        for text in values:
            if not self.facet.allows(text):
                raise ValidationError(self.facet.unknown(text))
        return values


class Facet(django_filters.Filter):
    """A filter with options. Subclasses say which there are and how one is applied."""

    field_class = ValuesField
    every = False

    def __init__(self, *, label, **kwargs):
        super().__init__(label=label, **kwargs)
        self.extra["facet"] = self

    def allows(self, text: str) -> bool:
        """Tell whether ``text`` can be a value at all."""
        return bool(VALUE.match(text))

    def unknown(self, text: str) -> str:
        """Return the sentence that refuses a value."""
        return _("“%(value)s” is not among the choices.") % {"value": shown(text)}

    def filter(self, queryset: QuerySet, values: list[str]) -> QuerySet:
        """Return the records that have the values."""
        raise NotImplementedError

    def options(self, universe, counted, chosen: dict[str, str]) -> list[Option]:
        """Return the options found in ``universe``, counted in ``counted``, most first."""
        raise NotImplementedError


def _counted(path: str, counted: QuerySet | None, distinct: bool = True) -> Count:
    """Count the records at ``path``: all of them, or those in ``counted``."""
    condition = None if counted is None else Q(**{f"{path}__in": keys_of(counted)})
    return Count(path, filter=condition, distinct="__" in path or distinct)


def keys_of(records: QuerySet) -> QuerySet:
    """Return the keys of records; where they are all published ones of a kind, from one index."""
    model = records.model
    every = model.objects.published()
    if model is not Record and records.query.where == every.query.where:
        return Record.objects.published().filter(kind=target_of(model)).order_by().values("pk")
    return records.order_by().values("pk")


class Column(Facet):
    """A facet over a column with fixed choices: ``{value: label}``."""

    def __init__(self, column: str, choices, *, label, convert: Callable | None = None):
        super().__init__(label=label, field_name=column)
        self.choices = {str(value): name for value, name in choices if value != ""}
        self.convert = convert or (lambda value: value)

    def allows(self, text: str) -> bool:
        """Tell whether ``text`` is one of the choices."""
        return text in self.choices

    def names(self, values: list[str]) -> dict[str, str]:
        """Return the chosen values with their labels."""
        return {value: str(self.choices[value]) for value in values}

    def filter(self, queryset: QuerySet, values: list[str]) -> QuerySet:
        """Return the records with one of the values."""
        if not values:
            return queryset
        wanted = {f"{self.field_name}__in": [self.convert(value) for value in values]}
        if "__" not in self.field_name:
            return queryset.filter(**wanted)
        # A record may have several such rows, and is still one.
        return queryset.filter(pk__in=queryset.model._base_manager.filter(**wanted).values("pk"))

    def options(self, universe, counted, chosen):
        """Return all choices in their own order; those that no record has are left out."""
        rows = universe.order_by().values_list(self.field_name)
        several = "__" in self.field_name
        found = dict(rows.annotate(n=_counted("pk", counted, several)))
        return [
            Option(value, str(label), found.get(self.convert(value), 0), value in chosen)
            for value, label in self.choices.items()
            if self.convert(value) in found or value in chosen
        ]


class Codes(Column):
    """A facet over a column with values of no fixed list, such as language codes."""

    def __init__(self, column: str, *, label, name: Callable[[str], str]):
        super().__init__(column, (), label=label)
        self.name_of = name

    def allows(self, text: str) -> bool:
        """Tell whether ``text`` looks like a code."""
        return bool(VALUE.match(text))

    def names(self, values):
        """Return the chosen codes with their names."""
        return {value: self.name_of(value) for value in values}

    def options(self, universe, counted, chosen):
        """Return the codes that there are, most frequent first."""
        rows = universe.order_by().exclude(**{self.field_name: ""}).values_list(self.field_name)
        rows = rows.annotate(n=_counted("pk", counted)).order_by("-n", self.field_name)
        found = dict(rows[:MOST_OPTIONS])
        values = dict.fromkeys([*found, *chosen])
        return [Option(v, self.name_of(v), found.get(v, 0), v in chosen) for v in values]


class Keys(Facet):
    """A facet over entries of a vocabulary, or over records, that the listed records refer to.

    ``path`` leads from an entry to the records. ``within`` names the entry's link to the next
    broader one: a broader entry then stands for all that lie within it. With ``every``, a record
    must refer to each chosen entry.
    """

    def __init__(self, model, path: str, *, label, name="name", within="", every=False):
        super().__init__(label=label)
        self.entries, self.path, self.name, self.within = model, path, name, within
        self.every = every

    def named(self, values: list[str], facet: str) -> QuerySet:
        """Return a query for (``facet``, key, name) of the entries; unknown ones are missing."""
        rows = self._public().filter(pk__in=values).order_by()
        return rows.values_list(Value(facet), "pk", self.name)

    def fixed(self, values: list[str]) -> dict[str, str]:
        """Return the names of the values that stand for no entry."""
        return {}

    def _public(self) -> QuerySet:
        # The name of a draft must not show, not even to one who guesses its key.
        if issubclass(self.entries, Record):
            return self.entries.objects.published()
        return self.entries._base_manager.all()

    def filter(self, queryset, values):
        """Return the records that refer to one of the entries, or to each where ``every``."""
        groups = [[value] for value in values] if self.every else [values] if values else []
        for group in groups:
            keys = inner_keys(self.entries, self.within, group) if self.within else group
            found = {"pk__in": keys, f"{self.path}__isnull": False}
            found = self.entries._base_manager.filter(**found).values(self.path)
            queryset = queryset.filter(pk__in=found)
        return queryset

    def options(self, universe, counted, chosen):
        """Return the entries that the records refer to, the chosen and most frequent first."""
        if self.within:
            rows = self._broader(universe, counted)
        else:
            rows = self._flat(universe, counted, chosen)
        found = {key: Option(key, name, count, key in chosen) for key, name, count in rows}
        missing = [Option(k, n, 0, True) for k, n in chosen.items() if k not in found]
        return [*missing, *found.values()]

    def _flat(self, universe, counted, chosen):
        # Grouped by the key alone: with the name it would be grouped by every column.
        rows = self._public().filter(**{f"{self.path}__in": keys_of(universe)}).values("pk")
        condition = None if counted is None else Q(**{f"{self.path}__in": keys_of(counted)})
        rows = rows.annotate(n=Count(self.path, filter=condition), shown_name=Min(self.name))
        order = ("-n", "shown_name")
        if chosen:
            first = Case(When(pk__in=list(chosen), then=0), default=1, output_field=IntegerField())
            rows, order = rows.annotate(rank=Min(first)), ("rank", *order)
        return rows.order_by(*order).values_list("pk", "shown_name", "n")[:MOST_OPTIONS]

    def _broader(self, universe, counted):
        within = keys_of(universe)
        counted = None if counted is None else keys_of(counted)
        return count_broader(self.entries, self.within, self.path, within, counted, MOST_OPTIONS)


class KeysOrNone(Keys):
    """A facet over entries, with "none" for the records whose ``column`` refers to no entry."""

    NONE = "none"

    def __init__(self, model, path: str, column: str, *, none_label, **kwargs):
        super().__init__(model, path, **kwargs)
        self.column, self.none_label = column, none_label

    def fixed(self, values):
        """Return the name of "none" where it is among the values."""
        return {self.NONE: str(self.none_label)} if self.NONE in values else {}

    def filter(self, queryset, values):
        """Return the records that refer to one of the entries, or to none."""
        keys = [value for value in values if value != self.NONE]
        found = Q(**{f"{self.column}__in": keys})
        if self.NONE in values:
            found |= Q(**{f"{self.column}__isnull": True})
        return queryset.filter(found) if values else queryset

    def options(self, universe, counted, chosen):
        """Return the entries, and "none" at the end."""
        found = super().options(universe, counted, {k: n for k, n in chosen.items() if k != "none"})
        records = universe if counted is None else counted
        alone = records.order_by().filter(**{f"{self.column}__isnull": True}).count()
        return [*found, Option(self.NONE, str(self.none_label), alone, self.NONE in chosen)]
