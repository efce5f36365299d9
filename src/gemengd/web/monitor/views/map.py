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
from gemengd.monitor.published.country import COUNTRY
from gemengd.monitor.published.heading import cell_title
from gemengd.monitor.published.map_classes import classes
from gemengd.monitor.published.view import View
from gemengd.web.frame.crumbs import crumbs
from gemengd.web.monitor.finding import sorted_names
from gemengd.web.monitor.places import place_topic, view_of
from gemengd.web.monitor.publishing import published_page
from gemengd.web.monitor.topics import Topic
from gemengd.web.published.selectors import Shown


@published_page
def page(request: HttpRequest, now: Shown) -> HttpResponse:
    """The map with its legend, list and table; without JavaScript the picture that the monitor draws."""
    topic = _topic(request, now)
    code = _code(topic)
    view = view_of(now, topic.cell.municipality_id)
    keep = [("gemeente", code)] if code else []
    query = f"{urlencode(keep)}&{topic.choice}" if code else topic.choice
    figure = topic.figures(("map",))[0]
    used = classes(topic.cell)
    context = {
        "crumbs": crumbs(*topic.way),
        "view": view,
        "code": code,
        "section": "map",
        "cell": topic.cell,
        "shown": figure,
        "title": _title(view, code),
        "about": cell_title(topic.cell, topic.lang),
        "choices": topic.choices,
        "keep": keep,
        "names": sorted_names(now),
        "data": f"{reverse('monitor:map-data')}?{query}",
        "legend": [(colour, used.words(number, topic.lang)) for number, colour in used.colours.items()],
        "doubt": any(used.doubtful(row) for row in topic.cell.areas),
        "places": [
            place | {"address": _address(place, topic, code)} for place in places(topic.cell, topic.lang)
        ],
        "choice": topic.choice,
        "colours": {"ink": INK, "grey": GREY, "paper": PAPER, "second": SECOND},
    }
    return render(request, "monitor/map.html", context)


@published_page
def data(request: HttpRequest, now: Shown) -> HttpResponse:
    """The areas and schools as GeoJSON in degrees, made once per version and kept on disk."""
    topic = _topic(request, now)
    kept, name = caches["pictures"], f"map:{topic.name}"
    found: str | None = kept.get(name)
    if found is None:
        found = json.dumps(map_features(topic.cell, topic.lang), separators=(",", ":"), ensure_ascii=False)
        kept.set(name, found)
    return HttpResponse(found, content_type="application/geo+json")


def _topic(request: HttpRequest, now: Shown) -> Topic:
    return place_topic(request, now, request.GET.get("gemeente") or COUNTRY)


def _code(topic: Topic) -> str:
    """The municipality in the address; empty for all of them."""
    code = topic.cell.municipality_id
    return "" if code == COUNTRY else code


def _title(view: View, code: str) -> str:
    if not code:
        return gettext("Map of all municipalities")
    return gettext("Map of %(place)s") % {"place": view.name}


def _address(place: dict[str, Any], topic: Topic, code: str) -> str:
    """The page about a place: of a school its own, of a municipality its map; of an area there is none."""
    if place["kind"] == "school":
        return f"{reverse('monitor:school', args=[place['id']])}?{topic.choice}"
    if code:
        return ""
    return f"{reverse('monitor:map')}?{urlencode({'gemeente': place['id']})}&{topic.choice}"
