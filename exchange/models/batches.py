"""Batches: every import is kept, with its files, what it came to, and what was undone of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case, Value, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from records import steps
from records.constraints import one_of

IMPORT = "records.import_record"
# The option of a batch that has the profile by which its files are read.
MAPPING = "mapping"
# Key of a conflict -> how it was decided, and why it could not be stored like that.
UNFIT = "unfit"
# Names of files that stand for a batch.
SHOWN = 3


class State(models.TextChoices):
    """How far a batch has come."""

    RECEIVED = "received", _("being read")
    PREVIEWED = "previewed", _("previewed")
    STORING = "storing", _("being stored")
    STORED = "stored", _("stored")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")
    DISCARDED = "discarded", _("discarded")
    FAILED = "failed", _("not readable")


# States in which a batch is worked on, or waits for it.
WORKING = (State.RECEIVED, State.STORING, State.UNDOING)


class Outcome(models.TextChoices):
    """What a batch does to a record, in the order in which a preview shows it."""

    CONFLICT = steps.CONFLICT, _("Conflict")
    FAILED = steps.FAILED, _("Failed")
    CHANGED = steps.CHANGED, _("Changed")
    NEW = steps.NEW, _("New")
    UNCHANGED = steps.UNCHANGED, _("Unchanged")


STORABLE = (Outcome.NEW, Outcome.CHANGED)


class Undo(models.TextChoices):
    """What undoing a batch does to a record."""

    REMOVED = "removed", _("removed")
    RESTORED = "restored", _("restored")
    KEPT = "kept", _("kept")


class Batch(models.Model):
    """One import: its files, who gave them and why, its preview, and what came of it.

    ``version`` counts the previews: a person confirms the one that was seen. ``counts`` has the
    number of records for each outcome, of ``problems`` and ``warnings``, and ``rows``: for each
    outcome those of the files, "" having those that belong to no record. Nobody edits a batch; see
    ``exchange.batches.steps`` for what can be done with one, and ``holding`` beside it for
    ``holder``, the one process that works on it, and ``heartbeat``, when that was last seen.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="import_batches",
        verbose_name=_("by"),
    )
    by_name = models.CharField(_("by"), max_length=150)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    digest = models.CharField(_("digest"), max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    why = models.CharField(_("reason"), max_length=500)
    options = models.JSONField(_("options"), default=dict)
    counts = models.JSONField(_("counts"), default=dict)
    version = models.PositiveIntegerField(default=0)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.RECEIVED)
    stored_at = models.DateTimeField(_("stored"), null=True)
    undone_at = models.DateTimeField(_("undone"), null=True)
    undone_by_name = models.CharField(_("undone by"), max_length=150, blank=True)
    holder = models.CharField(max_length=32, blank=True)
    heartbeat = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created"]
        default_permissions = ()
        constraints = [one_of("state", State.choices)]
        indexes = [models.Index(fields=["-created"], name="exchange_batch_created")]

    def __str__(self) -> str:
        names = self.options.get("files", ())
        shown = ", ".join(names[:SHOWN]) or str(self.uuid)
        if len(names) <= SHOWN:
            return shown
        more = {"names": shown, "number": len(names) - SHOWN}
        return gettext("%(names)s and %(number)s more") % more

    @property
    def names(self) -> str:
        """Return the names of all files, on one line."""
        return ", ".join(self.options.get("files", ()))

    @property
    def seal(self) -> str:
        """Return what a confirmation must repeat: these files, in this preview."""
        return f"{self.digest}-{self.version}"

    def count(self, *outcomes: str) -> int:
        """Return how many records have one of these outcomes."""
        return sum(self.counts.get(outcome, 0) for outcome in outcomes)

    def rows(self, *outcomes: str) -> int:
        """Return how many rows of the files belong to records with one of these outcomes."""
        rows = self.counts.get("rows", {})
        return sum(rows.get(outcome, 0) for outcome in outcomes)

    def rows_changing(self) -> int:
        """Return how many rows of the files say something that is to be stored, or was."""
        rows = self.counts.get("changing", self.counts.get("rows", {}))
        return sum(rows.get(outcome, 0) for outcome in STORABLE)

    @property
    def is_flawed(self) -> bool:
        """Tell whether something in the files cannot be stored as it is."""
        return bool(self.count(Outcome.CONFLICT, Outcome.FAILED) or self.counts.get("problems"))


class BatchFile(models.Model):
    """A file of a batch, as it was given; empty where it was too large, or discarded."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class BatchRecordQuerySet(models.QuerySet):
    """Records of batches, in the order of a preview."""

    def in_order(self):
        """Put conflicts first and what stays unchanged last."""
        ranks = [When(outcome=name, then=Value(n)) for n, name in enumerate(Outcome.values)]
        return self.annotate(rank=Case(*ranks)).order_by("rank", "pk")


class BatchRecord(models.Model):
    """What a batch does to one record.

    ``base`` is the revision that it was compared with (None: a new record), ``exported`` the older
    one that the file carries, where it does. ``document`` is what would be stored, of a conflict
    the file's side; once stored, the revision ``made`` has it. ``rows`` counts the rows of the
    files that it is made from, ``changing`` those of a changed one that say something new (None:
    all). ``dropped`` has the keys of the records that a changed one referred
    to and then no more, see ``exchange.batches.outlook``.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="records", db_index=False)
    key = models.CharField(_("key"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20)
    title = models.CharField(_("title"), max_length=300, blank=True)
    sheet = models.CharField(_("sheet"), max_length=255, blank=True)
    row = models.PositiveIntegerField(_("row"), null=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    base = models.PositiveIntegerField(null=True)
    exported = models.PositiveIntegerField(null=True)
    merged = models.BooleanField(default=False)
    document = models.JSONField(null=True)
    made = models.PositiveIntegerField(null=True)
    rows = models.PositiveIntegerField(default=1)
    changing = models.PositiveIntegerField(null=True)
    dropped = models.TextField(blank=True, default="")
    undo = models.CharField(max_length=12, choices=Undo, blank=True)
    undo_why = models.CharField(max_length=500, blank=True)

    objects = BatchRecordQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [one_of("outcome", Outcome.choices), one_of("undo", Undo.choices)]
        indexes = [
            models.Index(fields=["batch", "outcome", "id"], name="exchange_batch_outcome"),
            models.Index(fields=["batch", "key"], name="exchange_batch_key"),
        ]

    def __str__(self) -> str:
        return self.title or self.key


class BatchProblem(models.Model):
    """One thing wrong in a cell, row or sheet of a batch; see ``exchange.problems.Problem``.

    A warning keeps nothing from being stored.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="problems", db_index=False)
    sheet = models.CharField(_("sheet"), max_length=255)
    row = models.PositiveIntegerField(_("row"), null=True)
    column = models.CharField(_("column"), max_length=300, blank=True)
    value = models.TextField(_("value"), blank=True)
    message = models.TextField(_("what is wrong"))
    hint = models.TextField(_("what would be right"), blank=True)
    key = models.CharField(_("record"), max_length=300, blank=True)
    other = models.CharField(max_length=300, blank=True)
    is_warning = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["batch", "id"], name="exchange_batch_problem")]

    def __str__(self) -> str:
        return self.message


class ProblemRows(models.Model):
    """The rows of a large batch that failed, with the reasons, made ready to be given back.

    They are those of one ``version`` of its preview. ``content`` is packed JSON, see
    ``exchange.batches.mending``.
    """

    batch = models.OneToOneField(
        Batch, models.CASCADE, primary_key=True, related_name="problem_rows"
    )
    version = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.batch_id)
