# SPDX-License-Identifier: EUPL-1.2
"""The example region tells the story that its page tells; D is worked out here in plain numpy."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from gemengd.sources.example import contribution
from gemengd.tables import Contribution

FOCAL = {"parental_education": ["low"], "origin": ["netherlands_other", "abroad_other"]}
CITY, TOWN, RURAL = "GM9901", "GM9902", "GM9903"
PAGE = Path(__file__).resolve().parents[3] / "docs/explanation/example-region.md"


@cache
def region() -> Contribution:
    return contribution()


@cache
def pupils() -> pl.DataFrame:
    schools = region().tables["schools"].select("school_id", "sector", "municipality_id", "name")
    return region().tables["pupils"].join(schools, on="school_id", how="left")


def counted(municipality: str, sector: str, characteristic: str, year: int) -> pl.DataFrame:
    """Focal and other pupils of known group by school, home and track."""
    rows = pupils().filter(
        (pl.col("municipality_id") == municipality)
        & (pl.col("sector") == sector)
        & (pl.col("characteristic") == characteristic)
        & (pl.col("year") == year)
        & (pl.col("group") != "unknown")
    )
    focal = pl.col("group").is_in(FOCAL[characteristic])
    return rows.group_by("school_id", "area_id", "track").agg(
        a=pl.col("low").filter(focal).sum(), o=pl.col("low").filter(~focal).sum()
    )


def dissimilarity(counts: pl.DataFrame, unit: str) -> float:
    by_unit = counts.drop_nulls(unit).group_by(unit).agg(pl.col("a", "o").sum())
    a, o = by_unit["a"].to_numpy(), by_unit["o"].to_numpy()
    return float(np.abs(a / a.sum() - o / o.sum()).sum() / 2)


def by_chance(counts: pl.DataFrame) -> float:
    by_school = counts.group_by("school_id").agg(pl.col("a", "o").sum()).sort("school_id")
    total = (by_school["a"] + by_school["o"]).to_numpy()
    a = np.random.default_rng(1).multivariate_hypergeometric(total, by_school["a"].sum(), size=100)
    o = total - a
    shares = a / a.sum(axis=1, keepdims=True) - o / o.sum(axis=1, keepdims=True)
    return float(np.abs(shares).sum(axis=1).mean() / 2)


def at_nearest(counts: pl.DataFrame, municipality: str, year: int) -> pl.DataFrame:
    """The counts with the school that is nearest to the point of the home neighbourhood."""
    open_now = (
        region()
        .tables["schools"]
        .filter(
            (pl.col("municipality_id") == municipality)
            & (pl.col("sector") == "po")
            & pl.lit(year).is_between(pl.col("first_year"), pl.col("last_year"))
        )
    )
    place, ids = open_now.select("x", "y").to_numpy(), open_now["school_id"].to_list()
    homes = region().tables["areas"].filter(pl.col("level") == "buurt")
    gap = homes.select("x", "y").to_numpy()[:, None, :] - place[None, :, :]
    nearest = dict(zip(homes["area_id"], (ids[i] for i in (gap**2).sum(axis=2).argmin(axis=1)), strict=True))
    return counts.drop_nulls("area_id").with_columns(nearest=pl.col("area_id").replace_strict(nearest))


def test_the_city_is_segregated_mostly_by_housing_and_improves_after_2022() -> None:
    first, agreed, last = (counted(CITY, "po", "parental_education", year) for year in (2020, 2022, 2025))
    before, after = dissimilarity(first, "school_id"), dissimilarity(last, "school_id")
    assert 0.48 < before < 0.55
    assert 0.42 < after < 0.48
    assert before - dissimilarity(agreed, "school_id") < 0.03
    housing = dissimilarity(at_nearest(first, CITY, 2020), "nearest")
    assert 0.62 < housing / before < 0.78


def test_about_half_of_the_city_does_not_go_to_the_nearest_school() -> None:
    moved = at_nearest(counted(CITY, "po", "parental_education", 2025), CITY, 2025).with_columns(
        n=pl.col("a") + pl.col("o")
    )
    away = moved.filter(pl.col("nearest") != pl.col("school_id"))["n"].sum() / moved["n"].sum()
    assert 0.4 < away < 0.6


def test_the_town_is_segregated_mostly_by_choice_and_worsens() -> None:
    series = [
        dissimilarity(counted(TOWN, "po", "parental_education", year), "school_id")
        for year in range(2020, 2026)
    ]
    assert 0.28 < series[0] < 0.34
    assert series == sorted(series)
    assert series[-1] - series[0] > 0.07
    now = at_nearest(counted(TOWN, "po", "parental_education", 2025), TOWN, 2025)
    assert dissimilarity(now, "nearest") < series[-1] / 2


def test_the_countryside_is_flat_and_more_than_half_of_it_is_chance() -> None:
    counts = [counted(RURAL, "po", "parental_education", year) for year in range(2020, 2026)]
    series = [dissimilarity(count, "school_id") for count in counts]
    assert all(0.10 < value < 0.20 for value in series)
    assert max(series) - min(series) < 0.025
    assert all(0.5 < by_chance(count) / value < 0.75 for count, value in zip(counts, series, strict=True))


def test_tracks_alone_segregate_secondary_schools() -> None:
    rows = pupils().filter(
        (pl.col("municipality_id") == CITY) & (pl.col("sector") == "vo") & (pl.col("year") == 2025)
        & (pl.col("characteristic") == "parental_education")
    )  # fmt: skip
    share = {
        track: cell.filter(pl.col("group") == "low")["low"].sum() / cell["low"].sum()
        for (track,), cell in rows.group_by("track")
    }
    assert share["vmbo_bk"] > 2 * share["havo"] > 2 * share["vwo"]
    assert dissimilarity(counted(CITY, "vo", "parental_education", 2025), "school_id") > 0.3


def test_a_school_resembles_itself_a_year_earlier() -> None:
    def shares(year: int) -> pl.DataFrame:
        by_school = (
            counted(CITY, "po", "parental_education", year).group_by("school_id").agg(pl.col("a", "o").sum())
        )
        return by_school.select("school_id", share=pl.col("a") / (pl.col("a") + pl.col("o")))

    beside = shares(2020).join(shares(2021), on="school_id")
    assert np.corrcoef(beside["share"], beside["share_right"])[0, 1] > 0.97


@pytest.mark.parametrize(
    ("name", "code"), [("Oosterhaven", CITY), ("Lindermeer", TOWN), ("Kwelderland", RURAL)]
)
def test_the_page_gives_the_figures_of_this_region(name: str, code: str) -> None:
    first, last = (counted(code, "po", "parental_education", year) for year in (2020, 2025))
    nearest = dissimilarity(at_nearest(last, code, 2025), "nearest")
    figures = (dissimilarity(first, "school_id"), dissimilarity(last, "school_id"), nearest, by_chance(last))
    assert f"| {name} | " + " | ".join(f"{figure:.2f}" for figure in figures) + " |" in PAGE.read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("code", [CITY, TOWN])
def test_the_page_gives_the_figures_of_secondary_schools_and_tracks(code: str) -> None:
    schools, tracks = (
        dissimilarity(counted(code, "vo", "parental_education", 2025), unit)
        for unit in ("school_id", "track")
    )
    secondary = PAGE.read_text(encoding="utf-8").split("**Secondary schools**")[1].split("## ")[0]
    assert f"{schools:.2f}" in secondary
    assert f"{tracks:.2f}" in secondary
