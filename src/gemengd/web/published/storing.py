# SPDX-License-Identifier: EUPL-1.2
"""The protected versions on disk: the only form in which pages and API can open data.

They stand in the folder of the workspace, beside the versions that they were made from, which no page opens.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import polars as pl
from django.conf import settings

from gemengd.monitor.protected import DESCRIPTION, Protected, opened
from gemengd.tables import NoWorkspace, Workspace

FOLDER = "published"


def stored_folder(workspace: Path, version: int) -> Path:
    """Where the protected form of a version is."""
    return workspace / FOLDER / str(version)


def is_stored(workspace: Path, version: int) -> bool:
    """Whether the protected form of a version is there and can be read, looked up on the disk."""
    try:
        open_stored(workspace, version)
    except (OSError, ValueError, KeyError, pl.exceptions.PolarsError):
        return False
    return True


def stored_versions(workspace: Path) -> list[int]:
    """The versions whose protected form is there, ascending."""
    return sorted(int(path.parent.name) for path in (workspace / FOLDER).glob(f"*/{DESCRIPTION}"))


def open_stored(workspace: Path, version: int) -> Protected:
    """Read the protected form of a version.

    Raises:
        NoWorkspace: it is not there.
    """
    return opened(stored_folder(workspace, version))


def protect_version(version: int) -> None:
    """Make and store the protected form of a version, unless it is there already.

    The measures that protection needs are loaded in a process of their own, so that a process that answers
    visitors stays small, and outlives whatever goes wrong there.

    Raises:
        NoWorkspace: there is no such version, or its monitor was not built.
    """
    workspace = Workspace(settings.GEMENGD_WORKSPACE, at=version)
    if not workspace.built:
        raise NoWorkspace(f"version {version}: the monitor is not built, so there is nothing to show")
    folder = stored_folder(workspace.folder, version)
    if _belongs(folder, workspace):
        return
    if not settings.GEMENGD_APART:
        _store(workspace.folder, version, folder)
        return
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as apart:
        apart.submit(_store, workspace.folder, version, folder).result()


def let_go(workspace: Path, keep: Iterable[int]) -> None:
    """Remove the protected forms of all other versions."""
    kept = {str(version) for version in keep}
    for folder in (workspace / FOLDER).glob("*"):
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def _store(workspace: Path, version: int, folder: Path) -> None:
    from gemengd.monitor.safety.protecting import store_protected

    store_protected(workspace, version, folder)


def _belongs(folder: Path, workspace: Workspace) -> bool:
    """Whether what is stored was made from this version, and not from one of an earlier workspace here."""
    try:
        described = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(described.get("manifest") == workspace.manifest)
