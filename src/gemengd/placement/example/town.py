# SPDX-License-Identifier: EUPL-1.2
"""Rounds made up from known tastes, to try rules on and to test what is estimated from lists.

A family's worth of a programme is popularity − distance taste × kilometres + the taste of its group + luck
(standard Gumbel), so that its first choice is a multinomial logit; its list holds its best programmes in
order. Nothing here is measured: the numbers are made up, and kept as the truth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from gemengd.numeric.arrays import Flags, Floats, Integers

METRES = 1000


@dataclass(frozen=True, slots=True)
class Town:
    """What a town is like.

    Attributes:
        children: number of children.
        programmes: number of schools, with one programme each.
        room: seats per child.
        target_share: share of children in the target group.
        housing: how far apart the groups live, 0 (mixed) to 1 (the two halves of the town).
        side: kilometres along a side of the town.
        popularity: spread of the schools' popularity.
        distance_taste: worth of a kilometre less.
        group_taste: how far the groups' tastes for schools differ.
        least: shortest list.
        most: longest list.
        more: chance of one more programme on the list, each time.
        siblings: share of children with a brother or sister at a school near home.
    """

    children: int = 400
    programmes: int = 10
    room: float = 1.1
    target_share: float = 0.25
    housing: float = 0.5
    side: float = 4.0
    popularity: float = 0.8
    distance_taste: float = 1.0
    group_taste: float = 0.5
    least: int = 1
    most: int = 6
    more: float = 0.8
    siblings: float = 0.2

    def __post_init__(self) -> None:
        if self.children < 1 or not 1 <= self.least <= self.most <= self.programmes:
            raise ValueError(
                f"children is {self.children}, least {self.least}, most {self.most}, programmes "
                f"{self.programmes}; expected 1 or more children and 1 <= least <= most <= programmes"
            )
        for name in ("target_share", "housing", "more", "siblings"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise ValueError(f"{name} is {getattr(self, name)}; expected 0 to 1")


@dataclass(frozen=True, slots=True)
class Truth:
    """What the lists were made from.

    Attributes:
        town: the town.
        popularity: shape (programmes,).
        taste: shape (2, programmes); of children outside and inside the target group.
        target: shape (children,); in the target group.
        distance: shape (children, programmes), kilometres.
    """

    town: Town
    popularity: Floats
    taste: Floats
    target: Flags
    distance: Floats

    def worth(self) -> Floats:
        """Shape (children, programmes): the worth of each programme, without luck."""
        far = self.town.distance_taste * self.distance
        return self.popularity - far + self.taste[self.target.astype(np.int64)]

    def first_choice(self) -> Floats:
        """Shape (children, programmes): the chance that a programme is a child's first choice."""
        worth = self.worth()
        share = np.exp(worth - worth.max(axis=1, keepdims=True))
        return np.asarray(share / share.sum(axis=1, keepdims=True))


@dataclass(frozen=True, slots=True)
class Generated:
    """The tables of a made-up round, in the form of docs/reference/rules.md, and their truth.

    Attributes:
        programmes: `programme, school, seats`.
        applicants: `applicant, target_group`.
        preferences: `applicant, rank, programme`.
        claims: `applicant, programme, sibling, distance` (metres), `nearest` (1 = the nearest school).
        truth: what they were made from.
    """

    programmes: pl.DataFrame
    applicants: pl.DataFrame
    preferences: pl.DataFrame
    claims: pl.DataFrame
    truth: Truth


def generate(town: Town | None = None, *, seed: int) -> Generated:
    """Make up a round.

    Args:
        town: what the town is like; default a small one.
        seed: seed, 0 or more; the same seed and town give the same round.
    """
    place = Town() if town is None else town
    rng = np.random.Generator(np.random.Philox(key=seed))
    truth = _truth(place, rng)
    luck = -np.log(-np.log(rng.random(truth.distance.shape)))
    order = np.argsort(-(truth.worth() + luck), axis=1, kind="stable")
    sibling = _siblings(truth, rng)
    length = _lengths(place, rng)
    programmes = _programmes(place, rng)
    sibling = _few_enough(sibling, programmes["seats"].to_numpy())
    order = _siblings_first(order, sibling)
    return Generated(
        programmes,
        _applicants(truth),
        preference_table(order, length, _names("s", place.programmes), _names("c", place.children)),
        _claims(truth, sibling),
        truth,
    )


