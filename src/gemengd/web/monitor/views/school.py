# SPDX-License-Identifier: EUPL-1.2
"""The page of a school: its composition beside its catchment, what its board says, the schools nearby."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext

from gemengd.figures.table import Row
from gemengd.monitor.figure.school.kinds import KINDS, school_figures
from gemengd.monitor.labels import denomination_name, sector_name
from gemengd.monitor.published.heading import cell_title
from gemengd.monitor.published.school import School, of_school, school_at, school_cells
from gemengd.monitor.published.view import Cell, View
from gemengd.web.explanations import services as explanations
from gemengd.web.explanations.said import Said
from gemengd.web.frame.crumbs import Crumb, crumbs
from gemengd.web.monitor.choices import address, cell_choices, chosen_cell, speech
from gemengd.web.monitor.publishing import published_page
from gemengd.web.monitor.topics import Topic
from gemengd.web.published.selectors import Shown

OF_A_BOARD = ("school_id", "name", "sector", "municipality_id", "denomination", "last_year")


@published_page
def page(request: HttpRequest, now: Shown, school_id: str) -> HttpResponse:
    """One school."""
    facts = _facts(now, school_id)
    said = explanations.of_school(school_id)
    # The board may say something new while the data stay the same.
    etag = f'"{now.tag}-{said.revision.pk if said else 0}"'
    if _cells(now, school_id):
        context = _figures(subject(request, now, school_id))
    else:
        context = {"title": facts["name"], "crumbs": crumbs()}
    context |= _frame(now, facts, said)
    response = render(request, "monitor/school.html", context)
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def subject(request: HttpRequest, now: Shown, school_id: str) -> Topic:
    """What the address asks for.

    Raises:
        Http404: there is no such school or choice; the message names what there is.
    """
    facts, cells = _facts(now, school_id), _cells(now, school_id)
    municipality = _municipality(now, school_id)
    if municipality is None or not cells:
        raise Http404(
            gettext("There are no figures by group for %(place)s in these data.") % {"place": facts["name"]}
        )
    cell = chosen_cell(
        cells, request.GET, lambda cell, year: of_school(now.at(municipality, cell, year), cell)
    )
    school = school_at(now.monitor, municipality, cell)
    lang, query = speech(), address(cell)
    return Topic(
        now=now,
        cell=cell,
        lang=lang,
        kinds=KINDS,
        make=lambda keys: school_figures(school, lang.code, keys=keys),
        title=school.name,
        figure_page=("monitor:school-figure", school_id),
        choice=query,
        choices=tuple(cell_choices(cells, cell)),
        way=(_crumb(school, query), (f"{reverse('monitor:school', args=[school_id])}?{query}", school.name)),
        carried="school",
    )


def _facts(now: Shown, school_id: str) -> Row:
    """What is publicly known of a school, as it was last.

    Raises:
        Http404: the data do not know the school; the message names some that they know.
    """
    table = now.monitor.tables["schools"]
    rows = (
        table.filter(school_id=school_id)
        .sort("last_year", nulls_last=True)
        .select(OF_A_BOARD)
        .rows(named=True)
    )
    if rows:
        return rows[-1]
    some = ", ".join(f"{code} ({name})" for code, name, *_ in now.monitor.schools.head(4).iter_rows())
    raise Http404(
        gettext("There is no school with the code %(code)s in these data. There are: %(some)s …")
        % {"code": school_id[:20], "some": some}
    )


def _municipality(now: Shown, school_id: str) -> View | None:
    """The municipality in which a school stands; None when the monitor has nothing of the school."""
    rows = now.monitor.schools.filter(school_id=school_id).rows(named=True)
    code = rows[0]["municipality_id"] if rows else ""
    return now.view(code) if code in now.monitor.names else None


def _cells(now: Shown, school_id: str) -> tuple[Cell, ...]:
    """What can be shown of a school."""
    municipality = _municipality(now, school_id)
    return () if municipality is None else school_cells(now.monitor, municipality, school_id)


def _crumb(school: School, query: str) -> Crumb:
    page = reverse("monitor:municipality", args=[school.municipality_id])
    return f"{page}?{query}", gettext("Municipality of %(name)s") % {"name": school.municipality}


def _figures(topic: Topic) -> dict[str, Any]:
    return {
        "topic": topic,
        "cell": topic.cell,
        "title": topic.title,
        "about": cell_title(topic.cell, topic.lang),
        "summary": topic.lang.say("school year {year}", year=topic.lang.school_year(topic.cell.year)),
        "choices": topic.choices,
        "crumbs": crumbs(topic.way[0]),
        "figures": topic.figures(),
        "threshold": topic.lang.number(topic.cell.threshold),
    }


def _frame(now: Shown, facts: Row, said: Said | None) -> dict[str, Any]:
    lang = speech()
    code = facts["municipality_id"] or ""
    asked = said.contribution if said else None
    denomination, spoken = denomination_name(facts["denomination"] or "", lang)
    return {
        "facts": facts,
        "denomination": denomination,
        "denomination_language": spoken,
        "sector": sector_name(facts["sector"], lang),
        "place": now.monitor.names.get(code, ""),
        "place_url": reverse("monitor:municipality", args=[code]) if code in now.monitor.names else "",
        "said": said,
        "said_on": lang.day(said.moment.date().isoformat()) if said else "",
        "contribution": "" if asked is None else lang.number(float(asked), 2),
        "contribution_year": lang.school_year(said.contribution_year)
        if said and said.contribution_year
        else "",
        "method_url": reverse("monitor:method"),
    }
