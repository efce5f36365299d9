# SPDX-License-Identifier: EUPL-1.2
"""Files that were sent with work: kept under safe names until it is done."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Any, TypeAlias

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import get_valid_filename
from django.utils.translation import gettext

Sent: TypeAlias = "UploadedFile[Any]"
"""A file as it was sent."""


class NoRoomError(OSError):
    """The disk is full."""


def folder_of(job: int) -> Path:
    """Where the files of a job are kept."""
    return _home() / str(job)


def _home() -> Path:
    return Path(settings.MEDIA_ROOT) / "jobs"


def keep(job: int, files: Sequence[Sent]) -> None:
    """Write the files to the disk.

    Args:
        job: number of the job they belong to.
        files: what was sent; only the last part of a name is used, so that no name leads elsewhere.

    Raises:
        NoRoomError: the disk is full; nothing of it is left behind.
    """
    folder = folder_of(job)
    try:
        folder.mkdir(parents=True)
        for number, file in enumerate(files):
            # A folder for each: two files may have one name.
            target = folder / str(number) / safe_name(file.name or "")
            target.parent.mkdir()
            with target.open("wb") as out:
                for part in file.chunks():
                    out.write(part)
    except OSError as problem:
        forget(job)
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoomError(
                gettext("The disk of the server is full. Nothing was imported; what is shown stays as it is.")
            ) from problem
        raise


def kept(job: int) -> list[Path]:
    """The files of a job, in the order in which they were given."""
    return sorted(folder_of(job).glob("*/*"), key=lambda path: int(path.parent.name))


def forget(job: int) -> None:
    """Remove the files of a job."""
    shutil.rmtree(folder_of(job), ignore_errors=True)


def hand_over(before: int, after: int) -> None:
    """Give the files of a job to the job that tries again."""
    if folder_of(before).exists():
        folder_of(before).rename(folder_of(after))


def owners() -> dict[int, float]:
    """The jobs of which there are files, with the moment at which their folder was made or changed."""
    if not _home().exists():
        return {}
    folders = [folder for folder in _home().iterdir() if folder.name.isdigit()]
    return {int(folder.name): folder.stat().st_mtime for folder in folders}


def safe_name(name: str) -> str:
    """The last part of a name, without anything that means something to a file system."""
    last = PurePath(name.replace("\\", "/")).name or "file"
    return get_valid_filename(last.lstrip(".") or "file")[:120]
