# SPDX-License-Identifier: EUPL-1.2
"""What the app `frame` brings: only what stands around the pages of others."""

from __future__ import annotations

from gemengd.web.site.declarations import Declared

DECLARED = Declared(app="frame")
