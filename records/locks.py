"""Keeping others from records until a transaction ends, in an order that all use."""

from collections.abc import Iterable, Mapping

from django.db import connection

from records import bulk
from records.models import Record
from records.resolve import record_keys


def hold(keys: Iterable[str]) -> list[Record]:
    """Return records as they are until the transaction ends: others' changes wait for that."""
    found = []
    # In one order for all, or two wait for each other.
    for part in bulk.chunks(sorted(keys)):
        held = Record.objects.order_by("key").select_for_update(no_key=True)
        found += held.filter(pk__in=part)
    return found


def hold_to_change(documents: Mapping[str, dict]) -> None:
    """Hold the records that get new documents; of published ones also what they will refer to.

    So nobody withdraws that meanwhile. All in one go, since two who hold some and want more wait
    for each other. A database of one writer (SQLite) holds everything from the start.
    """
    if not connection.features.has_select_for_update:
        return
    keys = set(documents)
    for part in bulk.chunks(sorted(documents)):
        published = Record.objects.published().filter(key__in=part)
        for key in published.values_list("key", flat=True):
            keys |= record_keys(documents[key])
    hold(keys)
