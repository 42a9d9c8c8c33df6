import django.db.models.deletion
from django.db import migrations, models

from records.indexes import drop_needless


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0007_problem_rows"),
    ]

    operations = [
        drop_needless(
            "exchange",
            migrations.AlterField(
                model_name="batchproblem",
                name="batch",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="problems",
                    to="exchange.batch",
                ),
            ),
            migrations.AlterField(
                model_name="batchrecord",
                name="batch",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="records",
                    to="exchange.batch",
                ),
            ),
        )
    ]
