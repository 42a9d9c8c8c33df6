"""Database constraints, and links under them, that several apps state in the same words."""

from collections.abc import Callable

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def one_of(name: str, choices, field: str = "") -> models.CheckConstraint:
    """Return a constraint that a column holds one of ``choices`` or nothing."""
    column = field or name
    words = [word for word, _label in choices]
    return models.CheckConstraint(
        condition=Q(**{f"{column}__in": words})
        | Q(**{column: ""})
        | Q(**{f"{column}__isnull": True}),
        name=f"%(app_label)s_%(class)s_{name}_known",
    )


def in_order(*names: str) -> list[models.CheckConstraint]:
    """Return constraints that the dates called ``names`` do not end before they start."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{n}_earliest__isnull": True})
            | Q(**{f"{n}_latest__isnull": True})
            | Q(**{f"{n}_latest__gte": F(f"{n}_earliest")}),
            name=f"%(app_label)s_%(class)s_{n}_in_order",
        )
        for n in names
    ]


def at_least(name: str, least: int) -> models.CheckConstraint:
    """Return a constraint that a number is absent or not below ``least``."""
    return models.CheckConstraint(
        condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": least}),
        name=f"%(app_label)s_%(class)s_{name}_at_least_{least}",
    )


def ref_once() -> models.UniqueConstraint:
    """Return a constraint that a ref stands once in a list of one record."""
    return models.UniqueConstraint(
        fields=["record", "ref"], name="%(app_label)s_%(class)s_ref_once"
    )


def owner(
    model: type[models.Model], related_name: str, on_delete: Callable = models.CASCADE
) -> models.ForeignKey:
    """Return the link to the record that a row belongs to, which stands there once by a constraint.

    That constraint's index begins with the record: another one would be written for nothing.
    """
    return models.ForeignKey(
        model, on_delete, related_name=related_name, verbose_name=_("record"), db_index=False
    )
