# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from gemengd.web.monitor.figure_paths import figure_paths
from gemengd.web.monitor.places import place_topic
from gemengd.web.monitor.views import compare, council, find, home, method, municipality, school
from gemengd.web.monitor.views import map as map_page

app_name = "monitor"
urlpatterns = [
    path("", home.page, name="home"),
    path("zoeken/", find.page, name="find"),
    path("methode/", method.page, name="method"),
    path("methode/begrippen/", method.glossary, name="glossary"),
    path("toegankelijkheid/", method.accessibility, name="accessibility"),
    path("gemeente/<str:code>/", municipality.page, name="municipality"),
    path("gemeente/<str:code>/raad.pdf", council.document, name="council"),
    *figure_paths("gemeente/<str:code>/", "figure", place_topic),
    path("school/<str:school_id>/", school.page, name="school"),
    *figure_paths("school/<str:school_id>/", "school-figure", school.subject),
    path("kaart/", map_page.page, name="map"),
    path("kaart/vlakken.json", map_page.data, name="map-data"),
    path("vergelijken/", compare.page, name="compare"),
    *figure_paths("vergelijken/", "compare-figure", compare.subject),
    *figure_paths("land/", "country-figure", place_topic),
]
