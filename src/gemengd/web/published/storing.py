# SPDX-License-Identifier: EUPL-1.2
"""The protected versions on disk: the only form in which pages and API can open data.

They stand in the folder of the workspace, beside the versions that they were made from, which no page opens.
"""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import polars as pl
from django.conf import settings

from gemengd.monitor.protected import DESCRIPTION, Protected, check, files, opened
from gemengd.tables import NoWorkspace, Workspace

FOLDER = "published"
Progress = Callable[[str, int, int], None]


def stored_folder(workspace: Path, version: int) -> Path:
    """Where the protected form of a version is."""
    return workspace / FOLDER / str(version)


def is_stored(workspace: Path, version: int) -> bool:
    """Whether the protected form of a version is there and whole, looked up on the disk.

    It costs a look at the sizes of the files; their ends are read where one changed since the last time.
    """
    folder = stored_folder(workspace, version)
    try:
        _check(folder, tuple(_state(path) for path in (folder / DESCRIPTION, *files(folder))))
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


def protect_version(version: int, progress: Progress | None = None) -> None:
    """Make and store the protected form of a version, unless it is there already.

    It loads the measures, so a process that answers visitors never calls it: it asks for a job.

    Args:
        version: a version of the workspace with a built monitor.
        progress: told the step that begins, how many are done and how many there are.

    Raises:
        NoWorkspace: there is no such version, or its monitor was not built.
    """
    workspace = Workspace(settings.GEMENGD_WORKSPACE, at=version)
    if not workspace.built:
        raise NoWorkspace(f"version {version}: the monitor is not built, so there is nothing to show")
    folder = stored_folder(workspace.folder, version)
    if _belongs(folder, workspace):
        return
    from gemengd.monitor.safety.protecting import store_protected

    store_protected(workspace.folder, version, folder, progress)


@contextmanager
def one_at_a_time(workspace: Path) -> Iterator[None]:
    """Wait until nobody else publishes: what one process protects, another would take for left behind."""
    (workspace / FOLDER).mkdir(parents=True, exist_ok=True)
    with (workspace / FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@lru_cache(maxsize=2)
def _check(folder: Path, states: tuple[tuple[int, int, int], ...]) -> None:  # noqa: ARG001 - when to look again
    """What is not well is no answer to be kept: it is looked at each time."""
    check(folder)


def _state(path: Path) -> tuple[int, int, int]:
    """What changes when a file does, also when it may not be read any more."""
    seen = path.stat()
    return seen.st_ino, seen.st_size, seen.st_ctime_ns


def let_go(workspace: Path, keep: Iterable[int]) -> None:
    """Remove the protected forms of all other versions."""
    kept = {str(version) for version in keep}
    for folder in (workspace / FOLDER).glob("*"):
        if folder.is_dir() and folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def _belongs(folder: Path, workspace: Workspace) -> bool:
    """Whether what is stored was made from this version, and not from one of an earlier workspace here."""
    try:
        described = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(described.get("manifest") == workspace.manifest)
