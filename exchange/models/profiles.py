"""Mapping profiles that are kept under a name."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedProfile(models.Model):
    """A profile by which tables of another layout are read, kept under a name for the next file.

    ``headings`` are those of the table that it was made for.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    description = models.TextField(_("description"), blank=True, max_length=2000)
    text = models.TextField(_("profile (TOML)"))
    headings = models.JSONField(_("headings"), default=list, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="saved_profiles",
        verbose_name=_("by"),
    )
    by_name = models.CharField(_("by"), max_length=150, editable=False)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    changed = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("mapping profile")
        verbose_name_plural = _("mapping profiles")
        ordering = ["name"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
