# SPDX-License-Identifier: EUPL-1.2
"""The document of a revision, whose hash ties it to the one before it, and the check of a whole series."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from gemengd.tables.canonical import canonical
from gemengd.web.versions.models import Revision

FORMAT = "gemengd-revision-1"
START = "0" * 64
"""What stands before the first revision of an object."""


class BrokenSeriesError(ValueError):
    """Revisions were changed outside the site."""


@dataclass(frozen=True)
class Series:
    """All revisions of one object.

    Attributes:
        kind: what sort of object, as its app registered it.
        key: which one.
    """

    kind: str
    key: str

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


def document(revision: Revision) -> dict[str, Any]:
    """What is hashed and handed out. Who wrote it and their note stay inside the site, so are not in it."""
    return {
        "format": FORMAT,
        "kind": revision.kind,
        "key": revision.key,
        "number": revision.number,
        "moment": revision.moment.astimezone(UTC).isoformat(timespec="microseconds"),
        "previous": revision.previous,
        "content": revision.said,
    }


def document_bytes(revision: Revision) -> bytes:
    """The document as canonical JSON: a file of which `sha256sum` prints the hash of the revision."""
    return canonical(document(revision))


def hash_of(revision: Revision) -> str:
    """The hash that belongs to what a revision says."""
    return hashlib.sha256(document_bytes(revision)).hexdigest()


def hashes_of_file(contents: bytes) -> tuple[str, ...]:
    """The hashes by which a file may be known: of its bytes, and of its data if it is JSON laid out anew."""
    exact = hashlib.sha256(contents).hexdigest()
    try:
        data = canonical(json.loads(contents))
    except (ValueError, RecursionError):
        return (exact,)
    return tuple(dict.fromkeys((exact, hashlib.sha256(data).hexdigest())))


def check(revisions: Iterable[Revision]) -> int:
    """Recompute every series.

    Args:
        revisions: of each series the oldest first; series may stand in any order.

    Returns:
        How many revisions there are.

    Raises:
        BrokenSeriesError: one was changed, taken away or put in between.
    """
    heads: dict[Series, Revision] = {}
    count = 0
    for count, revision in enumerate(revisions, start=1):  # noqa: B007 - the last one is how many there are
        series = Series(revision.kind, revision.key)
        before = heads.get(series)
        number, previous = (before.number, before.sha256) if before is not None else (0, START)
        if (revision.number, revision.previous) != (number + 1, previous):
            raise BrokenSeriesError(
                f"{revision}: does not follow the one before it; expected number {number + 1}"
            )
        if revision.sha256 != hash_of(revision):
            raise BrokenSeriesError(f"{revision}: is not what was saved; restore from a back-up")
        heads[series] = revision
    return count
