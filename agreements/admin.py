"""The admin of agreements, dialogues, meetings and projects."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Dialogue, Meeting, Project
from records.admin.changelist import RecordList
from records.admin.successor import Successor
from sources.admin import CitedAdmin
from vocabulary.admin import CountryFilter

NEXT = _("new meeting from the last one")


@admin.register(Agreement)
class AgreementAdmin(CitedAdmin):
    """Agreements and national policies."""

    list_display = ("title", "type", *RecordList.list_display[1:])
    list_filter = (*RecordList.list_filter, "type", CountryFilter)
    search_fields = (*RecordList.search_fields, "short_title")
    first_lists = ("parties", "milestones", "citations")


@admin.register(Meeting)
class MeetingAdmin(Successor, CitedAdmin):
    """Meetings of dialogues, and meetings that stand alone."""

    list_display = ("title", "dialogue", "number", *RecordList.list_display[1:])
    list_filter = (
        *RecordList.list_filter,
        "level",
        CountryFilter,
        ("dialogue", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("dialogue",)
    first_lists = ("participants", "citations")
    number_field = "number"
    copied_fields = ("dialogue", "level", "topics")
    copied_lists = {"participants": ("country", "grouping", "role")}
    next_label = NEXT


@admin.register(Dialogue)
class DialogueAdmin(CitedAdmin):
    """Talks that meet under one name."""

    list_display = ("title", "level", *RecordList.list_display[1:])
    list_filter = (*RecordList.list_filter, "level", CountryFilter)
    first_lists = ("members", "citations")

    def tools(self, request, obj):
        """Offer the next meeting."""
        meetings = self.admin_site.get_model_admin(Meeting)
        return [*super().tools(request, obj), *meetings.next_tool(request, obj, None)]


@admin.register(Project)
class ProjectAdmin(CitedAdmin):
    """Technology that countries develop, transfer or study together."""

    list_display = ("title", "type", *RecordList.list_display[1:])
    list_filter = (*RecordList.list_filter, "type", CountryFilter)
    search_fields = (*RecordList.search_fields, "technology")
    first_lists = ("parties", "stages", "citations")
