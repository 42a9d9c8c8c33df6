"""The words that agreements, dialogues, meetings and projects choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgreementType(models.TextChoices):
    """What form an agreement has."""

    TREATY = "treaty", _("treaty")
    AGREEMENT = "agreement", _("agreement")
    COOPERATION = "memorandum_of_cooperation", _("memorandum of cooperation")
    UNDERSTANDING = "memorandum_of_understanding", _("memorandum of understanding")
    IMPLEMENTATION = "memorandum_of_implementation", _("memorandum of implementation")
    INTENT = "memorandum_of_intent", _("memorandum of intent")
    ARRANGEMENT = "arrangement", _("arrangement")
    JOINT_STATEMENT = "joint_statement", _("joint statement")
    DECLARATION = "declaration", _("declaration")
    NATIONAL_POLICY = "national_policy", _("national policy")


class MilestoneType(models.TextChoices):
    """A day in the life of an agreement."""

    APPROVED = "approved", _("approved")
    ISSUED = "issued", _("issued")
    SIGNED = "signed", _("signed")
    IN_FORCE = "in_force", _("in force")
    OPERATIONAL = "operational", _("operational")
    AMENDED = "amended", _("amended")
    ENDED = "ended", _("ended")


class Level(models.TextChoices):
    """At which level a dialogue meets."""

    SUMMIT = "summit", _("summit")
    MINISTERIAL = "ministerial", _("ministerial")
    TWO_PLUS_TWO = "two_plus_two", _("2+2 ministerial")
    VICE_MINISTERIAL = "vice_ministerial", _("vice-ministerial")
    SENIOR_OFFICIALS = "senior_officials", _("senior officials")
    STAFF = "staff", _("staff talks")
    WORKING = "working", _("working level")
    OTHER = "other", _("other")


class ProjectType(models.TextChoices):
    """What kind of technology project it is."""

    CO_DEVELOPMENT = "co_development", _("co-development")
    TRANSFER = "transfer", _("transfer")
    STUDY = "study", _("study")


class StageName(models.TextChoices):
    """How far a project has come."""

    PROPOSED = "proposed", _("proposed")
    UNDER_DISCUSSION = "under_discussion", _("under discussion")
    AGREED = "agreed", _("agreed")
    IN_DEVELOPMENT = "in_development", _("in development")
    DELIVERED = "delivered", _("delivered")
    ENDED = "ended", _("ended")
