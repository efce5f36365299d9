# SPDX-License-Identifier: EUPL-1.2

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from itertools import groupby
from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from gemengd.tables.canonical import canonical
from gemengd.web.versions.services import one_spelling

KIND = "school-explanation"


def take_over(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Take the texts over from the table in which each was a row, where no revision holds them yet."""
    # A model that is gone since.
    Row = apps.get_model("organisations", "Explanation")  # type: ignore[misc]
    Explanation = apps.get_model("explanations", "Explanation")
    rows = Row.objects.order_by("school_id", "organisation_id", "id")
    for (school, board), said in groupby(
        rows.iterator(), key=lambda row: (row.school_id, row.organisation_id)
    ):
        _revise(apps.get_model("versions", "Revision"), f"{school}-{board}", list(said))
        Explanation.objects.create(school_id=school, organisation_id=board)


def _revise(revisions: Any, key: str, rows: list[Any]) -> None:
    rows = _different(rows)
    texts = [_text(row) for row in rows]
    there = list(
        revisions.objects.filter(kind=KIND, key=key).order_by("number").values_list("content", flat=True)
    )
    if there == texts:
        return
    if there:
        # A series is never rewritten, and a text is never thrown away.
        raise ValueError(f"{key}: found {len(there)} revisions of {len(texts)} texts, expected all or none")
    previous = "0" * 64
    for number, (row, text) in enumerate(zip(rows, texts, strict=True), start=1):
        one = revisions(kind=KIND, key=key, number=number, content=text, previous=previous, moment=row.moment)
        one.author, one.sha256 = row.by, _hash(one)
        one.save(force_insert=True)
        previous = one.sha256


def _different(rows: list[Any]) -> list[Any]:
    """The rows of which the one before says something else, as revisions are."""
    return [next(same) for _, same in groupby(rows, key=_text)]


def _text(row: Any) -> str:
    amount = None if row.contribution is None else f"{row.contribution:.2f}"
    content = {
        "text": row.text,
        "policy_url": row.policy_url,
        "contribution": amount,
        "contribution_year": row.contribution_year,
    }
    return canonical(one_spelling(content)).decode("utf-8")


def _hash(revision: Any) -> str:
    document = {
        "format": "gemengd-revision-1",
        "kind": KIND,
        "key": revision.key,
        "number": revision.number,
        "moment": revision.moment.astimezone(UTC).isoformat(timespec="microseconds"),
        "previous": revision.previous,
        "content": json.loads(revision.content),
    }
    return hashlib.sha256(canonical(document)).hexdigest()


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0002_kinds_of_organisation"),
        ("versions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Explanation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school_id", models.CharField(db_index=True, max_length=20)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="explanations",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school_id", "organisation"), name="one_explanation_per_board"
                    )
                ],
            },
        ),
        migrations.RunPython(take_over),
    ]
