from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = _("Agreements")

    def ready(self):
        """Make agreements, dialogues, meetings and projects known as kinds of record."""
        from agreements import documents  # noqa: F401
