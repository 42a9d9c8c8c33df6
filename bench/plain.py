"""What we are held against: a plain ModelResource, and a bare bulk_create."""

from collections.abc import Sequence

from import_export import resources
from tablib import Dataset

from exercises.models import Exercise, Participant
from records import bulk
from records.dates import columns
from records.models import Record

FIELDS = (
    "key",
    "title",
    "series",
    "edition",
    "outcome",
    "date",
    "hosts",
    "places",
    "domains",
    "participants_complete",
    "summary",
)
MANY = ("hosts", "places", "domains")


class PlainResource(resources.ModelResource):
    """Exercises by django-import-export alone: its widgets for foreign keys and many-to-many."""

    class Meta:
        model = Exercise
        import_id_fields = ("key",)
        fields = FIELDS
        use_transactions = True
        skip_unchanged = True


def dataset(documents: Sequence[dict]) -> Dataset:
    """Return the rows of exercises as that resource reads them: no lists, no citations."""
    found = Dataset(headers=FIELDS)
    for document in documents:
        values = {"key": document["key"], **document["fields"]}
        values |= {name: ",".join(values[name]) for name in MANY}
        found.append([values[name] for name in FIELDS])
    return found


def bulk_create(documents: Sequence[dict]) -> None:
    """Write the same columns and relations without a check, a revision or anything derived."""
    records = [
        Record(kind="exercise", key=d["key"], title=d["fields"]["title"], revision=1)
        for d in documents
    ]
    Record.objects.bulk_create(records)
    plain = ["edition", "outcome", "participants_complete", "summary"]
    names = ["record", "series", *plain, "date", "date_earliest", "date_latest"]
    names += ["planned", "objectives"]
    rows = []
    for document in documents:
        fields = document["fields"]
        values = [document["key"], fields["series"], *(fields[name] for name in plain)]
        rows.append([*values, *columns("date", fields["date"]).values(), "", ""])
    bulk.insert(Exercise, names, rows)
    for name in MANY:
        _relate(name, documents)
    Participant.objects.bulk_create(
        Participant(record_id=d["key"], ref=item["ref"], **_columns(item))
        for d in documents
        for item in d["lists"]["participants"]
    )


def _columns(item: dict) -> dict:
    return {"country_id": item["country"], "personnel": item.get("personnel")}


def _relate(name: str, documents: Sequence[dict]) -> None:
    field = Exercise._meta.get_field(name)
    through = field.remote_field.through
    member = f"{field.m2m_reverse_field_name()}_id"
    rows = [
        through(exercise_id=document["key"], **{member: key})
        for document in documents
        for key in document["fields"][name]
    ]
    through.objects.bulk_create(rows)
