# SPDX-License-Identifier: EUPL-1.2

import django.core.serializers.json
from django.db import migrations, models

from gemengd.web.events.append_only import append_only


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("moment", models.DateTimeField()),
                ("kind", models.CharField(max_length=60)),
                ("actor", models.PositiveBigIntegerField(null=True)),
                ("organisation", models.PositiveBigIntegerField(db_index=True, null=True)),
                ("subject", models.CharField(blank=True, max_length=120)),
                (
                    "detail",
                    models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("previous", models.CharField(max_length=64, unique=True)),
                ("hash", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        append_only("events_event"),
    ]
