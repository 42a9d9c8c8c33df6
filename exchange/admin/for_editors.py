"""What of an import needs an editor, and what its analyst can do now.

Handing such changes over from here will begin in this place, once there are proposals.
"""

from typing import Any

from exchange.models import Batch, Outcome
from records.admin.permissions import number_for_editors
from records.models import Record


def failed_for_editors(batch: Batch, user: Any) -> int:
    """Return how many records that failed are none of the person's to change, not being drafts.

    It is 0 for editors, and for others than whose import it is.
    """
    if batch.by_id != user.pk:
        return 0
    failed = batch.records.filter(outcome=Outcome.FAILED).values("key")
    return number_for_editors(Record.objects.filter(key__in=failed), user)
