# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models

from gemengd.web.events.append_only import append_only


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=120)),
                ("number", models.PositiveIntegerField()),
                ("content", models.TextField()),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("previous", models.CharField(max_length=64)),
                ("moment", models.DateTimeField()),
                ("author", models.PositiveBigIntegerField(null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key", "number"), name="one_revision_per_number")
                ],
            },
        ),
        append_only("versions_revision"),
    ]
