# SPDX-License-Identifier: EUPL-1.2
"""A figure by itself: its page, picture, table and embedded form."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from xml.etree import ElementTree as ET

import pytest

from gemengd.monitor import figures
from gemengd.monitor.figure.country.kinds import KINDS as COUNTRY_KINDS
from gemengd.monitor.figure.municipality import KINDS
from gemengd.web.published.selectors import shown

STEM = "/gemeente/GM9901/figuur"
CHOICE = {"sector": "po", "kenmerk": "parental_education"}


def rows(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("key", KINDS)
def test_every_figure_has_a_page_that_holds_its_sentences_and_address(get, key, settings):
    settings.GEMENGD_ADDRESS = "https://gemengd.example"
    page = unescape(get(f"{STEM}/{key}/", **CHOICE).content.decode())
    figure = figures(shown().view("GM9901"), "nl", keys=(key,), draw=False)[0]
    for sentence in figure.said.sentences:
        assert sentence in page
    choice = "sector=po&kenmerk=parental_education&jaar=2025"
    assert f"https://gemengd.example{STEM}/{key}/?{choice}" in page
    assert (
        f'<iframe src="https://gemengd.example{STEM}/{key}/insluiten/?{choice.replace("&", "&amp;")}"' in page
    )


@pytest.mark.parametrize("key", KINDS)
def test_the_file_is_the_table_of_the_monitor(get, key):
    response = get(f"{STEM}/{key}.csv", **CHOICE)
    figure = figures(shown().view("GM9901"), "nl", keys=(key,), draw=False)[0]
    assert response.content.decode("utf-8-sig") == figure.table.csv()
    assert response["Content-Disposition"] == f'attachment; filename="{figure.file_name}"'


def test_the_series_is_that_of_the_counts(get, dissimilarity):
    found = {int(row["year"]): float(row["estimate"]) for row in rows(get(f"{STEM}/trend.csv", **CHOICE))}
    assert sorted(found) == list(range(2020, 2026))
    for year, estimate in found.items():
        assert estimate == pytest.approx(dissimilarity["GM9901", year], abs=0.006)


def test_no_count_under_the_threshold_stands_in_a_file(get):
    for key in ("schools", "map", "groups"):
        counts = [float(row["pupils"]) for row in rows(get(f"{STEM}/{key}.csv", **CHOICE)) if row["pupils"]]
        assert counts
        assert min(counts) >= 10


def test_the_picture_is_one_image_with_its_sentence(get):
    response = get(f"{STEM}/level.svg", **CHOICE)
    assert response["Content-Type"] == "image/svg+xml"
    root = ET.fromstring(response.content)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("role") == "img"
    figure = figures(shown().view("GM9901"), "nl", keys=("level",))[0]
    assert root.get("aria-label") == figure.alt
    assert not re.search(rb"<script|<style| style=", response.content)


def test_the_wide_picture_is_wider(get):
    def width(**query):
        picture = get(f"{STEM}/schools.svg", **CHOICE, **query).content
        return float(ET.fromstring(picture).get("width"))

    assert width(breed=1) > 1.5 * width()


def test_the_picture_as_pixels_is_twice_as_large(get):
    png = get(f"{STEM}/level.png", **CHOICE).content
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") >= 600


def test_a_picture_is_drawn_once(get, monkeypatch):
    from gemengd.web.monitor import pictures

    first = get(f"{STEM}/causes.svg", **CHOICE).content
    monkeypatch.setattr(pictures, "_drawn", lambda *_: pytest.fail("drawn again"))
    assert get(f"{STEM}/causes.svg", **CHOICE).content == first


def test_pictures_of_languages_and_choices_are_not_mixed_up(get):
    one = get(f"{STEM}/causes.svg", **CHOICE).content
    assert get(f"/en{STEM}/causes.svg", **CHOICE).content != one
    assert get(f"{STEM}/causes.svg", sector="po", kenmerk="origin").content != one
    assert get(f"{STEM}/level.svg", **CHOICE, jaar=2020).content != get(f"{STEM}/level.svg", **CHOICE).content


def test_a_figure_without_a_picture_says_so(client, site):
    response = client.get(f"{STEM}/indices.svg")
    assert response.status_code == 404
    assert "geen beeld" in response.content.decode()


@pytest.mark.parametrize("ending", ["/", ".svg", ".png", ".csv", "/insluiten/"])
def test_an_unknown_figure_names_those_that_there_are(client, site, ending):
    response = client.get(f"{STEM}/no such{ending}")
    assert response.status_code == 404
    assert "level, causes, trend" in response.content.decode()


def test_only_the_embedded_figure_may_be_framed(get):
    embedded = get(f"{STEM}/level/insluiten/", **CHOICE)
    assert "frame-ancestors *" in embedded["Content-Security-Policy"]
    assert "X-Frame-Options" not in embedded
    page = get(f"{STEM}/level/", **CHOICE)
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_pictures_and_files_are_kept_by_caches(client, get):
    for ending in (".svg", ".png", ".csv"):
        response = get(f"{STEM}/level{ending}", **CHOICE)
        again = client.get(f"{STEM}/level{ending}", CHOICE, headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304
        assert not response.cookies


@pytest.mark.parametrize("key", COUNTRY_KINDS)
def test_the_country_has_its_figures_too(get, key):
    assert get(f"/land/figuur/{key}/").content
    assert get(f"/en/land/figuur/{key}.svg").content.startswith(b"<svg")
    assert rows(get(f"/land/figuur/{key}.csv"))
