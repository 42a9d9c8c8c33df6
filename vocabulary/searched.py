"""The words by which records are found: what they say, with the names of what they refer to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet, Value

from records import bulk, derived
from records.kinds import target_of
from records.models import SearchText
from records.search import words_of
from records.words import folded_name
from vocabulary.models import ENTRIES, Entry

NAMES = ("name", "official_name", "iso3", "short_name", "hull_number")


def names(*models: type[Entry]) -> dict[tuple[str, str], list[str]]:
    """Return (target, key) -> folded names of all entries of the vocabularies: one query."""
    queries = [query for model in models for query in _queries(model)]
    found: dict[tuple[str, str], list[str]] = {}
    first, *others = queries
    for target, key, name in first.union(*others, all=True):
        if name:
            found.setdefault((target, key), []).append(folded_name(name))
    return found


def _queries(model: type[Entry], keys: Any = None) -> list[QuerySet]:
    """Return queries for (target, key, name) of the entries, of those called by ``keys`` alone."""
    target = Value(target_of(model))
    entries, aliases = model.objects.order_by(), _aliases(model)
    if keys is not None:
        entries, aliases = entries.filter(pk__in=keys), aliases.filter(entry__in=keys)
    found = [entries.values_list(target, "pk", column) for column in _columns(model)]
    return [*found, aliases.values_list(target, "entry_id", "name")]


def _columns(model: type[Entry]) -> list[str]:
    present = {field.name for field in model._meta.concrete_fields}
    return [name for name in NAMES if name in present]


def _aliases(model: type[Entry]) -> QuerySet:
    return model.aliases.rel.related_model.objects.order_by()


def _named(references: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str, str]]:
    """Return (target, key, name) of the entries of vocabularies among references: one query."""
    wanted: dict[str, list[str]] = {}
    for target, key in references:
        wanted.setdefault(target, []).append(key)
    models = tuple(model for model in ENTRIES if target_of(model) in wanted)
    if not models:
        return ()
    statement, parameters = _statement(models, connection.vendor)
    keys = {_Keys(target): bulk.listed(those) for target, those in wanted.items()}
    with connection.cursor() as cursor:
        cursor.execute(statement, [keys.get(given, given) for given in parameters])
        return cursor.fetchall()


@cache
def _targets() -> set[str]:
    return {target_of(model) for model in ENTRIES}


class _Keys(NamedTuple):
    """Stands in a statement for the keys among which entries are looked for."""

    target: str


@lru_cache(maxsize=64)
def _statement(models: tuple[type[Entry], ...], _vendor: str) -> tuple[str, tuple]:
    """Return the statement of ``_named``: putting it together takes longer than running it."""
    first, *others = (
        query for model in models for query in _queries(model, bulk.chosen(_Keys(target_of(model))))
    )
    return first.union(*others, all=True).query.sql_with_params()


@derived.rows
class SearchTexts(derived.Resting):
    """Writes the words of records, with the names of what they refer to."""

    model = SearchText

    def wanted(self, told: Sequence[derived.Told]) -> set[tuple[str, str]]:
        """Return (target, key) of the entries of vocabularies that are referred to."""
        found = set().union(*(t.references for t in told))
        return {reference for reference in found if reference[0] in _targets()}

    def read(self, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
        """Return the folded names of entries."""
        found: dict[tuple[str, str], list[str]] = {key: [] for key in keys}
        for target, key, name in _named(keys):
            if name:
                found[target, key].append(folded_name(name))
        # The database gives them in any order.
        return {key: sorted(names) for key, names in found.items()}

    def rows(
        self, told: Sequence[derived.Told], found: Mapping[tuple[str, str], list[str]]
    ) -> bulk.Rows:
        """Return a row for each record."""
        rows = ((t.key, *words_of(t.document, t.references, found)) for t in told)
        return bulk.ready(SearchText, ["record", "names", "text"], rows)
