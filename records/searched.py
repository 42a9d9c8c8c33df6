"""What a record says in words: kept beside it, to be searched in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchText(models.Model):
    """Derived: the words of a record, folded; a line for each text. Rewritten with the record.

    ``names`` are its title first, its key and its other names; ``text`` is all of it, the names of
    the countries, forces, units, places and the like that it refers to included. The names of
    other records are not in it: those may be unpublished.
    """

    record = models.OneToOneField(
        "records.Record", models.CASCADE, primary_key=True, related_name="searched"
    )
    names = models.TextField()
    text = models.TextField()

    class Meta:
        verbose_name = _("search text")
        verbose_name_plural = _("search texts")

    def __str__(self) -> str:
        return self.record_id
