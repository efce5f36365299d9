# SPDX-License-Identifier: EUPL-1.2
"""The addresses of the site with one more, at which things go wrong as they do in earnest."""

from __future__ import annotations

import errno

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from gemengd.web import urls
from gemengd.web.accounts.locking import locked
from gemengd.web.monitor.publishing import published_page
from gemengd.web.organisations.refused import form_refused
from gemengd.web.published.models import Publication
from gemengd.web.site.limits import size_limit

PROBLEMS = {
    "400": SuspiciousOperation("a forged request"),
    "500": RuntimeError("a defect"),
    "503": OperationalError("server closed the connection unexpectedly"),
    "507": OSError(errno.ENOSPC, "No space left on device"),
}


def trouble(request: HttpRequest, kind: str) -> HttpResponse:
    """What visitors see when this goes wrong."""
    if kind in PROBLEMS:
        raise PROBLEMS[kind]
    return {"413": _too_large, "429": locked, "csrf": form_refused, "empty": _unpublished}[kind](request)


def _too_large(request: HttpRequest) -> HttpResponse:
    request.META["CONTENT_LENGTH"] = str(300 * 1024**2)
    return size_limit(lambda _: HttpResponse())(request)


def _unpublished(request: HttpRequest) -> HttpResponse:
    Publication.objects.all().delete()
    return published_page(lambda *_: HttpResponse())(request)


urlpatterns = [
    *i18n_patterns(path("mis/<str:kind>/", trouble), prefix_default_language=False),
    *urls.urlpatterns,
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
