import django.db.models.deletion
from django.db import migrations, models

from records.indexes import drop_needless


class Migration(migrations.Migration):
    dependencies = [
        ("exercises", "0001_initial"),
    ]

    operations = [
        drop_needless(
            "exercises",
            migrations.AlterField(
                model_name="deployment",
                name="record",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="deployments",
                    to="exercises.exercise",
                    verbose_name="record",
                ),
            ),
            migrations.AlterField(
                model_name="exercise",
                name="series",
                field=models.ForeignKey(
                    blank=True,
                    db_index=False,
                    help_text="The exercise series that this is an edition of; empty for one that stands alone.",
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="editions",
                    to="exercises.series",
                    verbose_name="series",
                ),
            ),
            migrations.AlterField(
                model_name="participant",
                name="record",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="participants",
                    to="exercises.exercise",
                    verbose_name="record",
                ),
            ),
            migrations.AlterField(
                model_name="phase",
                name="record",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="phases",
                    to="exercises.exercise",
                    verbose_name="record",
                ),
            ),
            migrations.AlterField(
                model_name="seriesmember",
                name="record",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="members",
                    to="exercises.series",
                    verbose_name="record",
                ),
            ),
        )
    ]
