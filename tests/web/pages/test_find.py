# SPDX-License-Identifier: EUPL-1.2
"""Finding a municipality, school or postcode."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gemengd.web.monitor import finding
from gemengd.web.published.selectors import shown


@pytest.mark.parametrize("asked", ["Oosterhaven", "oosterHAVEN", " Öosterhaven", "GM9901", "gm9901", "9901"])
def test_one_sure_hit_goes_straight_to_its_page(client, site, asked):
    response = client.get("/zoeken/", {"q": asked})
    assert response.status_code == 302
    assert response["Location"] == "/gemeente/GM9901/"


def test_the_language_stays(client, site):
    assert client.get("/en/zoeken/", {"q": "GM9901"})["Location"] == "/en/gemeente/GM9901/"


def test_another_spelling_is_offered_and_not_taken_for_granted(get):
    page = get("/zoeken/", q="Osterhafen").content.decode()
    assert 'href="/gemeente/GM9901/"' in page


def test_schools_are_found_by_name_and_code(site):
    name, code = "De Kade", "99AC00"
    assert [hit.key for hit in finding.find(shown(), code.lower()).hits] == [code]
    assert code in [hit.key for hit in finding.find(shown(), name).hits]


def test_a_neighbourhood_leads_to_its_municipality(site):
    found = finding.find(shown(), "Weverskwartier")
    assert [(hit.kind, hit.key) for hit in found.hits] == [("area", "GM9901")]


def test_of_a_postcode_only_the_digits_are_kept(client, site):
    response = client.get("/zoeken/", {"q": "1234 ab"})
    assert response["Location"] == "/zoeken/?q=1234"
    assert "no-store" in response["Cache-Control"]
    page = client.get("/zoeken/", {"q": "1234"}).content.decode()
    assert "1234" in page
    assert "ab" not in page.split("<h1")[1].split("</h1>")[0].lower().replace("gebied", "")


def test_a_postcode_area_leads_to_its_municipality(site, monkeypatch):
    now = shown()
    index = finding._index(now.folder, now.version)
    hit = finding.Hit("area", "GM9902", "1234 Dorp", "Lindermeer")
    monkeypatch.setattr(finding, "_index", lambda *_: replace(index, postcodes={"1234": hit}))
    assert finding.find(now, "1234 AB") == finding.Found((hit,), sure=True, postcode="1234")


def test_nothing_found_says_what_to_try(get):
    page = get("/zoeken/", q="xyzzyx").content.decode()
    assert "Niets gevonden" in page
    assert "Alleen de vier cijfers worden gebruikt" in page
    assert 'href="/gemeente/GM9902/"' in page


@pytest.mark.parametrize(
    "asked", ["", " ", "a", "%", "<script>alert(1)</script>", "\x00", "é" * 500, "()[*+"]
)
def test_any_question_gets_a_page(get, asked):
    page = get("/zoeken/", q=asked).content.decode()
    assert "<script>alert" not in page


def test_many_hits_are_cut_and_counted(get, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 3)
    page = get("/zoeken/", q="de").content.decode()
    assert page.count("gm-hits__kind") == 3
    assert "Typ meer van de naam" in page
