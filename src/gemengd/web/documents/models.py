# SPDX-License-Identifier: EUPL-1.2
"""Files that people sent."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

NAME_LENGTH = 120


class Upload(models.Model):
    """A file that somebody sent; the row belongs to the file in the folder `documents`.

    Organisation and sender are numbers and no references, as in the log. A file lives as long as the object
    that it belongs to: `purpose` says which app knows that, `owner` which object it is.
    """

    identity = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(max_length=60)
    owner = models.CharField(max_length=60)
    organisation = models.PositiveBigIntegerField(null=True, db_index=True)
    by = models.PositiveBigIntegerField(null=True)
    made = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=NAME_LENGTH)
    # One of `kinds.KINDS`.
    kind = models.CharField(max_length=8)
    size = models.PositiveBigIntegerField()
    # SHA-256, hexadecimal.
    checksum = models.CharField(max_length=64)
    # Whether a virus scanner looked at it.
    scanned = models.BooleanField(default=False)

    class Meta:
        """Oldest first; looked up by what they belong to."""

        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["purpose", "owner"], name="documents_of_owner")
        ]

    def __str__(self) -> str:
        return f"file {self.identity} of {self.purpose} {self.owner}"
