import django.db.models.deletion
from django.db import migrations, models

from records.indexes import drop_needless


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0004_one_index_less"),
        ("vocabulary", "0001_initial"),
    ]

    operations = [
        drop_needless(
            "vocabulary",
            migrations.AlterField(
                model_name="involvement",
                name="record",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="involved",
                    to="records.record",
                    verbose_name="record",
                ),
            ),
            migrations.AlterField(
                model_name="person",
                name="record",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="people",
                    to="records.record",
                    verbose_name="record",
                ),
            ),
        )
    ]
