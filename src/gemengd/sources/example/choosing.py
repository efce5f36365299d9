# SPDX-License-Identifier: EUPL-1.2
"""How a cohort chooses: a logit of distance, denomination, concept and composition, while schools fill up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gemengd.sources.example.families import Children
from gemengd.sources.example.plan import EDUCATION, FAITH, Floats, Ints, Sector


@dataclass(frozen=True)
class Chooser:
    """What stays the same for all cohorts of one sector.

    Attributes:
        sector: the schools.
        taste: the sector's part of `behaviour.toml`.
        member_of: municipality code of each child, shape (children,).
        fit: utility of denomination by faith and school, shape (faiths, schools).
        concept: utility of the concept by education and school, shape (3, schools).
    """

    sector: Sector
    taste: dict[str, Any]
    member_of: npt.NDArray[Any]
    fit: Floats
    concept: Floats


def chooser(sector: Sector, taste: dict[str, Any], member_of: npt.NDArray[Any]) -> Chooser:
    """The tastes laid beside the schools."""
    denomination = sector.frame.get_column("denomination").to_list()
    fit = np.array([[_fit(faith, school, taste) for school in denomination] for faith in FAITH])
    special = sector.frame.get_column("concept").is_not_null().to_numpy()
    weight = np.array([taste["concept"][name] for name in EDUCATION])
    return Chooser(sector, taste, member_of, fit, weight[:, None] * special[None, :])


def _fit(faith: str, denomination: str, taste: dict[str, Any]) -> float:
    if faith == denomination:
        return float(taste["own_faith"][faith])
    if denomination == "islamitisch":
        return -float(taste["closed_faith"])
    return -float(taste["other_faith"]) if denomination in FAITH else 0.0


def utility(
    by: Chooser,
    children: Children,
    who: Ints,
    *,
    composition: Floats,
    year: int,
    generator: np.random.Generator,
) -> Floats:
    """The utility of every school for some of the children, shape (who, schools), with its random part.

    Args:
        by: the tastes.
        children: all children.
        who: the ones that choose.
        composition: share high minus share low of the parents at each school last year, shape (schools,).
        year: the school year for which they choose.
        generator: the only source of chance.
    """
    gap = children.home[who][:, None, :] - by.sector.point[None, :, :]
    distance = np.sqrt((gap**2).sum(axis=2)) / 1000
    education = children.education[who]
    weight = dated(by.taste["composition"], by.member_of[who], education, year)
    chance = np.clip(generator.random(distance.shape), 1e-12, 1 - 1e-12)
    fixed = by.fit[children.faith[who]] + by.concept[education] - by.taste["distance"] * distance
    total: Floats = fixed + weight[:, None] * composition[None, :] - np.log(-np.log(chance))
    return total


def dated(rules: list[dict[str, Any]], member_of: npt.NDArray[Any], education: Ints, year: int) -> Floats:
    """For each child the number of the last rule of its municipality that has begun; 0 without a rule."""
    numbers = np.zeros(len(education))
    for rule in sorted(rules, key=lambda rule: int(rule["from"])):
        if rule["from"] > year:
            continue
        step = rule.get("per_year", {})
        value = np.array([rule[name] + step.get(name, 0.0) * (year - rule["from"]) for name in EDUCATION])
        mine = member_of == rule["municipality"]
        numbers[mine] = value[education[mine]]
    return numbers


def placed(utility: Floats, turn: Floats, seats: Ints) -> Ints:
    """The school of each child when all choose in turn among the schools with a seat left.

    Args:
        utility: shape (children, schools); minus infinity where a school is no option.
        turn: who comes first has the lowest number, shape (children,).
        seats: seats of each school, shape (schools,); not changed.

    Returns:
        School of each child, shape (children,). Who finds no seat anywhere gets the first choice all the
        same: that school makes room.
    """
    ranking = np.argsort(-utility, axis=1, kind="stable").tolist()
    options = np.isfinite(utility).sum(axis=1).tolist()
    left: list[int] = seats.tolist()
    result = np.empty(len(ranking), dtype=np.int64)
    for child in np.argsort(turn, kind="stable").tolist():
        choices = ranking[child][: options[child]]
        school = next((school for school in choices if left[school] > 0), choices[0])
        left[school] -= 1
        result[child] = school
    return result
