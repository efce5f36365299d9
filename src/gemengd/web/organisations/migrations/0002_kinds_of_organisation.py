# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="organisation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("municipality", "Municipality"),
                    ("board", "School board"),
                    ("childcare", "Childcare organisation"),
                    ("inspectorate", "Inspectorate"),
                    ("ministry", "Ministry"),
                    ("knowledge_centre", "Knowledge centre"),
                    ("research", "Research"),
                    ("association", "Association of schools"),
                    ("partnership", "Partnership for special support"),
                    ("partner", "Partner (housing, neighbourhood, care)"),
                ],
                max_length=20,
            ),
        ),
    ]
