import django.db.models.deletion
from django.db import migrations, models

from records.indexes import drop_needless


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_search_text"),
    ]

    operations = [
        drop_needless(
            "records",
            migrations.AlterField(
                model_name="alias",
                name="record",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="aliases",
                    to="records.record",
                    verbose_name="record",
                ),
            ),
            migrations.AlterField(
                model_name="identifier",
                name="record",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="identifiers",
                    to="records.record",
                    verbose_name="record",
                ),
            ),
            migrations.AlterField(
                model_name="link",
                name="record",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="links",
                    to="records.record",
                    verbose_name="record",
                ),
            ),
            migrations.AlterField(
                model_name="revision",
                name="record",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="revisions",
                    to="records.record",
                    verbose_name="record",
                ),
            ),
            migrations.AlterField(
                model_name="statement",
                name="record",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="statements",
                    to="records.record",
                    verbose_name="record",
                ),
            ),
        )
    ]
