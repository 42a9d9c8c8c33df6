"""Indexes that are written for nothing: those with which another one begins."""

from functools import partial
from typing import Any

from django.db import migrations


def needless(connection: Any, table: str) -> list[str]:
    """Return the names of the indexes of a table whose columns another one begins with."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
    columns = [tuple(c["columns"]) for c in found.values() if c["index"] or c["unique"]]
    return sorted(
        name
        for name, c in found.items()
        if c["index"] and not c["unique"] and _begins_another(tuple(c["columns"]), columns)
    )


def _begins_another(columns: tuple, others: list[tuple]) -> bool:
    most = len(columns)
    return None not in columns and any(
        len(other) > most and other[:most] == columns for other in others
    )


def drop_needless(app_label: str, *state: Any) -> migrations.SeparateDatabaseAndState:
    """Return the operation that drops such indexes from the tables of an app.

    ``state`` says what that means for its models. Tables of many-to-many fields are seen to as
    well: Django gives each an index that its unique constraint has already. No table is copied.
    Going back makes none of them again: what worked without them still does.
    """
    drop = migrations.RunPython(partial(_drop, app_label), migrations.RunPython.noop)
    return migrations.SeparateDatabaseAndState([drop], list(state))


def _drop(app_label: str, apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    for model in apps.get_app_config(app_label).get_models(include_auto_created=True):
        for name in needless(connection, model._meta.db_table):
            schema_editor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
