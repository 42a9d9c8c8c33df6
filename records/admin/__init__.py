"""The admin of records: forms that edit documents, revisions, the workflow."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from records.admin.base import RecordAdmin
from records.admin.index import AllRecordsAdmin
from records.admin.inlines import RowStack, RowTable

admin.site.site_header = admin.site.site_title = _("Defence Ties")
admin.site.index_title = _("Records and vocabularies")

__all__ = ["AllRecordsAdmin", "RecordAdmin", "RowStack", "RowTable"]
