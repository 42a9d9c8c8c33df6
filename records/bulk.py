"""Many rows in few statements, for tables that ``bulk_create`` and ``bulk_update`` do not serve.

``bulk_create`` refuses models that inherit from another table, and the parameter lists of
multi-row statements cost more than running one statement with many rows.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain
from operator import attrgetter
from typing import Any

from django.db import connection, connections, models
from django.db.models.expressions import RawSQL
from django.db.models.fields.related import ManyToManyField

from records.dates import DateBoundField
from records.texts import dumped

CHUNK = 2000


def chunks(values: Sequence, size: int = CHUNK):
    """Yield ``values`` in parts of at most ``size``."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def among(keys: Iterable[str]) -> RawSQL:
    """Return keys for a lookup ``in``: one parameter for all, thousands take longer to lay."""
    return chosen(listed(keys))


def chosen(parameter: Any) -> RawSQL:
    """Return what ``among`` does, for a parameter that has the keys, or will have them."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::text[])", [parameter])
    return RawSQL("SELECT value FROM json_each(%s)", [parameter])


def listed(keys: Iterable[str]) -> Any:
    """Return keys as the one parameter of a statement."""
    return list(keys) if connection.vendor == "postgresql" else dumped(list(keys))


def _columns(fields) -> str:
    return ", ".join(connection.ops.quote_name(field.column) for field in fields)


# Columns whose values the database takes as they are.
_PLAIN = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.FloatField,
    models.ForeignKey,
)


def _preparer(field: models.Field) -> Callable | None:
    """Return the function that makes a value ready for the database; None where it is."""
    if isinstance(field, _PLAIN):
        return None
    if isinstance(field, models.JSONField) and field.encoder is None:
        return dumped
    # The connection itself: looking it up through its proxy costs more than the work.
    database = connections[connection.alias]
    if isinstance(field, DateBoundField):  # a day or nothing
        return database.ops.adapt_datefield_value
    prepare = partial(field.get_db_prep_save, connection=database)
    return lru_cache(maxsize=4096)(prepare) if isinstance(field, models.DateField) else prepare


def _prepare(field: models.Field, column: list) -> list:
    """Return the values of one column, ready for the database.

    Where there is none in a column that must have one, it is what the field begins with.
    """
    if not field.null and None in column:
        nothing = field.get_default()
        column = [nothing if value is None else value for value in column]
    if prepare := _preparer(field):
        column = [value if value is None else prepare(value) for value in column]
    return column


def _values(
    fields: Sequence[models.Field],
    rows: Iterable[Iterable],
    made: Mapping[int, Callable] | None = None,
    done: Collection[str] = (),
) -> list:
    """Return the values of rows one after the other, each ready for the database.

    ``made`` has the functions that make the values of a column from those in the rows.
    """
    values = list(chain.from_iterable(rows))
    for n, field in enumerate(fields):
        column = slice(n, None, len(fields))
        found = values[column]
        if made and n in made:
            found = list(map(made[n], found))
        values[column] = found if field.name in done else _prepare(field, found)
    return values


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that are ready to be inserted into the table of ``model``: their values in turn."""

    model: type[models.Model]
    fields: Sequence[models.Field]
    values: list

    def insert(self) -> None:
        """Insert them into this table alone, its parents' rows being there."""
        if not self.values:
            return
        table = f"{connection.ops.quote_name(self.model._meta.db_table)} ({_columns(self.fields)})"
        run = _copy if connection.vendor == "postgresql" else _insert
        with connection.wrap_database_errors, connection.cursor() as cursor:
            run(cursor, table, self.values, len(self.fields))


def joined(rows: Iterable[Rows]) -> list[Rows]:
    """Return rows of the same columns together, in the order of the tables."""
    found: dict[tuple, Rows] = {}
    for some in rows:
        columns = some.model, *(field.name for field in some.fields)
        found.setdefault(columns, Rows(some.model, some.fields, [])).values.extend(some.values)
    return [*found.values()]


def ready(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Iterable],
    made: Mapping[int, Callable] | None = None,
    done: Collection[str] = (),
) -> Rows:
    """Return rows as they are inserted: what takes time is done here, before anything is locked.

    ``names`` are model fields, those of a date's two companion columns included; a row has their
    values in that order, or what a function in ``made`` turns into the value of its column.
    ``done`` names those whose values are as the database takes them.
    """
    fields = [model._meta.get_field(name) for name in names]
    return Rows(model, fields, _values(fields, rows, made, done))


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Iterable]) -> None:
    """Insert rows into the table of ``model`` alone, its parents' rows being there."""
    ready(model, names, rows).insert()


def _copy(cursor, table: str, values: list, width: int) -> None:
    """Stream rows into a table in one statement, several times as fast as one for each row."""
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in zip(*[iter(values)] * width, strict=True):
            copy.write_row(row)


# How many rows one INSERT takes: what is left of the largest goes into the next.
_ROWS = (500, 50, 5, 1)


def _insert(cursor, table: str, values: list, width: int) -> None:
    """Insert many rows with each statement: SQLite counts and checks much of it by statement.

    Past Django's cursor, which would look through the text of each for what it does not have.
    """
    database = cursor.connection
    most = database.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    marks, start = f"({', '.join('?' * width)})", 0
    for number in _ROWS:
        size = number * width
        if number > 1 and size > most:
            continue
        while len(values) - start >= size:
            sql = f"INSERT INTO {table} VALUES {', '.join([marks] * number)}"  # noqa: S608
            database.execute(sql, values[start : start + size])
            start += size


def update(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Iterable],
    made: Mapping[int, Callable] | None = None,
) -> None:
    """Write fields of many rows of the table of ``model`` alone.

    A row has the values of ``names`` in that order, or what ``made`` makes them from, and last its
    primary key.
    """
    quote = connection.ops.quote_name
    fields = [model._meta.get_field(name) for name in names]
    pk = model._meta.pk
    sets = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    sql = f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {quote(pk.column)} = %s"  # noqa: S608
    if fields:
        values = _values([*fields, pk], rows, made)
        with connection.cursor() as cursor:
            cursor.executemany(sql, list(zip(*[iter(values)] * (len(fields) + 1), strict=True)))


def update_objects(objs: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write fields of the objects given, each as its ``pre_save`` has it."""
    if objs:
        rows = ([*row, obj.pk] for obj, row in zip(objs, rows_of(objs, names), strict=True))
        update(type(objs[0]), names, rows)


def rows_of(objs: Sequence[models.Model], names: Sequence[str], *, add: bool = False) -> Iterable:
    """Yield the values of fields of objects, each as its ``pre_save`` has it."""
    if not objs:
        return
    fields = [type(objs[0])._meta.get_field(name) for name in names]
    values_of = attrgetter("pk", *(field.attname for field in fields))
    # The others hand out their attribute.
    own = [f for f in fields if type(f).pre_save is not models.Field.pre_save]
    for obj in objs:
        for field in own:
            field.pre_save(obj, add)
        yield values_of(obj)[1:]


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

    def ready(self, members: Iterable[tuple[Any, Iterable]]) -> Rows:
        """Return the rows of owners, each given with its members, as they are inserted."""
        rows = ((owner, member) for owner, values in members for member in values)
        names = [self.owner.removesuffix("_id"), self.member.removesuffix("_id")]
        return ready(self.through, names, rows)

    def write(self, members: dict, stale: Sequence) -> None:
        """Replace the members of the owners in ``stale``; insert those of ``members``."""
        for part in chunks(stale):
            self.through._base_manager.filter(**{f"{self.owner}__in": part}).delete()
        self.ready(members.items()).insert()
