# SPDX-License-Identifier: EUPL-1.2
"""The page of a municipality."""

from __future__ import annotations

import re
from html import unescape

import pytest

from gemengd.monitor.figure.municipality import KINDS

MOVED = 1.5
"""Points by which a published number may differ from the exact one where schools are hidden."""
OOSTERHAVEN = "/gemeente/GM9901/"
CHOICE = {"sector": "po", "kenmerk": "parental_education"}


def words(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def headlines(response):
    return re.findall(r'gm-headline__main">([^<]*)<', unescape(response.content.decode()))


def test_the_first_figure_is_the_dissimilarity_of_the_counts(get, dissimilarity):
    dutch, english = headlines(get(OOSTERHAVEN))[0], headlines(get(f"/en{OOSTERHAVEN}"))[0]
    level = int(dutch.removesuffix(" van de 100 leerlingen uit deze groep"))
    # With hidden schools the published number is that of a coarse split, rounded.
    assert level == pytest.approx(100 * dissimilarity["GM9901", 2025], abs=MOVED)
    assert english == f"{level} of every 100 pupils in this group"


@pytest.mark.parametrize("code", ["GM9901", "GM9902", "GM9903"])
def test_every_municipality_answers_in_both_languages(get, code):
    assert 'lang="nl"' in get(f"/gemeente/{code}/").content.decode()
    assert 'lang="en"' in get(f"/en/gemeente/{code}/").content.decode()


def test_every_sector_and_characteristic_answers(get, site):
    for sector in ("po", "vo"):
        for kind in ("parental_education", "origin"):
            page = get(OOSTERHAVEN, sector=sector, kenmerk=kind)
            assert f"sector={sector}&amp;kenmerk={kind}&amp;jaar=2025" in page.content.decode()


def test_an_earlier_year_is_shown_and_the_trend_stays(get, dissimilarity):
    page = get(OOSTERHAVEN, **CHOICE, jaar=2022)
    level, start, end = (100 * dissimilarity["GM9901", year] for year in (2022, 2020, 2025))
    assert int(headlines(page)[0].removesuffix(" van de 100 leerlingen uit deze groep")) == pytest.approx(
        level, abs=MOVED
    )
    told = re.search(
        r"In 2020/21 was het (\d+) van de 100 leerlingen uit deze groep, in 2025/26 (\d+)", words(page)
    )
    assert told is not None
    assert [int(each) for each in told.groups()] == [
        pytest.approx(start, abs=MOVED),
        pytest.approx(end, abs=MOVED),
    ]
    assert abs(level - end) > 2 * MOVED
    assert "schooljaar 2022/23" in words(page)


def test_every_figure_stands_on_the_page_with_its_table_and_downloads(get):
    page = get(OOSTERHAVEN, **CHOICE).content.decode()
    for key in KINDS:
        assert f'id="{key}-title"' in page
        assert f"/gemeente/GM9901/figuur/{key}.csv?" in page


def test_the_schools_link_and_peers_link_to_their_pages(get):
    page = get(OOSTERHAVEN, **CHOICE).content.decode()
    assert 'href="/gemeente/GM9902/?sector=po&amp;kenmerk=parental_education&amp;jaar=2025"' in page


def test_the_definitions_of_the_indices_stand_beside_the_analyst_figures(get):
    text = words(get(f"/en{OOSTERHAVEN}"))
    assert "Dissimilarity (D)" in text
    assert "Hutchens" in text


def test_no_school_under_the_threshold_shows_a_share(get, site):
    from gemengd.monitor.labels import HIDDEN
    from gemengd.web.published.selectors import shown

    cell = shown().view("GM9901").cells[0]
    hidden = [row for row in cell.schools if row["status"] == HIDDEN]
    assert hidden
    page = get(OOSTERHAVEN).content.decode()
    for school in hidden:
        start = rf"<tr[^>]*><th[^>]*>(?:<a[^>]*>)?{re.escape(school['name'])}<"
        row = re.search(f"{start}.*?</tr>", page, re.DOTALL)
        assert row is not None
        own_share = re.findall(r"<td[^>]*>(.*?)</td>", row.group())[1]
        assert own_share == "–"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"sector": "xx"}, "sector=po&amp;kenmerk=parental_education"),
        ({"kenmerk": "shoe_size"}, "kenmerk=origin"),
        ({"jaar": "1999"}, "2020, 2021, 2022, 2023, 2024, 2025"),
        ({"jaar": "x"}, "2025"),
    ],
)
def test_a_choice_that_is_not_there_names_those_that_are(client, site, query, said):
    response = client.get(OOSTERHAVEN, query)
    assert response.status_code == 404
    assert said in response.content.decode()


def test_an_unknown_municipality_names_some_that_there_are(client, site):
    response = client.get("/gemeente/GM0001/")
    assert response.status_code == 404
    assert "GM9901 (Oosterhaven)" in response.content.decode()


@pytest.mark.parametrize("code", ["gm9901", "9901"])
def test_another_way_to_write_the_code_leads_to_the_page(client, site, code):
    response = client.get(f"/gemeente/{code}/", {"sector": "vo"})
    assert response["Location"] == f"{OOSTERHAVEN}?sector=vo"


def test_a_municipality_without_figures_says_why_and_what_is_known(get, monkeypatch):
    from dataclasses import replace

    from gemengd.web.published.selectors import Shown

    whole = Shown.view
    monkeypatch.setattr(Shown, "view", lambda self, code: replace(whole(self, code), cells=()))
    text = words(get(OOSTERHAVEN))
    assert "Voor deze gemeente zijn er geen cijfers naar groep." in text
    assert "12.003" in text


def test_the_page_is_kept_by_caches_and_asks_for_no_cookie(client, get):
    page = get(OOSTERHAVEN)
    assert page["Cache-Control"] == "public, max-age=300"
    assert not page.cookies
    again = client.get(OOSTERHAVEN, headers={"If-None-Match": page["ETag"]})
    assert again.status_code == 304
    assert not again.content


def test_the_page_may_not_be_framed_and_holds_no_inline_style_or_script(get):
    page = get(OOSTERHAVEN)
    policy = page["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    text = page.content.decode()
    assert " style=" not in text
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*src=)", text)


def test_only_reading_is_allowed(client, site):
    assert client.post(OOSTERHAVEN).status_code in (403, 405)
