# SPDX-License-Identifier: EUPL-1.2
"""The API: the tables of the published version, a page at a time."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gemengd.web.api.data.resources import RESOURCES, Resource
from gemengd.web.api.data.tables import tables
from gemengd.web.api.rest import openapi
from gemengd.web.api.rest.problems import plain
from gemengd.web.api.rest.query import PAGE, SIZE, Query, parse, select
from gemengd.web.api.rest.schema import DocumentSchema, ResourceSchema
from gemengd.web.published.selectors import Shown, shown

ROOT = "/api/v1"


class ResourceView(APIView):
    """A table of the open data.

    Attributes:
        resource: which one.
    """

    resource: Resource = RESOURCES[0]
    http_method_names = ["get", "head"]  # noqa: RUF012 - as Django has it
    schema = ResourceSchema()
    one = False

    def get(self, request: Request, value: str = "") -> HttpResponseBase:
        """The rows, or the one row, that the address asks for."""
        now = shown()
        query = parse(self.resource, request.query_params, paged=not self.one)
        frame = tables(now)[self.resource.name]
        body = (
            row(self.resource, frame, query, value)
            if self.one
            else page(self.resource, frame, query, request)
        )
        return _conditional(request, Response(body), now)


class RowsView(ResourceView):
    """The rows of a table."""


class RowView(ResourceView):
    """One row of a table, by what names it."""

    one = True


class DocumentView(APIView):
    """The description of the API."""

    http_method_names = ["get", "head"]  # noqa: RUF012 - as Django has it
    schema = DocumentSchema()

    def get(self, request: Request) -> HttpResponseBase:
        """The OpenAPI document."""
        # Whoever reads the description gives no parameters; a mistake is not passed over in silence.
        openapi.refuse_parameters(request.query_params)
        return Response(openapi.document(settings.GEMENGD_ADDRESS, settings.GEMENGD_CONTACT))


def page(resource: Resource, frame: pl.DataFrame, query: Query, request: Request) -> dict[str, Any]:
    """One page of rows, with the addresses of the others.

    Raises:
        Http404: there are not so many pages.
    """
    rows = select(frame, query)
    pages = max(1, -(-rows.height // query.size))
    if query.page > pages:
        raise Http404(f"Pagina {query.page} is er niet; er zijn er {pages}.")
    wanted = rows.slice((query.page - 1) * query.size, query.size).select(query.columns or rows.columns)
    return {
        "count": rows.height,
        PAGE: query.page,
        SIZE: query.size,
        "links": _links(resource, request, query, pages),
        "results": wanted.to_dicts(),
    }


def row(resource: Resource, frame: pl.DataFrame, query: Query, value: str) -> dict[str, Any]:
    """The row that this value names.

    Raises:
        Http404: there is none.
    """
    found = frame.filter(pl.col(resource.detail) == value)
    if not found.height:
        raise Http404(f"{resource.item} {value[:40]!r} is er niet; de lijst staat op {ROOT}/{resource.name}.")
    return found.select(query.columns or found.columns).row(0, named=True)


def nowhere(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """An address of the API at which nothing stands; one with a slash at its end is such an address."""
    return plain(404)


def _links(resource: Resource, request: Request, query: Query, pages: int) -> dict[str, str | None]:
    asked = {name: value for name, value in request.query_params.items() if name != PAGE}

    def address(number: int) -> str | None:
        if not 1 <= number <= pages:
            return None
        return (
            f"{settings.GEMENGD_ADDRESS}{ROOT}/{resource.name}?{urlencode(asked | {PAGE: number}, safe=',')}"
        )

    return {
        "self": address(query.page),
        "first": address(1),
        "prev": address(query.page - 1),
        "next": address(query.page + 1),
        "last": address(pages),
    }


def _conditional(request: Request, response: Response, now: Shown) -> HttpResponseBase:
    """Nothing but `not modified` for who has this version already."""
    etag = f'"{now.tag}"'
    response["ETag"] = etag
    return get_conditional_response(request._request, etag=etag, response=response) or response  # noqa: SLF001
