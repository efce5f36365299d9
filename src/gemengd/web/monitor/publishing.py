# SPDX-License-Identifier: EUPL-1.2
"""Pages about published data: the same for everybody, so kept by browsers and caches."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from gemengd.web.published.selectors import NothingPublishedError, Shown, shown

MAX_AGE = 300
"""Seconds for which a page may be shown without asking again."""

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Shown, P], HttpResponseBase]


def published_page(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Give a view the version that is shown; answer `not modified` where the reader has the page already.

    Without a published version the visitor is told so, with status 503.
    """

    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            now = shown()
        except NothingPublishedError:
            return render(request, "monitor/nothing.html", status=503)
        if request.user.is_authenticated:
            response = require_safe(view)(request, now, *args, **kwargs)
            patch_cache_control(response, private=True, no_cache=True)
            return response
        return _shared(view, request, now, *args, **kwargs)

    return wraps(view)(answer)  # type: ignore[return-value]  # the version is given here


def fresh_page(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """As `published_page`, for what rests on more than the version: it is asked for again each time."""

    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            now = shown()
        except NothingPublishedError:
            return render(request, "monitor/nothing.html", status=503)
        response = require_safe(view)(request, now, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return wraps(view)(answer)  # type: ignore[return-value]  # the version is given here


def _shared(view: View[Any], request: HttpRequest, now: Shown, *args: Any, **kwargs: Any) -> HttpResponseBase:
    def etag(_request: HttpRequest, *_args: Any, **_kwargs: Any) -> str:
        return f'"{now.tag}"'

    def called(request: HttpRequest) -> HttpResponseBase:
        return view(request, now, *args, **kwargs)

    response: HttpResponseBase = require_safe(condition(etag_func=etag)(called))(request)
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response
