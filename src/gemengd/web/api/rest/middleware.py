# SPDX-License-Identifier: EUPL-1.2
"""What every answer of the API has, whoever made it: version, open to other sites, errors as problem+json."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from gemengd.web.api.rest.problems import MEDIA_TYPE, plain
from gemengd.web.api.rest.schema import VERSION

PREFIX = "/api/v1"
HEADERS = {
    "API-Version": VERSION,
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "API-Version, ETag, Retry-After",
    # The API Design Rules ask for it; who keeps an answer himself can still ask with its ETag.
    "Cache-Control": "no-store",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
}

Answer = Callable[[HttpRequest], HttpResponseBase]


def api_answers(get_response: Answer) -> Answer:
    """The middleware."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path != PREFIX and not request.path.startswith(f"{PREFIX}/"):
            return get_response(request)
        response = _made(request, get_response)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return answer


def _made(request: HttpRequest, get_response: Answer) -> HttpResponseBase:
    if _asks_first(request):
        return HttpResponse(status=204, headers=PREFLIGHT)
    if request.path in (PREFIX, f"{PREFIX}/"):
        return plain(404)  # or Django would redirect the one to the other
    return _as_problem(get_response(request))


def _asks_first(request: HttpRequest) -> bool:
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def _as_problem(response: HttpResponseBase) -> HttpResponseBase:
    """A page of the site that says what went wrong becomes a problem."""
    if response.status_code < 400 or response.get("Content-Type", "").startswith(MEDIA_TYPE):
        return response
    return plain(response.status_code)
