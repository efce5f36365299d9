# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from gemengd.web.monitor.figure_paths import figure_paths
from gemengd.web.monitor.views import compare, council, figure, find, home, method, municipality, school
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
    path("gemeente/<str:code>/figuur/<str:key>.svg", figure.svg, name="figure-svg"),
    path("gemeente/<str:code>/figuur/<str:key>.png", figure.png, name="figure-png"),
    path("gemeente/<str:code>/figuur/<str:key>.csv", figure.csv, name="figure-csv"),
    path("gemeente/<str:code>/figuur/<str:key>/", figure.page, name="figure"),
    path("gemeente/<str:code>/figuur/<str:key>/insluiten/", figure.embed, name="figure-embed"),
    path("school/<str:school_id>/", school.page, name="school"),
    *figure_paths("school/<str:school_id>/", "school-figure", school.subject),
    path("kaart/", map_page.page, name="map"),
    path("kaart/vlakken.json", map_page.data, name="map-data"),
    path("vergelijken/", compare.page, name="compare"),
    *figure_paths("vergelijken/", "compare-figure", compare.subject),
    path("land/figuur/<str:key>.svg", figure.svg, name="country-figure-svg"),
    path("land/figuur/<str:key>.png", figure.png, name="country-figure-png"),
    path("land/figuur/<str:key>.csv", figure.csv, name="country-figure-csv"),
    path("land/figuur/<str:key>/", figure.page, name="country-figure"),
    path("land/figuur/<str:key>/insluiten/", figure.embed, name="country-figure-embed"),
]
