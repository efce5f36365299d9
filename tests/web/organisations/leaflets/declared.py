# SPDX-License-Identifier: EUPL-1.2
"""What the app `leaflets` brings."""

from __future__ import annotations

from gemengd.web.site.declarations import Declared, Link, Mount, PersonalData
from web.organisations.leaflets import actions, bookmarks

DECLARED = Declared(
    app="leaflets",
    actions=(
        actions.SEE_LEAFLET,
        actions.AGREE_LEAFLET,
        actions.LIST_LEAFLETS,
        actions.KEEP_BOOKMARK,
        actions.SEE_BOOKMARK,
    ),
    events={"leaflet_agreed": "A leaflet was agreed"},
    urls=(Mount("folders/", "web.organisations.leaflets.urls"),),
    navigation=(Link("Bookmarks", "leaflets:bookmarks", actions.KEEP_BOOKMARK, order=60),),
    tiles=(Link("Leaflets", "leaflets:of_organisation", actions.LIST_LEAFLETS, order=5),),
    personal=(PersonalData("bookmarks", bookmarks.held, bookmarks.forget),),
    people=(Link("Your bookmarks", "leaflets:bookmarks", actions.KEEP_BOOKMARK, order=50),),
)
