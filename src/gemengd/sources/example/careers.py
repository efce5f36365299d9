# SPDX-License-Identifier: EUPL-1.2
"""School careers: each cohort chooses once, stays, and moves only when its school closes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from gemengd.sources.example.choosing import Chooser, dated, placed, utility
from gemengd.sources.example.families import Children
from gemengd.sources.example.plan import EDUCATION, LAST_YEAR, PRIMARY_YEARS, TRACKS, YEARS, Floats, Ints

TRACK_YEARS = np.array([4, 4, 5, 6])
"""Years that a pupil spends in each of `TRACKS`."""


def primary(by: Chooser, children: Children, generator: np.random.Generator) -> Mapping[int, Ints]:
    """School of every child in primary school, per school year described.

    Returns:
        Year to school of each child, shape (children,), -1 where the child is not in primary school.
    """
    stays = np.full(len(children.entry), PRIMARY_YEARS)
    allowed = np.ones((len(children.entry), len(by.sector.point)), dtype=np.bool_)
    form = by.sector.capacity / PRIMARY_YEARS
    return _followed(
        by, children, start=children.entry, stays=stays, allowed=allowed, form=form, generator=generator
    )


def secondary(by: Chooser, children: Children, generator: np.random.Generator) -> Mapping[int, Ints]:
    """As `primary`, for secondary school: eight years later, at a school that offers the child's track."""
    offered = [tracks.split("|") for tracks in by.sector.frame.get_column("tracks").to_list()]
    offers = np.array([[track in tracks for tracks in offered] for track in TRACKS])
    form = by.sector.capacity / ((offers * TRACK_YEARS[:, None]).sum(axis=0) / offers.sum(axis=0))
    start, stays = children.entry + PRIMARY_YEARS, TRACK_YEARS[children.track]
    allowed = offers[children.track]
    return _followed(by, children, start=start, stays=stays, allowed=allowed, form=form, generator=generator)


def _followed(
    by: Chooser,
    children: Children,
    *,
    start: Ints,
    stays: Ints,
    allowed: npt.NDArray[np.bool_],
    form: Floats,
    generator: np.random.Generator,
) -> Mapping[int, Ints]:
    school = np.full(len(start), -1, dtype=np.int64)
    nearby = _nearby(by, children)
    composition, seen = nearby, {}
    for year in range(int(start.min()), LAST_YEAR + 1):
        school[start + stays <= year] = -1
        is_open = by.sector.open_in(year)
        stranded = np.flatnonzero((school >= 0) & ~is_open[school])
        entrants = np.flatnonzero(start == year)
        for who, seats in ((stranded, by.sector.capacity), (entrants, np.ceil(form).astype(np.int64))):
            value = utility(by, children, who, composition=composition, year=year, generator=generator)
            value[~(allowed[who] & is_open[None, :])] = -np.inf
            school[who] = placed(value, _turn(by, children, who, year, generator), seats)
        composition = _composition(children, school, nearby)
        if year in YEARS:
            seen[year] = school.copy()
    return seen


def _turn(by: Chooser, children: Children, who: Ints, year: int, generator: np.random.Generator) -> Floats:
    ahead = dated(by.taste["queue"], by.member_of[who], children.education[who], year)
    return generator.random(len(who)) - ahead


def _composition(children: Children, school: Ints, nearby: Floats) -> Floats:
    """Share high minus share low at each school; that of the surroundings while a school has no pupils."""
    there = school >= 0
    counts = np.zeros((len(nearby), len(EDUCATION)))
    np.add.at(counts, (school[there], children.education[there]), 1)
    pupils = counts.sum(axis=1)
    return np.where(pupils > 0, (counts[:, -1] - counts[:, 0]) / np.maximum(pupils, 1), nearby)


def _nearby(by: Chooser, children: Children) -> Floats:
    """Share high minus share low of the children around each school, the nearer the heavier."""
    high = children.education == EDUCATION.index("high")
    low = children.education == EDUCATION.index("low")
    status = high.astype(np.float64) - low
    result = np.zeros(len(by.sector.point))
    for row, (x, y) in enumerate(by.sector.point):
        weight = np.exp(-np.hypot(children.home[:, 0] - x, children.home[:, 1] - y) / 400)
        result[row] = (weight * status).sum() / weight.sum()
    return result
