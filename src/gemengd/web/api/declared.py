# SPDX-License-Identifier: EUPL-1.2
"""What the app `api` brings."""

from __future__ import annotations

from gemengd.web.site.declarations import Declared, Mount

DECLARED = Declared(
    app="api",
    urls=(
        Mount("api/v1/", "gemengd.web.api.rest.urls", localised=False, public=True),
        Mount("", "gemengd.web.api.files.urls", localised=False, public=True),
        Mount("bestanden/", "gemengd.web.api.files.page_urls", public=True),
    ),
)
