"""The admin of exercise series and of exercises."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from exercises.models import Exercise, Series
from records.admin.changelist import RecordList
from records.admin.successor import Successor
from sources.admin import CitedAdmin
from vocabulary.admin import CountryFilter

NEXT = _("new edition from the last one")


@admin.register(Exercise)
class ExerciseAdmin(Successor, CitedAdmin):
    """Editions, and exercises that stand alone."""

    list_display = ("title", "series", "edition", *RecordList.list_display[1:])
    list_filter = (
        *RecordList.list_filter,
        "outcome",
        CountryFilter,
        ("series", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("series",)
    first_lists = ("participants", "citations")
    number_field = "edition"
    copied_fields = ("series", "domains")
    copied_lists = {"participants": ("country", "force")}
    next_label = NEXT


@admin.register(Series)
class SeriesAdmin(CitedAdmin):
    """Exercises that return under one name."""

    list_filter = (*RecordList.list_filter, CountryFilter)

    def tools(self, request, obj):
        """Offer the next edition."""
        exercises = self.admin_site.get_model_admin(Exercise)
        return [*super().tools(request, obj), *exercises.next_tool(request, obj, None)]
