"""Removing drafts for good, many at once, whatever they refer to among themselves."""

from collections.abc import Sequence

from records import bulk
from records.kinds import CITATIONS, Kind, get_kind
from records.models import Record, Revision
from records.types import Ref


def remove(records: Sequence[Record]) -> None:
    """Delete records with their rows and revisions, inside a transaction.

    Nothing outside of them may refer to them. What they say of one another is taken away first,
    since the database protects whatever is referred to.
    """
    by_kind: dict[str, list[str]] = {}
    for record in records:
        by_kind.setdefault(record.kind, []).append(record.pk)
    for kind, keys in by_kind.items():
        for part in bulk.chunks(keys, 500):
            _let_go(get_kind(kind), part)
    for kind, keys in by_kind.items():
        for part in bulk.chunks(keys, 500):
            Revision.objects.filter(record_id__in=part).delete()
            get_kind(kind).model.objects.filter(pk__in=part).delete()


def _let_go(kind: Kind, keys: list[str]) -> None:
    """Empty the lists of records, and their own references."""
    names = sorted(kind.lists, key=lambda name: name != CITATIONS)
    for name in names:
        kind.lists[name].model.objects.filter(record_id__in=keys).delete()
    fields = [f for f in kind.fields if isinstance(f.type, Ref) and f.model_field.null]
    if fields:
        found = kind.model.objects.filter(pk__in=keys)
        found.update(**{field.name: None for field in fields})
