# SPDX-License-Identifier: EUPL-1.2
"""Whether the site can do its work, for who watches over it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gemengd.web.published.models import Publication
from gemengd.web.published.storing import is_stored


@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """`goed` with status 200, or with status 503 what fails: no more than a word, as everybody may ask."""
    problem = _problem()
    status = 503 if problem else 200
    return HttpResponse(f"{problem or 'goed'}\n", content_type="text/plain; charset=utf-8", status=status)


def _problem() -> str:
    try:
        version = Publication.objects.values_list("version", flat=True).first()
    except Error:
        return "database"
    if version is None:
        return "niets gepubliceerd"
    # From the disk and not from what this process remembers.
    return "" if is_stored(Path(settings.GEMENGD_WORKSPACE), version) else "gegevens"
