# SPDX-License-Identifier: EUPL-1.2
"""The document for a council."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gemengd.figures.pool import PictureFailed
from gemengd.web.monitor.council import council_pdf
from gemengd.web.monitor.places import place_topic
from gemengd.web.monitor.publishing import published_page
from gemengd.web.published.selectors import Shown

MISSING = "OSError"
"""How the process that draws names a library of the system that is not there."""
_log = logging.getLogger(__name__)


@published_page
def document(request: HttpRequest, now: Shown, code: str) -> HttpResponse:
    """Two A4 sides about a municipality; a page with status 503 where this server cannot make them."""
    topic = place_topic(request, now, code)
    cell = topic.cell
    try:
        written = council_pdf(topic)
    except PictureFailed as problem:
        _log.warning("No PDF can be made: %s", problem.reason)
        missing = problem.reason == MISSING
        page = "monitor/no_pdf.html" if missing else "monitor/no_document.html"
        refused = render(request, page, {"code": code}, status=503)
        refused["Cache-Control"] = "no-store"
        return refused
    response = HttpResponse(written, content_type="application/pdf")
    name = f"{code}-{cell.sector}-{cell.characteristic.name}-{cell.year}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
