# SPDX-License-Identifier: EUPL-1.2
"""`gemengd.placement` beside `matching`, `algmatch` and its own plain-Python engine, on the same rounds.

Random rounds with a seed: uneven popularity (even in the largest), seats for 95% of the applicants. Three
kinds of priority: one number per child ("single"), one number and priority at a tenth of the wishes
("categories"), and an order of its own per programme ("several"). The peers take any strict order; they
get "several" as dictionaries. One process, one machine: the ratios are the message, not the seconds.

Run: `python benchmarks/placement_engine.py [--quick]`, in an environment with `matching` and `algmatch`.
`--quick` leaves out the rounds of 100,000 and 1,000,000 and the peers at 10,000.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import resource
import sys
import threading
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numba
import numpy as np

from gemengd.placement import Market, deferred_acceptance, match, redraw_placements

ROUNDS = ((1_000, 10, 5), (10_000, 100, 10), (100_000, 500, 15), (1_000_000, 2_000, 10))
KINDS = ("single", "categories", "several")
STACK = 512 * 1024 * 1024


def main() -> None:
    """Print the whole comparison."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--quick", action="store_true", help="small rounds and quick peers only")
    quick = parser.parse_args().quick
    deferred_acceptance(draw_round(50, 5, 3, "several"))
    growth: dict[str, list[tuple[int, float]]] = {kind: [] for kind in KINDS}
    for size in ROUNDS[: 2 if quick else 4]:
        print(f"\n{size[0]:,} applicants x {size[1]:,} programmes x {size[2]} on each list")
        for kind in KINDS:
            compare_engines(draw_round(*size, kind), kind, growth[kind])
        if size[0] <= 10_000:
            compare_peers(draw_round(*size, "several"), quick=quick and size[0] > 1_000)
        else:
            print("  matching and algmatch: left out at this size, it would take minutes")
    many_draws()
    print_growth(growth)


def draw_round(applicants: int, programmes: int, length: int, kind: str) -> Market:
    """A random round as a compiled market."""
    rng = np.random.default_rng([applicants, KINDS.index(kind)])
    slot = wishes(rng, applicants, programmes, length)
    category = rng.random(slot.shape) > 0.1 if kind == "categories" else np.zeros(slot.shape)
    ticket = np.repeat(np.arange(applicants)[:, None], length, axis=1)
    if kind == "several":
        ticket = order_within(slot, rng)
    return Market(
        start=np.arange(0, applicants * length + 1, length),
        slot=slot.ravel().astype(np.int32),
        key=((category.astype(np.int64) << 40) | ticket).ravel(),
        rank=np.tile(np.arange(1, length + 1, dtype=np.int32), applicants),
        seats=np.full(programmes, math.ceil(0.95 * applicants / programmes)),
        programme=np.arange(programmes, dtype=np.int32),
        lottery="programme" if kind == "several" else "applicant",
        family=np.arange(applicants, dtype=np.int32),
    )


