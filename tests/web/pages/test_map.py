# SPDX-License-Identifier: EUPL-1.2
"""The map."""

from __future__ import annotations

import json
import re
from html import unescape

import polars as pl
import pytest
import shapely

from gemengd.monitor.labels import HIDDEN
from gemengd.monitor.published.map_classes import classes
from gemengd.monitor.speech import language
from gemengd.tables import Workspace
from gemengd.web.published.selectors import shown

PAGE, DATA = "/kaart/", "/kaart/vlakken.json"
CHOICE = {"gemeente": "GM9901", "sector": "po", "kenmerk": "parental_education"}


def words(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def features(response, kind):
    found = [each for each in json.loads(response.content)["features"] if each["properties"]["kind"] == kind]
    return {each["properties"]["id"]: each for each in found}


@pytest.fixture(scope="session")
def living(example_workspace):
    """Pupils of primary schools in known groups who live in an area in 2025, and those of the focal group."""
    workspace = Workspace(example_workspace)
    kind = workspace.characteristics["parental_education"]
    primary = workspace.table("schools").filter(pl.col("sector") == "po")["school_id"]
    pupils = workspace.table("pupils").filter(
        pl.col("characteristic") == kind.name,
        ~pl.col("group").is_in(kind.unknown),
        pl.col("school_id").is_in(primary.to_list()),
        pl.col("year") == 2025,
    )
    focal = pl.col("low").filter(pl.col("group").is_in(kind.focal)).sum()
    sums = pupils.group_by("area_id").agg(all=pl.col("low").sum(), focal=focal)
    return {area: (every, few) for area, every, few in sums.iter_rows()}


def test_every_area_is_in_the_class_of_its_share(get, living):
    used = classes(shown().view("GM9901").cells[0])
    areas = features(get(DATA, **CHOICE), "area")
    known = {
        code: each["properties"] for code, each in areas.items() if each["properties"]["class"] is not None
    }
    assert len(known) > 20
    for code, properties in known.items():
        every, few = living[code]
        low, high = used.bounds(properties["class"])
        assert low - 1e-9 <= few / every <= high + 1e-9
        assert f"ongeveer {round(100 * few / every)} " in properties["words"]


def test_an_area_is_in_doubt_when_chance_may_well_carry_it_over_a_border(get, living):
    used = classes(shown().view("GM9901").cells[0])
    for code, each in features(get(DATA, **CHOICE), "area").items():
        properties = each["properties"]
        if properties["class"] is None:
            continue
        every, few = living[code]
        low, high = used.bounds(properties["class"])
        nearest = min(few / every - low if low > 0 else 1, high - few / every)
        se = (few / every * (1 - few / every) / every) ** 0.5
        # Of 10 such areas 2 lie outside 1.28 errors on both sides together, and outside 0.84 on one side.
        if nearest > 1.29 * se:
            assert not properties["doubtful"]
        if nearest < 0.83 * se:
            assert properties["doubtful"]


def test_hidden_areas_and_schools_have_no_share(get, site):
    cell = shown().view("GM9901").cells[0]
    response = get(DATA, **CHOICE)
    for kind, rows, key in (("area", cell.areas, "area_id"), ("school", cell.schools, "school_id")):
        hidden = [row[key] for row in rows if row["status"] == HIDDEN]
        assert hidden
        found = features(response, kind)
        for code in hidden:
            assert found[code]["properties"]["words"] == "Geen cijfers: te weinig leerlingen om te tonen."
            assert found[code]["properties"].get("class") is None


def test_no_count_stands_in_the_data(get):
    allowed = {"kind", "id", "name", "words", "class", "colour", "doubtful", "ink"}
    for query in (CHOICE, {}):
        for each in json.loads(get(DATA, **query).content)["features"]:
            assert set(each["properties"]) <= allowed


def test_schools_stand_where_they_are(get, example_workspace):
    from pyproj import Transformer

    to_rd = Transformer.from_crs("EPSG:4326", "EPSG:28992", always_xy=True)
    table = Workspace(example_workspace).table("schools")
    place = {code: (x, y) for code, x, y in table.select("school_id", "x", "y").iter_rows()}
    schools = features(get(DATA, **CHOICE), "school")
    assert len(schools) == 40
    for code, each in schools.items():
        assert to_rd.transform(*each["geometry"]["coordinates"]) == pytest.approx(place[code], abs=2)


def test_simplified_areas_leave_no_gaps_between_neighbours(get):
    shapes = [
        shapely.geometry.shape(each["geometry"]) for each in features(get(DATA, **CHOICE), "area").values()
    ]
    together = shapely.union_all(shapes)
    assert shapely.area(together) == pytest.approx(sum(shape.area for shape in shapes), rel=2e-3)
    holes = sum(len(part.interiors) for part in shapely.get_parts(together))
    assert holes == 0


def test_the_data_are_made_once(get, monkeypatch):
    from gemengd.web.monitor.views import map as view

    first = get(DATA, **CHOICE).content
    monkeypatch.setattr(view, "map_features", lambda *_: pytest.fail("made again"))
    assert get(DATA, **CHOICE).content == first


def test_the_data_speak_the_language_of_the_page(get):
    assert "Of every 100 pupils" in get(f"/en{DATA}", **CHOICE).content.decode()
    assert "Van elke 100 leerlingen" in get(DATA, **CHOICE).content.decode()


def test_without_javascript_there_are_a_picture_a_list_and_a_table(get):
    page = get(PAGE, **CHOICE).content.decode()
    assert '<img src="/gemeente/GM9901/figuur/map.svg?sector=po' in page
    assert 'href="/school/99AA00/?sector=po' in page
    assert "/gemeente/GM9901/figuur/map.csv?" in page
    assert 'role="region" aria-label="Kaart van Oosterhaven"' in page


def test_the_legend_names_every_class(get, site):
    cell = shown().view("GM9901").cells[0]
    used, text = classes(cell), words(get(PAGE, **CHOICE))
    for number in used.colours:
        assert used.words(number, language("nl")) in text
    assert "klasse onzeker" in text


def test_the_whole_country_leads_to_each_municipality(get):
    page = unescape(get(PAGE).content.decode())
    assert "Kaart van alle gemeenten" in page
    for code in ("GM9901", "GM9902", "GM9903"):
        assert f'href="/kaart/?gemeente={code}&sector=po' in page
    assert set(features(get(DATA), "area")) == {"GM9901", "GM9902", "GM9903"}


def test_the_policy_stays_strict(get):
    page = get(PAGE, **CHOICE)
    policy = page["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "blob:" not in policy
    assert "worker-src 'self'" in policy
    assert " style=" not in page.content.decode()


@pytest.mark.parametrize("address", [PAGE, DATA])
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"gemeente": "GM0001"}, "GM9901 (Oosterhaven)"),
        ({"gemeente": "GM9901", "kenmerk": "x"}, "kenmerk=origin"),
        ({"jaar": "1999"}, "2025"),
    ],
)
def test_a_choice_that_is_not_there_names_those_that_are(client, site, address, query, said):
    response = client.get(address, query)
    assert response.status_code == 404
    assert said in unescape(response.content.decode())
