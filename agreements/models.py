"""Agreements and policies, dialogues and their meetings, technology projects."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.choices import (
    AgreementType,
    Level,
    MilestoneType,
    ProjectType,
    StageName,
)
from records.constraints import at_least, in_order, one_of, owner, ref_once
from records.dates import UncertainDateField
from records.models import ListItem, Record, as_record
from vocabulary.models import Country, Grouping, Place, Standing, Topic


class Side(ListItem):
    """A country or a grouping that takes part."""

    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    grouping = models.ForeignKey(
        Grouping,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("grouping"),
    )

    class Meta:
        abstract = True


class Agreement(Record):
    """An agreement between countries, or a national policy."""

    record = as_record()
    short_title = models.CharField(
        _("short title"), max_length=100, blank=True, help_text=_("ACSA")
    )
    type = models.CharField(_("type"), max_length=40, choices=AgreementType)
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="agreements"
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("Two or three sentences for a reader in a hurry.")
    )

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [one_of("type", AgreementType.choices)]


class Party(Side):
    """A signatory, or the state whose policy it is."""

    field_order = ("country", "grouping", "role", "signatory")

    record = owner(Agreement, "parties")
    role = models.CharField(_("role"), max_length=100, blank=True)
    signatory = models.CharField(
        _("signatory"),
        max_length=200,
        blank=True,
        help_text=_("Who signed for it, with the office held."),
    )

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [ref_once()]


class Milestone(ListItem):
    """When and where an agreement was signed, came into force, ended."""

    field_order = ("type", "date", "place")

    record = owner(Agreement, "milestones")
    type = models.CharField(_("type"), max_length=20, choices=MilestoneType)
    date = UncertainDateField(_("date"), blank=True)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [ref_once(), one_of("type", MilestoneType.choices), *in_order("date")]


class Dialogue(Record):
    """Talks that meet under one name."""

    record = as_record()
    level = models.CharField(_("level"), max_length=20, blank=True, choices=Level)
    cadence = models.CharField(
        _("cadence"),
        max_length=100,
        blank=True,
        help_text=_("How often, as sources say: annual, every two years."),
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="dialogues"
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("Two or three sentences for a reader in a hurry.")
    )

    class Meta:
        verbose_name = _("dialogue")
        verbose_name_plural = _("dialogues")
        constraints = [one_of("level", Level.choices)]


class DialogueMember(Side):
    """A country or grouping that belongs to a dialogue, and for how long."""

    field_order = ("country", "grouping", "since", "until", "standing")

    record = owner(Dialogue, "members")
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


class Meeting(Record):
    """One meeting of a dialogue, or one that stands alone."""

    record = as_record()
    dialogue = models.ForeignKey(
        Dialogue,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("dialogue"),
        help_text=_("The dialogue that it is a meeting of; empty for one that stands alone."),
    )
    number = models.PositiveIntegerField(
        _("number"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("The meeting's number, only where a source gives one."),
    )
    level = models.CharField(_("level"), max_length=20, blank=True, choices=Level)
    date = UncertainDateField(_("date"), blank=True)
    places = models.ManyToManyField(
        Place, verbose_name=_("places"), blank=True, related_name="meetings"
    )
    hosts = models.ManyToManyField(
        Country, verbose_name=_("hosts"), blank=True, related_name="hosted_meetings"
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="meetings"
    )
    outcomes = models.TextField(
        _("outcomes"), blank=True, help_text=_("What it agreed on, in your own words.")
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("Two or three sentences for a reader in a hurry.")
    )

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [at_least("number", 1), one_of("level", Level.choices), *in_order("date")]


class MeetingParticipant(Side):
    """A country or grouping that took part in a meeting."""

    field_order = ("country", "grouping", "role")

    record = owner(Meeting, "participants")
    role = models.CharField(_("role"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [ref_once()]


class Project(Record):
    """A technology that countries develop, transfer or study together."""

    record = as_record()
    type = models.CharField(_("type"), max_length=20, blank=True, choices=ProjectType)
    technology = models.CharField(
        _("technology"), max_length=300, blank=True, help_text=_("What is made or transferred.")
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="projects"
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("Two or three sentences for a reader in a hurry.")
    )

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [one_of("type", ProjectType.choices)]


class ProjectParty(Side):
    """A country, and an organisation of it where known, that takes part in a project."""

    field_order = ("country", "grouping", "role", "organisation")

    record = owner(Project, "parties")
    role = models.CharField(
        _("role"), max_length=100, blank=True, help_text=_("supplier, recipient, developer, …")
    )
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [ref_once()]


class Stage(ListItem):
    """How far a project had come, and when."""

    field_order = ("stage", "date")

    record = owner(Project, "stages")
    stage = models.CharField(_("stage"), max_length=20, choices=StageName)
    date = UncertainDateField(_("date"), blank=True)

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = [ref_once(), one_of("stage", StageName.choices), *in_order("date")]
