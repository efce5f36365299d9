# SPDX-License-Identifier: EUPL-1.2
"""`gemengd.placement` beside `matching`, `algmatch` and its own plain-Python engine, on the same rounds.

Random rounds with a seed: uneven popularity (even in the largest), seats for 95% of the applicants. Three
kinds of priority: one number per child ("single"), one number and priority at a tenth of the wishes
("categories"), and an order of its own per programme ("several"). The peers take any strict order; they
get "several" as dictionaries. One process, one machine: the ratios are the message, not the seconds. Times
are CPU seconds, the shortest and the median of runs in turn with what they are compared to.

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
from statistics import median
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
    outcome = deferred_acceptance(market)
    arrays = pass_arrays(market, outcome)
    kernel, floor, whole = in_turn(
        15, lambda: kernel_only(market), lambda: one_pass(*arrays), lambda: deferred_acceptance(market)
    )
    growth.append((market.applicants, min(kernel)))
    size = sum(a.nbytes for a in (market.start, market.slot, market.key, market.rank, market.seats)) / 2**20
    print(
        f"  {kind:<11} kernel {ms(kernel)}, with result {ms(whole)}; {outcome.proposals:,} proposals, one "
        f"pass {ms(floor)}: kernel = {times(kernel, floor)} passes; market {size:,.1f} MiB, "
        f"peak {peak():,.0f} MiB"
    )
    if market.applicants > 100_000:
        print(f"  {kind:<11} plain Python: left out at this size")
        return
    begin = time.process_time()
    plain = deferred_acceptance(market, engine="reference")
    slow = [time.process_time() - begin]
    same = plain.entry.tobytes() == outcome.entry.tobytes()
    print(f"  {kind:<11} plain Python {ms(slow)} = {times(slow, whole)} times; same outcome: {same}")


def kernel_only(market: Market) -> Any:
    """The kernel without what follows from its outcome."""
    from gemengd.placement.engine.engine import no_limit
    from gemengd.placement.engine.kernels.deferred_acceptance import deferred_acceptance as kernel

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
    placed = match(*tables)
    ours, solve = in_turn(15, lambda: match(*tables), lambda: deferred_acceptance(market))
    print(f"  match() from dictionaries {ms(ours)}, of which the engine {ms(solve)}")
    for name, run in (("matching", run_matching), ("algmatch", run_algmatch)):
        if quick:
            print(f"  {name}: left out with --quick")
        elif importlib.util.find_spec(name) is None:
            print(f"  {name}: not installed here")
        else:
            report_peer(name, run, tables, (ours, solve), placed)


def report_peer(
    name: str, run: Callable[..., Any], tables: Any, ours: tuple[list[float], list[float]], placed: Any
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
        f"  {name} build {ms([build])} + solve {ms([solve])}: the whole = {times([build + solve], ours[0])} "
        f"times match(), its solve = {times([solve], ours[1])} times our engine; same outcome: "
        f"{outcome == placed}"
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
    begin = time.thread_time()
    game = HospitalResident.create_from_dictionaries(preferences, priorities, seats)
    built = time.thread_time()
    outcome = game.solve(optimal="resident")
    end = time.thread_time()
    placed = {person.name: place.name for place, people in outcome.items() for person in people}
    return built - begin, end - built, {who: placed.get(who) for who in preferences}


def run_algmatch(preferences: Any, priorities: Any, seats: Any) -> tuple[float, float, dict[str, Any]]:
    """The package `algmatch`; it wants numbers from 1."""
    from algmatch import HospitalResidentsProblem

    def number(name: str) -> int:
        return int(name[1:]) + 1

    begin = time.thread_time()
    residents = {number(who): [number(place) for place in one] for who, one in preferences.items()}
    hospitals = {
        number(place): {"capacity": seats[place], "preferences": [number(who) for who in one]}
        for place, one in priorities.items()
    }
    problem = HospitalResidentsProblem(dictionary={"residents": residents, "hospitals": hospitals})
    built = time.thread_time()
    outcome = problem.get_stable_matching()["resident_sided"]
    end = time.thread_time()
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
        wall, cpu = time.perf_counter(), time.process_time()
        redraw_placements(market, 1_000, seed=1, threads=2)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(f"  {kind:<11} {wall:.2f} s on the clock, {cpu:.2f} s CPU")


def print_growth(growth: dict[str, list[tuple[int, float]]]) -> None:
    """How the kernel's time grows: time ~ applicants ** exponent between two sizes."""
    print("\ngrowth of the kernel's time with the number of applicants (exponent; 1 = in proportion)")
    for kind, points in growth.items():
        steps = [
            f"{small:,} to {large:,}: {math.log(after / before) / math.log(large / small):.2f}"
            for (small, before), (large, after) in pairwise(points)
        ]
        print(f"  {kind:<11} {'; '.join(steps)}")


def in_turn(runs: int, *works: Callable[[], Any]) -> list[list[float]]:
    """CPU seconds of each work, taking turns, so that a busy moment of the machine hits all alike."""
    seconds: list[list[float]] = [[] for _ in works]
    for work in works:
        work()
    for _ in range(runs):
        for own, work in zip(seconds, works, strict=True):
            begin = time.process_time()
            work()
            own.append(time.process_time() - begin)
    return seconds


def ms(seconds: list[float]) -> str:
    """The shortest and the median time, in milliseconds."""
    shortest, usual = 1_000 * min(seconds), 1_000 * median(seconds)
    return f"{shortest:,.2f} ms" if len(seconds) == 1 else f"{shortest:,.2f} (median {usual:,.2f}) ms"


def times(one: list[float], other: list[float]) -> str:
    """How many times as long: of the shortest and of the medians."""
    return f"{min(one) / min(other):,.1f} (medians {median(one) / median(other):,.1f})"


def peak() -> float:
    """The most memory this process has used, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    threading.stack_size(STACK)
    main()
