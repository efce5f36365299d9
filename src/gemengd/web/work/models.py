# SPDX-License-Identifier: EUPL-1.2
"""Work that somebody asked for, how far it is, and the processes that do it."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gemengd.web.work import uploads
from gemengd.web.work.kinds import UnknownKindError, kind_named

SILENT = timedelta(minutes=1)
"""A worker that was not heard of for so long is gone, and the work that it was doing has stopped."""


class Worker(models.Model):
    """A process that does work; its row goes when it stops as it should."""

    host = models.CharField(max_length=120)
    pid = models.PositiveIntegerField()
    slots = models.PositiveSmallIntegerField()
    started = models.DateTimeField(default=timezone.now)
    heard = models.DateTimeField(default=timezone.now)

    class Meta:
        """The one that has been there longest first."""

        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"worker {self.pk} on {self.host}"

    @property
    def alive(self) -> bool:
        """True for a worker that was heard of lately."""
        return timezone.now() - self.heard <= SILENT


class Job(models.Model):
    """A piece of work; it goes from waiting to running to one of three ends, and never back."""

    unscoped: ClassVar[str] = "for who asked for it, and for who looks after the site (`views._job`)"

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    class Ending(models.TextChoices):
        """Why work failed."""

        REFUSED = "refused", _("Refused")
        UNFORESEEN = "unforeseen", _("Unforeseen error")
        CRASH = "crash", _("Its process broke off")
        MEMORY = "memory", _("Too much memory")
        TIME = "time", _("Too much time")
        WORKER = "worker", _("The worker was gone")

    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="jobs"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.SET_NULL, related_name="jobs"
    )
    payload = models.JSONField(default=dict)
    # Names of the files that were sent with it, in the order in which they were given.
    files = models.JSONField(default=list)
    # In which problems are told.
    language = models.CharField(max_length=10, default="nl")
    asked = models.DateTimeField(default=timezone.now)
    started = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    # By the worker, for as long as the process that does the work lives.
    heard = models.DateTimeField(null=True)
    worker = models.ForeignKey(Worker, null=True, on_delete=models.SET_NULL, related_name="jobs")
    doing = models.CharField(max_length=80, blank=True)
    steps_done = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    cancel_asked = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    problem = models.TextField(blank=True)
    # The job of which this one is another try.
    follows = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="tries")

    class Meta:
        """Newest first."""

        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "id"], name="work_by_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.state}"

    @property
    def title(self) -> str:
        """What it is called; the bare name where its app is gone."""
        try:
            return str(kind_named(self.kind).title)
        except UnknownKindError:
            return self.kind

    @property
    def silent(self) -> bool:
        """True for running work whose worker is gone."""
        return (
            self.state == self.State.RUNNING
            and self.heard is not None
            and timezone.now() - self.heard > SILENT
        )

    @property
    def active(self) -> bool:
        """True for work that goes on or will begin."""
        return self.state in (self.State.WAITING, self.State.RUNNING) and not self.silent

    @property
    def page(self) -> str:
        """The address of its page."""
        try:
            return reverse(kind_named(self.kind).page, args=[self.pk])
        except UnknownKindError:
            return reverse("work:job", args=[self.pk])

    @property
    def can_be_cancelled(self) -> bool:
        """True until it has ended, or somebody cancelled it already."""
        return self.state in (self.State.WAITING, self.State.RUNNING) and self.cancel_asked is None

    @property
    def can_be_tried_again(self) -> bool:
        """True for work that ended without a word about what was asked, as long as its files are there."""
        broke_off = self.state == self.State.CANCELLED or (
            self.state == self.State.FAILED and self.ending != self.Ending.REFUSED
        )
        if not (broke_off or self.silent) or self.tries.exists():
            return False
        return len(uploads.kept(self.pk)) == len(self.files)
