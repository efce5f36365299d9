# SPDX-License-Identifier: EUPL-1.2
"""The monitor of the example region, checked against a second, separately written computation."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest

from gemengd.monitor.building.building import build
from gemengd.sources.example import contribution
from gemengd.tables import Workspace

KEY = ["municipality_id", "sector", "year", "characteristic"]


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    workspace = Workspace(tmp_path_factory.mktemp("example"))
    workspace.add([contribution()], now=datetime(2026, 1, 1, tzinfo=UTC))
    return workspace


@pytest.fixture(scope="module")
def frames(region):
    return build(region)


@pytest.fixture(scope="module")
def counted(region):
    """Exact counts of known groups with the place of the school, cell by cell."""
    schools = region.table("schools").select("school_id", "sector", "municipality_id")
    pupils = region.table("pupils").join(schools, on="school_id").filter(pl.col("characteristic") != "all")
    known = pupils.filter(pl.col("group") != "unknown")
    exact = pl.col("low").sum().over(KEY) == pl.col("high").sum().over(KEY)
    return known.filter(exact)


def cells(counted):
    return counted.partition_by(KEY, as_dict=True)


def table_of(rows, unit, groups=None):
    sums = rows.group_by(unit, "group").agg(pl.col("low").sum())
    wide = sums.pivot("group", on_columns=sums["group"].unique().sort().to_list(), index=unit, values="low")
    return wide.drop(unit).fill_null(0).to_numpy().astype(float), wide.columns[1:]


def dissimilarity(rows, unit, focal):
    counts, names = table_of(rows, unit)
    a = counts[:, [name in focal for name in names]].sum(axis=1)
    o = counts.sum(axis=1) - a
    return 0.5 * np.abs(a / a.sum() - o / o.sum()).sum()


def information(rows, unit):
    counts, _ = table_of(rows, unit)
    p = counts / counts.sum()
    even = p.sum(axis=1, keepdims=True) * p.sum(axis=0, keepdims=True)
    return (p[p > 0] * np.log(p[p > 0] / even[p > 0])).sum()


def estimates(frames, indicator):
    rows = frames["indicators"].filter(pl.col("indicator") == indicator, pl.col("estimate").is_not_null())
    return {tuple(row[:4]): row[4] for row in rows.select(*KEY, "estimate").iter_rows()}


def test_every_pupil_is_counted_once(region, frames):
    totals = region.table("pupils").filter(pl.col("characteristic") == "all")
    assert frames["places"]["pupils"].sum() == totals["low"].sum()
    assert frames["flows"]["pupils"].sum() == totals.filter(pl.col("area_id").is_not_null())["low"].sum()
    groups = frames["groups"].filter(pl.col("basis") == "observed", pl.col("status") == "ok")
    sizes = groups.group_by(KEY).agg(pl.col("pupils").sum()).join(frames["places"], on=KEY[:3], suffix="_all")
    assert (sizes["pupils"] == sizes["pupils_all"]).all()


def test_it_says_that_it_is_fictional(frames):
    assert frames["places"]["fictional"].all()


def test_dissimilarity_of_every_cell_agrees_with_numpy(region, frames, counted):
    found = estimates(frames, "D")
    compared = 0
    for key, rows in cells(counted).items():
        if rows["school_id"].n_unique() < 2:
            continue
        focal = region.characteristics[key[3]].focal
        assert found[key] == pytest.approx(dissimilarity(rows, "school_id", focal), abs=1e-12)
        compared += 1
    assert compared > 40


def test_mutual_information_of_every_cell_agrees_with_numpy(frames, counted):
    found = estimates(frames, "M")
    for key, rows in cells(counted).items():
        if rows["school_id"].n_unique() == 1:
            assert key not in found
            continue
        assert found[key] == pytest.approx(information(rows, "school_id"), abs=1e-12)


def test_home_segregation_agrees_with_numpy(region, frames, counted):
    found = estimates(frames, "D_residence")
    at_home = counted.filter(pl.col("area_id").is_not_null())
    for key, rows in cells(at_home).items():
        focal = region.characteristics[key[3]].focal
        assert found[key] == pytest.approx(dissimilarity(rows, "area_id", focal), abs=1e-12)


def test_the_identity_adds_up_in_every_cell(frames):
    terms = {name: estimates(frames, name) for name in ("M_total", "M_housing", "M_sorting", "M_mixing")}
    observed = terms["M_total"].keys() & terms["M_sorting"].keys()
    assert len(observed) > 40
    for key in observed:
        assert terms["M_total"][key] == pytest.approx(
            terms["M_housing"][key] + terms["M_sorting"][key] - terms["M_mixing"][key], abs=1e-12
        )


def test_choice_is_what_the_nearest_school_leaves(region, frames, counted):
    """The nearest school by brute force, for one municipality."""
    schools = {
        row[0]: np.array(row[1:]) for row in region.table("schools").select("school_id", "x", "y").iter_rows()
    }
    areas = {
        row[0]: np.array(row[1:]) for row in region.table("areas").select("area_id", "x", "y").iter_rows()
    }
    key, rows = next(
        (key, rows)
        for key, rows in cells(counted.filter(pl.col("area_id").is_not_null())).items()
        if key[1] == "po"
    )
    offered = sorted(rows["school_id"].unique())
    nearest = {
        area: min(offered, key=lambda code: (np.hypot(*(schools[code] - areas[area])), code))
        for area in rows["area_id"].unique()
    }
    moved = rows.with_columns(nearest=pl.col("area_id").replace_strict(nearest))
    focal = region.characteristics[key[3]].focal
    assert estimates(frames, "D_nearest")[key] == pytest.approx(
        dissimilarity(moved, "nearest", focal), abs=1e-12
    )
    choice = dissimilarity(rows, "school_id", focal) - dissimilarity(moved, "nearest", focal)
    assert estimates(frames, "D_choice")[key] == pytest.approx(choice, abs=1e-12)


def test_contributions_add_up_to_the_indices(frames):
    for name, index in (("contribution_M", "M"), ("contribution_D", "D")):
        found = estimates(frames, index)
        sums = frames["schools"].group_by(KEY).agg(pl.col(name).sum())
        for *key, total in sums.iter_rows():
            if tuple(key) in found:
                assert total == pytest.approx(found[tuple(key)], abs=1e-9)


def test_own_shares_average_to_the_share_of_all_pupils(frames):
    """Weighted by pupils, own catchments hold exactly the pupils who live somewhere known."""
    flows_known = frames["schools"].filter(pl.col("own_share").is_not_null(), pl.col("sector") == "po")
    sums = flows_known.group_by("year", "characteristic").agg(
        own=(pl.col("own_share") * pl.col("pupils")).sum() / pl.col("pupils").sum(),
        school=(pl.col("focal_share") * pl.col("pupils")).sum() / pl.col("pupils").sum(),
    )
    assert sums.height > 0
    assert (sums["own"] - sums["school"]).abs().max() < 0.005


def test_the_same_tables_give_the_same_bits(region, frames):
    for name, frame in build(region).items():
        assert frame.equals(frames[name])


def test_the_monitor_is_stored_and_read_back(region, frames):
    region.store_monitor(frames, settings={}, now=datetime(2026, 1, 2, tzinfo=UTC))
    for name, frame in frames.items():
        assert region.monitor(name).equals(frame)
