"""What every record shares: its envelope, its revisions, its names elsewhere, its links."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from records.constraints import in_order, one_of, owner, ref_once
from records.dates import UncertainDateField
from records.permissions import PERMISSIONS
from records.searched import SearchText  # noqa: F401
from records.text import KEY_PATTERN

validate_key = RegexValidator(
    rf"\A{KEY_PATTERN}\Z", _("A key has small letters, digits and single hyphens only.")
)


class Status(models.TextChoices):
    """Where a record stands between a draft and the public."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class RecordQuerySet(models.QuerySet):
    """Records, and what is public of them."""

    def published(self):
        """Return what readers see. Every public page, count, feed and download starts here."""
        return self.filter(status=Status.PUBLISHED)


class Record(models.Model):
    """The envelope around a document: its key, its status, its present revision.

    Every kind of record inherits from this table, so that a key is unique over all kinds and a
    citation or a link refers to any record by a real foreign key; the key being the primary key,
    the columns of references hold what documents and sheets hold. Nobody edits what is "derived".
    """

    kind = models.CharField(_("kind"), max_length=20, editable=False)
    key = models.CharField(
        _("key"),
        max_length=100,
        primary_key=True,
        validators=[validate_key],
        help_text=_(
            "The record's name in addresses and spreadsheets, for ever: malabar-2020. "
            "Small letters, digits and hyphens. Left empty, one is proposed from the title."
        ),
    )
    title = models.CharField(
        _("title"), max_length=300, help_text=_("The name by which sources call it, in English.")
    )
    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.DRAFT, editable=False
    )
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    changed = models.DateTimeField(_("changed"), auto_now=True)
    published_on = models.DateTimeField(_("published on"), null=True, blank=True, editable=False)

    # derived
    period = UncertainDateField(_("period"), blank=True, editable=False)
    sources_cited = models.PositiveIntegerField(default=0, editable=False)
    agreed = models.PositiveIntegerField(default=0, editable=False)
    single = models.PositiveIntegerField(default=0, editable=False)
    disputed = models.PositiveIntegerField(default=0, editable=False)
    uncited = models.PositiveIntegerField(default=0, editable=False)
    disputed_paths = models.JSONField(default=list, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        ordering = ["key"]
        permissions = PERMISSIONS
        constraints = [one_of("status", Status.choices), *in_order("period")]
        indexes = [
            models.Index(fields=["kind", "status", "key"], name="records_kind_status"),
            models.Index(fields=["status", "published_on"], name="records_published"),
            models.Index(fields=["kind", "title"], name="records_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the public address of the record's page, or nothing for a kind without pages."""
        try:
            return reverse(f"{self.kind}-detail", args=[self.key])
        except NoReverseMatch:
            return ""

    def clean(self):
        """Refuse a key that is the old name of another record."""
        super().clean()
        if Redirect.objects.filter(old_key=self.key).exists():
            raise ValidationError({"key": _("This key is an old name of another record.")})


def as_record() -> models.OneToOneField:
    """Return the link from a kind's own table to its row in ``Record``, which has the same key."""
    return models.OneToOneField(
        Record, models.CASCADE, parent_link=True, primary_key=True, related_name="as_%(class)s"
    )


class Redirect(models.Model):
    """A key that a record had before it was renamed or merged."""

    old_key = models.CharField(_("old key"), max_length=100, unique=True, validators=[validate_key])
    record = models.ForeignKey(
        Record, models.CASCADE, related_name="redirects", verbose_name=_("record")
    )

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")

    def __str__(self) -> str:
        return f"{self.old_key} → {self.record_id}"


class Revision(models.Model):
    """A document as it stood: numbered from 1, with who made it, when and why. Never rewritten."""

    record = owner(Record, "revisions", models.PROTECT)
    number = models.PositiveIntegerField(_("number"))
    document = models.JSONField(_("document"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    by_name = models.CharField(_("name of who made it"), max_length=150)
    when = models.DateTimeField(_("when"))
    why = models.CharField(_("why"), max_length=500)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["record", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="records_revision_once"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="records_revision_from_1"
            ),
        ]

    def __str__(self) -> str:
        return _("revision %(number)s") % {"number": self.number}

    def save(self, *args, **kwargs):
        """Store a new revision; refuse to rewrite one that is stored."""
        if self.pk:
            raise TypeError("A stored revision is never rewritten.")
        super().save(*args, **kwargs)


class StatusChange(models.Model):
    """A step of the workflow: what was done to which key, by whom. Outlives its record and user."""

    key = models.CharField(_("key"), max_length=100, db_index=True)
    revision = models.PositiveIntegerField(_("revision"))
    before = models.CharField(_("before"), max_length=12, choices=Status)
    after = models.CharField(_("after"), max_length=12, choices=Status)
    by_name = models.CharField(_("by"), max_length=150)
    when = models.DateTimeField(_("when"))
    why = models.CharField(_("why"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("status change")
        verbose_name_plural = _("status changes")
        ordering = ["-when", "-pk"]

    def __str__(self) -> str:
        return f"{self.key}: {self.before} → {self.after}"


class ListItem(models.Model):
    """An item of one of a record's lists. Subclasses have a foreign key ``record``."""

    ref = models.CharField(
        _("ref"),
        max_length=100,
        validators=[validate_key],
        blank=True,
        help_text=_(
            "The item's name within the record, made once, then kept. Empty for a new one."
        ),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.ref


class Alias(ListItem):
    """Another name of the record: an abbreviation, a spelling, a name in another language."""

    record = owner(Record, "aliases")
    name = models.CharField(_("name"), max_length=300, help_text=_("As sources write it."))
    language = models.CharField(
        _("language"),
        max_length=12,
        blank=True,
        help_text=_("The language code where it is not English: ja, hi, zh-Hant."),
    )

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = [ref_once()]
        indexes = [models.Index(fields=["name"], name="records_alias_name")]


class Identifier(ListItem):
    """The record's number in a dataset of the field: MME, JME, DCAD."""

    record = owner(Record, "identifiers")
    scheme = models.CharField(
        _("scheme"), max_length=40, help_text=_("The dataset: MME, JME, DCAD.")
    )
    value = models.CharField(_("value"), max_length=100, help_text=_("The number or code there."))

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [ref_once()]
        indexes = [models.Index(fields=["scheme", "value"], name="records_identifier_value")]


class LinkType(models.TextChoices):
    """How one record relates to another."""

    IMPLEMENTS = "implements", _("implements")
    SUPERSEDES = "supersedes", _("supersedes")
    AMENDS = "amends", _("amends")
    PART_OF = "part_of", _("is part of")
    DISCUSSED_AT = "discussed_at", _("was discussed at")
    AGREED_AT = "agreed_at", _("was agreed at")
    RELATED = "related", _("is related to")


class Link(ListItem):
    """A link to another record."""

    field_order = ("type", "target", "note")

    record = owner(Record, "links")
    type = models.CharField(_("type"), max_length=20, choices=LinkType)
    target = models.ForeignKey(
        Record,
        models.PROTECT,
        related_name="links_in",
        verbose_name=_("target"),
        help_text=_("The other record."),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [ref_once(), one_of("type", LinkType.choices)]


class Statement(ListItem):
    """A sentence of fact in the analyst's own words that fits no field."""

    record = owner(Record, "statements")
    text = models.TextField(
        _("text"),
        help_text=_("One fact, in your own words: “Japan hosts and India hosts in turn.”"),
    )

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [ref_once()]


COMMON_LISTS = {"aliases": Alias, "identifiers": Identifier, "links": Link, "statements": Statement}
