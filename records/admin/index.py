"""All records in one list, whatever their kind: the editors' desk, and the targets of links."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse

from records.admin.changelist import RecordList
from records.admin.pages import RecordPages
from records.admin.steps import StepPages
from records.kinds import get_kind
from records.models import Record


@admin.register(Record)
class AllRecordsAdmin(StepPages, RecordPages, RecordList, admin.ModelAdmin):
    """Records of every kind: found, and taken through the workflow together; edited elsewhere."""

    class Media:
        css = {"all": ["records_admin/admin.css"]}

    list_display = ("title", "kind", *RecordList.list_display[1:])
    list_filter = ("kind", *RecordList.list_filter)

    def has_add_permission(self, request):
        """Each kind has its own form."""
        return False

    def has_change_permission(self, request, obj=None):
        """Each kind has its own form."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Each kind has its own form."""
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Go to the form of the record's kind."""
        return self._elsewhere(request, object_id, "change")

    def history_view(self, request, object_id, extra_context=None):
        """Go to the revisions of the record."""
        return self._elsewhere(request, object_id, "revisions")

    def _elsewhere(self, request, object_id, page: str):
        record = self.record_or_404(request, object_id)
        opts = get_kind(record.kind).model._meta
        name = f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}_{page}"
        return HttpResponseRedirect(reverse(name, args=[record.key]))
