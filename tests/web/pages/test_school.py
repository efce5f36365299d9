# SPDX-License-Identifier: EUPL-1.2
"""The page of a school."""

from __future__ import annotations

import csv
import io
import math
import re
from decimal import Decimal
from functools import partial
from html import unescape

import polars as pl
import pytest

from explaining import say
from gemengd.monitor.labels import HIDDEN
from gemengd.tables import Workspace
from gemengd.web.published.selectors import shown

SCHOOL = "/school/99AA00/"
CHOICE = {"sector": "po", "kenmerk": "parental_education"}


def words(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def rows(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture(scope="session")
def counted(example_workspace):
    """Pupils in known groups, and those of parents with little education, by school and year."""
    workspace = Workspace(example_workspace)
    kind = workspace.characteristics["parental_education"]
    pupils = workspace.table("pupils").filter(
        pl.col("characteristic") == kind.name, ~pl.col("group").is_in(kind.unknown)
    )
    focal = pl.col("low").filter(pl.col("group").is_in(kind.focal)).sum()
    sums = pupils.group_by("school_id", "year").agg(all=pl.col("low").sum(), focal=focal)
    return {(code, year): (every, few) for code, year, every, few in sums.iter_rows()}


@pytest.fixture
def of_the_board(site):
    """The board of the school, with what it says."""
    from gemengd.web.organisations.models import Kind, Organisation

    board = Organisation.objects.create(name="Stichting De Kade", kind=Kind.BOARD, code="99101")

    return partial(say, board)


@pytest.mark.parametrize("year", [2020, 2025])
def test_the_share_is_that_of_the_counts(get, counted, year):
    every, few = counted["99AA00", year]
    n = round(100 * few / every)
    text = words(get(SCHOOL, **CHOICE, jaar=year))
    assert f"Op De Weefspoel behoren ongeveer {n} van elke 100 leerlingen tot de groep" in text
    assert f"At De Weefspoel, about {n} of every 100 are" in words(get(f"/en{SCHOOL}", **CHOICE, jaar=year))


def test_the_series_is_that_of_the_counts(get, counted):
    found = rows(get(f"{SCHOOL}figuur/beside.csv", **CHOICE))
    assert [int(row["year"]) for row in found] == list(range(2020, 2026))
    for row in found:
        every, few = counted["99AA00", int(row["year"])]
        assert float(row["pupils"]) == every
        assert float(row["focal_share"]) == pytest.approx(few / every, abs=1e-4)
        reach = 1.96 * math.sqrt(few / every * (1 - few / every) / every)
        assert float(row["high"]) == pytest.approx(few / every + reach, abs=1e-4)


def test_the_schools_nearby_stand_by_distance_and_not_by_composition(get, example_workspace):
    table = Workspace(example_workspace).table("schools").filter(pl.col("sector") == "po")
    place = {code: (x, y) for code, x, y in table.select("school_id", "x", "y").iter_rows()}
    found = rows(get(f"{SCHOOL}figuur/nearby.csv", **CHOICE))
    km = [math.dist(place[row["school_id"]], place["99AA00"]) / 1000 for row in found]
    assert km == sorted(km)
    assert [float(row["km"]) for row in found] == pytest.approx(km, abs=1e-4)
    others = sorted(
        math.dist(point, place["99AA00"]) / 1000 for code, point in place.items() if code != "99AA00"
    )
    assert km == pytest.approx(others[: len(km)])
    assert len(km) >= 5


def test_nearby_schools_link_to_their_pages_with_the_same_choice(get):
    page = get(SCHOOL, **CHOICE, jaar=2024).content.decode()
    code = rows(get(f"{SCHOOL}figuur/nearby.csv", **CHOICE, jaar=2024))[0]["school_id"]
    assert f'href="/school/{code}/?sector=po&amp;kenmerk=parental_education&amp;jaar=2024"' in page


def test_a_hidden_composition_says_why_and_shows_no_share(get, site):
    hidden = (
        shown()
        .monitor.frames["schools"]
        .filter(pl.col("status") == HIDDEN, pl.col("year") == 2025, characteristic="parental_education")
    )
    code = hidden["school_id"][0]
    sector = hidden["sector"][0]
    page = get(f"/school/{code}/", sector=sector, kenmerk="parental_education", jaar=2025)
    assert "te weinig leerlingen om te tonen" in words(page)
    assert "minder dan 10 leerlingen" in words(page)
    last = rows(get(f"/school/{code}/figuur/beside.csv", sector=sector, kenmerk="parental_education"))[-1]
    assert not any(
        last[name] for name in ("focal_share", "low", "high", "chance_low", "chance_high", "difference")
    )


def test_where_pupils_live_is_told_without_counts_per_area(get, example_workspace):
    page = get(SCHOOL, **CHOICE)
    assert "Hoeveel leerlingen uit welke buurt komen, tonen we niet" in words(page)
    areas = Workspace(example_workspace).table("areas").filter(pl.col("level") == "buurt")["area_id"]
    everything = page.content.decode() + get(f"{SCHOOL}figuur/homes.csv", **CHOICE).content.decode()
    assert not any(area in everything for area in areas)


def test_no_count_under_the_threshold_stands_in_any_table(get, site):
    for code in shown().monitor.schools["school_id"]:
        for key in ("beside", "homes", "nearby"):
            for row in rows(get(f"/school/{code}/figuur/{key}.csv")):
                counts = [row[name] for name in ("pupils", "near_pupils") if row.get(name)]
                assert all(float(count) >= 10 for count in counts), (code, key)


def test_without_an_explanation_a_board_reads_how_to_write_one(get):
    text = words(get(SCHOOL))
    assert "heeft hier nog geen toelichting geschreven" in text
    assert "Niet opgegeven door het bestuur" in text


def test_the_explanation_stands_beside_the_figures_with_its_author(get, of_the_board):
    of_the_board(
        text="Wij zijn een <b>kleine</b> school.",
        policy_url="https://school.example/toelating",
        contribution=Decimal("47.50"),
        contribution_year=2025,
    )
    page = get(SCHOOL)
    assert "Wij zijn een &lt;b&gt;kleine&lt;/b&gt; school." in page.content.decode()
    assert "Geschreven door Stichting De Kade" in words(page)
    assert 'href="https://school.example/toelating"' in page.content.decode()
    assert "€ 47,50 per jaar (2025/26)" in words(page)


def test_a_new_explanation_is_seen_by_who_has_the_page_already(client, get, of_the_board):
    etag = get(SCHOOL)["ETag"]
    assert client.get(SCHOOL, headers={"If-None-Match": etag}).status_code == 304
    of_the_board(text="Dit is nieuw.")
    again = client.get(SCHOOL, headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert "Dit is nieuw." in again.content.decode()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_school_answers_in_both_languages(get, site, prefix):
    for code in shown().monitor.schools["school_id"]:
        assert "gm-figure--beside" in get(f"{prefix}/school/{code}/").content.decode()


@pytest.mark.parametrize("key", ["beside", "homes", "nearby"])
def test_every_figure_has_its_forms(get, key):
    assert f"figuur/{key}/insluiten/?sector=po" in unescape(
        get(f"{SCHOOL}figuur/{key}/", **CHOICE).content.decode()
    )
    assert get(f"{SCHOOL}figuur/{key}.svg", **CHOICE).content.startswith(b"<svg")
    assert get(f"{SCHOOL}figuur/{key}.png", **CHOICE).content.startswith(b"\x89PNG")
    embedded = get(f"{SCHOOL}figuur/{key}/insluiten/", **CHOICE)
    assert "frame-ancestors *" in embedded["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("address", "query", "said"),
    [
        ("/school/00XX00/", {}, "99AA00 (De Weefspoel)"),
        (SCHOOL, {"kenmerk": "shoe_size"}, "kenmerk=parental_education"),
        (SCHOOL, {"sector": "vo"}, "sector=po"),
        (SCHOOL, {"jaar": "1999"}, "2020, 2021"),
        (f"{SCHOOL}figuur/no such/", {}, "beside, homes, nearby"),
    ],
)
def test_what_is_not_there_names_what_is(client, site, address, query, said):
    response = client.get(address, query)
    assert response.status_code == 404
    assert said in unescape(response.content.decode())


def test_a_school_without_figures_says_so_and_leads_on(get, site, monkeypatch):
    from gemengd.web.monitor.views import school

    monkeypatch.setattr(school, "_cells", lambda _now, _code: ())
    text = words(get(SCHOOL))
    assert "Voor deze school zijn er geen cijfers naar groep." in text
    assert "Wat bekend is van Oosterhaven" in text


def test_the_denomination_is_in_the_language_of_the_page(get):
    assert '<span lang="nl">openbaar</span>' in get(SCHOOL).content.decode()
    assert '<span lang="en">public</span>' in get(f"/en{SCHOOL}").content.decode()
