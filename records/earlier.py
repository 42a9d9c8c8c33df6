"""Documents as they stood at earlier revisions."""

from collections.abc import Iterable

from django.db.models import Model

from records import bulk
from records.models import Revision
from records.upgrade import upgrade


def at_revisions(
    wanted: Iterable[tuple[str, int]], revisions: type[Model] = Revision
) -> dict[tuple[str, int], dict]:
    """Return (record key, revision number) -> document, for those pairs that are stored.

    A migration gives its own ``revisions``, the model as it was then.
    """
    wanted = set(wanted)
    found: dict[tuple[str, int], dict] = {}
    for part in bulk.chunks(sorted(wanted)):
        keys, numbers = zip(*part, strict=True)
        rows = revisions.objects.filter(record_id__in=keys, number__in=set(numbers))
        for key, number, document in rows.values_list("record_id", "number", "document"):
            if (key, number) in wanted:
                found[key, number] = upgrade(document)
    return found
