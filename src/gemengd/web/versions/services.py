# SPDX-License-Identifier: EUPL-1.2
"""Saving what an object says from now on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from gemengd.tables.canonical import canonical
from gemengd.web.versions import selectors
from gemengd.web.versions.chain import START, Series, hash_of
from gemengd.web.versions.models import Revision

_PART = re.compile(r"[A-Za-z0-9._~-]+")


class OvertakenError(Exception):
    """Somebody else saved since this text was opened.

    Attributes:
        latest: what they saved.
        ours: the content that was refused.
    """

    def __init__(self, latest: Revision, ours: Any) -> None:
        super().__init__(f"{latest} was saved in the meantime")
        self.latest = latest
        self.ours = ours


def save(series: Series, content: Any, *, started_from: int, by: int | None, note: str = "") -> Revision:
    """Add a revision, when nobody was first.

    Args:
        series: the object.
        content: what it says: a map of texts, whole numbers, lists and maps. Text is brought to one spelling
            (NFC), so that what looks the same is the same.
        started_from: number of the revision that the writer saw; 0 where there was none.
        by: number of the account; None for the site itself.
        note: why; stays inside the site.

    Returns:
        The new revision; the latest one where that says the same already.

    Raises:
        OvertakenError: the latest revision is another one than `started_from`, and says something else.
        ValueError: the kind or key cannot stand in an address, or the content cannot be written as JSON.
    """
    _refuse_unnamed(series)
    ours = one_spelling(content)
    text = canonical(ours).decode("utf-8")
    latest = selectors.latest(series)
    if latest is not None and latest.content == text:
        return latest
    if latest is not None and latest.number != started_from:
        raise OvertakenError(latest, ours)
    revision = _after(latest, series, text)
    revision.author, revision.note = by, note
    try:
        # In a block of its own, so that the caller's transaction outlives the refusal.
        with transaction.atomic():
            revision.save()
    except IntegrityError:
        first = selectors.latest(series)
        if first is None or first.number < revision.number:
            raise
        raise OvertakenError(first, ours) from None
    return revision


def one_spelling(content: Any) -> Any:
    """The content with every text in NFC: accents typed on another machine are the same accents."""
    if isinstance(content, str):
        return unicodedata.normalize("NFC", content)
    if isinstance(content, Mapping):
        return {one_spelling(name): one_spelling(value) for name, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [one_spelling(one) for one in content]
    return content


def _after(latest: Revision | None, series: Series, text: str) -> Revision:
    number, previous = (latest.number + 1, latest.sha256) if latest is not None else (1, START)
    revision = Revision(
        kind=series.kind,
        key=series.key,
        number=number,
        content=text,
        previous=previous,
        moment=timezone.now(),
    )
    revision.sha256 = hash_of(revision)
    return revision


def _refuse_unnamed(series: Series) -> None:
    if not (_PART.fullmatch(series.kind) and _PART.fullmatch(series.key)):
        raise ValueError(f"found {series}; expected a kind and key of letters, digits and . _ ~ -")
