# SPDX-License-Identifier: EUPL-1.2
"""The document for a council."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from gemengd.web.monitor.council import council_pdf
from gemengd.web.monitor.places import place_topic
from gemengd.web.monitor.publishing import published_page
from gemengd.web.published.selectors import Shown


@published_page
def document(request: HttpRequest, now: Shown, code: str) -> HttpResponse:
    """Two A4 sides about a municipality."""
    topic = place_topic(request, now, code)
    cell = topic.cell
    response = HttpResponse(council_pdf(topic), content_type="application/pdf")
    name = f"{code}-{cell.sector}-{cell.characteristic.name}-{cell.year}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
