"""Previewing sheets as a person does, and the whole database to compare."""

import csv
import io

from django.apps import apps
from django.core import serializers

from exchange.batches.carrying import carry_out
from exchange.batches.steps import confirm, preview
from exchange.models import Batch, State
from exchange.progress import silent
from records.faults import Refused
from records.models import Record
from records.present import current
from records.store import apply

SERIES = "small-series"


def sheet(name: str, *rows: dict) -> tuple[str, bytes]:
    """Return the name and the content of a CSV file with these rows, heading -> cell."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, headings, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return f"{name}.csv", out.getvalue().encode()


def previewed(by, **sheets) -> Batch:
    """Return the preview of sheets, each a row or a list of rows."""
    files = [
        sheet(name, *(rows if isinstance(rows, list) else [rows])) for name, rows in sheets.items()
    ]
    return preview(files, by=by)


def stored(by, **sheets) -> Batch:
    """Return the batch of sheets that are previewed and applied."""
    batch = previewed(by, **sheets)
    return confirm_now(batch, by=by, digest=batch.seal)


def confirm_now(batch: Batch, *, by, digest: str, good_only=False, progress=silent) -> Batch:
    """Confirm a batch and wait for it; raises ``Refused`` where it was previewed anew instead."""
    batch = confirm(batch, by=by, digest=digest, good_only=good_only)
    batch = carry_out(batch.pk, progress)
    if batch.state == State.PREVIEWED:
        raise Refused(
            "Records have changed since the preview. Nothing was stored: look at it again."
        )
    return batch


def outcomes(batch: Batch) -> dict[str, str]:
    """Return record key -> outcome."""
    return dict(batch.records.values_list("key", "outcome"))


def document(key: str) -> dict:
    """Return the present document of a record."""
    return current([Record.objects.get(key=key)])[key]


def edited(key: str, by=None, **fields) -> Record:
    """Change fields of a record as somebody would by hand."""
    record = Record.objects.get(key=key)
    now = document(key)
    now["fields"].update(fields)
    apply(now, by=by, why="by hand", base=record.revision)
    return Record.objects.get(key=key)


def dump(but: tuple[str, ...] = ("exchange", "sessions")) -> str:
    """Return all rows of the database as text, but for those of some apps."""
    models = [m for m in apps.get_models() if m._meta.app_label not in but]
    rows = (row for model in models for row in model._base_manager.order_by("pk"))
    return serializers.serialize("json", rows)
