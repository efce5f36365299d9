# SPDX-License-Identifier: EUPL-1.2
"""Taking files in, giving them out, and letting them go when what they belong to goes."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext

from gemengd.web.documents.checking.kinds import KINDS, recognise
from gemengd.web.documents.checking.refusal import RefusedError
from gemengd.web.documents.checking.scanning import scan
from gemengd.web.documents.models import NAME_LENGTH, Upload
from gemengd.web.documents.purposes import purpose_named, purposes
from gemengd.web.documents.writing.blocks import unfit_signs
from gemengd.web.events.services import record

if TYPE_CHECKING:
    from gemengd.web.organisations.models import Organisation, User

STRAY = timedelta(days=1)
"""A file without a row that is older was left by a process that is gone."""
LOCK = 1_122_026
"""Number of the lock under which PostgreSQL counts and takes one file at a time; any constant does."""


class DamagedError(RuntimeError):
    """The file on the disk is gone, or not what was sent."""


def keep(
    sent: UploadedFile[Any],
    *,
    purpose: str,
    owner: str,
    organisation: Organisation | None,
    by: User | None,
) -> Upload:
    """Take a file in, in the transaction that goes on.

    Args:
        sent: the file.
        purpose: why it is kept; one that was declared.
        owner: key of the object it belongs to.
        organisation: in whose quota it counts; None for the site's.
        by: who sent it.

    Returns:
        The row of the file.

    Raises:
        RefusedError: it is too large, of a sort that is not taken, could do harm, or there is no room for it.
        UnknownPurposeError: no app declares the purpose.
    """
    purpose_named(purpose)
    content = _read(sent)
    name = file_name(sent.name or "")
    kind = recognise(content, name)
    scanned = scan(content)
    number = organisation.pk if organisation is not None else None
    with transaction.atomic():
        _check_quota(number, len(content))
        upload = Upload.objects.create(
            purpose=purpose,
            owner=owner,
            organisation=number,
            by=by.pk if by is not None else None,
            name=name,
            kind=kind.name,
            size=len(content),
            checksum=hashlib.sha256(content).hexdigest(),
            scanned=scanned,
        )
        # Last: when it cannot be written the row goes too; a file whose row goes is swept.
        _write(path_of(upload), content)
        record(
            "file_kept", actor=by, organisation=organisation, subject=str(upload.identity), purpose=purpose
        )
    return upload


def content_of(upload: Upload) -> bytes:
    """What is in a file.

    Args:
        upload: the row of the file.

    Raises:
        DamagedError: it is not what was sent.
    """
    try:
        content = path_of(upload).read_bytes()
    except OSError as problem:
        raise DamagedError(f"file {upload.identity} cannot be read; restore it from a back-up") from problem
    if hashlib.sha256(content).hexdigest() != upload.checksum:
        raise DamagedError(f"file {upload.identity} is not what was sent; restore it from a back-up")
    return content


def media_type_of(upload: Upload) -> str:
    """How a file is served."""
    return KINDS[upload.kind].media_type


def remove(upload: Upload, *, by: User | None) -> None:
    """Let a file go; it leaves the disk when the transaction that goes on succeeds."""
    with transaction.atomic():
        record("file_removed", actor=by, subject=str(upload.identity), purpose=upload.purpose)
        _let_go([upload])


def used(organisation: int | None) -> int:
    """Bytes that an organisation (None: the site) keeps."""
    total = Upload.objects.filter(organisation=organisation).aggregate(total=Sum("size"))["total"]
    return int(total or 0)


def sweep(now: datetime | None = None) -> int:
    """Let go what belongs to nothing any more, and what a process that died left on the disk.

    Args:
        now: the moment; None for the clock's.

    Returns:
        The number of files that went.
    """
    orphans = [upload for purpose in purposes() for upload in _orphans(purpose.name, purpose.alive)]
    with transaction.atomic():
        _let_go(orphans)
    before = ((now or timezone.now()) - STRAY).timestamp()
    strays = [path for path in _strays() if path.stat().st_mtime <= before]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(orphans) + len(strays)


def path_of(upload: Upload) -> Path:
    """Where a file stands: under a number, so that its name means nothing to a file system."""
    name = upload.identity.hex
    return _folder() / name[:2] / name


def file_name(name: str) -> str:
    """The last part of a name without signs that cannot be shown or mean something to a system."""
    last = PurePath(name.replace("\\", "/")).name
    unfit = {sign for _, sign in unfit_signs(last)} | set('<>:"|?*%')
    shown = " ".join("".join("" if sign in unfit else sign for sign in last).split()).lstrip(". ")
    path = PurePath(unicodedata.normalize("NFC", shown) or "bestand")
    return path.stem[: NAME_LENGTH - len(path.suffix)] + path.suffix[:NAME_LENGTH]


def _read(sent: UploadedFile[Any]) -> bytes:
    largest = settings.GEMENGD_LARGEST_UPLOAD
    # What a browser says about the size is not believed.
    content = sent.read(largest + 1)
    if len(content) > largest:
        raise RefusedError(
            gettext("This file is larger than %(megabytes)d MB.") % {"megabytes": largest // 1024**2}
        )
    return bytes(content)


def _check_quota(organisation: int | None, size: int) -> None:
    if connection.vendor == "postgresql":
        # Two files at the same time could each still fit; SQLite has one writer at a time.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if used(organisation) + size > settings.GEMENGD_QUOTA:
        raise RefusedError(
            gettext(
                "An organisation may keep %(megabytes)d MB. With this file it is more. Remove a file first."
            )
            % {"megabytes": settings.GEMENGD_QUOTA // 1024**2}
        )


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_suffix(".partial")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(path)


def _let_go(uploads: Collection[Upload]) -> None:
    paths = [path_of(upload) for upload in uploads]
    Upload.objects.filter(pk__in=[upload.pk for upload in uploads]).delete()
    for path in paths:
        transaction.on_commit(partial(path.unlink, missing_ok=True))


def _orphans(purpose: str, alive: Any) -> list[Upload]:
    uploads = Upload.objects.filter(purpose=purpose)
    owners = set(uploads.values_list("owner", flat=True))
    gone = owners - set(alive(owners)) if owners else set()
    return list(uploads.filter(owner__in=gone))


def _strays() -> list[Path]:
    there = [path for path in _folder().glob("??/*") if path.is_file()]
    known = {identity.hex for identity in Upload.objects.values_list("identity", flat=True)}
    return [path for path in there if path.name not in known]


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "documents"
