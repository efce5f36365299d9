# SPDX-License-Identifier: EUPL-1.2
"""What there is to decide about: versions and work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from gemengd.tables import Workspace
from gemengd.web.control.jobs import KINDS
from gemengd.web.published.models import Publication
from gemengd.web.work.models import Job
from gemengd.web.work.selectors import every_job

LATEST = 10
"""Jobs shown."""


@dataclass(frozen=True)
class Version:
    """A version of the workspace.

    Attributes:
        number: its number.
        made: when its tables were made.
        built: when its monitor was built, None when it was not.
        sources: titles of its sources.
        fictional: True when the data are invented.
        shown: True for the version that is shown.
    """

    number: int
    made: datetime
    built: datetime | None
    sources: tuple[str, ...]
    fictional: bool
    shown: bool


def versions() -> list[Version]:
    """The versions that are there, newest first."""
    workspace = Workspace(settings.GEMENGD_WORKSPACE)
    shown = Publication.objects.values_list("version", flat=True).first()
    return [_version(workspace, number, shown) for number in reversed(workspace.versions)]


def _version(workspace: Workspace, number: int, shown: int | None) -> Version:
    manifest = Workspace(workspace.folder, at=number).manifest
    monitor = manifest["monitor"]
    return Version(
        number=number,
        made=datetime.fromisoformat(manifest["created"]),
        built=datetime.fromisoformat(monitor["built"]) if monitor else None,
        sources=tuple(source["title"] for source in manifest["sources"]),
        fictional=bool(manifest["fictional"]),
        shown=number == shown,
    )


def jobs() -> QuerySet[Job]:
    """Imports, builds and publications, newest first."""
    return every_job().filter(kind__in=[kind.name for kind in KINDS])


def latest_jobs() -> list[Job]:
    """What was asked for last, newest first."""
    return list(jobs()[:LATEST])
