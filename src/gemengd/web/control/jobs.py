# SPDX-License-Identifier: EUPL-1.2
"""Imports, builds and publications, each in a process of its own; what is shown stays until one publishes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gemengd.tables import InvalidTable, NoWorkspace, Workspace, WorkspaceBusy
from gemengd.web.control.actions import MANAGE_DATA
from gemengd.web.organisations.models import User
from gemengd.web.organisations.permissions import may
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
PUBLISH = Work(
    "publish",
    _("Publish a version"),
    "gemengd.web.control.jobs.publish_version",
    # Not the workspace: going back to an earlier version never waits for an import.
    exclusive="publication",
    page="control:job",
)
WRITING = (IMPORT, BUILD)
"""What makes a new version of the workspace."""
KINDS = (*WRITING, PUBLISH)


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


def publish_version(asked: Asked, progress: Progress) -> Mapping[str, Any]:
    """Protect a version, and show it from then on; until that moment nothing changes for visitors.

    Args:
        asked: its payload has the number of the `version`.
        progress: told how far it is.

    Returns:
        `version`: its number.

    Raises:
        JobRefused: there is no such version, or who asked may not publish any more.
    """
    from gemengd.web.published.services import publish

    result = {"version": int(asked.payload["version"])}
    by = User.objects.filter(pk=asked.owner or 0).first()
    # Between asking and doing somebody can lose the right to it, and work is tried again from another page.
    if by is None or not may(by, MANAGE_DATA):
        raise JobRefused(gettext("Who asked for this may not publish any more. Nothing was changed."))
    try:
        publish(result["version"], by=by, progress=progress, settle=lambda _shown: asked.settle(result))
    except NoWorkspace as problem:
        told = gettext("Version %(number)d cannot be shown.") % {"number": result["version"]}
        raise JobRefused(told) from problem
    return result


@contextmanager
def _refusals() -> Iterator[None]:
    """What is wrong with what was sent is told to who sent it."""
    from gemengd.sources import UnknownFile

    try:
        yield
    except (InvalidTable, UnknownFile, NoWorkspace, WorkspaceBusy) as problem:
        raise JobRefused(str(problem)) from problem
