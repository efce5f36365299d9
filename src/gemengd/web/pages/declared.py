# SPDX-License-Identifier: EUPL-1.2
"""What the app `pages` brings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gemengd.web.site.declarations import Declared, Link, Mount

DECLARED = Declared(
    app="pages",
    urls=(
        Mount("gezond/", "gemengd.web.pages.health_urls", localised=False, public=True),
        Mount("", "gemengd.web.pages.urls", public=True),
    ),
    navigation=(
        Link(_("Home"), "pages:home", order=10, section="home"),
        Link(_("Map"), "pages:map", order=20, section="map"),
        Link(_("Compare"), "pages:compare", order=30, section="compare"),
        Link(_("Method"), "pages:method", order=40, section="method"),
    ),
)
