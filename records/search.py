"""Finding records by words: in all that they say, and in the names of what they belong to."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from django.db import models
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from records.kinds import CITATIONS, Field, get_kind, kinds
from records.models import Record
from records.types import Ref
from records.words import fold, pattern, stored, wanted

LONGEST = 200
MOST_WORDS = 8
SAID = ("text", "long", "texts")
# Text that tells where something stands, not what it is about.
PASSED_OVER = {"locator", "language", "scheme", "title", "short_title"}  # titles are names
NO_TEXTS = {"aliases", CITATIONS}


def matching(text: str) -> Q:
    """Return the condition under which a record has every word of ``text``.

    A word may also stand in the name of the series, or the dialogue, that the record belongs to,
    if that is published. Of more than ``MOST_WORDS`` words the rest is not asked for; a text
    without any word matches everything.
    """
    found = Q()
    for word in wanted(text)[:MOST_WORDS]:
        here = Q(searched__text__contains=pattern(word))
        for model, column in _belonging():
            found_there = _named(column.related_model, word)
            inner = model._base_manager.filter(**{f"{column.attname}__in": found_there})
            here |= Q(pk__in=inner.values("pk"))
        found &= here
    return found


def _named(model: type[Record], word: str) -> QuerySet:
    whole = model.objects.published().filter(searched__names__contains=pattern(word))
    return whole.order_by().values("pk")


def _belonging() -> Iterator[tuple[type[Record], models.Field]]:
    """Yield (model, field) where records are parts of another kind of record: of a series."""
    for kind in kinds():
        for field in kind.fields:
            # Among sources the reference is to another one, not to a whole.
            if isinstance(field.type, Ref) and field.type.target in _named_kinds(kind.name):
                yield kind.model, field.model_field


def _named_kinds(own: str) -> set[str]:
    return {kind.name for kind in kinds()} - {own}


def closest_first(found: QuerySet, text: str) -> QuerySet:
    """Return the records in order: those called so, those with the words in a name, the others."""
    words = wanted(text)[:MOST_WORDS]
    if not words:
        return found.order_by("title", "key")
    whole, named = fold(text), Q()
    for word in words:
        named &= Q(searched__names__contains=pattern(word))
    # The title is the first of the names, and a line's end comes before anything else.
    ranks = [
        Q(searched__names=f" {whole}") | Q(searched__names__startswith=f" {whole}\n"),
        Q(searched__names__startswith=f" {whole}"),
        Q(searched__names__contains=pattern(whole)),
        named,
    ]
    whens = [When(condition, then=Value(n)) for n, condition in enumerate(ranks)]
    rank = Case(*whens, default=Value(len(ranks)), output_field=IntegerField())
    return found.order_by(rank, "title", "key")


def words_of(
    document: dict,
    referred: Iterable[tuple[str, str]],
    names_of: Mapping[tuple[str, str], Iterable[str]],
) -> tuple[str, str]:
    """Return the names and the whole text of a document as they are stored.

    ``names_of`` gives the folded names of what it refers to, ``referred``, by (target, key).
    """
    fields = document["fields"]
    names = [fields["title"], fields.get("short_title"), document["key"]]
    names += [item["name"] for item in document["lists"].get("aliases", ())]
    folded = [fold(name) for name in names if name]
    texts = [*folded, *map(fold, _said(document))]
    for reference in referred:
        texts += names_of.get(reference, ())
    return stored(folded), stored(texts)


def _said(document: dict) -> list[str]:
    """Return the texts of a document, those of its citations left out."""
    of_fields, of_lists = _saying(document["kind"])
    found = _texts(of_fields, document["fields"])
    for name, items in document["lists"].items():
        if items and name in of_lists:
            for item in items:
                found += _texts(of_lists[name], item)
    return found


@cache
def _saying(kind_name: str) -> tuple[list[str], dict[str, list[str]]]:
    """Return the names of the fields of a kind, and of each of its lists, that hold texts."""
    kind = get_kind(kind_name)
    lists = {name: _with_texts(found.fields) for name, found in kind.lists.items()}
    said = {name: texts for name, texts in lists.items() if texts and name not in NO_TEXTS}
    return _with_texts(kind.fields), said


def _with_texts(fields: tuple[Field, ...]) -> list[str]:
    return [f.name for f in fields if f.type.name in SAID and f.name not in PASSED_OVER]


def _texts(names: list[str], values: dict) -> list[str]:
    found: list[str] = []
    for name in names:
        if value := values.get(name):
            found += [value] if isinstance(value, str) else value
    return found
