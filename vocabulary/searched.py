"""The words by which records are found: what they say, with the names of what they refer to."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet, Value

from records import bulk, derived
from records.kinds import target_of
from records.models import SearchText
from records.search import words_of
from records.words import folded_name
from vocabulary.models import ENTRIES, Entry

NAMES = ("name", "official_name", "iso3", "short_name", "hull_number")


def names(
    *models: type[Entry], of: Mapping[str, set[str]] | None = None
) -> dict[tuple[str, str], list[str]]:
    """Return (target, key) -> folded names of the entries of the vocabularies: one query.

    ``of`` has the keys that are asked for, by target; without it they are all.
    """
    if of is not None:
        models = [model for model in models if of.get(target_of(model))]
    queries = [query for model in models for query in _queries(model, of)]
    found: dict[tuple[str, str], list[str]] = {}
    if not queries:
        return found
    first, *others = queries
    for target, key, name in first.union(*others, all=True):
        if name:
            found.setdefault((target, key), []).append(folded_name(name))
    return found


def _queries(model: type[Entry], of: Mapping[str, set[str]] | None) -> list[QuerySet]:
    target = Value(target_of(model))
    present = {field.name for field in model._meta.concrete_fields}
    entries, aliases = model.objects.order_by(), model.aliases.rel.related_model.objects
    if of is not None:
        keys = sorted(of[target_of(model)])
        entries, aliases = entries.filter(pk__in=keys), aliases.filter(entry__in=keys)
    found = [entries.values_list(target, "pk", column) for column in NAMES if column in present]
    return [*found, aliases.order_by().values_list(target, "entry_id", "name")]


@derived.rows
def write_search_texts(told: Sequence[derived.Told]) -> None:
    """Rewrite the words of records."""
    for part in bulk.chunks(told):
        stale = [t.key for t in part if not t.is_new]
        if stale:
            SearchText.objects.filter(pk__in=stale).delete()
        wanted: dict[str, set[str]] = {}
        for target, key in set().union(*(t.references for t in part)):
            wanted.setdefault(target, set()).add(key)
        names_of = names(*ENTRIES, of=wanted)
        rows = ((t.key, *words_of(t.document, t.references, names_of)) for t in part)
        bulk.insert(SearchText, ["record", "names", "text"], rows)
