"""Exercise series and their editions."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.constraints import at_least, in_order, one_of, owner, ref_once
from records.dates import UncertainDateField
from records.models import ListItem, Record, as_record
from vocabulary.models import Activity, Country, Domain, Force, Place, Platform, Standing, Unit


class Outcome(models.TextChoices):
    """What became of an edition."""

    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


class Role(models.TextChoices):
    """What a country did in an edition."""

    HOST = "host", _("host")
    PARTICIPANT = "participant", _("participant")
    OBSERVER = "observer", _("observer")


class Series(Record):
    """Exercises that return under one name."""

    record = as_record()
    domains = models.ManyToManyField(Domain, verbose_name=_("domains"), blank=True)
    activities = models.ManyToManyField(Activity, verbose_name=_("activities"), blank=True)
    cadence = models.CharField(
        _("cadence"),
        max_length=100,
        blank=True,
        help_text=_("How often, as sources say: annual, every two years."),
    )
    objectives = models.TextField(
        _("objectives"), blank=True, help_text=_("What it is for, in your own words.")
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("Two or three sentences for a reader in a hurry.")
    )

    class Meta:
        verbose_name = _("exercise series")
        verbose_name_plural = _("exercise series")


class SeriesMember(ListItem):
    """A country that takes part in a series, and for how long."""

    field_order = ("country", "force", "since", "until", "standing")

    record = owner(Series, "members")
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="+", verbose_name=_("country")
    )
    force = models.ForeignKey(
        Force, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("force")
    )
    since = UncertainDateField(_("since"), blank=True)
    until = UncertainDateField(_("until"), blank=True)
    standing = models.CharField(_("standing"), max_length=20, blank=True, choices=Standing)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            ref_once(),
            one_of("standing", Standing.choices),
            *in_order("since", "until"),
        ]


class Exercise(Record):
    """One edition of a series, or an exercise that stands alone."""

    record = as_record()
    series = models.ForeignKey(
        Series,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,  # that of series and edition begins with it
        related_name="editions",
        verbose_name=_("series"),
        help_text=_(
            "The exercise series that this is an edition of; empty for one that stands alone."
        ),
    )
    edition = models.PositiveIntegerField(
        _("edition"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("The edition's number, only where a source gives one."),
    )
    outcome = models.CharField(_("outcome"), max_length=20, blank=True, choices=Outcome)
    date = UncertainDateField(
        _("date"), blank=True, help_text=_("When it was held, as precise as the sources.")
    )
    planned = UncertainDateField(
        _("planned date"), blank=True, help_text=_("The date that was announced.")
    )
    hosts = models.ManyToManyField(
        Country, verbose_name=_("hosts"), blank=True, related_name="hosted_exercises"
    )
    places = models.ManyToManyField(
        Place, verbose_name=_("places"), blank=True, related_name="exercises"
    )
    domains = models.ManyToManyField(
        Domain, verbose_name=_("domains"), blank=True, related_name="exercises"
    )
    activities = models.ManyToManyField(
        Activity, verbose_name=_("activities"), blank=True, related_name="exercises"
    )
    participants_complete = models.BooleanField(
        _("participants complete"),
        default=False,
        help_text=_("Whether the list of participants is known to be the whole one."),
    )
    objectives = models.TextField(
        _("objectives"), blank=True, help_text=_("What it was for, in your own words.")
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("Two or three sentences for a reader in a hurry.")
    )

    class Meta:
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")
        constraints = [
            at_least("edition", 1),
            one_of("outcome", Outcome.choices),
            *in_order("date", "planned"),
        ]
        indexes = [models.Index(fields=["series", "edition"], name="exercises_series_edition")]


class Phase(ListItem):
    """A part of an edition with a date or a place of its own."""

    field_order = ("title", "date", "places")

    record = owner(Exercise, "phases")
    title = models.CharField(_("title"), max_length=200, help_text=_("Harbour phase; phase 1."))
    date = UncertainDateField(_("date"), blank=True)
    places = models.ManyToManyField(Place, verbose_name=_("places"), blank=True, related_name="+")

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        constraints = [ref_once(), *in_order("date")]

    def __str__(self) -> str:
        return self.title


class Participant(ListItem):
    """A country, and its force where known, that took part in an edition."""

    field_order = ("country", "force", "role", "personnel")

    record = owner(Exercise, "participants")
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="participations", verbose_name=_("country")
    )
    force = models.ForeignKey(
        Force,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("force"),
        help_text=_("The service that took part, only where a source names it."),
    )
    role = models.CharField(_("role"), max_length=20, blank=True, choices=Role)
    personnel = models.PositiveIntegerField(
        _("personnel"), null=True, blank=True, help_text=_("How many people it sent.")
    )

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [ref_once(), one_of("role", Role.choices)]


class Deployment(ListItem):
    """A ship, a squadron or a number of aircraft that took part."""

    field_order = ("country", "force", "unit", "platform", "count", "phases")

    record = owner(Exercise, "deployments")
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    force = models.ForeignKey(
        Force, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("force")
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deployments",
        verbose_name=_("unit"),
    )
    platform = models.ForeignKey(
        Platform,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deployments",
        verbose_name=_("platform"),
    )
    count = models.PositiveIntegerField(
        _("count"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How many."),
    )
    phases = models.ManyToManyField(
        Phase,
        verbose_name=_("phases"),
        blank=True,
        related_name="deployments",
        help_text=_("The phases in which it took part, where known."),
    )

    class Meta:
        verbose_name = _("deployment")
        verbose_name_plural = _("deployments")
        constraints = [ref_once(), at_least("count", 1)]
