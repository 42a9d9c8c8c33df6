"""What is stored at present: the records called by some keys, and their documents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import F, TextField
from django.db.models.functions import Cast

from records import bulk
from records.models import Record, Redirect, Revision
from records.texts import loaded
from records.upgrade import upgrade


def current(records: Sequence[Record]) -> dict[str, dict]:
    """Return record key -> document of its present revision: one query, whatever the kinds."""
    found: dict[str, dict] = {}
    for part in bulk.chunks([record.pk for record in records]):
        rows = Revision.objects.filter(record_id__in=part, number=F("record__revision"))
        texts = rows.values_list("record_id", Cast("document", TextField()))
        found.update((pk, upgrade(loaded(text))) for pk, text in texts)
    return found


# What a plan asks of a record; reading the rest takes longer than all else.
NEEDED = ("key", "kind", "title", "status", "revision")


@dataclass
class Present:
    """Records and their present documents by key; ``renamed`` leads from former keys to theirs."""

    records: dict[str, Record] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    documents: dict[str, dict] = field(default_factory=dict)

    def key(self, text: str) -> str:
        """Return the present key for a present or former one."""
        return self.renamed.get(text, text)

    def read(self, keys: Iterable[str], *, lock: bool = False) -> "Present":
        """Read the records that are called by ``keys``, by these or by former keys; return self.

        ``lock`` keeps others from changing them until the transaction ends.
        """
        found: list[Record] = []
        for part in bulk.chunks(sorted(keys)):
            renamed = Redirect.objects.filter(old_key__in=part)
            old = dict(renamed.values_list("old_key", "record_id"))
            rows = Record.objects.order_by("key")  # one order for all, or two wait for each other
            rows = rows.select_for_update(no_key=True) if lock else rows.only(*NEEDED)
            found += rows.filter(key__in={*part, *old.values()})
            self.renamed.update(old)
        self.records.update((record.pk, record) for record in found)
        self.documents.update(current(found))
        return self
