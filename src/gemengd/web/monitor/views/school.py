# SPDX-License-Identifier: EUPL-1.2
"""The page of a school: its composition beside its catchment, what its board says, the schools nearby."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext

from gemengd.figures.table import Row
from gemengd.monitor.figure.municipality import Figure, cell_title
from gemengd.monitor.figure.school import school_kinds
from gemengd.monitor.labels import denomination_name, sector_name
from gemengd.monitor.published.school import School, of_school, school_at, school_view
from gemengd.monitor.published.view import Cell, View
from gemengd.web.explanations import services as explanations
from gemengd.web.frame.crumbs import Crumb, crumbs
from gemengd.web.monitor.choices import address, cell_choices, one_of, speech
from gemengd.web.monitor.publishing import published_page
from gemengd.web.monitor.topics import Topic
from gemengd.web.organisations.models import Explanation
from gemengd.web.published.selectors import Shown

OF_A_BOARD = ("school_id", "name", "sector", "municipality_id", "denomination", "last_year")


@published_page
def page(request: HttpRequest, now: Shown, school_id: str) -> HttpResponse:
    """One school."""
    facts = _facts(now, school_id)
    said = explanations.of_school(school_id)
    # The board may say something new while the data stay the same.
    etag = f'"{now.tag}-{said.pk if said else 0}"'
    known = _views(now, school_id)[1].cells
    if known:
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
    _facts(now, school_id)
    municipality, view = _views(now, school_id)
    if not view.cells:
        raise Http404(
            gettext("There are no figures by group for %(place)s in these data.") % {"place": view.name}
        )
    school = school_at(now.monitor, municipality, _chosen(now, municipality, view, request.GET))
    here = reverse("monitor:school", args=[school_id])
    query = address(school.cell)
    return Topic(
        now,
        replace(view, places=school.places),
        school.cell,
        speech(),
        own_kinds=school_kinds(school),
        title=school.name,
        page=here,
        query=query,
        choices=tuple(cell_choices(view, school.cell)),
        way=(_municipality(school, query), (f"{here}?{query}", school.name)),
        row_addresses=lambda figure: _rows(school, figure, query),
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


def _views(now: Shown, school_id: str) -> tuple[View, View]:
    """The municipality and the school; without figures an empty view stands for both."""
    rows = now.monitor.schools.filter(school_id=school_id).rows(named=True)
    code = rows[0]["municipality_id"] if rows else ""
    if code not in now.monitor.names:
        empty = View(school_id, school_id, (), (), now.monitor.manifest, now.version)
        return empty, empty
    municipality = now.view(code)
    return municipality, school_view(now.monitor, municipality, school_id)


def _chosen(now: Shown, municipality: View, view: View, query: QueryDict) -> Cell:
    sector, name = query.get("sector"), query.get("kenmerk")
    for cell in view.cells:
        if sector in (None, cell.sector) and name in (None, cell.characteristic.name):
            year = int(one_of(query, "jaar", map(str, cell.years), str(cell.year)))
            return cell if year == cell.year else of_school(now.at(municipality, cell, year), cell)
    there = ", ".join(address(cell) for cell in view.cells)
    raise Http404(gettext("There are no figures for this choice. There are: %(there)s.") % {"there": there})


def _municipality(school: School, query: str) -> Crumb:
    page = reverse("monitor:municipality", args=[school.municipality_id])
    return f"{page}?{query}", gettext("Municipality of %(name)s") % {"name": school.municipality}


def _rows(school: School, figure: Figure, query: str) -> list[str]:
    if figure.key != "nearby":
        return []
    codes = (each.row["school_id"] for each in school.nearby)
    return [f"{reverse('monitor:school', args=[code])}?{query}" for code in codes]


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


def _frame(now: Shown, facts: Row, said: Explanation | None) -> dict[str, Any]:
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
