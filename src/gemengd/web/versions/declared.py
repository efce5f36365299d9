# SPDX-License-Identifier: EUPL-1.2
"""What the app `versions` brings."""

from __future__ import annotations

from gemengd.web.site.declarations import Declared, Mount

DECLARED = Declared(
    app="versions",
    append_only=("versions_revision",),
    urls=(Mount("versie/", "gemengd.web.versions.urls", public=True),),
)
