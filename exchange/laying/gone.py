"""What was stored here once and is not any more: who deleted it, or which undoing removed it."""

from collections.abc import Iterable, Iterator

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from exchange.models import Batch, BatchRecord, Undo
from records import bulk
from records.kinds import kinds
from records.models import Record

_OF_BATCH = ("key", "batch__options", "batch__undone_at", "batch__uuid")


def gone(keys: Iterable[str]) -> dict[str, str]:
    """Return key -> a sentence for those that were deleted here; none of them is stored."""
    keys = {*keys}
    if not keys:
        return {}
    return dict([*_removed(keys), *_deleted(keys)])


def _deleted(keys: set[str]) -> Iterator[tuple[str, str]]:
    """Yield what was deleted in the admin, the last time last."""
    models = Record, *(kind.model for kind in kinds())
    types = ContentType.objects.get_for_models(*models).values()
    found = LogEntry.objects.filter(action_flag=DELETION, content_type__in=types)
    for entry in found.select_related("user").order_by("action_time"):
        if entry.object_id in keys:
            said = {"who": entry.user.get_username(), "when": _day(entry.action_time)}
            yield entry.object_id, _("%(who)s deleted this record on %(when)s.") % said


def _removed(keys: set[str]) -> Iterator[tuple[str, str]]:
    """Yield what the undoing of imports removed, the last time last."""
    undone = [*Batch.objects.exclude(undone_at=None).values_list("pk", flat=True)]
    found = BatchRecord.objects.filter(batch__in=undone, undo=Undo.REMOVED)
    found = found.order_by("batch__undone_at").select_related("batch").only(*_OF_BATCH)
    for part in bulk.chunks(sorted(keys)) if undone else ():
        for record in found.filter(key__in=part):
            said = {"import": str(record.batch), "when": _day(record.batch.undone_at)}
            text = _("It was removed on %(when)s, when the import of %(import)s was undone.")
            yield record.key, text % said


def _day(when) -> str:
    return date_format(localtime(when), "DATE_FORMAT")
