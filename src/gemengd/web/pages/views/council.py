# SPDX-License-Identifier: EUPL-1.2
"""The document for a council."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gemengd.figures.pool import PictureFailed
from gemengd.web.pages.council import council_pdf
from gemengd.web.pages.figure_of import subject_of
from gemengd.web.pages.publishing import published_page
from gemengd.web.published.selectors import Shown


@published_page
def document(request: HttpRequest, now: Shown, code: str) -> HttpResponse:
    """Two A4 sides about a municipality; the page itself where they cannot be made."""
    subject = subject_of(request, now, code)
    cell = subject.cell
    try:
        written = council_pdf(subject)
    except PictureFailed:
        return _cannot_be_made(request)
    response = HttpResponse(written, content_type="application/pdf")
    name = f"{code}-{cell.sector}-{cell.characteristic.name}-{cell.year}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _cannot_be_made(request: HttpRequest) -> HttpResponse:
    response = render(request, "pages/no_document.html", status=503)
    response["Cache-Control"] = "no-store"
    return response
