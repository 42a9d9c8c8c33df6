"""Filters on a period, for any model or relation with an UncertainDateField.

`name` is the field's name or a path to it ("exercise__date"); `first` and `last` are the first
and last day of the period, None where it is open. Of a one-of set with gaps, only the outer
bounds count. Undated records match neither `certainly` nor `possibly`.
"""

from datetime import date

from django.db.models import Q


def certainly(name: str, first: date | None, last: date | None) -> Q:
    """Dates whose whole possible extent lies within the period.

    An open or unknown end lies within no period that ends there.
    """
    inside = _dated(name)
    if first:
        inside &= Q(**{f"{name}_earliest__gte": first})
    if last:
        inside &= Q(**{f"{name}_latest__lte": last})
    return inside


def possibly(name: str, first: date | None, last: date | None) -> Q:
    """Dates that may touch the period, those of `certainly` included."""
    touching = _dated(name)
    if first:
        touching &= Q(**{f"{name}_latest__gte": first}) | Q(**{f"{name}_latest__isnull": True})
    if last:
        touching &= Q(**{f"{name}_earliest__lte": last}) | Q(**{f"{name}_earliest__isnull": True})
    return touching


def undated(name: str) -> Q:
    """Records without a date."""
    return Q(**{name: ""})


def _dated(name: str) -> Q:
    # Not ~Q(name=""): over a many-valued relation that would become a subquery of its own.
    return Q(**{f"{name}__gt": ""})
