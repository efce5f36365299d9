# SPDX-License-Identifier: EUPL-1.2
"""The work that somebody asked for, and how far it is."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SILENT = timedelta(minutes=3)
"""Running work that was not heard of for so long has stopped: its process is gone."""


class Job(models.Model):
    """An import or a build; it makes a new version and never touches the one that is shown."""

    class Kind(models.TextChoices):
        """What is done."""

        IMPORT = "import", _("Import files and build")
        BUILD = "build", _("Build")

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    ended = models.DateTimeField(null=True)
    # Names of the files, in the order in which they were given.
    files = models.JSONField(default=list)
    # Settings of the monitor that differ from the default.
    chosen = models.JSONField(default=dict)
    doing = models.CharField(max_length=80, blank=True)
    steps_done = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    heard = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)
    version = models.PositiveIntegerField(null=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.state}"

    @property
    def silent(self) -> bool:
        """True for work whose process is gone."""
        return (
            self.state == self.State.RUNNING
            and self.heard is not None
            and timezone.now() - self.heard > SILENT
        )

    @property
    def active(self) -> bool:
        """True for work that goes on or will begin."""
        return self.state in (self.State.WAITING, self.State.RUNNING) and not self.silent
