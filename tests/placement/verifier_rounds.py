# SPDX-License-Identifier: EUPL-1.2
"""Random small rounds for every way of placing that rules can ask for, for the tests of the verifier."""

from __future__ import annotations

import random
import runpy
from pathlib import Path
from typing import Any

MADE = runpy.run_path(str(Path(__file__).with_name("lottery_made.py")))
a_round, rules, completed = MADE["a_round"], MADE["rules"], MADE["completed"]

MECHANISMS = (
    "deferred_acceptance",
    "school_proposing",
    "boston",
    "first_preference_first",
    "top_trading_cycles",
    "eada",
    "stable_improvement_cycles",
    "serial_dictatorship",
)
CONSTRAINED = ("families", "regional_caps", "maximal_use")
WAYS = (*MECHANISMS, *CONSTRAINED)

TYPES = [
    {"id": "held", "seats": {"share": "1/2"}, "for": {"flag": "target"}, "order": "distance"},
    {"id": "open", "seats": {"rest": True}},
]
OVERLAPPING = [
    {"id": "target", "seats": {"share": "1/4"}, "for": {"flag": "target"}},
    {"id": "agreed", "seats": {"share": "1/4"}, "for": {"flag": "agrees"}},
    {"id": "sibling", "seats": {"share": "1/4"}, "for": {"claim": "sibling"}},
    {"id": "open", "seats": {"rest": True}},
]


CROWDED = ("stable_improvement_cycles", "maximal_use")
"""Where a small round seldom has an exchange, or a reserve that somebody has to move to."""


def random_round(way: str, seed: int, *, children: int = 14, repair: bool | None = None) -> Any:
    """A round placed in this way, with some way of numbering, and by default in a third a repaired tail."""
    rng = random.Random(seed)
    programmes = [f"P{number}" for number in range(rng.randint(2, 5))]
    crowd = 30 if way in CROWDED else 0
    names = [f"child_{number:02}" for number in range(rng.randint(3, children) + crowd)]
    people = {name: _person(rng) for name in names}
    wishes = {name: rng.sample(programmes, rng.randint(1, len(programmes))) for name in names}
    if way == "families":
        _tie_together(rng, names, people, wishes)
    seats = {programme: rng.randint(0, 12 if crowd else 4) for programme in programmes}
    columns = {name: {"region": rng.choice("ab"), "sure": rng.randint(0, n)} for name, n in seats.items()}
    sections = _sections(way, rng, programmes, columns)
    if rng.random() < 0.3 if repair is None else repair:
        sections["tail_repair"] = _repair(rng, programmes)
    claims = [_claim(rng, name, programme) for name in names for programme in programmes]
    return a_round(wishes, seats, rules(**sections), claims=claims, applicants=people, programmes=columns)


def _person(rng: random.Random) -> dict[str, Any]:
    family = f"family_{rng.randint(0, 8)}"
    return {"family": family, "target": rng.random() < 0.4, "agrees": rng.random() < 0.5, "block": None}


def _tie_together(rng: random.Random, names: list[str], people: dict[str, Any], wishes: Any) -> None:
    """Make some twins and triplets: one family, one group, one list."""
    free = rng.sample(names, len(names))
    for number in range(rng.randint(1, 4)):
        members, free = free[: rng.choice((2, 2, 3))], free[3:]
        for name in members:
            people[name] = {**people[members[0]], "agrees": people[name]["agrees"], "block": f"b{number}"}
            wishes[name] = wishes[members[0]]


def _claim(rng: random.Random, name: str, programme: str) -> dict[str, Any]:
    return {
        "applicant": name,
        "programme": programme,
        "sibling": rng.random() < 0.3,
        "meets_condition": rng.random() < 0.85,
        "distance": rng.randint(1, 5),
    }


def _sections(way: str, rng: random.Random, programmes: list[str], columns: Any) -> dict[str, Any]:
    mechanism = {"name": way if way in MECHANISMS else "deferred_acceptance"}
    if way == "first_preference_first":
        mechanism["programmes"] = {"programme": rng.sample(programmes, 1)}
    if way == "eada":
        mechanism["consent"] = {"flag": "agrees"}
    turns = way == "serial_dictatorship"
    numbers = ["single", "per_family"] if turns else ["single", "per_family", "per_programme"]
    plain = way == "stable_improvement_cycles"  # numbers that differ and few groups make most exchanges
    found: dict[str, Any] = {
        "mechanism": mechanism,
        "lottery": {"numbers": "per_programme" if plain and rng.random() < 0.7 else rng.choice(numbers)},
        "eligibility": [{"require": {"claim": "meets_condition"}}],
    }
    if not turns:
        found["priorities"] = [{"when": {"claim": "sibling"}}]
    if way == "families":
        found["families"] = {"block": "together"}
    if way == "regional_caps":
        sure = {region: sum(c["sure"] for c in columns.values() if c["region"] == region) for region in "ab"}
        caps = {region: total + rng.randint(0, 3) for region, total in sure.items()}
        found["regional_caps"] = {"column": "region", "target": "sure", "caps": caps}
    elif way == "maximal_use":
        found["seat_types"] = [{"types": OVERLAPPING, "walk": "maximal_use"}]
    elif rng.random() < (0.2 if plain else 0.5):
        found["seat_types"] = [{"types": TYPES, "walk": rng.choice(["as_listed", "own_first"])}]
    return found


def _repair(rng: random.Random, programmes: list[str]) -> dict[str, Any]:
    return {
        "when": rng.choice([{"unplaced": True}, {"rank_above": 1}, {"unplaced": True, "rank_above": 2}]),
        "programmes": {"programme": rng.sample(programmes, rng.randint(1, len(programmes)))},
        "extra_seats": rng.randint(1, 3),
    }
