# SPDX-License-Identifier: EUPL-1.2
"""Topics: what they call their figures, and the links in the tables of these."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.http import Http404
from django.test import RequestFactory

from gemengd.figures.table import About, Column, Table
from gemengd.web.monitor.places import place_topic
from gemengd.web.monitor.views import compare, school
from gemengd.web.published.selectors import shown


def request(**query):
    return RequestFactory().get("/", query)


@pytest.fixture
def topic(site):
    return place_topic(request(), shown(), "GM9901")


def links(topic, about, rows=2):
    """The links in the table of a figure whose rows are about something."""
    table = Table((Column("name", "name"),), tuple({"name": f"row {i}"} for i in range(rows)), about=about)
    figure = replace(topic.figure("level"), table=table)
    return [row[0].address for row in topic.shown(figure).table.rows]


def test_rows_lead_to_what_they_are_about_whatever_the_figure(topic):
    assert links(topic, About("school", ("00AA00", "00AB00"))) == ["/school/00AA00/", "/school/00AB00/"]


def test_a_link_to_the_same_sort_of_page_takes_the_choices_along(topic):
    assert links(topic, About("municipality", ("GM9902", None))) == [
        f"/gemeente/GM9902/?{topic.choice}",
        "",
    ]


def test_rows_about_nothing_have_no_links(topic):
    assert links(topic, None) == ["", ""]


def test_a_code_that_no_address_can_hold_is_no_link(topic):
    assert links(topic, About("school", ("a/b", "00AB00"))) == ["", "/school/00AB00/"]


def test_a_table_names_what_each_of_its_rows_is_about(topic):
    with pytest.raises(ValueError, match="zip"):
        links(topic, About("school", ("00AA00",)))


def test_topics_have_names_of_their_own(site):
    now = shown()
    topics = [
        place_topic(request(), now),
        place_topic(request(), now, "GM9901"),
        place_topic(request(), now, "GM9902"),
        place_topic(request(jaar="2021"), now, "GM9901"),
        compare.subject(request(gemeente="GM9901"), now),
    ]
    assert len({topic.name for topic in topics}) == len(topics)


def test_the_same_question_has_the_same_name(site):
    now = shown()
    asked = request(sector="po", kenmerk="parental_education")
    assert place_topic(asked, now, "GM9901").name == place_topic(request(), now, "GM9901").name


def test_an_unknown_figure_names_those_that_there_are(topic):
    with pytest.raises(Http404, match="level, causes, trend"):
        topic.figure("nothing")


def test_every_sort_of_topic_has_pages_of_its_figures(site):
    now = shown()
    code = now.monitor.schools["school_id"][0]
    pages = [
        (place_topic(request(), now), "/land/figuur/"),
        (place_topic(request(), now, "GM9901"), "/gemeente/GM9901/figuur/"),
        (school.subject(request(), now, code), f"/school/{code}/figuur/"),
        (compare.subject(request(gemeente="GM9901"), now), "/vergelijken/figuur/"),
    ]
    for topic, stem in pages:
        key = next(iter(topic.kinds))
        assert topic.shown(topic.figure(key)).addresses.page == f"{stem}{key}/?{topic.choice}"
