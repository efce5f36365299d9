# SPDX-License-Identifier: EUPL-1.2
"""A back-up of the site in one folder: database, published versions, files and secret key; and the way back.

Pictures, bulk files, style sheets and translations are left out: the site makes them again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.crypto import constant_time_compare, salted_hmac

from gemengd import __version__
from gemengd.tables import Workspace
from gemengd.tables.files import whole_folder, write_whole
from gemengd.web.control import dumps
from gemengd.web.published.storing import FOLDER as PUBLISHED

FORMAT = 1
KEY = "secret-key"
DATABASE = "database"
WORKSPACE = "workspace"
DOCUMENTS = "documents"


class BackupError(ValueError):
    """No back-up can be made there, or this one cannot be put back; nothing was changed."""


def back_up(folder: Path, *, now: datetime) -> None:
    """Write a back-up; the site may go on meanwhile.

    The newest version of the workspace is taken, and those that were published lately. The folder appears
    when all of it is there, and only its owner may read it: it holds accounts and, by default, the key.

    Args:
        folder: a folder that does not exist yet.
        now: the moment, for the manifest.

    Raises:
        BackupError: the folder is there already.
        DumpError: the database could not be written.
    """
    if folder.exists():
        raise BackupError(f"{folder} is there already; name a new folder")
    with whole_folder(folder, secret=True) as fresh:
        # The database first: every version that it names is then in the workspace still.
        dumps.dump(fresh / DATABASE)
        _copy_versions(Workspace(settings.GEMENGD_WORKSPACE), fresh / WORKSPACE)
        if _documents().is_dir():
            shutil.copytree(_documents(), fresh / DOCUMENTS)
        if _key_is_kept_here():
            shutil.copyfile(_key_file(), fresh / KEY)
        _write_manifest(fresh, now)


def put_back(folder: Path) -> dict[str, Any]:
    """Fill an empty database and an empty workspace from a back-up.

    Args:
        folder: what `back_up` made.

    Returns:
        The manifest of the back-up.

    Raises:
        BackupError: it is no back-up, is damaged or does not fit this installation; nothing was changed.
        DumpError: the database is not empty, or could not be filled.
    """
    manifest = _checked(folder)
    workspace = Path(settings.GEMENGD_WORKSPACE)
    if Workspace(workspace).exists:
        raise BackupError(f"{workspace} holds a workspace already; move it away or set GEMENGD_WORKSPACE")
    if (folder / WORKSPACE).is_dir():
        for part in ("versions", PUBLISHED):
            if (folder / WORKSPACE / part).is_dir():
                shutil.copytree(folder / WORKSPACE / part, workspace / part, dirs_exist_ok=True)
    if (folder / DOCUMENTS).is_dir():
        shutil.copytree(folder / DOCUMENTS, _documents(), dirs_exist_ok=True)
    dumps.restore(folder / DATABASE)
    # Last: a folder without `current` is no workspace yet, so one can try again after a failure.
    for name in ("kept", "current"):
        if (folder / WORKSPACE / name).exists():
            shutil.copyfile(folder / WORKSPACE / name, workspace / name)
    if (folder / KEY).exists() and _key_is_kept_here():
        write_whole(_key_file(), (folder / KEY).read_bytes(), secret=True)
    return manifest


def _copy_versions(workspace: Workspace, target: Path) -> None:
    newest, kept = workspace.version, workspace.kept
    if newest is None:
        return
    target.mkdir()
    for number in sorted({newest, *kept} & set(workspace.versions)):
        for part in ("versions", PUBLISHED):
            if (workspace.folder / part / str(number)).is_dir():
                shutil.copytree(workspace.folder / part / str(number), target / part / str(number))
    Workspace(target).keep(kept)
    (target / "current").write_text(str(newest), encoding="ascii")


def _write_manifest(folder: Path, now: datetime) -> None:
    manifest = {
        "format": FORMAT,
        "made": now.isoformat(),
        "code_version": __version__,
        "database": connection.vendor,
        "key": _key_sign(settings.SECRET_KEY),
        "files": {name: _sum(folder / name) for name in _files(folder)},
    }
    text = json.dumps(manifest, indent=1, sort_keys=True)
    (folder / "backup.json").write_text(text, encoding="utf-8")


def _checked(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / "backup.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackupError(f"{folder} is no back-up: its backup.json cannot be read ({error})") from error
    if manifest.get("format") != FORMAT:
        raise BackupError(f"{folder}: found format {manifest.get('format')}, expected {FORMAT}")
    _refuse_damaged(folder, manifest["files"])
    if manifest["database"] != connection.vendor:
        raise BackupError(
            f"{folder}: found a {manifest['database']} database, expected {connection.vendor}, "
            "which DATABASE_URL names here"
        )
    _refuse_other_key(folder, manifest["key"])
    return manifest


def _refuse_damaged(folder: Path, sums: dict[str, str]) -> None:
    there = set(_files(folder)) - {"backup.json"}
    wrong = sorted(set(sums) ^ there) + [
        name for name in sorted(there & set(sums)) if _sum(folder / name) != sums[name]
    ]
    if wrong:
        raise BackupError(
            f"{folder}: {wrong[0]} is not as it was when the back-up was made; take another one"
        )


def _refuse_other_key(folder: Path, sign: str) -> None:
    """Under another key the second steps of all accounts could not be read."""
    if _key_is_kept_here() and (folder / KEY).exists():
        return
    if not constant_time_compare(_key_sign(settings.SECRET_KEY), sign):
        raise BackupError(
            f"{folder}: GEMENGD_SECRET_KEY is not the key with which the back-up was made; set that one"
        )


def _documents() -> Path:
    """Where the files stand that people sent and that are kept."""
    return Path(settings.MEDIA_ROOT) / "documents"


def _key_file() -> Path:
    return Path(settings.GEMENGD_SITE_DATA) / KEY


def _key_is_kept_here() -> bool:
    """Whether the key stands in the folder of the site; otherwise the environment gives it."""
    file = _key_file()
    return file.exists() and constant_time_compare(file.read_text(encoding="ascii"), settings.SECRET_KEY)


def _key_sign(key: str) -> str:
    """What tells one key from another and does not give it away."""
    return salted_hmac("gemengd.web.control.backups", "key", secret=key, algorithm="sha256").hexdigest()[:16]


def _files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
