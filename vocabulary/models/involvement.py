"""Who takes part in what a record is about: people by name, countries for search."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.constraints import owner, ref_once
from records.models import ListItem, Record
from vocabulary.models.entries import Country


class Standing(models.TextChoices):
    """How a country belongs to a series or a dialogue."""

    MEMBER = "member", _("member")
    PERMANENT = "permanent", _("permanent member")
    GUEST = "guest", _("guest")
    OBSERVER = "observer", _("observer")


class Person(ListItem):
    """A person whom a record names, with the office held then."""

    field_order = ("name", "office", "role", "country")

    record = owner(Record, "people")
    name = models.CharField(
        _("name"), max_length=200, help_text=_("As the field writes it: Narendra Modi.")
    )
    office = models.CharField(
        _("office"), max_length=200, blank=True, help_text=_("The office held then.")
    )
    role = models.CharField(
        _("role"), max_length=200, blank=True, help_text=_("What the person did here.")
    )
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [ref_once()]


class Involvement(models.Model):
    """Derived: a country takes part in what a record is about. Rewritten with the record."""

    record = owner(Record, "involved")
    country = models.ForeignKey(Country, models.PROTECT, related_name="involvements")

    class Meta:
        verbose_name = _("involvement")
        verbose_name_plural = _("involvements")
        constraints = [
            models.UniqueConstraint(fields=["record", "country"], name="vocabulary_involved_once")
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.country_id}"
