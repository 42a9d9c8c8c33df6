"""The long work on batches, and the workers that do it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.models.batches import Batch


class Work(models.Model):
    """The long work on a batch that was ordered last: who wants it, and how far it has come.

    The batch's state says what the work is. ``worker`` is the worker that has it in hand. ``told``
    is what to say of it to who ordered it, once, and ``level`` the tone, as of Django's messages.
    """

    batch = models.OneToOneField(Batch, models.CASCADE, primary_key=True, related_name="work")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    by_name = models.CharField(_("by"), max_length=150)
    ordered = models.DateTimeField(_("ordered"))
    finished = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=64, blank=True)
    step = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    told = models.CharField(max_length=500, blank=True)
    level = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.step or str(self.batch_id)


class Worker(models.Model):
    """A process that does long work, and when it last said that it is there."""

    name = models.CharField(max_length=64, primary_key=True)
    seen = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
