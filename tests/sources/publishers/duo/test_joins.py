# SPDX-License-Identifier: EUPL-1.2
"""What the readers carry is enough for the published join rates and reference results."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest


def _totals(contribution, **kinds):
    return contribution.tables["pupils"].filter(characteristic="all", **kinds)


def _rate(rows, key, known):
    """Units found, units, and the share of pupils found in per cent."""
    units = rows.group_by(key).agg(pl.col("low").sum())
    found = units.filter(pl.col(key).is_in(pl.Series(known).drop_nulls().unique().implode()).fill_null(False))
    return found.height, units.height, 100 * found["low"].sum() / units["low"].sum()


def _is(rate, found, units, weighted):
    assert rate[:2] == (found, units)
    assert round(rate[2], len(str(weighted).partition(".")[2])) == weighted


@pytest.fixture(scope="session")
def bo(flows_2017):
    places = flows_2017.tables["schools"].select(
        "school_id", "municipality_id", pl.col("area_id").alias("place")
    )
    return _totals(flows_2017, track="bo").join(places, on="school_id")


def test_primary_locations_have_coordinates(bo, bo_2013):
    _is(_rate(bo, "school_id", bo_2013.tables["schools"]["school_id"]), 6_267, 6_347, 99.0)


def test_special_locations_have_coordinates(flows_2017, so_2013):
    known = so_2013.tables["schools"]["school_id"]
    _is(_rate(_totals(flows_2017, track="sbo"), "school_id", known), 282, 282, 100.0)
    rest = _totals(flows_2017).filter(pl.col("track").is_in(["so", "vso"]))
    _is(_rate(rest, "school_id", known), 390, 561, 78.2)


def test_locations_of_2013_in_2017(bo, bo_2013):
    schools = bo_2013.tables["schools"].join(_totals(bo_2013), on="school_id", how="left")
    _is(_rate(schools.fill_null(0), "school_id", bo["school_id"]), 6_267, 6_899, 95.7)


def test_homes_and_places_have_shapes(bo, postcode_shapes):
    known = postcode_shapes.tables["areas"]["area_id"]
    _is(_rate(bo, "area_id", known), 3_965, 3_986, 99.68)
    _is(_rate(bo.filter(pl.col("area_id").str.contains(r"^\d{4}$")), "area_id", known), 3_965, 3_982, 99.98)
    places = bo.group_by("school_id").agg(pl.col("low").sum(), pl.col("place").first())
    assert places["place"].is_in(known.implode()).sum() == 6_347


def test_homes_have_residents_in_2020(bo, cbs_2020):
    residents = cbs_2020.tables["residents"]
    _is(_rate(bo, "area_id", residents["area_id"]), 3_981, 3_986, 99.71)
    usable = residents.filter(group="non_western").filter(pl.col("value").is_not_null())["area_id"]
    _is(_rate(bo, "area_id", usable), 3_414, 3_986, 98.98)


def test_homes_have_residents_in_2023_and_2013(bo, cbs_2023, population_2013):
    _is(_rate(bo, "area_id", cbs_2023.tables["residents"]["area_id"]), 3_981, 3_986, 99.71)
    _is(_rate(bo, "area_id", population_2013.tables["residents"]["area_id"]), 3_958, 3_986, 99.66)


def test_municipalities_have_shapes(bo, bo_2013, municipality_shapes):
    known = municipality_shapes.tables["areas"]["area_id"]
    _is(_rate(bo, "municipality_id", known), 337, 386, 95.5)
    schools = _totals(bo_2013).join(
        bo_2013.tables["schools"].select("school_id", "municipality_id"), on="school_id"
    )
    _is(_rate(schools, "municipality_id", known), 333, 408, 92.5)


def test_lists_of_2013_have_shapes_and_residents(bo_2013, so_2013, vo_2013, postcode_shapes, population_2013):
    shapes = postcode_shapes.tables["areas"]["area_id"].implode()
    residents = population_2013.tables["residents"]["area_id"].implode()
    for contribution in (bo_2013, so_2013):
        places = contribution.tables["schools"]["area_id"]
        assert places.is_in(shapes).all()
        assert places.is_in(residents).all()
    places = vo_2013.tables["schools"]["area_id"]
    assert places.is_in(shapes).all()
    assert round(100 * places.is_in(residents).mean(), 2) == 99.93


def test_amsterdam_schools_are_known_elsewhere(bo, bo_2013, amsterdam_schools):
    ours = bo.filter(municipality_id="GM0363").with_columns(pl.col("school_id").str.head(4).alias("brin"))
    theirs = _totals(amsterdam_schools)
    _is(_rate(theirs, "school_id", ours["brin"]), 188, 193, 98.7)
    _is(_rate(ours, "brin", theirs["school_id"]), 188, 198, 97.5)
    old = bo_2013.tables["schools"].filter(municipality_id="GM0363")["school_id"].str.head(4)
    _is(_rate(theirs, "school_id", old), 184, 193, 96.6)


def _expected(bo, cbs_2020, municipality):
    """The rows of a municipality with the share of non-western residents at home."""
    residents = cbs_2020.tables["residents"]
    total = residents.filter(characteristic="all").select("area_id", pl.col("value").alias("all"))
    part = residents.filter(group="non_western").select("area_id", pl.col("value").alias("part"))
    shares = total.join(part, on="area_id").select("area_id", (pl.col("part") / pl.col("all")).alias("p"))
    rows = bo.filter(municipality_id=municipality)
    homes = rows.filter(pl.col("area_id").str.contains(r"^\d{4}$"))
    return rows, homes, homes.join(shares.drop_nulls(), on="area_id")


def _dissimilarity(rows, unit):
    units = rows.group_by(unit).agg(
        (pl.col("low") * pl.col("p")).sum().alias("e"), (pl.col("low") * (1 - pl.col("p"))).sum().alias("r")
    )
    e, r = units["e"].to_numpy(), units["r"].to_numpy()
    return 0.5 * np.abs(e / e.sum() - r / r.sum()).sum()


REFERENCE = {
    "GM0363": {"schools": 206, "pupils": 62_179, "special": 158, "used": 62_015, "homes": 331},
    "GM0599": {"schools": 172, "pupils": 51_769, "special": 224, "used": 51_545, "homes": 297},
}
SHARE_AND_D = {"GM0363": (0.3851, 0.2805, 0.3260), "GM0599": (0.3926, 0.2644, 0.3110)}


@pytest.mark.parametrize("municipality", REFERENCE)
def test_reference_counts_of_expected_composition(bo, cbs_2020, municipality):
    rows, living, usable = _expected(bo, cbs_2020, municipality)
    assert REFERENCE[municipality] == {
        "schools": rows["school_id"].n_unique(),
        "pupils": rows["low"].sum(),
        "special": rows["low"].sum() - living["low"].sum(),
        "used": usable["low"].sum(),
        "homes": usable["area_id"].n_unique(),
    }


@pytest.mark.parametrize("municipality", SHARE_AND_D)
def test_reference_dissimilarity_of_expected_composition(bo, cbs_2020, municipality):
    share, schools, homes = SHARE_AND_D[municipality]
    _, _, usable = _expected(bo, cbs_2020, municipality)
    assert np.average(usable["p"], weights=usable["low"]) == pytest.approx(share, abs=1e-4)
    assert _dissimilarity(usable, "school_id") == pytest.approx(schools, abs=1e-4)
    assert _dissimilarity(usable, "area_id") == pytest.approx(homes, abs=1e-4)
