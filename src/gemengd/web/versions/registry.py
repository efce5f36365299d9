# SPDX-License-Identifier: EUPL-1.2
"""What apps declare (as `further`) about the objects of which they keep revisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from gemengd.web.site.registry import further
from gemengd.web.versions.models import Revision


@dataclass(frozen=True)
class RevisedKind:
    """A sort of object with revisions.

    Attributes:
        name: as it stands in revisions and addresses.
        words: what a reader calls it.
        public: whether everybody may see a revision; asked each time.
        address: where the object stands on the site; empty where it has no page.
        labels: field of the content to its name for the reader.
        standing: what the owner knows about a revision, such as "agreed on 1 May"; empty where nothing.
    """

    name: str
    words: str | Promise
    public: Callable[[Revision], bool]
    address: Callable[[Revision], str] = lambda _revision: ""
    labels: Mapping[str, str | Promise] = field(default_factory=dict)
    standing: Callable[[Revision], str] = lambda _revision: ""


def kind_of(revision: Revision) -> RevisedKind | None:
    """What is known about the kind of a revision; None where its app is gone."""
    return next((kind for kind in further(RevisedKind) if kind.name == revision.kind), None)


def is_public(revision: Revision) -> bool:
    """Whether everybody may see it; never where nobody says so."""
    kind = kind_of(revision)
    return kind is not None and kind.public(revision)
