"""The admin of records: forms that edit documents, revisions, the workflow."""

from records.admin.base import RecordAdmin
from records.admin.index import AllRecordsAdmin
from records.admin.inlines import RowStack, RowTable

__all__ = ["AllRecordsAdmin", "RecordAdmin", "RowStack", "RowTable"]
