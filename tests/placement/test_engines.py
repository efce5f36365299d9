# SPDX-License-Identifier: EUPL-1.2
"""The two engines agree bit for bit, and the bytes do not depend on the run."""

from __future__ import annotations

import numpy as np
import pytest

from gemengd.placement import (
    MECHANISMS,
    Placement,
    deferred_acceptance,
    family_blocks,
    overlapping_reserves,
    regional_caps,
)


def _same(one: Placement, other: Placement) -> bool:
    arrays = ("entry", "rank", "slot", "programme", "filled", "cutoff", "blocking")
    same = all(getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in arrays)
    return same and (one.proposals, one.cycles) == (other.proposals, other.cycles)


def _draw(problem, seed):
    rng = np.random.default_rng([7, seed])
    return problem(
        seed,
        applicants=int(rng.integers(0, 14)),
        programmes=int(rng.integers(1, 6)),
        categories=int(rng.integers(1, 4)),
        most_seats=int(rng.integers(0, 5)),
        lottery="programme" if seed % 3 == 0 else "applicant",
        unacceptable=0.1 if seed % 2 else 0.0,
    )


def _check_engines(problem, seed):
    one = _draw(problem, seed)
    market, rng = one.market(), np.random.default_rng([8, seed])
    for name, mechanism in MECHANISMS.items():
        if name == "serial_dictatorship" and one.lottery == "programme":
            continue
        options = ()
        if name == "first_preference_first":
            options = (rng.random(market.slots) < 0.5,)
        if name == "eada":
            options = (rng.random(market.applicants) < 0.7,)
        runs = [mechanism.run(market, *options, engine=engine) for engine in ("numba", "reference")]
        assert _same(*runs), f"{name} differs on round {seed}"


def _check_constraints(problem, seed):
    market, rng = _draw(problem, seed).market(), np.random.default_rng([9, seed])
    region = rng.integers(-1, 2, market.slots)
    target = rng.integers(0, market.seats + 1)
    cap = np.array([target[region == here].sum() + rng.integers(0, 3) for here in range(2)])
    reserved = rng.multinomial(
        np.maximum(market.seats - rng.integers(0, 2, market.slots), 0), [0.4, 0.3, 0.3]
    )
    traits = rng.integers(0, 8, market.slot.size)
    runs = [
        (
            regional_caps(market, target, region, cap, engine=engine),
            overlapping_reserves(market, reserved, traits, engine=engine),
            family_blocks(_with_twins(market), np.arange(market.applicants) // 2, engine=engine),
        )
        for engine in ("numba", "reference")
    ]
    names = ("regional caps", "overlapping reserves", "family blocks")
    for name, one, other in zip(names, *runs, strict=True):
        assert _same(one, other), f"{name} differ on round {seed}"


def _with_twins(market):
    """Give every second applicant the list of the one before, with a key just below."""
    size = np.diff(market.start)
    twin = np.arange(market.applicants) // 2 * 2
    parts = [np.arange(market.start[i], market.start[i] + size[i]) for i in twin]
    entries = np.concatenate([*parts, np.empty(0, dtype=np.int64)]).astype(np.int64)
    later = np.repeat(np.arange(market.applicants) % 2, [part.size for part in parts])
    shared = (market.key[entries] & ~np.int64((1 << 21) - 1)) | (market.key[entries] & ((1 << 21) - 1)) * 2
    barred = market.key[entries] == np.iinfo(np.int64).max
    return type(market)(
        start=np.concatenate(([0], np.cumsum([part.size for part in parts]))).astype(np.int64),
        slot=market.slot[entries],
        key=np.where(barred, market.key[entries], shared + later),
        rank=market.rank[entries],
        seats=market.seats,
        programme=market.programme,
        lottery=market.lottery,
        family=market.family,
    )


@pytest.mark.parametrize("first", range(0, 300, 100))
def test_engines_agree_on_classic_mechanisms(problem, first):
    for seed in range(first, first + 100):
        _check_engines(problem, seed)


def test_engines_agree_under_constraints(problem):
    for seed in range(300):
        _check_constraints(problem, seed)


@pytest.mark.slow
def test_engines_agree_on_ten_thousand_markets(problem):
    for seed in range(1_000, 11_000):
        _check_engines(problem, seed)


@pytest.mark.slow
def test_engines_agree_under_constraints_on_ten_thousand_markets(problem):
    for seed in range(1_000, 11_000):
        _check_constraints(problem, seed)


def test_engines_agree_on_a_larger_market(problem):
    market = problem(1, applicants=400, programmes=12, most_seats=40, lottery="programme").market()
    assert _same(deferred_acceptance(market), deferred_acceptance(market, engine="reference"))


def test_an_unknown_engine_is_refused(problem):
    with pytest.raises(ValueError, match="engine is 'fast'"):
        deferred_acceptance(problem(1).market(), engine="fast")


def test_the_same_market_gives_the_same_bytes(problem):
    market = problem(5, applicants=30, programmes=5, most_seats=5).market()
    for name, mechanism in MECHANISMS.items():
        options = (np.ones(5, dtype=bool),) if name == "first_preference_first" else ()
        assert _same(mechanism.run(market, *options), mechanism.run(market, *options)), name


def test_only_integers_decide(problem):
    market = problem(5).market()
    arrays = (market.start, market.slot, market.key, market.rank, market.seats, market.programme)
    assert {array.dtype.kind for array in arrays} == {"i"}
    outcome = deferred_acceptance(market)
    assert {outcome.entry.dtype.kind, outcome.cutoff.dtype.kind} == {"i"}
