# SPDX-License-Identifier: EUPL-1.2
"""The plan of the region: its neighbourhoods, its schools and how its families behave, as packaged data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FIRST_YEAR, LAST_YEAR = 2020, 2025
"""The school years that the tables describe."""

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
PRIMARY_YEARS = 8
OLDEST_ENTRY = FIRST_YEAR - 13
"""Who entered primary school at 4 in this year is 17 in the first school year described."""

ENTRIES = range(OLDEST_ENTRY, LAST_YEAR + 1)

EDUCATION = ("low", "middle", "high")
ORIGIN = ("netherlands_dutch", "netherlands_europe", "netherlands_other", "abroad_europe", "abroad_other")
FAITH = ("none", "rooms-katholiek", "protestants-christelijk", "islamitisch")
TRACKS = ("vmbo_bk", "vmbo_gt", "havo", "vwo")


@dataclass(frozen=True)
class Sector:
    """The schools of one sector, in the order of the plan.

    Attributes:
        frame: their rows of `schools.csv`, with `x` and `y`.
        point: places, shape (schools, 2), metres.
        capacity: places for pupils, shape (schools,).
        opens: first school year, shape (schools,); far back where the school is older than the data.
        closes: last school year, shape (schools,); far ahead where the school stays.
    """

    frame: pl.DataFrame
    point: Floats
    capacity: Ints
    opens: Ints
    closes: Ints

    def open_in(self, year: int) -> npt.NDArray[np.bool_]:
        """Which schools have pupils in a school year, shape (schools,)."""
        return (self.opens <= year) & (year <= self.closes)


def areas() -> pl.DataFrame:
    """The neighbourhoods as planned: points (not yet drawn), children aged 4-11 in 2020, shares, growth."""
    return _csv("areas.csv")


def schools(placed: pl.DataFrame) -> pl.DataFrame:
    """The schools with the places where they stand.

    Args:
        placed: `area_id`, `x`, `y` of every neighbourhood as drawn, metres.

    Returns:
        The rows of `schools.csv` with `x` and `y`, metres.
    """
    at = _csv("schools.csv").join(
        placed.select("area_id", "x", "y"), on="area_id", how="left", maintain_order="left"
    )
    return at.with_columns(x=pl.col("x") + pl.col("east"), y=pl.col("y") + pl.col("north"))


def sector(schools: pl.DataFrame, name: str) -> Sector:
    """The schools of one sector as arrays."""
    frame = schools.filter(pl.col("sector") == name)
    return Sector(
        frame,
        frame.select("x", "y").to_numpy().astype(np.float64),
        frame.get_column("capacity").to_numpy().astype(np.int64),
        frame.get_column("opens").fill_null(0).to_numpy().astype(np.int64),
        frame.get_column("closes").fill_null(9999).to_numpy().astype(np.int64),
    )


@cache
def behaviour() -> dict[str, Any]:
    """Who the families are and what they weigh: the numbers of `behaviour.toml`."""
    return tomllib.loads(_text("behaviour.toml"))


def municipalities() -> dict[str, str]:
    """Municipality code to name."""
    return dict(behaviour()["municipalities"])


def _csv(name: str) -> pl.DataFrame:
    return pl.read_csv(_text(name).encode(), comment_prefix="#")


def _text(name: str) -> str:
    return files("gemengd.sources.example").joinpath(name).read_text(encoding="utf-8")
