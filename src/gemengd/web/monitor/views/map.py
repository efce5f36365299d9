# SPDX-License-Identifier: EUPL-1.2
"""The map: the areas and schools of a municipality, or all municipalities."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from gemengd.figures.palette import GREY, INK, PAPER, SECOND
from gemengd.monitor.figure.map_features import map_features, places
from gemengd.monitor.figure.municipality import cell_title
from gemengd.monitor.published.country import COUNTRY
from gemengd.monitor.published.map_classes import classes
from gemengd.web.frame.crumbs import Crumb, crumbs
from gemengd.web.monitor.choices import cell_choices
from gemengd.web.monitor.figure_of import Subject, shown_figures, subject_of
from gemengd.web.monitor.finding import sorted_names
from gemengd.web.monitor.publishing import published_page
from gemengd.web.published.selectors import Shown


@published_page
def page(request: HttpRequest, now: Shown) -> HttpResponse:
    """The map with its legend, list and table; without JavaScript the picture that the monitor draws."""
    subject = _subject(request, now)
    code = _code(subject)
    keep = [("gemeente", code)] if code else []
    query = f"{urlencode(keep)}&{subject.choice}" if code else subject.choice
    figure = shown_figures(subject, ("map",))[0]
    used = classes(subject.cell)
    context = {
        "crumbs": crumbs(*_way(subject, code)),
        "view": subject.view,
        "code": code,
        "section": "map",
        "cell": subject.cell,
        "shown": figure,
        "title": _title(subject, code),
        "about": cell_title(subject.cell, subject.lang),
        "choices": cell_choices(subject.view, subject.cell),
        "keep": keep,
        "names": sorted_names(now),
        "data": f"{reverse('monitor:map-data')}?{query}",
        "legend": [(colour, used.words(number, subject.lang)) for number, colour in used.colours.items()],
        "doubt": any(used.doubtful(row) for row in subject.cell.areas),
        "places": [
            place | {"address": _address(place, subject, code)}
            for place in places(subject.cell, subject.lang)
        ],
        "choice": subject.choice,
        "colours": {"ink": INK, "grey": GREY, "paper": PAPER, "second": SECOND},
    }
    return render(request, "monitor/map.html", context)


@published_page
def data(request: HttpRequest, now: Shown) -> HttpResponse:
    """The areas and schools as GeoJSON in degrees, made once per version and kept on disk."""
    subject = _subject(request, now)
    kept, name = caches["pictures"], f"map:{subject.name}"
    found: str | None = kept.get(name)
    if found is None:
        found = json.dumps(
            map_features(subject.cell, subject.lang), separators=(",", ":"), ensure_ascii=False
        )
        kept.set(name, found)
    return HttpResponse(found, content_type="application/geo+json")


def _subject(request: HttpRequest, now: Shown) -> Subject:
    return subject_of(request, now, request.GET.get("gemeente") or COUNTRY)


def _code(subject: Subject) -> str:
    """The municipality in the address; empty for all of them."""
    code = subject.view.municipality_id
    return "" if code == COUNTRY else code


def _title(subject: Subject, code: str) -> str:
    if not code:
        return gettext("Map of all municipalities")
    return gettext("Map of %(place)s") % {"place": subject.view.name}


def _way(subject: Subject, code: str) -> list[Crumb]:
    if not code:
        return []
    page = reverse("monitor:municipality", args=[code])
    return [(f"{page}?{subject.choice}", gettext("Municipality of %(name)s") % {"name": subject.view.name})]


def _address(place: dict[str, Any], subject: Subject, code: str) -> str:
    """The page about a place: of a school its own, of a municipality its map; of an area there is none."""
    if place["kind"] == "school":
        return f"{reverse('monitor:school', args=[place['id']])}?{subject.choice}"
    if code:
        return ""
    return f"{reverse('monitor:map')}?{urlencode({'gemeente': place['id']})}&{subject.choice}"
