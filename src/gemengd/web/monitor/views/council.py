# SPDX-License-Identifier: EUPL-1.2
"""The document for a council."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gemengd.web.monitor.council import NoTypesetterError, council_pdf
from gemengd.web.monitor.places import place_topic
from gemengd.web.monitor.publishing import published_page
from gemengd.web.published.selectors import Shown

_log = logging.getLogger(__name__)


@published_page
def document(request: HttpRequest, now: Shown, code: str) -> HttpResponse:
    """Two A4 sides about a municipality; a page with status 503 where this server cannot make them."""
    topic = place_topic(request, now, code)
    cell = topic.cell
    try:
        written = council_pdf(topic)
    except NoTypesetterError as problem:
        _log.warning("No PDF can be made: %s", str(problem).splitlines()[0])
        refused = render(request, "monitor/no_pdf.html", {"code": code}, status=503)
        refused["Cache-Control"] = "no-store"
        return refused
    response = HttpResponse(written, content_type="application/pdf")
    name = f"{code}-{cell.sector}-{cell.characteristic.name}-{cell.year}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
