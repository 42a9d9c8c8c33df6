"""The words by which records are found: what they say, with the names of what they refer to."""

from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
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


Named = Sequence[tuple[str, str, str]]


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


def named_among(references: Iterable[tuple[str, str]]) -> Named:
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


class _Keys(NamedTuple):
    """Stands in a statement for the keys among which entries are looked for."""

    target: str


@lru_cache(maxsize=64)
def _statement(models: tuple[type[Entry], ...], _vendor: str) -> tuple[str, tuple]:
    """Return the statement of ``named_among``: putting it together takes longer than running it."""
    first, *others = (
        query for model in models for query in _queries(model, bulk.chosen(_Keys(target_of(model))))
    )
    return first.union(*others, all=True).query.sql_with_params()


@derived.rows
def search_texts(told: Sequence[derived.Told]) -> derived.Write:
    """Return what writes the words of records anew."""
    first, *others = [*bulk.chunks(told)] or [[]]
    made = _texts(first)

    def write() -> None:
        made.write()
        for part in others:  # of very many, the rows of all at once take much room
            _texts(part).write()

    return write


def _texts(told: Sequence[derived.Told]) -> derived.Resting:
    references = set().union(*(t.references for t in told))
    return derived.Resting(SearchText, told, partial(named_among, references), partial(_rows, told))


def _rows(told: Sequence[derived.Told], named: Named) -> bulk.Rows:
    names_of: dict[tuple[str, str], dict[str, None]] = {}
    for target, key, name in named:
        if name:
            names_of.setdefault((target, key), {})[folded_name(name)] = None
    rows = ((t.key, *words_of(t.document, t.references, names_of)) for t in told)
    return bulk.ready(SearchText, ["record", "names", "text"], rows)
