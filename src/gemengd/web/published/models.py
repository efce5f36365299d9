# SPDX-License-Identifier: EUPL-1.2
"""The decisions to show a version of the workspace."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Publication(models.Model):
    """A decision to show a version; the last one counts, going back is a new one."""

    version = models.PositiveIntegerField()
    moment = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        """Newest first."""

        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"version {self.version}, {self.moment:%Y-%m-%d %H:%M}"
