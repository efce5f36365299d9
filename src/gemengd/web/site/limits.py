# SPDX-License-Identifier: EUPL-1.2
"""How much may be sent: refused before it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponse]


def size_limit(answer: Answer) -> Answer:
    """Middleware that refuses a request whose body is larger than `GEMENGD_LARGEST_BODY`, with status 413."""

    def limited(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > settings.GEMENGD_LARGEST_BODY:
            megabytes = settings.GEMENGD_LARGEST_BODY // 1024**2
            return render(request, "413.html", {"megabytes": megabytes}, status=413)
        return answer(request)

    return limited
