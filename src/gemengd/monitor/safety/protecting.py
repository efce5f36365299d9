# SPDX-License-Identifier: EUPL-1.2
"""From the monitor of a workspace to what may be published of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gemengd.monitor.protected import FRAMES, TABLES, Protected, store
from gemengd.monitor.safety.publishable import publishable
from gemengd.monitor.settings import confidence_of, threshold_of
from gemengd.tables import Workspace

Progress = Callable[[str, int, int], None]
STEPS = 3
"""Reading, protecting, writing."""


def protected(workspace: Workspace, progress: Progress | None = None) -> Protected:
    """What may be published of the version that a workspace reads.

    Args:
        workspace: opened at the version.
        progress: told the step that begins, how many are done and how many there are.

    Raises:
        NoWorkspace: the monitor was not built yet.
    """
    tell = progress or _silent
    tell("read", 0, STEPS)
    manifest = workspace.manifest
    frames = {name: workspace.monitor(name) for name in FRAMES}
    tell("protect", 1, STEPS)
    safe = publishable(frames, threshold_of(manifest), confidence_of(manifest))
    return Protected(
        safe,
        {name: workspace.table(name).select(columns) for name, columns in TABLES.items()},
        workspace.characteristics,
        manifest,
        workspace.version,
    )


def store_protected(workspace: Path, version: int, folder: Path, progress: Progress | None = None) -> None:
    """Protect one version and write it.

    Args:
        workspace: folder of the workspace.
        version: number of the version.
        folder: where it is written, whole or not at all.
        progress: told the step that begins, how many are done and how many there are.

    Raises:
        NoWorkspace: there is no such version, or its monitor was not built.
    """
    made = protected(Workspace(workspace, at=version), progress)
    (progress or _silent)("write", 2, STEPS)
    store(made, folder)


def _silent(_what: str, _done: int, _total: int) -> None:
    """Nobody asked how far it is."""
