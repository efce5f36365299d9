# SPDX-License-Identifier: EUPL-1.2
"""Files and folders that appear whole or not at all, also when the power fails."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

PUBLIC_FILE, SECRET_FILE = 0o644, 0o600
PUBLIC_FOLDER, SECRET_FOLDER = 0o755, 0o700
UNFINISHED = ".partial"
"""Last part of the name of what is still being written."""

Contents = Mapping[str, tuple[bytes, bool]]
"""File name to what it holds and whether it is secret."""


def write_whole(path: Path, content: bytes, *, secret: bool) -> None:
    """Write a file beside the one that is there, and then in its place.

    Args:
        path: the file; its folder exists.
        content: what it holds.
        secret: whether only the owner may read it.
    """
    beside = path.with_name(path.name + UNFINISHED)
    _write(beside, content, SECRET_FILE if secret else PUBLIC_FILE)
    beside.replace(path)
    settle(path.parent)


def make_folder(path: Path, *, secret: bool) -> None:
    """Make a folder if it is not there; its parent exists."""
    mode = SECRET_FOLDER if secret else PUBLIC_FOLDER
    path.mkdir(mode=mode, exist_ok=True)
    path.chmod(mode)
    settle(path.parent)


def publish_folder(path: Path, contents: Contents) -> None:
    """Make a folder with these files appear in one step, in place of one that may be there.

    What an interrupted attempt left behind is removed first.
    """
    fresh = path.with_name(path.name + UNFINISHED)
    old = path.with_name(path.name + ".old" + UNFINISHED)
    for left_over in (fresh, old):
        shutil.rmtree(left_over, ignore_errors=True)
    make_folder(fresh, secret=False)
    for name, (content, secret) in contents.items():
        _write(fresh / name, content, SECRET_FILE if secret else PUBLIC_FILE)
    settle(fresh)
    if path.exists():
        path.rename(old)
    fresh.rename(path)
    settle(path.parent)
    shutil.rmtree(old, ignore_errors=True)


def settle(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(path: Path, content: bytes, mode: int) -> None:
    # Without what an interrupted attempt left, so that nobody who could read that can read this.
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())
