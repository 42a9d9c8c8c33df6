"""Other names of the vocabularies' entries: abbreviations, spellings, names in other languages."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.text import fold
from vocabulary.models.entries import (
    Activity,
    Country,
    Domain,
    Force,
    Grouping,
    Place,
    Platform,
    Topic,
    Unit,
)


class EntryAlias(models.Model):
    """Another name of an entry; one name means one. Subclasses have a foreign key ``entry``."""

    name = models.CharField(_("name"), max_length=200)
    folded = models.CharField(max_length=200, unique=True, editable=False)
    language = models.CharField(
        _("language"), max_length=12, blank=True, help_text=_("ja, hi, … where it is not English.")
    )

    class Meta:
        abstract = True
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        """Store the alias with the form in which it is compared."""
        self.folded = fold(self.name)
        super().save(*args, **kwargs)

    def clean(self):
        """Keep the folded form, so that the form itself refuses a name that is taken.

        Raises ``ValidationError`` where that form is too long: one sign may stand for several.
        """
        self.folded = fold(self.name)
        if len(self.folded) > self._meta.get_field("folded").max_length:
            raise ValidationError({"name": _("The name is too long.")})


class CountryAlias(EntryAlias):
    """Another name of a country."""

    entry = models.ForeignKey(Country, models.CASCADE, related_name="aliases")


class GroupingAlias(EntryAlias):
    """Another name of a grouping."""

    entry = models.ForeignKey(Grouping, models.CASCADE, related_name="aliases")


class ForceAlias(EntryAlias):
    """Another name of a force."""

    entry = models.ForeignKey(Force, models.CASCADE, related_name="aliases")


class PlaceAlias(EntryAlias):
    """Another name of a place."""

    entry = models.ForeignKey(Place, models.CASCADE, related_name="aliases")


class PlatformAlias(EntryAlias):
    """Another name of a platform."""

    entry = models.ForeignKey(Platform, models.CASCADE, related_name="aliases")


class UnitAlias(EntryAlias):
    """Another name of a unit."""

    entry = models.ForeignKey(Unit, models.CASCADE, related_name="aliases")


class DomainAlias(EntryAlias):
    """Another name of a domain."""

    entry = models.ForeignKey(Domain, models.CASCADE, related_name="aliases")


class ActivityAlias(EntryAlias):
    """Another name of an activity."""

    entry = models.ForeignKey(Activity, models.CASCADE, related_name="aliases")


class TopicAlias(EntryAlias):
    """Another name of a topic."""

    entry = models.ForeignKey(Topic, models.CASCADE, related_name="aliases")