def _truth(town: Town, rng: np.random.Generator) -> Truth:
    target = rng.random(town.children) < town.target_share
    home = rng.random((town.children, 2))
    # Pulled towards the west for the target group, towards the east for the others.
    half = np.where(target, 0.0, 0.5) + home[:, 0] / 2
    home[:, 0] = np.where(rng.random(town.children) < town.housing, half, home[:, 0])
    school = rng.random((town.programmes, 2))
    distance = town.side * np.sqrt(((home[:, None, :] - school[None, :, :]) ** 2).sum(axis=2))
    popularity = town.popularity * rng.standard_normal(town.programmes)
    apart = town.group_taste * rng.standard_normal(town.programmes)
    return Truth(town, popularity, np.stack((-apart / 2, apart / 2)), target, distance)


def _siblings(truth: Truth, rng: np.random.Generator) -> Integers:
    """The school of each child's brother or sister, drawn as a first choice; −1 = none."""
    share = truth.first_choice().cumsum(axis=1)
    drawn = (rng.random((share.shape[0], 1)) > share[:, :-1]).sum(axis=1)
    return np.where(rng.random(share.shape[0]) < truth.town.siblings, drawn, -1)


def _few_enough(sibling: Integers, seats: Integers) -> Integers:
    """At most half of a school's seats for brothers and sisters, so that a place can be promised to them."""
    kept = sibling.copy()
    for programme, room in enumerate(seats):
        kept[np.flatnonzero(sibling == programme)[max(1, int(room) // 2) :]] = -1
    return kept


def _siblings_first(order: Integers, sibling: Integers) -> Integers:
    """Families want their children at one school."""
    first = order != sibling[:, None]
    return np.take_along_axis(order, np.argsort(first, axis=1, kind="stable"), axis=1)


def _lengths(town: Town, rng: np.random.Generator) -> Integers:
    more = (rng.random((town.children, town.most - town.least)) < town.more).cumprod(axis=1)
    return np.asarray(town.least + more.sum(axis=1), dtype=np.int64)


def preference_table(
    order: Integers, length: Integers, programmes: list[str], applicants: list[str]
) -> pl.DataFrame:
    """Lists as a table: `applicant, rank, programme`.

    Args:
        order: shape (applicants, programmes); programmes, most wanted first.
        length: shape (applicants,); programmes on each list.
        programmes: their names.
        applicants: their names.
    """
    kept = np.arange(order.shape[1]) < length[:, None]
    who, place = np.nonzero(kept)
    return pl.DataFrame(
        {
            "applicant": pl.Series(applicants, dtype=pl.String).gather(pl.Series(who)),
            "rank": place + 1,
            "programme": pl.Series(programmes, dtype=pl.String).gather(pl.Series(order[who, place])),
        }
    )


def _programmes(town: Town, rng: np.random.Generator) -> pl.DataFrame:
    size = rng.uniform(0.5, 1.5, town.programmes)
    seats = np.maximum(1, np.round(size / size.sum() * town.room * town.children)).astype(np.int64)
    names = _names("s", town.programmes)
    return pl.DataFrame({"programme": names, "school": names, "seats": seats})


def _applicants(truth: Truth) -> pl.DataFrame:
    return pl.DataFrame(
        {"applicant": _names("c", truth.town.children), "target_group": pl.Series(truth.target)}
    )


def _claims(truth: Truth, sibling: Integers) -> pl.DataFrame:
    children, programmes = truth.distance.shape
    who, where = np.divmod(np.arange(children * programmes), programmes)
    nearest = np.argsort(np.argsort(truth.distance, axis=1, kind="stable"), axis=1) + 1
    return pl.DataFrame(
        {
            "applicant": pl.Series(_names("c", children)).gather(pl.Series(who)),
            "programme": pl.Series(_names("s", programmes)).gather(pl.Series(where)),
            "sibling": pl.Series(sibling[who] == where),
            "distance": np.round(truth.distance.ravel() * METRES).astype(np.int64),
            "nearest": nearest.ravel(),
        }
    )


def _names(letter: str, many: int) -> list[str]:
    width = len(str(many))
    return [f"{letter}{one:0{width}}" for one in range(1, many + 1)]
