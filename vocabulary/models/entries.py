"""The vocabularies: what records refer to by key."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.constraints import one_of
from records.dates import UncertainDateField
from records.models import validate_key

validate_country_key = RegexValidator(
    r"\A[A-Z]{2}(?:[A-Z]{2})?\Z",
    _("Two capital letters as in ISO 3166-1, or four as in ISO 3166-3 for a former state."),
)


class Entry(models.Model):
    """One entry of a vocabulary. Its key is what documents and spreadsheets hold, for ever."""

    key = models.CharField(
        _("key"),
        max_length=80,
        primary_key=True,
        validators=[validate_key],
        help_text=_("Small letters, digits and hyphens. It cannot be changed later."),
    )
    name = models.CharField(_("name"), max_length=200, help_text=_("The usual English name."))

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Country(Entry):
    """A country, present or former."""

    key = models.CharField(
        _("code"),
        max_length=4,
        primary_key=True,
        validators=[validate_country_key],
        help_text=_("ISO 3166-1 alpha-2; for a former state its four letters of ISO 3166-3."),
    )
    official_name = models.CharField(_("official name"), max_length=200, blank=True)
    iso3 = models.CharField(_("ISO 3166-1 alpha-3"), max_length=3, blank=True)
    numeric = models.CharField(_("ISO 3166-1 numeric"), max_length=3, blank=True)
    cow = models.PositiveIntegerField(
        _("COW code"), null=True, blank=True, help_text=_("Correlates of War country code.")
    )
    gw = models.PositiveIntegerField(
        _("Gleditsch-Ward code"),
        null=True,
        blank=True,
        help_text=_("Number in the list of independent states."),
    )
    former = models.BooleanField(_("former state"), default=False)
    since = UncertainDateField(_("since"), blank=True)
    until = UncertainDateField(_("until"), blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def get_absolute_url(self) -> str:
        """Return the address of the country's page."""
        return f"/countries/{self.key}/"


class Grouping(Entry):
    """Countries that act under one name: the Quad, ASEAN."""

    members = models.ManyToManyField(
        Country, verbose_name=_("members"), blank=True, related_name="groupings"
    )

    class Meta(Entry.Meta):
        verbose_name = _("grouping")
        verbose_name_plural = _("groupings")


class DomainKind(models.TextChoices):
    """Where a force works."""

    LAND = "land", _("land")
    MARITIME = "maritime", _("maritime")
    AIR = "air", _("air")
    SPACE = "space", _("space")
    CYBER = "cyber", _("cyber")
    JOINT = "joint", _("joint")


class Force(Entry):
    """An armed service or coast guard of a country."""

    short_name = models.CharField(_("short name"), max_length=40, blank=True, help_text=_("JMSDF"))
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="forces", verbose_name=_("country")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    domain = models.CharField(_("domain"), max_length=20, blank=True, choices=DomainKind)

    class Meta(Entry.Meta):
        verbose_name = _("force")
        verbose_name_plural = _("forces")
        constraints = [one_of("domain", DomainKind.choices)]


class Within(Entry):
    """An entry that may lie within a broader one."""

    within = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inner",
        verbose_name=_("within"),
        help_text=_(
            "The next broader one. Two sources agree where one lies within what the other says."
        ),
    )

    class Meta(Entry.Meta):
        abstract = True


class Place(Within):
    """A sea, a city, a base, a range: where something was held or signed."""

    kind = models.CharField(
        _("kind"), max_length=30, blank=True, help_text=_("sea, city, base, range, …")
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="places",
        verbose_name=_("country"),
    )
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Decimal degrees (WGS 84), north positive."),
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Decimal degrees (WGS 84), east positive."),
    )

    class Meta(Entry.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="vocabulary_place_on_earth",
            )
        ]


class Platform(Within):
    """A type of aircraft, ship or weapon."""

    kind = models.CharField(
        _("kind"), max_length=30, blank=True, help_text=_("aircraft, ship class, …")
    )

    class Meta(Entry.Meta):
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")


class Unit(Entry):
    """A ship, squadron or regiment that has a name of its own."""

    kind = models.CharField(
        _("kind"), max_length=30, blank=True, help_text=_("ship, squadron, regiment, …")
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
        verbose_name=_("country"),
    )
    force = models.ForeignKey(
        Force, models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("force")
    )
    platform = models.ForeignKey(
        Platform,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
        verbose_name=_("platform"),
    )
    hull_number = models.CharField(_("hull number"), max_length=20, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("unit")
        verbose_name_plural = _("units")


class Term(Entry):
    """A word of a list that editors extend."""

    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta(Entry.Meta):
        abstract = True
        ordering = ["order", "name"]


class Domain(Term):
    """The domain of an exercise: maritime, land, air."""

    class Meta(Term.Meta):
        verbose_name = _("domain")
        verbose_name_plural = _("domains")


class Activity(Term):
    """What is done in an exercise: anti-submarine warfare, boarding, disaster relief."""

    class Meta(Term.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")


class Topic(Term):
    """What an agreement, a dialogue or a project is about."""

    class Meta(Term.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
