# SPDX-License-Identifier: EUPL-1.2
"""What the app `search` brings: only what others ask of it."""

from __future__ import annotations

from gemengd.web.site.declarations import Declared

DECLARED = Declared(app="search")
