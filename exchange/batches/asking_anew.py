"""Planning a batch anew: the same files read in another way, before anything of it is stored."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from exchange.models import UNFIT, Batch, State
from exchange.rights import require_import
from records.faults import Refused

OPEN = (State.PREVIEWED, State.FAILED)


def ask_anew(batch: Batch, options: dict, *, by: Any) -> Batch:
    """Mark a batch to be read again by ``steps.prepare``, with ``options`` set among its own.

    An option that is None is taken out. Raises as ``changeable`` does.
    """
    with transaction.atomic():
        batch = changeable(batch, by=by, lock=True)
        _set(batch, {UNFIT: None, **options})
        batch.counts, batch.state, batch.heartbeat, batch.holder = {}, State.RECEIVED, None, ""
        batch.save(update_fields=["options", "counts", "state", "heartbeat", "holder"])
    return batch


def keep_options(batch: Batch, options: dict, *, by: Any) -> Batch:
    """Keep ``options`` with a batch, its preview left as it is; raises as ``changeable`` does."""
    with transaction.atomic():
        batch = changeable(batch, by=by, lock=True)
        _set(batch, options)
        batch.save(update_fields=["options"])
    return batch


def changeable(batch: Batch, *, by: Any, lock: bool = False) -> Batch:
    """Return a batch as it stands, where this person may read its files in another way.

    Raises ``PermissionDenied`` for another's batch and ``Refused`` for one that is past that.
    """
    require_import(by)
    found = (Batch.objects.select_for_update() if lock else Batch.objects).get(pk=batch.pk)
    if found.by_id != by.pk:
        message = _("This import belongs to %(name)s: nobody else changes it.")
        raise PermissionDenied(message % {"name": found.by_name})
    if found.state not in OPEN:
        message = _("This import cannot be read anew: it is %(state)s.")
        raise Refused(message % {"state": found.get_state_display()})
    if any(file.size and not file.content for file in found.files.all()):
        raise Refused(_("The files are not kept any more: upload them again."))
    return found


def _set(batch: Batch, options: dict) -> None:
    batch.options = {**batch.options, **options}
    batch.options = {name: value for name, value in batch.options.items() if value is not None}
