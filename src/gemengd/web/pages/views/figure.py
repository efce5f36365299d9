# SPDX-License-Identifier: EUPL-1.2
"""One figure: its own page, its picture, its table, and the form in which another page may show it."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.clickjacking import xframe_options_exempt

from gemengd.figures.pool import PictureFailed
from gemengd.monitor.country import COUNTRY
from gemengd.monitor.definitions import definitions
from gemengd.monitor.figures import cell_title
from gemengd.web.pages.choices import cell_choices, one_of
from gemengd.web.pages.crumbs import Crumb, crumbs
from gemengd.web.pages.figure_of import Subject, figure_of, shown, subject_of
from gemengd.web.pages.pictures import no_picture, picture
from gemengd.web.pages.publishing import published_page
from gemengd.web.published.selectors import Shown

EMBED_HEIGHT = 720
"""Height of an embedded figure in pixels; what does not fit scrolls inside it."""


@published_page
def page(request: HttpRequest, now: Shown, key: str, code: str = COUNTRY) -> HttpResponse:
    """A figure alone, with everything that belongs to it."""
    subject = subject_of(request, now, code)
    context = _context(subject, key)
    at = context["shown"].addresses
    context |= {
        "choices": cell_choices(subject.view, subject.cell),
        "permanent": settings.GEMENGD_ADDRESS + at.page,
        "snippet": render_to_string(
            "pages/snippet.html",
            {
                "address": settings.GEMENGD_ADDRESS + at.embed,
                "title": context["title"],
                "height": EMBED_HEIGHT,
            },
        ).strip(),
    }
    return render(request, "pages/figure.html", context)


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # its types know no arguments of views
@published_page
def embed(request: HttpRequest, now: Shown, key: str, code: str = COUNTRY) -> HttpResponse:
    """A figure for the page of somebody else."""
    subject = subject_of(request, now, code)
    context = _context(subject, key)
    context["permanent"] = settings.GEMENGD_ADDRESS + context["shown"].addresses.page
    return render(request, "pages/embed.html", context)


@published_page
def svg(request: HttpRequest, now: Shown, key: str, code: str = COUNTRY) -> HttpResponse:
    """The picture; `breed=1` is the one for wide screens."""
    wide = one_of(request.GET, "breed", ("0", "1"), "0") == "1"
    return _drawn(request, now, code, key, "wide" if wide else "svg", "image/svg+xml")


@published_page
def png(request: HttpRequest, now: Shown, key: str, code: str = COUNTRY) -> HttpResponse:
    """The picture as pixels."""
    return _drawn(request, now, code, key, "png", "image/png")


@published_page
def csv(request: HttpRequest, now: Shown, key: str, code: str = COUNTRY) -> HttpResponse:
    """The table."""
    figure = figure_of(subject_of(request, now, code), key)
    # The byte order mark lets a spreadsheet see that this is UTF-8.
    response = HttpResponse(
        "\ufeff" + figure.table.csv(), content_type="text/csv; charset=utf-8; header=present"
    )
    response["Content-Disposition"] = f'attachment; filename="{figure.file_name}"'
    return response


def _drawn(request: HttpRequest, now: Shown, code: str, key: str, form: str, kind: str) -> HttpResponse:
    subject = subject_of(request, now, code)
    try:
        drawn = picture(subject, key, form)
    except PictureFailed:
        return no_picture()
    if drawn is None:
        raise Http404(gettext("This figure has no picture: what it shows is said in words."))
    return HttpResponse(drawn, content_type=kind)


def _context(subject: Subject, key: str) -> dict[str, Any]:
    figure = figure_of(subject, key)
    place, way = _place(subject)
    return {
        "view": subject.view,
        "cell": subject.cell,
        "shown": shown(subject, figure),
        "place": place,
        "about": cell_title(subject.cell, subject.lang),
        "title": f"{figure.title} – {place}",
        "crumbs": crumbs(*way),
        "definitions": [
            each
            for each in definitions(subject.view.settings, subject.lang)
            if each.key in (*figure.footer.definitions, "chance")
        ],
        "method_url": reverse("pages:method"),
    }


def _place(subject: Subject) -> tuple[str, list[Crumb]]:
    """The name of what a figure is about, and the page about it."""
    if subject.view.municipality_id == COUNTRY:
        return gettext("All municipalities together"), []
    place = gettext("Municipality of %(name)s") % {"name": subject.view.name}
    page = reverse("pages:municipality", args=[subject.view.municipality_id])
    return place, [(f"{page}?{subject.choice}", place)]
