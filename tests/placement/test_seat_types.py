# SPDX-License-Identifier: EUPL-1.2
"""Seat types as slots: the same outcome as a choice function, and what reserves do to whom."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
import pytest

from gemengd.placement import compile_market, deferred_acceptance

TARGET, OTHER = "target", "other"
HELD, OPEN = "held", "open"


@dataclass(frozen=True)
class Town:
    """Applicants in lottery order, their kind and lists; per school seats, reserved seats, who goes first."""

    kinds: list[str]
    lists: list[list[str]]
    category: np.ndarray
    seats: dict[str, int]
    held: dict[str, int]
    held_first: dict[str, bool]


def _town(seed, *, held_first=None):
    rng = np.random.default_rng(seed)
    schools = ["s0", "s1", "s2"]
    size = rng.integers(1, 4, 7)
    seats = {school: int(rng.integers(1, 4)) for school in schools}
    return Town(
        kinds=[str(kind) for kind in rng.choice([TARGET, OTHER], 7)],
        lists=[[str(school) for school in rng.permutation(schools)[:n]] for n in size],
        category=rng.integers(0, 2, (7, 3)),
        seats=seats,
        held={school: int(rng.integers(0, number + 1)) for school, number in seats.items()},
        held_first={
            school: bool(rng.integers(0, 2)) if held_first is None else held_first for school in schools
        },
    )


def _place(towns, *, policy):
    """Placements under "soft" reserves, a "hard" ceiling for the others or "none", in one round."""
    people = [(f"{t}a{i}", kind) for t, town in enumerate(towns) for i, kind in enumerate(town.kinds)]
    schools = [(f"{t}{s}", number) for t, town in enumerate(towns) for s, number in town.seats.items()]
    wishes = [
        (f"{t}a{i}", rank + 1, f"{t}{school}")
        for t, town in enumerate(towns)
        for i, one in enumerate(town.lists)
        for rank, school in enumerate(one)
    ]
    claims = [
        (f"{t}a{i}", f"{t}s{p}", int(town.category[i, p]))
        for t, town in enumerate(towns)
        for i, p in np.ndindex(town.category.shape)
    ]
    compiled = compile_market(
        _frame(schools, "programme", "seats"),
        _frame(people, "applicant", "type"),
        _frame(wishes, "applicant", "rank", "programme"),
        _frame([(name, number) for number, (name, _) in enumerate(people)], "applicant", "ticket"),
        categories=_frame(claims, "applicant", "programme", "category"),
        **(_slots(towns, policy) if policy != "none" else {}),
    )
    found = deferred_acceptance(compiled.market).frame(compiled.labels)
    placed = dict(found.select("applicant", pl.col("programme").str.slice(-2)).iter_rows())
    return [[placed[f"{t}a{i}"] for i in range(len(town.kinds))] for t, town in enumerate(towns)]


def _frame(rows, *columns):
    return pl.DataFrame(rows, schema=columns, orient="row")


def _slots(towns, policy):
    every = [(f"{t}{school}", town, school) for t, town in enumerate(towns) for school in town.seats]
    parts = [(name, *part) for name, town, school in every for part in _split(town, school)]
    steps = [(name, *step) for name, town, school in every for step in _walk(town, school, policy)]
    return {
        "seat_types": _frame(parts, "programme", "seat_type", "seats"),
        "walks": _frame(steps, "programme", "type", "seat_type", "position", "standing"),
    }


def _split(town, school):
    return [(HELD, town.held[school]), (OPEN, town.seats[school] - town.held[school])]


def _walk(town, school, policy):
    order = (HELD, OPEN) if town.held_first[school] else (OPEN, HELD)
    for kind in (TARGET, OTHER):
        for position, seat in enumerate(order):
            if policy == "soft" or kind == TARGET or seat == OPEN:
                yield kind, seat, position, int(seat == HELD and kind == OTHER)


def _by_choice(town):
    """Deferred acceptance in which each school fills its seat types in their order."""
    held: list[str | None] = [None] * len(town.kinds)
    offers = {school: set() for school in town.seats}
    wish = [0] * len(town.kinds)
    while True:
        asking = [i for i, now in enumerate(held) if now is None and wish[i] < len(town.lists[i])]
        if not asking:
            return held
        for applicant in asking:
            offers[town.lists[applicant][wish[applicant]]].add(applicant)
            wish[applicant] += 1
        for school in town.seats:
            offers[school] = _choose(town, school, offers[school])
        chosen = {applicant: school for school, group in offers.items() for applicant in group}
        held = [chosen.get(applicant) for applicant in range(len(town.kinds))]


def _choose(town, school, candidates):
    left, chosen = set(candidates), set()
    for seat, number in _split(town, school) if town.held_first[school] else reversed(_split(town, school)):

        def standing(applicant, seat=seat):
            last = seat == HELD and town.kinds[applicant] == OTHER
            return last, town.category[applicant, int(school[1])], applicant

        best = sorted(left, key=standing)[:number]
        chosen |= set(best)
        left -= set(best)
    return chosen


def _ranks(town, placed):
    return [one.index(where) if where else len(one) for one, where in zip(town.lists, placed, strict=True)]


def _losses(town, before, after):
    """By how many ranks each member of the target group loses; negative is a gain."""
    ranks = zip(town.kinds, _ranks(town, before), _ranks(town, after), strict=True)
    return [later - earlier for kind, earlier, later in ranks if kind == TARGET]


def _all_lose(losses):
    return bool(losses) and min(losses) > 0


def _some_lose_and_none_gains(losses):
    return bool(losses) and min(losses) >= 0 and max(losses) > 0


def test_slots_equal_the_choice_function_on_600_markets():
    towns = [_town(seed) for seed in range(600)]
    assert _place(towns, policy="soft") == [_by_choice(town) for town in towns]


@pytest.fixture(scope="module")
def losses():
    """What the target group loses by a policy, in towns where the reserve is filled first."""
    towns = [_town(seed, held_first=True) for seed in range(3_000)]
    before = _place(towns, policy="none")
    return {
        policy: list(map(_losses, towns, before, _place(towns, policy=policy))) for policy in ("soft", "hard")
    }


def test_a_soft_reserve_never_makes_the_whole_target_group_worse_off(losses):
    assert any(min(one, default=0) < 0 for one in losses["soft"])
    assert not any(map(_all_lose, losses["soft"]))


def test_a_hard_ceiling_can_make_the_whole_target_group_worse_off(losses):
    assert any(map(_all_lose, losses["hard"]))


def test_even_a_soft_reserve_can_harm_some_of_the_target_group_and_help_none(losses):
    # Why a rule is tried on last year's lists before anyone adopts it.
    assert any(map(_some_lose_and_none_gains, losses["soft"]))


def test_a_soft_reserve_dominates_the_hard_ceiling():
    towns = [_town(seed, held_first=True) for seed in range(600)]
    soft, hard = (
        [
            rank
            for town, placed in zip(towns, _place(towns, policy=policy), strict=True)
            for rank in _ranks(town, placed)
        ]
        for policy in ("soft", "hard")
    )
    assert soft != hard
    assert all(map(int.__le__, soft, hard))


def test_reserves_filled_last_admit_at_least_as_many_of_the_target_group():
    early, late = (_admitted_at_one_school(held_first=first) for first in (True, False))
    assert early != late
    assert all(map(int.__le__, early, late))


def _admitted_at_one_school(*, held_first):
    towns = [replace(_town(seed, held_first=held_first), lists=[["s0"]] * 7) for seed in range(300)]
    placed = _place(towns, policy="soft")
    return [
        sum(kind == TARGET and where is not None for kind, where in zip(town.kinds, one, strict=True))
        for town, one in zip(towns, placed, strict=True)
    ]


@pytest.mark.parametrize(("near", "far"), [(5, 5), (8, 2)])
def test_seats_by_distance_beside_seats_by_lottery(near, far):
    names = [f"a{number:02}" for number in range(20)]
    compiled = compile_market(
        pl.DataFrame({"programme": ["s"], "seats": [10]}),
        pl.DataFrame({"applicant": names}),
        pl.DataFrame({"applicant": names, "rank": 1, "programme": "s"}),
        pl.DataFrame({"applicant": names, "ticket": range(20)}),
        categories=pl.DataFrame(
            {
                "applicant": names,
                "programme": "s",
                "category": 0,
                "order": [2000.5 - 100 * (n // 2) for n in range(20)],
            }
        ),
        seat_types=pl.DataFrame(
            {
                "programme": "s",
                "seat_type": ["distance", "lottery"],
                "seats": [near, far],
                "ordered": [True, False],
            }
        ),
    )
    placed = deferred_acceptance(compiled.market).frame(compiled.labels)
    by = {kind: placed.filter(seat_type=kind)["applicant"].to_list() for kind in ("distance", "lottery")}
    closest = sorted(names, key=lambda name: (-(int(name[1:]) // 2), name))[:near]
    assert by["distance"] == sorted(closest)
    assert by["lottery"] == names[:far]
