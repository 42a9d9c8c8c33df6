from django.db import migrations, models

from records.earlier import at_revisions
from records.resolve import record_keys

PART = 500


def write_down(apps, schema_editor):
    """Say of what was imported before what the records then referred to no more."""
    rows = apps.get_model("exchange", "BatchRecord").objects
    rows = rows.filter(outcome="changed", made__isnull=False, base__isnull=False)
    pks = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), PART):
        part = list(rows.filter(pk__in=pks[start : start + PART]))
        pairs = [(row.key, number) for row in part for number in (row.base, row.made)]
        found = at_revisions(pairs, apps.get_model("records", "Revision"))
        for row in part:
            row.dropped = _dropped(found.get((row.key, row.base)), found.get((row.key, row.made)))
        rows.bulk_update([row for row in part if row.dropped], ["dropped"])


def _dropped(before, after):
    if not before or not after:
        return ""
    words = sorted(record_keys(before) - record_keys(after))
    return " ".join([*words, "!"] if _is_cited(after) and not _is_cited(before) else words)


def _is_cited(document):
    return any(citation.get("claims") for citation in document.get("citations", ()))


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0005_work"),
        ("records", "0003_search_text"),
    ]

    operations = [
        migrations.AddField(
            model_name="batchrecord",
            name="dropped",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.RunPython(write_down, migrations.RunPython.noop, elidable=True),
    ]
