# SPDX-License-Identifier: EUPL-1.2
"""The log of what happened; rows are added and never changed, which the database enforces."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Event(models.Model):
    """One thing that happened, chained to what happened before it.

    `actor` and `organisation` are numbers and no references: an account may be emptied, an organisation may
    go, and what happened stays as it was written.
    """

    moment = models.DateTimeField()
    kind = models.CharField(max_length=60)
    actor = models.PositiveBigIntegerField(null=True)
    organisation = models.PositiveBigIntegerField(null=True, db_index=True)
    subject = models.CharField(max_length=120, blank=True)
    detail = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # Unique, so that no two events can follow the same one: the chain cannot fork, whoever writes at once.
    previous = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.moment:%Y-%m-%d %H:%M} {self.kind} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row.

        Raises:
            ValueError: it is there already; what happened is not rewritten.
        """
        if self.pk is not None:
            raise ValueError("an event is never changed; record a new one")
        super().save(*args, **kwargs)
