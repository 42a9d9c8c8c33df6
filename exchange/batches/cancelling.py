"""Calling off what was ordered: while it waits, or as long as nothing has come of it.

Whoever works on the batch at that moment finds that its state is another, and stops there.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.batches.keeping import let_files_go
from exchange.batches.outlook import left_of
from exchange.batches.taking_back import BACK, DIRECT
from exchange.models import Batch, State, Work
from exchange.rights import require_import
from records.faults import Refused
from records.workflow import is_editor


def may_cancel(batch: Batch, by: Any) -> bool:
    """Tell whether a person may call off what is ordered of a batch, as it seems to stand."""
    return _is_theirs(batch, by) and _is_early(batch)


def cancel(batch: Batch, *, by: Any) -> Batch:
    """Call off what was ordered of a batch; return it, in the state in which that leaves it.

    Files that are to be read, or are being read, are forgotten; what was to be stored is previewed
    as before; what was to be undone stays stored. Raises ``PermissionDenied`` for another's batch,
    but editors call off an undoing as well, and ``Refused`` where it is too late.
    """
    require_import(by)
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        if not _is_theirs(batch, by):
            message = _("This import belongs to %(name)s: nobody else cancels it.")
            raise PermissionDenied(message % {"name": batch.by_name})
        if not _is_early(batch):
            message = _("This cannot be cancelled any more: the import is %(state)s.")
            raise Refused(message % {"state": batch.get_state_display()})
        _call_off(batch)
        Work.objects.filter(pk=batch.pk).update(finished=timezone.now(), told="", worker="")
    return batch


def _is_theirs(batch: Batch, by: Any) -> bool:
    is_own = by is not None and batch.by_id == by.pk
    return is_own or (batch.state == State.UNDOING and is_editor(by))


def _is_early(batch: Batch) -> bool:
    """Tell whether nothing has come yet of what was ordered."""
    if batch.state == State.RECEIVED:
        return True
    if batch.holder:
        return False
    if batch.state == State.STORING:
        return DIRECT not in batch.options and not left_of(batch).exists()
    is_ordered = batch.state == State.UNDOING and BACK not in batch.options
    return is_ordered and not batch.records.exclude(undo="").exists()


def _call_off(batch: Batch) -> None:
    names = ["state", "holder", "heartbeat", "undone_by_name"]
    batch.holder, batch.heartbeat, batch.undone_by_name = "", None, ""
    if batch.state == State.STORING:
        batch.state = State.PREVIEWED
    elif batch.state == State.UNDOING:
        batch.state = State.STORED
    else:
        batch.counts = {}
        let_files_go(batch)
        names.append("counts")
    batch.save(update_fields=names)
