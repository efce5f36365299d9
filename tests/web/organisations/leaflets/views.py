# SPDX-License-Identifier: EUPL-1.2
"""Pages of plain text."""

from __future__ import annotations

from django.http import HttpResponse

from gemengd.web.organisations.permissions import for_object, for_organisation, for_site
from web.organisations.leaflets.actions import KEEP_BOOKMARK, LIST_LEAFLETS, SEE_BOOKMARK, SEE_LEAFLET
from web.organisations.leaflets.models import Bookmark, Leaflet


@for_organisation(LIST_LEAFLETS)
def of_organisation(request, organisation):
    """The leaflets that one sees of an organisation."""
    return HttpResponse(f"{Leaflet.objects.filter(owner=organisation).visible_to(request.user).count()}")


@for_object(SEE_LEAFLET, Leaflet)
def page(request, leaflet):
    """A leaflet."""
    return HttpResponse(f"leaflet {leaflet.pk}")


@for_site(KEEP_BOOKMARK)
def bookmarks(request):
    """One's own bookmarks."""
    return HttpResponse(f"{Bookmark.objects.visible_to(request.user).count()}")


@for_object(SEE_BOOKMARK, Bookmark)
def bookmark(request, bookmark):
    """A bookmark."""
    return HttpResponse(bookmark.url)


def unmarked(request):
    """A view of which nobody said who may ask for it."""
    return HttpResponse()
