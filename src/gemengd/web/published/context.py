# SPDX-License-Identifier: EUPL-1.2
"""What every page says about the version that is shown."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest

from gemengd.web.published.selectors import NothingPublishedError, shown


def published(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001
    """Context for `base.html`: the number of the version, and whether its data are invented."""
    # An error page stands even when the database or the disk does not answer.
    try:
        now = shown()
    except (NothingPublishedError, DatabaseError, OSError):
        return {"published_version": None, "fictional": False}
    return {"published_version": now.version, "fictional": now.fictional}
