# SPDX-License-Identifier: EUPL-1.2
"""What the app `events` brings."""

from __future__ import annotations

from gemengd.web.site.declarations import Declared

DECLARED = Declared(app="events", append_only=("events_event",))
