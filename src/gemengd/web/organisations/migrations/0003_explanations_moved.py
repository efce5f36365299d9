# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations

from gemengd.web.events.append_only import discard


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_kinds_of_organisation"),
        # Which took over what stands in the table that goes here.
        ("explanations", "0001_initial"),
    ]

    operations = [
        migrations.DeleteModel(name="Explanation"),
        discard("organisations_explanation"),
    ]
