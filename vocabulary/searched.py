"""The words by which records are found: what they say, with the names of what they refer to."""

from collections.abc import Sequence

from django.db.models import QuerySet, Value

from records import bulk, derived
from records.kinds import target_of
from records.models import SearchText
from records.search import words_of
from records.words import folded_name
from vocabulary.models import ENTRIES, Entry

NAMES = ("name", "official_name", "iso3", "short_name", "hull_number")


def names(*models: type[Entry]) -> dict[tuple[str, str], list[str]]:
    """Return (target, key) -> folded names of the entries of the vocabularies: one query."""
    first, *others = (query for model in models for query in _queries(model))
    found: dict[tuple[str, str], list[str]] = {}
    for target, key, name in first.union(*others, all=True):
        if name:
            found.setdefault((target, key), []).append(folded_name(name))
    return found


def _queries(model: type[Entry]) -> list[QuerySet]:
    target = Value(target_of(model))
    present = {field.name for field in model._meta.concrete_fields}
    entries, aliases = model.objects.order_by(), model.aliases.rel.related_model.objects
    found = [entries.values_list(target, "pk", column) for column in NAMES if column in present]
    return [*found, aliases.order_by().values_list(target, "entry_id", "name")]


@derived.rows
def write_search_texts(pairs: Sequence[tuple[str, dict]]) -> None:
    """Rewrite the words of records."""
    names_of = names(*ENTRIES)
    for part in bulk.chunks([pk for pk, _document in pairs]):
        SearchText.objects.filter(pk__in=part).delete()
    rows = ((pk, *words_of(document, names_of)) for pk, document in pairs)
    bulk.insert(SearchText, ["record", "names", "text"], rows)
