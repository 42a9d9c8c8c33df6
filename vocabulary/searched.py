"""The words by which records are found: what they say, with the names of what they refer to."""

from collections.abc import Iterable, Iterator, Sequence

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


def _queries(model: type[Entry]) -> list[QuerySet]:
    target = Value(target_of(model))
    entries, aliases = model.objects.order_by(), _aliases(model)
    found = [entries.values_list(target, "pk", column) for column in _columns(model)]
    return [*found, aliases.values_list(target, "entry_id", "name")]


def _columns(model: type[Entry]) -> list[str]:
    present = {field.name for field in model._meta.concrete_fields}
    return [name for name in NAMES if name in present]


def _aliases(model: type[Entry]) -> QuerySet:
    return model.aliases.rel.related_model.objects.order_by()


def names_among(
    references: Iterable[tuple[str, str]],
) -> dict[tuple[str, str], dict[str, None]]:
    """Return (target, key) -> folded names of the entries of vocabularies among references."""
    wanted: dict[str, list[str]] = {}
    for target, key in references:
        wanted.setdefault(target, []).append(key)
    found: dict[tuple[str, str], dict[str, None]] = {}
    for model in ENTRIES:
        target = target_of(model)
        for key, *texts in _named(model, wanted[target]) if target in wanted else ():
            names_of = found.setdefault((target, key), {})
            names_of.update((folded_name(text), None) for text in texts if text)
    return found


def _named(model: type[Entry], keys: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield rows of a key and names, of the entries called by these keys and of their aliases."""
    wanted = bulk.among(keys)
    yield from model.objects.order_by().filter(pk__in=wanted).values_list("pk", *_columns(model))
    yield from _aliases(model).filter(entry__in=wanted).values_list("entry_id", "name")


@derived.rows
def write_search_texts(told: Sequence[derived.Told]) -> None:
    """Rewrite the words of records."""
    for part in bulk.chunks(told):
        if stale := [t.key for t in part if not t.is_new]:
            SearchText.objects.filter(pk__in=stale).delete()
        names_of = names_among(set().union(*(t.references for t in part)))
        rows = ((t.key, *words_of(t.document, t.references, names_of)) for t in part)
        bulk.insert(SearchText, ["record", "names", "text"], rows)
