# SPDX-License-Identifier: EUPL-1.2
"""Reading revisions."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from gemengd.web.versions.chain import Series
from gemengd.web.versions.models import Revision


def history(series: Series) -> QuerySet[Revision]:
    """Every revision of an object, the newest first."""
    return Revision.objects.filter(kind=series.kind, key=series.key).order_by("-number")


def latest(series: Series) -> Revision | None:
    """What an object says now; None where it never said anything."""
    return history(series).first()


def edition(series: Series) -> int:
    """The number that a form has to name when it is sent: of the latest revision, 0 where there is none."""
    return history(series).values_list("number", flat=True).first() or 0


def numbered(series: Series, number: int) -> Revision | None:
    """One revision of an object."""
    return history(series).filter(number=number).first()


def before(revision: Revision) -> Revision | None:
    """The revision that this one followed."""
    return numbered(Series(revision.kind, revision.key), revision.number - 1)


def by_hash(hashes: Iterable[str]) -> Revision | None:
    """The revision with one of these hashes."""
    return Revision.objects.filter(sha256__in=list(hashes)).first()
