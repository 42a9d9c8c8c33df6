from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "exchange"
    verbose_name = _("Spreadsheets")

    def ready(self):
        """Make the formats of downloads known to lists."""
        from exchange.writing.responses import register_formats

        register_formats()
