"""What of an import needs an editor, and what its analyst can do now.

Handing such changes over from here will begin in this place, once there are proposals.
"""

from typing import Any

from exchange.models import Batch, Outcome
from exchange.rights import is_editor
from records.models import Record, Status


def number_for_editors(batch: Batch, user: Any) -> int:
    """Return how many records that failed are none of the person's to change, not being drafts.

    It is 0 for editors, and for others than whose import it is.
    """
    if is_editor(user) or batch.by_id != user.pk:
        return 0
    failed = batch.records.filter(outcome=Outcome.FAILED).values("key")
    return Record.objects.filter(key__in=failed).exclude(status=Status.DRAFT).count()
