from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0008_one_index_less"),
    ]

    operations = [
        migrations.AddField(
            model_name="batchrecord",
            name="changing",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
