"""Many rows in few statements, for tables that ``bulk_create`` and ``bulk_update`` do not serve.

``bulk_create`` refuses models that inherit from another table, and the parameter lists of
multi-row statements cost more than running one statement with many rows.
"""

from collections.abc import Iterable, Sequence

from django.db import connection, models
from django.db.models.fields.related import ManyToManyField

CHUNK = 2000


def chunks(values: Sequence, size: int = CHUNK):
    """Yield ``values`` in parts of at most ``size``."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _columns(fields) -> str:
    return ", ".join(connection.ops.quote_name(field.column) for field in fields)


def _prepared(field: models.Field, obj, add: bool):
    return field.get_db_prep_save(field.pre_save(obj, add), connection)


def insert(model: type[models.Model], objs: Sequence[models.Model]) -> None:
    """Insert one row per object into the table of ``model`` alone, its parents' rows being there.

    Gives no primary keys back; use ``bulk_create`` where they are needed.
    """
    fields = [f for f in model._meta.local_concrete_fields if not isinstance(f, models.AutoField)]
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    rows = [[_prepared(f, obj, True) for f in fields] for obj in objs]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({_columns(fields)}) VALUES ({marks})", rows)  # noqa: S608


def update(model: type[models.Model], objs: Sequence[models.Model], names: Iterable[str]) -> None:
    """Write the fields ``names`` of each object into the table of ``model`` alone."""
    fields = [model._meta.get_field(name) for name in names]
    if not fields or not objs:
        return
    quote = connection.ops.quote_name
    pk = model._meta.pk
    sets = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    sql = f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {quote(pk.column)} = %s"  # noqa: S608
    rows = [[*(_prepared(f, o, False) for f in fields), o.pk] for o in objs]
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


class Pairs:
    """The rows of a many-to-many field: pairs of the owner's id and the member's key or id."""

    def __init__(self, field: ManyToManyField):
        self.through = field.remote_field.through
        self.owner = f"{field.m2m_field_name()}_id"
        self.member = f"{field.m2m_reverse_field_name()}_id"

    def read(self, owner_ids: Sequence) -> dict:
        """Return owner id -> list of members."""
        found: dict = {}
        rows = self.through._base_manager.filter(**{f"{self.owner}__in": owner_ids})
        for owner, member in rows.values_list(self.owner, self.member):
            found.setdefault(owner, []).append(member)
        return found

    def write(self, members: dict, stale: Sequence) -> None:
        """Replace the members of the owners in ``stale``; insert those of ``members``."""
        for part in chunks(stale):
            self.through._base_manager.filter(**{f"{self.owner}__in": part}).delete()
        rows = [
            self.through(**{self.owner: owner, self.member: member})
            for owner, values in members.items()
            for member in values
        ]
        insert(self.through, rows)
