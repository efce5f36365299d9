# SPDX-License-Identifier: EUPL-1.2
"""What the bookmarks of a person are, for who wants to see or delete what is held about them."""

from __future__ import annotations

from web.organisations.leaflets.models import Bookmark


def held(user):
    """The bookmarks of a person."""
    return list(Bookmark.objects.filter(person=user).values("url"))


def forget(user):
    """Delete them."""
    Bookmark.objects.filter(person=user).delete()
