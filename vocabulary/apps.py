from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VocabularyConfig(AppConfig):
    name = "vocabulary"
    verbose_name = _("Vocabulary")

    def ready(self):
        """Make the vocabularies known to documents, and who is involved to the store."""
        from vocabulary import derived, lookup, searched, slips, years  # noqa: F401

        lookup.register_targets()
