from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExercisesConfig(AppConfig):
    name = "exercises"
    verbose_name = _("Exercises")

    def ready(self):
        """Make series and exercises known as kinds of record, and the remarks on them."""
        from exercises import documents, slips  # noqa: F401