def wishes(rng: np.random.Generator, applicants: int, programmes: int, length: int) -> Any:
    """Lists of different programmes; popular ones come up more, but in the largest round."""
    if applicants * programmes > 60_000_000:
        steps = rng.integers(1, programmes // length, (applicants, length))
        return (rng.integers(0, programmes, (applicants, 1)) + np.cumsum(steps, axis=1)) % programmes
    appeal = rng.normal(0, 0.5, programmes)
    parts = []
    for first in range(0, applicants, 10_000):
        rows = min(10_000, applicants - first)
        taste = -(appeal + rng.gumbel(size=(rows, programmes)))
        best = np.argpartition(taste, length - 1, axis=1)[:, :length]
        order = np.argsort(np.take_along_axis(taste, best, axis=1), axis=1)
        parts.append(np.take_along_axis(best, order, axis=1))
    return np.concatenate(parts)


def order_within(slot: Any, rng: np.random.Generator) -> Any:
    """A random place for each entry in its programme's own order."""
    flat = slot.ravel()
    order = np.lexsort((rng.random(flat.size), flat))
    start = np.concatenate(([0], np.cumsum(np.bincount(flat))))
    place = np.empty(flat.size, dtype=np.int64)
    place[order] = np.arange(flat.size) - start[flat[order]]
    return place.reshape(slot.shape)


def compare_engines(market: Market, kind: str, growth: list[tuple[int, float]]) -> None:
    """The compiled engine, one pass over the proposals it made, and the plain engine."""
    seconds, outcome = best_of(7, lambda: deferred_acceptance(market))
    kernel, _ = best_of(7, lambda: kernel_only(market))
    arrays = pass_arrays(market, outcome)
    one_pass(*arrays)
    floor, _ = best_of(7, lambda: one_pass(*arrays))
    growth.append((market.applicants, kernel))
    size = sum(a.nbytes for a in (market.start, market.slot, market.key, market.rank, market.seats)) / 2**20
    print(
        f"  {kind:<11} kernel {ms(kernel)}, with result {ms(seconds)}; {outcome.proposals:,} proposals, one "
        f"pass {ms(floor)}: kernel = {kernel / floor:.1f} passes; market {size:,.1f} MiB, "
        f"peak {peak():,.0f} MiB"
    )
    if market.applicants > 100_000:
        print(f"  {kind:<11} plain Python: left out at this size")
        return
    slow, plain = best_of(1, lambda: deferred_acceptance(market, engine="reference"))
    same = plain.entry.tobytes() == outcome.entry.tobytes()
    print(f"  {kind:<11} plain Python {ms(slow)} = {slow / seconds:,.0f} times; same outcome: {same}")


def kernel_only(market: Market) -> Any:
    """The kernel without what follows from its outcome."""
    from gemengd.placement.engine import no_limit
    from gemengd.placement.kernels.deferred_acceptance import deferred_acceptance as kernel

    return kernel(
        market.start[:-1], market.start[1:], market.slot, market.key, market.seats, no_limit(market)
    )


def pass_arrays(market: Market, outcome: Any) -> tuple[Any, ...]:
    """What one pass needs: for each applicant where the proposals end."""
    end = np.where(outcome.entry >= 0, outcome.entry + 1, market.start[1:])
    return market.start, end, market.slot, market.key, outcome.cutoff


@numba.njit
def one_pass(start: Any, end: Any, slot: Any, key: Any, cutoff: Any) -> int:
    """Look once at every proposal and compare its key with the cut-off of its slot."""
    refused = 0
    for applicant in range(end.size):
        for entry in range(start[applicant], end[applicant]):
            refused += key[entry] > cutoff[slot[entry]]
    return refused


def compare_peers(market: Market, *, quick: bool) -> None:
    """`match` and the peers, from dictionaries to dictionary."""
    tables = dictionaries(market)
    match(*tables)
    ours, placed = best_of(5, lambda: match(*tables))
    solve, _ = best_of(5, lambda: deferred_acceptance(market))
    print(f"  match() from dictionaries {ms(ours)}, of which the engine {ms(solve)}")
    for name, run in (("matching", run_matching), ("algmatch", run_algmatch)):
        if quick:
            print(f"  {name}: left out with --quick")
        elif importlib.util.find_spec(name) is None:
            print(f"  {name}: not installed here")
        else:
            report_peer(name, run, tables, (ours, solve), placed)


def report_peer(
    name: str, run: Callable[..., Any], tables: Any, ours: tuple[float, float], placed: Any
) -> None:
    """Times of one peer, and whether it agrees."""
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(run(*tables)))
    thread.start()
    thread.join()
    if not found:
        print(f"  {name}: fails on this round")
        return
    build, solve, outcome = found[0]
    print(
        f"  {name} build {ms(build)} + solve {ms(solve)}: the whole = {(build + solve) / ours[0]:,.0f} times "
        f"match(), its solve = {solve / ours[1]:,.0f} times our engine; same outcome: {outcome == placed}"
    )


