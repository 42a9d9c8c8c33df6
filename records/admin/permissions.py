"""Who may do what with a record in the admin."""

from typing import Any

from django.db.models import QuerySet

from records.models import Record, Status, StatusChange
from records.referring import referring_to
from records.workflow import is_editor


def number_for_editors(records: QuerySet[Record], user: Any) -> int:
    """Return how many records a person may not change, not being drafts; 0 for editors."""
    return 0 if is_editor(user) else records.exclude(status=Status.DRAFT).count()


def is_fresh(record: Record) -> bool:
    """Tell whether a record is a draft that was never published and that nothing refers to."""
    if record.status != Status.DRAFT or record.published_on:
        return False
    was_public = StatusChange.objects.filter(key=record.key, after=Status.PUBLISHED).exists()
    return not was_public and not referring_to([record.key]).exists()


class RecordPermissions:
    """Analysts change drafts; editors change everything; only unused drafts are deleted."""

    def has_change_permission(self, request, obj=None):
        """Let analysts change drafts only."""
        allowed = super().has_change_permission(request, obj)
        draft = obj is None or obj.status == Status.DRAFT
        return allowed and (draft or is_editor(request.user))

    def has_delete_permission(self, request, obj=None):
        """Let editors delete a draft that was never published and that nothing refers to."""
        if obj is None or not super().has_delete_permission(request, obj):
            return False
        return is_editor(request.user) and self._fresh(request, obj)

    def _fresh(self, request, obj) -> bool:
        known = request.__dict__.setdefault("fresh_records", {})
        if obj.pk not in known:
            known[obj.pk] = is_fresh(obj)
        return known[obj.pk]

    def get_deleted_objects(self, objs, request):
        """List the drafts themselves: their rows and revisions go with them."""
        return [str(obj) for obj in objs], {self.opts.verbose_name_plural: len(objs)}, set(), []

    def delete_model(self, request, obj):
        """Delete a draft with its revisions."""
        obj.revisions.all().delete()
        obj.delete()
