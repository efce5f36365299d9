# SPDX-License-Identifier: EUPL-1.2
"""From the monitor of a workspace to what may be published of it."""

from __future__ import annotations

from pathlib import Path

from gemengd.monitor.protected import FRAMES, TABLES, Protected, store
from gemengd.monitor.safety.publishable import publishable
from gemengd.monitor.settings import confidence_of, threshold_of
from gemengd.tables import Workspace


def protected(workspace: Workspace) -> Protected:
    """What may be published of the version that a workspace reads.

    Raises:
        NoWorkspace: the monitor was not built yet.
    """
    manifest = workspace.manifest
    frames = {name: workspace.monitor(name) for name in FRAMES}
    return Protected(
        publishable(frames, threshold_of(manifest), confidence_of(manifest)),
        {name: workspace.table(name).select(columns) for name, columns in TABLES.items()},
        workspace.characteristics,
        manifest,
        workspace.version,
    )


def store_protected(workspace: Path, version: int, folder: Path) -> None:
    """Protect one version and write it; a function of plain values, so that a process of its own can do it.

    Args:
        workspace: folder of the workspace.
        version: number of the version.
        folder: where it is written, whole or not at all.

    Raises:
        NoWorkspace: there is no such version, or its monitor was not built.
    """
    store(protected(Workspace(workspace, at=version)), folder)
