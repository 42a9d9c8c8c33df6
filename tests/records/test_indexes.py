"""No index is written for nothing."""

import pytest
from django.apps import apps
from django.db import connection

from exercises.models import Exercise, Participant
from records.models import Revision

OURS = ("records", "sources", "vocabulary", "exercises", "agreements", "exchange")


def indexes() -> dict[str, tuple[str, ...]]:
    """Return the columns of the indexes of our tables, each with its table before them."""
    found = {}
    with connection.cursor() as cursor:
        for label in OURS:
            for model in apps.get_app_config(label).get_models(include_auto_created=True):
                table = model._meta.db_table
                for name, c in connection.introspection.get_constraints(cursor, table).items():
                    if c["index"] or c["unique"]:
                        found[name] = (table, *c["columns"])
    return found


@pytest.mark.django_db
def test_no_index_is_what_another_one_begins_with():
    found = indexes()

    assert ("exercises_exercise", "series_id", "edition") in found.values()
    assert not [
        (name, other)
        for name, columns in found.items()
        for other, others in found.items()
        if len(columns) < len(others) and others[: len(columns)] == columns
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "rows",
    [
        Participant.objects.filter(record_id="a"),
        Revision.objects.filter(record_id="a"),
        Exercise.places.through.objects.filter(exercise_id="a"),
    ],
    ids=lambda rows: rows.model._meta.label,
)
def test_rows_of_a_record_are_found_by_the_index_of_what_stands_there_once(rows):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")

    found = rows.explain().lower()

    assert "index" in found
    assert "scan" not in found if connection.vendor == "sqlite" else "seq scan" not in found