def dictionaries(market: Market) -> tuple[dict[str, list[str]], dict[str, list[str]], dict[str, int]]:
    """The round as the peers take it."""
    owner, slot = market.owner().tolist(), market.slot.tolist()
    people = [f"a{who}" for who in range(market.applicants)]
    places = [f"p{place}" for place in range(market.slots)]
    preferences: dict[str, list[str]] = {who: [] for who in people}
    priorities: dict[str, list[str]] = {place: [] for place in places}
    for who, place in zip(owner, slot, strict=True):
        preferences[people[who]].append(places[place])
    for entry in np.lexsort((market.key, market.slot)).tolist():
        priorities[places[slot[entry]]].append(people[owner[entry]])
    return preferences, priorities, dict(zip(places, market.seats.tolist(), strict=True))


def run_matching(preferences: Any, priorities: Any, seats: Any) -> tuple[float, float, dict[str, Any]]:
    """The package `matching`, with a recursion limit that lets it finish."""
    from matching.games import HospitalResident

    sys.setrecursionlimit(1_000_000)
    begin = time.perf_counter()
    game = HospitalResident.create_from_dictionaries(preferences, priorities, seats)
    built = time.perf_counter()
    outcome = game.solve(optimal="resident")
    end = time.perf_counter()
    placed = {person.name: place.name for place, people in outcome.items() for person in people}
    return built - begin, end - built, {who: placed.get(who) for who in preferences}


def run_algmatch(preferences: Any, priorities: Any, seats: Any) -> tuple[float, float, dict[str, Any]]:
    """The package `algmatch`; it wants numbers from 1."""
    from algmatch import HospitalResidentsProblem

    def number(name: str) -> int:
        return int(name[1:]) + 1

    begin = time.perf_counter()
    residents = {number(who): [number(place) for place in one] for who, one in preferences.items()}
    hospitals = {
        number(place): {"capacity": seats[place], "preferences": [number(who) for who in one]}
        for place, one in priorities.items()
    }
    problem = HospitalResidentsProblem(dictionary={"residents": residents, "hospitals": hospitals})
    built = time.perf_counter()
    outcome = problem.get_stable_matching()["resident_sided"]
    end = time.perf_counter()
    place = {
        f"a{int(who[1:]) - 1}": f"p{int(where[1:]) - 1}" if where else None for who, where in outcome.items()
    }
    return built - begin, end - built, {who: place[who] for who in preferences}


def many_draws() -> None:
    """1,000 lotteries of a round of 10,000."""
    print("\n1,000 draws of 10,000 x 100 x 10, on 2 threads")
    for kind in KINDS:
        market = draw_round(10_000, 100, 10, kind)
        redraw_placements(market, 2, seed=1)
        seconds, _ = best_of(3, lambda market=market: redraw_placements(market, 1_000, seed=1, threads=2))
        print(f"  {kind:<11} {seconds:.2f} s")


def print_growth(growth: dict[str, list[tuple[int, float]]]) -> None:
    """How the kernel's time grows: time ~ applicants ** exponent between two sizes."""
    print("\ngrowth of the kernel's time with the number of applicants (exponent; 1 = in proportion)")
    for kind, points in growth.items():
        steps = [
            f"{small:,} to {large:,}: {math.log(after / before) / math.log(large / small):.2f}"
            for (small, before), (large, after) in pairwise(points)
        ]
        print(f"  {kind:<11} {'; '.join(steps)}")


def best_of(runs: int, work: Callable[[], Any]) -> tuple[float, Any]:
    """The shortest of some runs, in seconds, and the last outcome."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        outcome = work()
        times.append(time.perf_counter() - begin)
    return min(times), outcome


def ms(seconds: float) -> str:
    """Seconds as milliseconds."""
    return f"{1_000 * seconds:,.2f} ms"


def peak() -> float:
    """The most memory this process has used, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    threading.stack_size(STACK)
    main()
