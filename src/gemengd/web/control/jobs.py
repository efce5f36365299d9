# SPDX-License-Identifier: EUPL-1.2
"""Imports and builds, done in a process of their own; what is shown stays until somebody publishes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gemengd.tables import InvalidTable, NoWorkspace, Workspace, WorkspaceBusy
from gemengd.web.site.declarations import Work
from gemengd.web.work.kinds import Asked, JobRefused, Progress

IMPORT = Work(
    "import",
    _("Import files and build"),
    "gemengd.web.control.jobs.import_and_build",
    exclusive="workspace",
    page="control:job",
)
BUILD = Work("build", _("Build"), "gemengd.web.control.jobs.build", exclusive="workspace", page="control:job")
KINDS = (IMPORT, BUILD)


def import_and_build(asked: Asked, progress: Progress) -> Mapping[str, Any]:
    """Store what is in the files as a new version, and build its monitor.

    Args:
        asked: with the files.
        progress: told how far it is.

    Returns:
        `version`: its number.

    Raises:
        JobRefused: a file is not known or not right, or another process writes to the workspace.
    """
    from gemengd import sources

    with _refusals():
        contributions = sources.read(list(asked.files), progress=progress)
        Workspace(settings.GEMENGD_WORKSPACE).add(contributions, now=timezone.now())
    return build(asked, progress)


def build(asked: Asked, progress: Progress) -> Mapping[str, Any]:
    """Build the monitor of the newest tables.

    Args:
        asked: its payload has the settings that differ from the default.
        progress: told how far it is.

    Returns:
        `version`: its number.

    Raises:
        JobRefused: there is nothing to build from, or another process writes to the workspace.
    """
    from gemengd import monitor

    workspace = Workspace(settings.GEMENGD_WORKSPACE)
    chosen = monitor.Settings(**asked.payload)
    with _refusals():
        frames = monitor.build(workspace, chosen, progress=progress)
        workspace.store_monitor(frames, settings=chosen.as_dict(), now=timezone.now())
    return {"version": workspace.version}


@contextmanager
def _refusals() -> Iterator[None]:
    """What is wrong with what was sent is told to who sent it."""
    from gemengd.sources import UnknownFile

    try:
        yield
    except (InvalidTable, UnknownFile, NoWorkspace, WorkspaceBusy) as problem:
        raise JobRefused(str(problem)) from problem
