# SPDX-License-Identifier: EUPL-1.2
"""Leaflets and bookmarks."""

from __future__ import annotations

from django.db import models

from gemengd.web.organisations.scope import Owned, Party, Personal
from web.organisations.leaflets.actions import SEE_BOOKMARK, SEE_LEAFLET


class Leaflet(Owned):
    """Something on paper."""

    SEE = SEE_LEAFLET
    state = models.CharField(max_length=20, default="draft")


class LeafletParty(Party):
    """Who helps to write it."""

    to = models.ForeignKey(Leaflet, on_delete=models.CASCADE, related_name="parties")

    class Meta(Party.Meta):
        """One of both."""


class Bookmark(Personal):
    """A page that somebody keeps."""

    SEE = SEE_BOOKMARK
    url = models.CharField(max_length=200)
