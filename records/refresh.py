"""Derived columns and tables made anew, where something beside the documents has changed."""

from collections.abc import Iterable

from django.db.models import F, Q

from records import bulk, derived
from records.models import Record, Revision
from records.prepared import envelope_columns
from records.present import current
from records.resolve import references_of


def naming(keys: Iterable[str]) -> set[str]:
    """Return the keys of the records whose present documents, or claims, name one of ``keys``."""
    wanted = Q()
    for key in keys:
        wanted |= Q(document__icontains=f'"{key}"')
    present = Revision.objects.filter(number=F("record__revision"))
    return set(present.filter(wanted).values_list("record_id", flat=True)) if wanted else set()


def refresh(ids: Iterable[str]) -> None:
    """Work out what follows from the present documents of records; the documents stay."""
    for part in bulk.chunks(sorted(ids)):
        documents = current(list(Record.objects.filter(pk__in=part)))
        records = list(Record.objects.filter(pk__in=documents))
        columns = envelope_columns([documents[record.pk] for record in records])
        for record, values in zip(records, columns, strict=True):
            for name, value in values.items():
                setattr(record, name, value)
        if records:
            names = [*columns[0], "period_earliest", "period_latest"]
            bulk.update_objects(records, list(dict.fromkeys(names)))
            told = [_told(record, documents[record.pk]) for record in records]
            for writer in derived.writers({}):
                writer.add(told)
                writer.write(lambda told=told: [told])


def _told(record: Record, document: dict) -> derived.Told:
    return derived.Told(record.pk, document, references_of(document))
