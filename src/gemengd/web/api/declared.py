# SPDX-License-Identifier: EUPL-1.2
"""What the app `api` brings."""

from __future__ import annotations

from gemengd.web.site.declarations import Declared, Mount

DECLARED = Declared(
    app="api",
    urls=(
        Mount("api/v1/", "gemengd.web.api.urls", localised=False, public=True),
        Mount("", "gemengd.web.api.files_urls", localised=False, public=True),
        Mount("bestanden/", "gemengd.web.api.page_urls", public=True),
    ),
)
