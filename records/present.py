"""What is stored at present: the records called by some keys, and their documents."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import F, FilteredRelation, Q

from records import bulk
from records.models import Record, Redirect
from records.texts import loaded
from records.upgrade import upgrade

# What a plan asks of a record, in the order of its fields; the rest would take longest to read.
NEEDED = ("kind", "key", "title", "status", "revision")
# Behind these stands the text of its document.
TEXT = len(NEEDED)


class Stored(NamedTuple):
    """What is stored of a record at present; ``text`` is its document, None where it has none."""

    kind: str
    key: str
    title: str
    status: str
    revision: int
    text: str | None

    @property
    def document(self) -> dict:
        """Return the document, made anew each time."""
        return upgrade(loaded(self.text))

    @property
    def record(self) -> Record:
        """Return the record, with what a plan asks of it."""
        return Record.from_db(connection.alias, NEEDED, self[: len(NEEDED)])


def stored(keys: Iterable[str]) -> Iterator[Stored]:
    """Yield what is stored under keys: one query for each 2,000, whatever the kinds."""
    for part in bulk.chunks(list(keys)):
        with connection.cursor() as cursor:
            # Both databases give the text of a JSON column where Django does not come between.
            cursor.execute(_statement(len(part)), part)
            yield from map(Stored._make, cursor.fetchall())


@lru_cache(maxsize=8)
def _statement(number: int) -> str:
    """Return the statement that reads so many records: putting it together takes its time."""
    now = FilteredRelation("revisions", condition=Q(revisions__number=F("revision")))
    rows = Record.objects.annotate(now=now).filter(key__in=[str(n) for n in range(number)])
    return rows.order_by().values_list(*NEEDED, "now__document").query.sql_with_params()[0]


def current(records: Sequence[Record]) -> dict[str, dict]:
    """Return record key -> document of its present revision: one query for each 2,000."""
    found = stored(record.pk for record in records)
    return {row.key: row.document for row in found if row.text is not None}


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
        for part in bulk.chunks(sorted(keys)):
            renamed = Redirect.objects.filter(old_key__in=part)
            old = dict(renamed.values_list("old_key", "record_id"))
            self.renamed.update(old)
            wanted = sorted({*part, *old.values()})
            # In one order for all, or two wait for each other.
            rows = Record.objects.order_by("key").select_for_update(no_key=True)
            locked = {record.pk: record for record in rows.filter(key__in=wanted)} if lock else {}
            for row in stored(wanted):
                self.records[row.key] = locked.get(row.key) or row.record
                if row.text is not None:
                    self.documents[row.key] = row.document
        return self
