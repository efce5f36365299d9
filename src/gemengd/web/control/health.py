# SPDX-License-Identifier: EUPL-1.2
"""Whether the site can do its work, for who watches over it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gemengd.web.published.models import Publication
from gemengd.web.published.storing import is_stored
from gemengd.web.work.selectors import Health, health

DATABASE = "database"
"""What fails when nothing can be asked at all."""


@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """`goed` with status 200, or with status 503 what fails: no more than a word, as everybody may ask.

    Below it stands since when work gets done, and since when the oldest work waits.
    """
    problem, work = _problem(), None
    if problem != DATABASE:
        work = health()
        problem = problem or ("werk" if work.stuck else "")
    lines = [problem or "goed", *(_told(work) if work is not None else ())]
    status = 503 if problem else 200
    text = "".join(f"{line}\n" for line in lines)
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


def _told(work: Health) -> tuple[str, str]:
    return f"werker: {_moment(work.since)}", f"oudste wachtende werk: {_moment(work.oldest)}"


def _moment(moment: datetime | None) -> str:
    return f"sinds {timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment is not None else "geen"


def _problem() -> str:
    try:
        version = Publication.objects.values_list("version", flat=True).first()
    except Error:
        return DATABASE
    if version is None:
        return "niets gepubliceerd"
    # From the disk and not from what this process remembers.
    return "" if is_stored(Path(settings.GEMENGD_WORKSPACE), version) else "gegevens"
