"""Entries within entries: a state of a country, a port of a sea, a command of a navy.

Django has no recursive queries; these two are the same SQL on SQLite and PostgreSQL.
"""

from collections.abc import Sequence

from django.db import connection, models
from django.db.models.expressions import RawSQL


def _names(model: type[models.Model], parent: str) -> tuple[str, str, str]:
    quote = connection.ops.quote_name
    columns = (model._meta.pk.column, model._meta.get_field(parent).column)
    return (quote(model._meta.db_table), *map(quote, columns))


def inner_keys(model: type[models.Model], parent: str, keys: Sequence[str]) -> RawSQL:
    """Return the keys of the entries and of all that lie within them, as a subquery."""
    table, key, broader = _names(model, parent)
    marks = ", ".join(["%s"] * len(keys))
    return RawSQL(  # noqa: S611 (only names of our own tables are put in)
        f"WITH RECURSIVE within_it(entry) AS (SELECT {key} FROM {table} WHERE {key} IN ({marks})"  # noqa: S608
        f" UNION SELECT t.{key} FROM {table} t JOIN within_it ON t.{broader} = within_it.entry)"
        f" SELECT entry FROM within_it",
        list(keys),
    )


def count_broader(
    model: type[models.Model],
    parent: str,
    path: str,
    universe: models.QuerySet,
    counted: models.QuerySet | None,
    most: int,
) -> list[tuple[str, str, int]]:
    """Return (key, name, count) of the entries that records refer to, broader ones included.

    ``path`` leads from an entry to the records, of which ``universe`` and ``counted`` are the keys;
    a record counts once for each entry that it, or something within it, is referred to by. Of more
    than ``most`` entries the rarest are left out.
    """
    table, key, broader = _names(model, parent)
    pairs = model._base_manager.filter(**{f"{path}__in": universe})
    pairs_sql, params = pairs.order_by().values_list("pk", path).query.sql_with_params()
    chosen = "record"
    if counted is not None:
        counted_sql, more = counted.query.sql_with_params()
        chosen = f"CASE WHEN record IN ({counted_sql}) THEN record END"
        params = (*params, *more)
    sql = f"""
        WITH RECURSIVE
        up(entry, broader) AS (
            SELECT {key}, {key} FROM {table}
            UNION SELECT up.entry, t.{broader} FROM up JOIN {table} t ON t.{key} = up.broader
            WHERE t.{broader} IS NOT NULL),
        pairs(entry, record) AS ({pairs_sql}),
        tally(entry, n) AS (
            SELECT up.broader, COUNT(DISTINCT {chosen})
            FROM pairs JOIN up ON up.entry = pairs.entry GROUP BY up.broader)
        SELECT t.{key}, t.name, n FROM tally JOIN {table} t ON t.{key} = tally.entry
        ORDER BY n DESC, t.name LIMIT {int(most)}"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
