# SPDX-License-Identifier: EUPL-1.2
"""What the API says is what the protected frames of the monitor hold."""

from __future__ import annotations

import polars as pl
import pytest

from gemengd.monitor.frames import FRAMES
from gemengd.monitor.published.published import Published
from gemengd.monitor.reporting.reading import published as published_of
from gemengd.tables import Workspace
from gemengd.web.api.data.resources import BY_NAME, RESOURCES
from gemengd.web.published import storing

OF_A_FRAME = {
    "leerlingaantallen": "places",
    "groepen": "groups",
    "dekkingen": "coverage",
    "schoolcijfers": "schools",
    "gebiedscijfers": "areas",
    "vergelijkbare-gemeenten": "peers",
}
# Sums over circles that overlap: the difference of two could be an area with few pupils.
LEFT_OUT = {"schools": {"near_pupils"}}


@pytest.fixture(scope="module")
def monitor(example_workspace) -> Published:
    return published_of(Workspace(example_workspace))


@pytest.mark.parametrize("name", sorted(OF_A_FRAME))
def test_every_row_of_the_frame_is_there_with_its_values(rows, monitor, name):
    frame = monitor.frames[OF_A_FRAME[name]]
    found = rows(name)
    assert len(found) == frame.height > 0
    columns = BY_NAME[name].columns
    wanted = frame.select(pl.col(column.source).alias(column.name) for column in columns)
    key = list(BY_NAME[name].key)
    expected = wanted.sort(key, nulls_last=True).to_dicts()
    for row, other in zip(found, expected, strict=True):
        assert {name: _near(value) for name, value in other.items()} == row


def _near(value):
    return pytest.approx(value, rel=0, abs=1e-6) if isinstance(value, float) else value


def test_indices_and_flows_together_are_the_indicators(rows, monitor):
    indices, flows = rows("indicatoren"), rows("stromen")
    assert len(indices) + len(flows) == monitor.frames["indicators"].height
    assert {row["maat"].split(":")[0] for row in flows} == {
        "distance",
        "share_leaving",
        "share_nearest",
        "share_outside_area",
        "share_outside_municipality",
    }


def test_the_dissimilarity_of_oosterhaven_is_that_of_the_monitor(ask, monitor):
    asked = {"gemeente": "GM9901", "sector": "po", "jaar": 2025, "kenmerk": "parental_education", "maat": "D"}
    (row,) = ask("indicatoren", **asked)["results"]
    number = monitor.cell("GM9901", "po", "parental_education", 2025).number("D")
    assert row["waarde"] == pytest.approx(number.estimate)
    assert (row["ondergrens"], row["bovengrens"]) == pytest.approx((number.low, number.high))


def test_flows_between_schools_and_areas_are_nowhere(rows):
    for resource in RESOURCES:
        assert not {"school", "gebied"} <= set(resource.key)
    assert {tuple(row) for row in rows("stromen")} == {
        tuple(column.name for column in BY_NAME["stromen"].columns)
    }


def test_each_municipality_school_and_area_stands_there_once(rows):
    for name in ("gemeenten", "scholen", "gebieden"):
        key = BY_NAME[name].detail
        values = [row[key] for row in rows(name)]
        assert values == sorted(set(values))
        assert values


def test_one_municipality_can_be_asked_by_its_code(ask):
    assert ask("gemeenten/GM9901") == {"gemeente": "GM9901", "naam": "Oosterhaven", "fictief": True}


def test_every_group_and_measure_in_the_tables_has_words(rows):
    groups = {(row["kenmerk"], row["groep"]) for row in rows("groepen")}
    assert groups == {(row["kenmerk"], row["groep"]) for row in rows("kenmerken")}
    named = {row["maat"]: row for row in rows("maten")}
    assert set(named) == {row["maat"] for row in (*rows("indicatoren"), *rows("stromen"))}
    assert named["D"]["naam"] == "Dissimilariteit (D)"
    assert all(row["naam"] and row["omschrijving"] for row in named.values())


def test_every_column_has_a_meaning_in_both_languages():
    for resource in RESOURCES:
        for column in resource.columns:
            assert all((column.meaning, resource.english(column))), (resource.name, column.name)
        assert len({column.name for column in resource.columns}) == len(resource.columns)


def test_every_column_of_the_monitor_that_is_published_is_in_the_api(monitor):
    for name, frame in OF_A_FRAME.items():
        given = {
            column.source for resource in RESOURCES if resource.frame == frame for column in resource.columns
        }
        published = set(monitor.frames[frame].columns) & {*FRAMES[frame].fields, "share", "nearly_all"}
        assert published - given == LEFT_OUT.get(frame, set()), name


@pytest.fixture
def country(db, settings, country_folder):
    """The site with the whole country published."""
    from gemengd.web.published.services import publish

    settings.GEMENGD_WORKSPACE = country_folder
    return publish(Workspace(country_folder).version)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "pupils", "between_schools", "between_homes"),
    [("GM0363", 62_015, 0.2805, 0.3260), ("GM0599", 51_545, 0.2644, 0.3110)],
)
def test_the_largest_cities_have_their_reference_figures(
    client, country, code, pupils, between_schools, between_homes
):
    query = f"gemeente={code}&sector=po&jaar=2017&kenmerk=migration_background&maat=D,D_residence"
    found = {row["maat"]: row for row in client.get(f"/api/v1/indicatoren?{query}").json()["results"]}
    # Indices are published in three decimals.
    assert found["D"]["waarde"] == pytest.approx(between_schools, abs=0.00051)
    assert found["D_residence"]["waarde"] == pytest.approx(between_homes, abs=0.00051)
    assert found["D"]["leerlingen"] == pupils
    assert found["D"]["status"] == "expected_from_area"


@pytest.mark.slow
def test_the_whole_country_is_read_from_the_disk_once(client, country, monkeypatch):
    assert client.get("/api/v1/indicatoren").json()["count"] > 18_000
    monkeypatch.setattr(storing, "opened", lambda _folder: pytest.fail("the country was read again"))
    for path in (
        "indicatoren?pageSize=1000",
        "schoolcijfers?sort=-verschil&pageSize=100",
        "gemeenten/GM0363",
    ):
        assert client.get(f"/api/v1/{path}").status_code == 200, path
