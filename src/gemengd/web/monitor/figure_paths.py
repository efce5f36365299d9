# SPDX-License-Identifier: EUPL-1.2
"""The addresses of the figures of a topic: page, picture, table, and the form for another page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.views.decorators.clickjacking import xframe_options_exempt

from gemengd.figures.pool import PictureFailed
from gemengd.monitor.published.definitions import definitions
from gemengd.monitor.published.heading import cell_title
from gemengd.web.frame.crumbs import crumbs
from gemengd.web.monitor.choices import one_of
from gemengd.web.monitor.pictures import no_picture, picture
from gemengd.web.monitor.publishing import published_page
from gemengd.web.monitor.topics import Topic
from gemengd.web.published.selectors import Shown

Find = Callable[..., Topic]
EMBED_HEIGHT = 720
"""Height of an embedded figure in pixels; what does not fit scrolls inside it."""


def figure_paths(stem: str, name: str, find: Find) -> list[URLPattern]:
    """Addresses of the figures of one kind of topic.

    Args:
        stem: address of the page about the topic, such as `school/<str:school_id>/`.
        name: name of the addresses: the page has this name, the
            forms of the figure have it with `-svg`, `-png`, `-csv` or `-embed` after it.
        find: from request, version and the parts of `stem` to the topic.
    """

    def picture_of(form: str) -> Callable[..., HttpResponseBase]:
        @published_page
        def view(request: HttpRequest, now: Shown, /, key: str, **where: str) -> HttpResponse:
            return _drawn(request, find(request, now, **where), key, form)

        return view

    @published_page
    def page(request: HttpRequest, now: Shown, /, key: str, **where: str) -> HttpResponse:
        return _page(request, find(request, now, **where), key)

    @xframe_options_exempt
    @csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # the parts of the address come along
    @published_page
    def embed(request: HttpRequest, now: Shown, /, key: str, **where: str) -> HttpResponse:
        return render(request, "monitor/embed.html", _context(find(request, now, **where), key))

    @published_page
    def table(request: HttpRequest, now: Shown, /, key: str, **where: str) -> HttpResponse:
        return _csv(find(request, now, **where), key)

    return [
        path(f"{stem}figuur/<str:key>.svg", picture_of("svg"), name=f"{name}-svg"),
        path(f"{stem}figuur/<str:key>.png", picture_of("png"), name=f"{name}-png"),
        path(f"{stem}figuur/<str:key>.csv", table, name=f"{name}-csv"),
        path(f"{stem}figuur/<str:key>/", page, name=name),
        path(f"{stem}figuur/<str:key>/insluiten/", embed, name=f"{name}-embed"),
    ]


def _page(request: HttpRequest, topic: Topic, key: str) -> HttpResponse:
    context = _context(topic, key)
    at = context["shown"].addresses
    frame = {
        "address": settings.GEMENGD_ADDRESS + at.embed,
        "title": context["title"],
        "height": EMBED_HEIGHT,
    }
    context |= {
        "choices": topic.choices,
        "keep": topic.keep,
        "snippet": render_to_string("monitor/snippet.html", frame).strip(),
    }
    return render(request, "monitor/figure.html", context)


def _context(topic: Topic, key: str) -> dict[str, Any]:
    figure = topic.figure(key)
    shown = topic.shown(figure)
    return {
        "shown": shown,
        "place": topic.title,
        "about": cell_title(topic.cell, topic.lang),
        "title": f"{figure.title} – {topic.title}",
        "crumbs": crumbs(*topic.way),
        "definitions": [
            each
            for each in definitions(topic.settings, topic.lang)
            if each.key in (*figure.footer.definitions, "chance")
        ],
        "method_url": reverse("monitor:method"),
        "permanent": settings.GEMENGD_ADDRESS + shown.addresses.page,
    }


def _drawn(request: HttpRequest, topic: Topic, key: str, form: str) -> HttpResponse:
    wide = form == "svg" and one_of(request.GET, "breed", ("0", "1"), "0") == "1"
    try:
        drawn = picture(topic, key, "wide" if wide else form)
    except PictureFailed:
        return no_picture()
    if drawn is None:
        raise Http404(gettext("This figure has no picture: what it shows is said in words."))
    return HttpResponse(drawn, content_type="image/png" if form == "png" else "image/svg+xml")


def _csv(topic: Topic, key: str) -> HttpResponse:
    figure = topic.figure(key)
    response = HttpResponse(figure.table.csv_file(), content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = f'attachment; filename="{figure.file_name}"'
    return response
