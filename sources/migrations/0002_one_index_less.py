import django.db.models.deletion
from django.db import migrations, models

from records.indexes import drop_needless


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0004_one_index_less"),
        ("sources", "0001_initial"),
    ]

    operations = [
        drop_needless(
            "sources",
            migrations.AlterField(
                model_name="citation",
                name="record",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="citations",
                    to="records.record",
                    verbose_name="record",
                ),
            ),
            migrations.AlterField(
                model_name="note",
                name="record",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="notes",
                    to="sources.source",
                    verbose_name="record",
                ),
            ),
        )
    ]
