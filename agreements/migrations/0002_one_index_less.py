import django.db.models.deletion
from django.db import migrations, models

from records.indexes import drop_needless


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0001_initial"),
    ]

    operations = [
        drop_needless(
            "agreements",
            migrations.AlterField(
                model_name="dialoguemember",
                name="record",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="members",
                    to="agreements.dialogue",
                    verbose_name="record",
                ),
            ),
            migrations.AlterField(
                model_name="meetingparticipant",
                name="record",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="participants",
                    to="agreements.meeting",
                    verbose_name="record",
                ),
            ),
            migrations.AlterField(
                model_name="milestone",
                name="record",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="milestones",
                    to="agreements.agreement",
                    verbose_name="record",
                ),
            ),
            migrations.AlterField(
                model_name="party",
                name="record",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="parties",
                    to="agreements.agreement",
                    verbose_name="record",
                ),
            ),
            migrations.AlterField(
                model_name="projectparty",
                name="record",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="parties",
                    to="agreements.project",
                    verbose_name="record",
                ),
            ),
            migrations.AlterField(
                model_name="stage",
                name="record",
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="stages",
                    to="agreements.project",
                    verbose_name="record",
                ),
            ),
        )
    ]
