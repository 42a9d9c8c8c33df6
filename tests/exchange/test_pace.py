"""The transactions of a long work."""

import pytest
from django.db import connection

from exchange.batches.pace import Pace

POSTGRES = {
    # As references are checked: planned once, and kept.
    "begin": [
        "SET LOCAL plan_cache_mode = force_generic_plan",
        "ANALYZE filled",
        "PREPARE looked_up (text) AS SELECT 1 FROM filled WHERE key = $1",
    ],
    "explain": "EXPLAIN EXECUTE looked_up ('k1')",
    "end": ["DEALLOCATE looked_up"],
}
SQLITE = {
    "begin": [],
    "explain": "EXPLAIN QUERY PLAN SELECT 1 FROM filled WHERE key = 'k1'",
    "end": [],
}


def ran(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def told(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.fetchall()).lower()


@pytest.mark.django_db
def test_what_was_planned_for_an_empty_table_is_planned_anew_once_a_part_has_filled_it():
    words = POSTGRES if connection.vendor == "postgresql" else SQLITE
    pace = Pace()
    ran("CREATE TEMPORARY TABLE filled (key varchar(9) PRIMARY KEY)", *words["begin"])
    told(words["explain"])
    with pace.turn(300), connection.cursor() as cursor:
        rows = [(f"k{n}",) for n in range(3000)]
        cursor.executemany("INSERT INTO filled (key) VALUES (%s)", rows)

    with pace.turn(300):
        found = told(words["explain"])

    ran(*words["end"], "DROP TABLE filled")
    assert "index" in found
    assert "seq scan" not in found
