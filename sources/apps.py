from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = _("Sources")

    def ready(self):
        """Make sources known as a kind of record, and verdicts to the store."""
        from sources import derived, documents, kept, slips  # noqa: F401
