"""Who refers to a record, in whatever field of whatever kind: asked of the tables themselves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from records.kinds import Field, Kind, kinds
from records.models import Record
from records.types import Ref


@dataclass(frozen=True)
class Relation:
    """A column that holds keys of records: its table, and the column that says whose row it is."""

    model: type[Model]
    owner: str
    column: str
    target: type[Model]

    def takes(self, kind_names: Iterable[str]) -> bool:
        """Tell whether the column may hold keys of records of one of these kinds."""
        return self.target is Record or self.target._meta.model_name in kind_names

    def rows(self, targets: Iterable[str] | QuerySet) -> QuerySet:
        """Return the rows that refer to one of ``targets``."""
        return self.model._base_manager.filter(**{f"{self.column}__in": targets})


def relations() -> list[Relation]:
    """Return all columns by which records refer to records; lists that kinds share count once."""
    return list(dict.fromkeys(found for kind in kinds() for found in _relations(kind)))


def _relations(kind: Kind) -> Iterator[Relation]:
    yield from _of_fields(kind.model, "pk", kind.fields)
    for item_list in kind.lists.values():
        yield from _of_fields(item_list.model, "record_id", item_list.fields)


def _of_fields(model: type[Model], owner: str, fields: Iterable[Field]) -> Iterator[Relation]:
    for field in fields:
        target = field.model_field.related_model
        if isinstance(field.type, Ref) and issubclass(target, Record):
            yield Relation(model, owner, field.model_field.attname, target)


def referring_to(keys: Iterable[str]) -> QuerySet:
    """Return a queryset of the records that refer to one of ``keys``, in whatever field."""
    keys, found = list(keys), set()
    for relation in relations():
        found.update(relation.rows(keys).values_list(relation.owner, flat=True))
    return Record.objects.filter(pk__in=found)


def references_to(
    targets: QuerySet,
    kind_names: Iterable[str],
    *,
    by: Iterable[str] | None = None,
    but: QuerySet | None = None,
) -> Iterator[tuple[str, str]]:
    """Yield (who refers, to whom) for each reference to one of ``targets``, keys of those kinds.

    Only those made ``by`` some are told, or those not made by whoever is in ``but``.
    """
    for relation in relations():
        if relation.takes(kind_names):
            rows = relation.rows(targets)
            rows = rows if by is None else rows.filter(**{f"{relation.owner}__in": by})
            rows = rows if but is None else rows.exclude(**{f"{relation.owner}__in": but})
            yield from rows.values_list(relation.owner, relation.column)
