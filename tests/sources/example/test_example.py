# SPDX-License-Identifier: EUPL-1.2
"""The example region: valid tables, sound counts, the same every time."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from datetime import date
from functools import cache

import polars as pl
import pytest

from gemengd.sources.example import contribution
from gemengd.tables import TABLES, Contribution, validate

CITY, TOWN, RURAL = "GM9901", "GM9902", "GM9903"

PINNED = "b4fe7512a350675396bc968c1359f666b5ba59051c05acf003e9940d3f4fbb63"
"""SHA-256 of the pupils as CSV. Only `Generator.random` of PCG64 feeds it, whose stream numpy keeps.
Who changes the plan on purpose replaces it, and reads the magnitudes below and the page about it again."""

DIGESTS = """
import hashlib
from gemengd.sources.example import contribution
for name, frame in sorted(contribution().tables.items()):
    text = repr(frame.rows()).encode()
    print(name, hashlib.sha256(text).hexdigest())
"""


@cache
def region() -> Contribution:
    return contribution()


@cache
def pupils() -> pl.DataFrame:
    schools = region().tables["schools"].select("school_id", "sector", "municipality_id", "name")
    return region().tables["pupils"].join(schools, on="school_id", how="left")


@pytest.mark.parametrize("name", ["pupils", "schools", "areas", "shapes", "residents"])
def test_every_table_is_valid_and_not_empty(name: str) -> None:
    frame = region().tables[name]
    assert validate(TABLES[name], frame).height == frame.height > 0


def test_the_source_says_that_it_is_fictional() -> None:
    source = region()
    assert source.fictional
    assert "fictief" in source.title
    assert "Fictieve" in source.attribution
    assert (source.source_id, source.publisher, source.licence) == ("example", "gemengd", "CC0-1.0")
    assert source.reference_date == date(2025, 10, 1)


def test_the_pupils_are_the_pinned_ones() -> None:
    written = io.BytesIO()
    region().tables["pupils"].write_csv(written)
    assert hashlib.sha256(written.getvalue()).hexdigest() == PINNED


def test_two_processes_with_other_hash_seeds_and_threads_agree() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", DIGESTS],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "POLARS_MAX_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed, threads in (("0", "1"), ("4711", "2"))
    ]
    assert runs[0] == runs[1]
    assert len(runs[0].splitlines()) == 5


def test_another_seed_gives_other_pupils_on_the_same_map() -> None:
    other = contribution(seed=21).tables
    assert not other["pupils"].equals(region().tables["pupils"])
    for name in ("areas", "shapes", "schools"):
        assert other[name].equals(region().tables[name])


def test_groups_add_up_to_all_in_every_cell() -> None:
    cell = ["year", "school_id", "area_id", "track"]
    table = region().tables["pupils"]
    total = table.filter(pl.col("characteristic") == "all").select(*cell, total="low")
    groups = table.filter(pl.col("characteristic") != "all")
    sums = groups.group_by(*cell, "characteristic").agg(pl.col("low", "high").sum())
    beside = total.join(sums, on=cell, how="left", nulls_equal=True)
    assert beside.height == 2 * total.height == sums.height
    assert beside.select(
        (pl.col("low") <= pl.col("total")).all(), (pl.col("total") <= pl.col("high")).all()
    ).row(0) == (True, True)
    inexact = beside.filter((pl.col("low") != pl.col("total")) | (pl.col("high") != pl.col("total")))
    assert set(inexact["characteristic"]) == {"origin"}
    assert set(inexact["year"]) == {2020}


def test_small_counts_by_origin_are_intervals_in_one_year_of_the_rural_municipality_only() -> None:
    intervals = pupils().filter(pl.col("low") < pl.col("high"))
    assert intervals.select("municipality_id", "year", "characteristic").unique().rows() == [
        (RURAL, 2020, "origin")
    ]
    assert intervals.select("low", "high").unique().rows() == [(0, 4)]


def test_residents_of_each_neighbourhood_add_up_for_every_characteristic() -> None:
    table = region().tables["residents"]
    total = table.filter(pl.col("characteristic") == "all").select("year", "area_id", total="low")
    sums = (
        table.filter(pl.col("characteristic") != "all")
        .group_by("year", "area_id", "characteristic")
        .agg(pl.col("low").sum())
    )
    beside = sums.join(total, on=["year", "area_id"])
    assert beside.height == 2 * total.height == 2 * 66 * 6
    assert beside["low"].equals(beside["total"], check_names=False)
    assert table.filter((pl.col("low") != pl.col("high")) | (pl.col("value") != pl.col("low"))).is_empty()


def test_sizes_are_those_of_a_city_a_town_and_a_countryside() -> None:
    now = pupils().filter((pl.col("characteristic") == "all") & (pl.col("year") == 2025))
    size = now.group_by("municipality_id", "sector").agg(
        pl.col("low").sum(), schools=pl.col("school_id").n_unique()
    )
    found = {(row["municipality_id"], row["sector"]): row for row in size.iter_rows(named=True)}
    assert {key: row["schools"] for key, row in found.items()} == {
        (CITY, "po"): 40, (TOWN, "po"): 20, (RURAL, "po"): 13,
        (CITY, "vo"): 9, (TOWN, "vo"): 4, (RURAL, "vo"): 1,
    }  # fmt: skip
    for key, expected in {(CITY, "po"): 12_000, (TOWN, "po"): 5_000, (RURAL, "po"): 2_100}.items():
        assert found[key]["low"] == pytest.approx(expected, rel=0.05)
    assert region().tables["pupils"].height < 150_000


def test_schools_open_close_and_stay_small() -> None:
    by_school = (
        pupils().filter(pl.col("characteristic") == "all").group_by("name", "year").agg(pl.col("low").sum())
    )
    sizes = {
        name: dict(rows.select("year", "low").sort("year").rows())
        for (name,), rows in by_school.group_by("name")
    }
    assert list(sizes["De Waterlelie"]) == [2022, 2023, 2024, 2025]
    assert list(sizes["De Waterlelie"].values()) == sorted(sizes["De Waterlelie"].values())
    assert list(sizes["De Horizon"]) == [2021, 2022, 2023, 2024, 2025]
    assert sizes["De Horizon"][2021] < 10
    assert list(sizes["De Lammerweide"]) == [2020, 2021, 2022]
    assert all(10 <= size <= 30 for size in sizes["De Bies"].values())


def test_school_years_in_the_list_of_schools_are_those_with_pupils() -> None:
    seen = (
        region()
        .tables["pupils"]
        .group_by("school_id")
        .agg(first_year=pl.col("year").min(), last_year=pl.col("year").max())
    )
    listed = region().tables["schools"].select("school_id", "first_year", "last_year")
    assert (
        seen.cast({"first_year": pl.Int64, "last_year": pl.Int64})
        .sort("school_id")
        .equals(listed.cast({"first_year": pl.Int64, "last_year": pl.Int64}).sort("school_id"))
    )


def test_pupils_of_secondary_school_follow_a_track_that_their_school_offers() -> None:
    tracks = region().tables["schools"].select("school_id", "tracks")
    followed = pupils().filter(pl.col("sector") == "vo").join(tracks, on="school_id")
    assert followed.select(pl.col("track").is_in(pl.col("tracks")).all()).item()
    assert (
        pupils().filter(pl.col("sector") == "po")["track"].null_count()
        == pupils().filter(pl.col("sector") == "po").height
    )


def test_a_little_is_unknown() -> None:
    table = region().tables["pupils"].filter(pl.col("year") == 2025)
    for name, least, most in (("parental_education", 0.02, 0.05), ("origin", 0.002, 0.015)):
        rows = table.filter(pl.col("characteristic") == name)
        share = rows.filter(pl.col("group") == "unknown")["low"].sum() / rows["low"].sum()
        assert least < share < most
    everybody = table.filter(pl.col("characteristic") == "all")
    assert 0.001 < everybody.filter(pl.col("area_id").is_null())["low"].sum() / everybody["low"].sum() < 0.01
