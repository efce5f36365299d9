# SPDX-License-Identifier: EUPL-1.2
"""The children of the region: when they were four, where they live, and what is known of their parents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from gemengd.sources.example.plan import (
    EDUCATION,
    ENTRIES,
    FAITH,
    FIRST_YEAR,
    ORIGIN,
    PRIMARY_YEARS,
    TRACKS,
    Floats,
    Ints,
)


@dataclass(frozen=True)
class Children:
    """All children, one element each; codes are positions in the tuples of `plan`.

    Attributes:
        entry: year in which they turn four and go to school.
        area: row of the home neighbourhood.
        home: place of the home, shape (children, 2), metres.
        education, origin, faith, track: codes.
        education_known, origin_known, home_known: whether the register knows it.
    """

    entry: Ints
    area: Ints
    home: Floats
    education: Ints
    origin: Ints
    faith: Ints
    track: Ints
    education_known: npt.NDArray[np.bool_]
    origin_known: npt.NDArray[np.bool_]
    home_known: npt.NDArray[np.bool_]


def born(
    areas: pl.DataFrame, spread: Floats, behaviour: dict[str, Any], generator: np.random.Generator
) -> Children:
    """The children of every neighbourhood and cohort.

    Args:
        areas: the plan, with `x` and `y` as drawn.
        spread: how far homes stand from the middle of the neighbourhood, shape (areas,), metres.
        behaviour: the numbers of `behaviour.toml`.
        generator: the only source of chance.

    Returns:
        The children, by cohort and neighbourhood.
    """
    entry, area = _cohorts(areas, generator)
    education = pick(_education(areas)[area], generator)
    outside = areas.get_column("outside_europe").to_numpy()[area]
    origin = pick(_origin(outside, education, behaviour["origin"]), generator)
    member_of = areas.get_column("municipality_id").to_numpy()[area]
    register = behaviour["register"]
    abroad = origin >= ORIGIN.index("abroad_europe")
    unknown = np.where(abroad, register["education_unknown_born_abroad"], register["education_unknown"])
    return Children(
        entry=entry,
        area=area,
        home=_homes(areas, area, spread, generator),
        education=education,
        origin=origin,
        faith=pick(_faith(member_of, origin, behaviour["faith"]), generator),
        track=pick(_tracks(behaviour["track"])[education], generator),
        education_known=generator.random(len(entry)) >= unknown,
        origin_known=generator.random(len(entry)) >= register["origin_unknown"],
        home_known=generator.random(len(entry)) >= register["home_unknown"],
    )


def pick(shares: Floats, generator: np.random.Generator) -> Ints:
    """One code for each row of shares, shape (rows, codes), drawn in proportion to them.

    Only `Generator.random` is used, here and elsewhere, because its stream does not change with numpy.
    """
    edges = np.cumsum(shares, axis=1)
    drawn = generator.random(len(shares))[:, None] * edges[:, -1:]
    codes: Ints = (drawn >= edges[:, :-1]).sum(axis=1, dtype=np.int64)
    return codes


def _cohorts(areas: pl.DataFrame, generator: np.random.Generator) -> tuple[Ints, Ints]:
    years = np.array(ENTRIES)[:, None]
    growth = areas.get_column("growth").to_numpy()[None, :]
    mean = (
        areas.get_column("children").to_numpy()[None, :]
        / PRIMARY_YEARS
        * (1 + growth) ** (years - FIRST_YEAR)
    )
    size = np.floor(mean + generator.random(mean.shape)).astype(np.int64)
    entry = np.repeat(np.broadcast_to(years, size.shape).ravel(), size.ravel())
    area = np.repeat(np.broadcast_to(np.arange(areas.height), size.shape).ravel(), size.ravel())
    return entry.astype(np.int64), area.astype(np.int64)


def _homes(areas: pl.DataFrame, area: Ints, spread: Floats, generator: np.random.Generator) -> Floats:
    # The root makes homes uniform over a disc.
    away = np.sqrt(generator.random(len(area))) * spread[area]
    angle = 2 * np.pi * generator.random(len(area))
    middle = areas.select("x", "y").to_numpy().astype(np.float64)[area]
    return middle + np.column_stack((away * np.cos(angle), away * np.sin(angle)))


def _education(areas: pl.DataFrame) -> Floats:
    low, high = areas.get_column("low").to_numpy(), areas.get_column("high").to_numpy()
    return np.column_stack((low, 1 - low - high, high))


def _origin(outside: Floats, education: Ints, numbers: dict[str, Any]) -> Floats:
    odds = np.array([numbers["outside"][name] for name in EDUCATION])[education] * outside / (1 - outside)
    far = odds / (1 + odds)
    near = numbers["europe_floor"] + numbers["europe_slope"] * outside
    abroad = numbers["born_abroad"]
    elsewhere = [near * (1 - abroad), far * (1 - abroad), near * abroad, far * abroad]
    return np.column_stack([np.clip(1 - near - far, 0, 1), *elsewhere])


def _faith(member_of: npt.NDArray[Any], origin: Ints, numbers: dict[str, Any]) -> Floats:
    shares = np.zeros((len(origin), len(FAITH)))
    for code, drawn_to in numbers.items():
        if isinstance(drawn_to, dict):
            for name, share in drawn_to.items():
                shares[member_of == code, FAITH.index(name)] = share
    far = np.isin(origin, [ORIGIN.index("netherlands_other"), ORIGIN.index("abroad_other")])
    shares[far] = 0.0
    shares[far, FAITH.index("islamitisch")] = numbers["islamitisch"]
    shares[:, FAITH.index("none")] = 1 - shares.sum(axis=1)
    return shares


def _tracks(numbers: dict[str, Any]) -> Floats:
    return np.array([[numbers[name][track] for track in TRACKS] for name in EDUCATION])
