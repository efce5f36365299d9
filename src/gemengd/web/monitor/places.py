# SPDX-License-Identifier: EUPL-1.2
"""Municipalities, and all of them together, as topics of pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from gemengd.monitor.figure.country.kinds import KINDS as COUNTRY_KINDS
from gemengd.monitor.figure.municipality import KINDS, figures
from gemengd.monitor.published.country import COUNTRY
from gemengd.monitor.published.view import View
from gemengd.web.monitor.choices import address, cell_choices, chosen_cell, speech
from gemengd.web.monitor.topics import Topic
from gemengd.web.published.selectors import Shown


def place_topic(request: HttpRequest, now: Shown, code: str = COUNTRY) -> Topic:
    """What the address asks for: a municipality, or by default all of them together.

    Raises:
        Http404: there is no such municipality or choice; the message names what there is.
    """
    view = view_of(now, code)
    if not view.cells:
        raise Http404(
            gettext("There are no figures by group for %(place)s in these data.") % {"place": view.name}
        )
    cell = chosen_cell(view.cells, request.GET, lambda cell, year: now.at(view, cell, year))
    kinds, lang, choice = COUNTRY_KINDS if code == COUNTRY else KINDS, speech(), address(cell)
    title, page = _named(view)
    return Topic(
        now=now,
        cell=cell,
        lang=lang,
        kinds=kinds,
        make=lambda keys: figures(view, lang.code, cell=cell, keys=keys, kinds=kinds),
        title=title,
        figure_page=("monitor:country-figure",) if code == COUNTRY else ("monitor:figure", code),
        choice=choice,
        choices=tuple(cell_choices(view.cells, cell)),
        way=((f"{page}?{choice}", title),) if page else (),
        carried="municipality",
    )


def view_of(now: Shown, code: str) -> View:
    """The view of a municipality by its code; `NL` is all of them together.

    Raises:
        Http404: the monitor does not know it.
    """
    if code == COUNTRY:
        return now.country
    try:
        return now.view(code)
    except KeyError:
        some = ", ".join(f"{key} ({name})" for key, name in list(now.monitor.names.items())[:5])
        raise Http404(
            gettext("There is no municipality with the code %(code)s in these data. There are: %(some)s …")
            % {"code": code[:20], "some": some}
        ) from None


def _named(view: View) -> tuple[str, str]:
    """The name of a place, and the page about it; the country has no page of its own."""
    if view.municipality_id == COUNTRY:
        return gettext("All municipalities together"), ""
    name = gettext("Municipality of %(name)s") % {"name": view.name}
    return name, reverse("monitor:municipality", args=[view.municipality_id])
