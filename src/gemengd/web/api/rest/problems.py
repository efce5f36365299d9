# SPDX-License-Identifier: EUPL-1.2
"""Errors of the API as `application/problem+json` (RFC 9457), all that is wrong with a request at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from gemengd.web.published.selectors import NothingPublishedError

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = 60
"""Seconds after which to ask again while nothing is published."""

TITLES = {
    400: "Het verzoek is niet te begrijpen",
    403: "Dit mag niet",
    404: "Niet gevonden",
    405: "Deze methode kan hier niet",
    406: "Deze vorm is er niet",
    429: "Te veel verzoeken",
    500: "Er ging iets mis bij ons",
    503: "Er is nog niets gepubliceerd",
}
DETAILS = {
    400: "Kijk het adres na en probeer het opnieuw.",
    404: "Op dit adres is niets. Alle adressen staan in /api/v1/openapi.json; geen ervan eindigt op een /.",
    405: "Gebruik GET of HEAD; deze gegevens zijn alleen te lezen.",
    406: "Er is alleen application/json. CSV en Parquet staan onder /bestanden/.",
    500: "De fout is vastgelegd. Probeer het later opnieuw.",
    503: "Kom later terug.",
}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a request.

    Attributes:
        location: name of the query parameter.
        code: kind of fault, stable.
        detail: what was found, what is expected.
    """

    location: str
    code: str
    detail: str


class BadQueryError(Exception):
    """The query of a request cannot be understood; it holds every fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(fault.detail for fault in faults))
        self.faults = tuple(faults)


def problem(status: int, detail: str = "", faults: Sequence[Fault] = ()) -> dict[str, Any]:
    """The body of an error.

    Args:
        status: HTTP status.
        detail: what is wrong and what to do; a general one when empty.
        faults: everything that is wrong with the query.
    """
    body: dict[str, Any] = {
        "title": TITLES.get(status) or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or DETAILS.get(status, ""),
    }
    if faults:
        body["errors"] = [{"in": "query", **asdict(fault)} for fault in faults]
    return body


def answer(exception: Exception, context: Mapping[str, Any]) -> Response | None:
    """The answer to an exception in a view of the API; None for one that nobody foresaw.

    Django REST framework calls it.
    """
    if isinstance(exception, BadQueryError):
        return _response(400, problem(400, str(exception), exception.faults))
    if isinstance(exception, NothingPublishedError):
        return _response(503, problem(503), {"Retry-After": str(RETRY_AFTER)})
    made = exception_handler(exception, dict(context))
    if made is None:
        return None
    headers = {name: value for name, value in made.items() if name in ("Retry-After", "WWW-Authenticate")}
    return _response(made.status_code, problem(made.status_code, _detail(exception)), headers)


def plain(status: int) -> HttpResponse:
    """An error outside the views, such as an address that is not there."""
    return HttpResponse(
        json.dumps(problem(status), ensure_ascii=False), status=status, content_type=MEDIA_TYPE
    )


def _detail(exception: Exception) -> str:
    if isinstance(exception, exceptions.Throttled):
        # The stubs do not know the attribute.
        seconds = int(getattr(exception, "wait", 0) or 0) + 1
        return f"Probeer het over {seconds} seconden opnieuw."
    if isinstance(exception, Http404) and exception.args:
        return str(exception.args[0])
    return ""


def _response(status: int, body: dict[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    return Response(body, status=status, headers=dict(headers or {}), content_type=MEDIA_TYPE)
