# SPDX-License-Identifier: EUPL-1.2
"""Revisions of objects; rows are added and never changed, which the database enforces."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models

NOTE_LENGTH = 300
"""Signs of a note."""


class Revision(models.Model):
    """What an object said from one moment on, tied to what it said before.

    The object is named by its kind and key as text, and its author by a number: objects and accounts may go,
    what was said stays. Whether a revision was agreed is known to the app that owns the object.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    number = models.PositiveIntegerField()
    # Canonical JSON as text: a JSON column of PostgreSQL would bring it to a spelling of its own.
    content = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    previous = models.CharField(max_length=64)
    moment = models.DateTimeField()
    author = models.PositiveBigIntegerField(null=True)
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)

    class Meta:
        """Newest first; a number is given once, so that a series cannot fork, whoever writes at once."""

        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "key", "number"], name="one_revision_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}, {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row.

        Raises:
            ValueError: it is there already; what was said is not rewritten.
        """
        if self.pk is not None:
            raise ValueError("a revision is never changed; save a new one")
        super().save(*args, **kwargs)

    @property
    def said(self) -> Any:
        """The content as data."""
        return json.loads(self.content)
