# SPDX-License-Identifier: EUPL-1.2
"""What every page has around it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

OTHER = {"nl": "en", "en": "nl"}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for `base.html`: theme and languages."""
    return {
        "theme": settings.GEMENGD_THEME,
        "code_version": settings.GEMENGD_VERSION,
        "other_language_url": in_other_language(request),
    }


def in_other_language(request: HttpRequest) -> str:
    """The address of the same page in the other language, every choice included."""
    path = request.get_full_path()
    return path[3:] if path.startswith("/en/") else f"/en{path}"
