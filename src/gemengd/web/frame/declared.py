# SPDX-License-Identifier: EUPL-1.2
"""What the app `frame` brings."""

from __future__ import annotations

from gemengd.web.site.declarations import Declared, Mount

DECLARED = Declared(
    app="frame",
    urls=(Mount("gezond/", "gemengd.web.frame.health_urls", localised=False, public=True),),
)
