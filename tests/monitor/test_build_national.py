# SPDX-License-Identifier: EUPL-1.2
"""The whole country on real open data: totals and reference results of the data index (sections 4 to 6)."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from gemengd import sources
from gemengd.monitor.building.building import build
from gemengd.tables import Workspace

pytestmark = pytest.mark.slow

FILES = (
    "duo/leerlingen-po-per-gemeente-postcode-2017-2018.tar.gz",
    "schools/bo_jan2013.csv.gz",
    "schools/so_jan2013.csv.gz",
    "cbs/cbs_pc4_2020_v1.xlsx",
    "geo/nl_postcode4.geojson.gz",
    "municipalities/gm_changes_before_2018.csv",
)
ORIGIN = "migration_background"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def country(shared_data, tmp_path_factory):
    workspace = Workspace(tmp_path_factory.mktemp("country"))
    workspace.add(sources.read([shared_data / name for name in FILES]), now=NOW)
    return workspace


@pytest.fixture(scope="module")
def frames(country):
    return build(country)


@pytest.fixture(scope="module")
def reference(frames, row):
    def number(municipality, indicator):
        return row(
            frames["indicators"],
            municipality_id=municipality,
            sector="po",
            year=2017,
            characteristic=ORIGIN,
            indicator=indicator,
        )

    return number


def test_totals_are_those_of_the_index(frames):
    places = frames["places"].filter(pl.col("year") == 2017)
    assert places["pupils"].sum() == 1_504_901
    primary = places.filter(pl.col("sector") == "po")
    assert primary["pupils"].sum() == 1_403_667
    assert primary["schools"].sum() == 6_347
    assert primary.height == 386


AMSTERDAM = {
    "municipality": "GM0363",
    "D": (0.2805, 206),
    "D_residence": (0.3260, 331),
    "pupils": 62_015,
    "share": 0.3851,
    "all": 62_179,
    "abroad_or_unknown": 158,
    "composition_secret": 6,
    "composition_absent": 0,
    "inside": {"D": 0.2823, "D_residence": 0.3209, "pupils": 59_850, "areas": 74},
}
ROTTERDAM = {
    "municipality": "GM0599",
    "D": (0.2644, 172),
    "D_residence": (0.3110, 297),
    "pupils": 51_545,
    "share": 0.3926,
    "all": 51_769,
    "abroad_or_unknown": 224,
    "composition_secret": 0,
    "composition_absent": 0,
    "inside": {"D": 0.2688, "D_residence": 0.3031, "pupils": 49_721, "areas": 70},
}
CITIES = pytest.mark.parametrize("city", [AMSTERDAM, ROTTERDAM], ids=["Amsterdam", "Rotterdam"])


@CITIES
@pytest.mark.parametrize("indicator", ["D", "D_residence"])
def test_reference_results(reference, city, indicator):
    found = reference(city["municipality"], indicator)
    estimate, units = city[indicator]
    assert found["estimate"] == pytest.approx(estimate, abs=0.00005)
    assert found["pupils"] == pytest.approx(city["pupils"])
    assert (found["units"], found["status"]) == (units, "expected_from_area")


@CITIES
def test_pupils_left_out_are_those_of_the_index(frames, row, city):
    cell = {"municipality_id": city["municipality"], "sector": "po", "year": 2017, "characteristic": ORIGIN}
    found = row(frames["coverage"], **cell)
    assert (found["pupils"], found["residents_year"]) == (city["all"], 2020)
    for reason in ("abroad_or_unknown", "composition_secret", "composition_absent"):
        assert found[reason] == city[reason]
    focal = row(frames["groups"], group="non_western", **cell)
    assert focal["share"] == pytest.approx(city["share"], abs=0.00005)


class Filtered:
    """A workspace with some pupils only."""

    def __init__(self, workspace, keep):
        self.workspace, self.keep = workspace, keep
        self.characteristics, self.manifest = workspace.characteristics, workspace.manifest

    def table(self, name):
        table = self.workspace.table(name)
        return self.keep(table) if name == "pupils" else table


@CITIES
def test_variant_with_residents_of_the_municipality_only(country, row, city):
    municipality, expected = city["municipality"], city["inside"]
    inside = country.table("areas").filter(pl.col("municipality_id") == municipality)["area_id"]
    there = country.table("schools").filter(pl.col("municipality_id") == municipality)["school_id"]

    def keep(table):
        return table.filter(
            pl.col("area_id").is_in(inside.implode()), pl.col("school_id").is_in(there.implode()), year=2017
        )

    numbers = build(Filtered(country, keep))["indicators"].filter(sector="po", characteristic=ORIGIN)
    for indicator in ("D", "D_residence"):
        found = row(numbers, indicator=indicator)
        assert found["estimate"] == pytest.approx(expected[indicator], abs=0.00005)
        assert found["pupils"] == pytest.approx(expected["pupils"])
    assert row(numbers, indicator="D_residence")["units"] == expected["areas"]


def test_every_made_number_says_so(frames):
    made = frames["indicators"].filter(pl.col("characteristic") != "all", pl.col("estimate").is_not_null())
    assert set(made["status"]) == {"expected_from_area"}


def test_no_missing_number_without_a_reason(frames):
    missing = frames["indicators"].filter(pl.col("estimate").is_null())
    assert not missing["status"].is_in(["ok", "expected_from_area"]).any()


def test_amsterdam_ja_and_nee(shared_data, tmp_path, row):
    workspace = Workspace(tmp_path)
    files = [shared_data / "amsterdam" / name for name in ("schools.geojson", "neighbourhoods.geojson")]
    workspace.add(sources.read(files, year=2019), now=NOW)
    frames = build(workspace)
    between_schools = row(frames["indicators"], indicator="D")
    between_homes = row(frames["indicators"], indicator="D_residence")
    assert between_schools["estimate"] == pytest.approx(0.4605, abs=0.00005)
    assert (between_schools["units"], between_schools["status"]) == (193, "ok")
    assert between_homes["estimate"] == pytest.approx(0.3526, abs=0.00005)
    assert (between_homes["units"], between_homes["status"]) == (90, "from_residents")
    known = frames["schools"].filter(pl.col("verdict") != "unknown")
    assert known.height > 180
    assert set(known["status"]) == {"from_residents"}
