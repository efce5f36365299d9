# SPDX-License-Identifier: EUPL-1.2
"""Coverage of `levels`, false alarms and power of `contrasts` and of `p_random`, and what they cost.

Shares of schools are fixed within every simulation and pupils are drawn anew; the truth is the index of the
shares themselves. Each table stands between two comment lines in docs/reference/measure-levels.md.

Run: `python benchmarks/levels.py [TABLE …] [--simulations N] [--write]`. It prints Markdown;
`--write` puts the tables in the page. All of it takes a quarter of an hour on one core.
"""

from __future__ import annotations

import argparse
import re
import textwrap
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from scipy import optimize, stats

from gemengd import measure
from gemengd.measure.certainty.bootstrap.resampling import bootstrap
from gemengd.measure.certainty.compare import compare
from gemengd.measure.certainty.levels.chance import random_probabilities
from gemengd.measure.certainty.small_units.estimating import small_units
from gemengd.measure.table.cells import count_cells
from gemengd.measure.table.roles import pairs

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "measure-levels.md"
COLUMNS = {"unit": "unit", "group": "group", "pupils": "pupils", "focal": "focal"}
UNITS, SIZES, TRUE = (20, 60, 300, 1000), (20, 50, 200), (0.0, 0.06, 0.13, 0.26, 0.42)
MEAN = 0.3
NAMES = ("D", "H")
SLOW = ("logit-normal", "two kinds of schools")
"""Shares with which the slow estimators are tried too."""
ALARMS, CHANCES = 3, 4
"""How many times as many simulations where rates near 5 % are told apart."""


def fewer(simulations: int) -> int:
    """Simulations of the slow estimators."""
    return max(simulations * 2 // 15, 4)


def entropy(p: np.ndarray) -> np.ndarray:
    return -(p * np.log(np.maximum(p, 1e-300)) + (1 - p) * np.log(np.maximum(1 - p, 1e-300)))


def index_of(name: str, p: np.ndarray, size: np.ndarray) -> np.ndarray:
    """The index of shares in the last axis."""
    weight = size / size.sum()
    P = (p * weight).sum(-1, keepdims=True)
    if name == "D":
        return (weight * np.abs(p - P)).sum(-1) / (2 * P * (1 - P))[..., 0]
    return 1 - (weight * entropy(p)).sum(-1) / entropy(P)[..., 0]


# Shares whose D is wanted, as quantile functions.


def logit_normal(level: float, P: float) -> Callable[[np.ndarray], np.ndarray]:
    z = stats.norm.ppf((np.arange(4000) + 0.5) / 4000)

    def place(spread: float) -> float:
        return optimize.brentq(lambda m: (1 / (1 + np.exp(-m - spread * z))).mean() - P, -30, 30)

    def above(spread: float) -> float:
        return float(index_of("D", 1 / (1 + np.exp(-place(spread) - spread * z)), np.ones(4000))) - level

    spread = optimize.brentq(above, 1e-6, 12)
    m = place(spread)
    return lambda u: 1 / (1 + np.exp(-m - spread * stats.norm.ppf(u)))


def beta(level: float, P: float) -> Callable[[np.ndarray], np.ndarray]:
    middle = (np.arange(4000) + 0.5) / 4000

    def above(log_total: float) -> float:
        total = np.exp(log_total)
        shares = stats.beta(P * total, (1 - P) * total).ppf(middle)
        return float(index_of("D", shares, np.ones(4000))) - level

    total = np.exp(optimize.brentq(above, -2, 12))
    return stats.beta(P * total, (1 - P) * total).ppf


def two_kinds(level: float, P: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda u: np.where(u < 0.5, P - 2 * P * (1 - P) * level, P + 2 * P * (1 - P) * level)


def few_hold_much(level: float, P: float) -> Callable[[np.ndarray], np.ndarray]:
    """One school in ten holds more of the group; one in five where that cannot give the level."""
    part = 0.1 if 2 * P * level < 0.2 else 0.2
    more = P * (1 - P) * level / part
    return lambda u: np.where(u < 1 - part, P - more * part / (1 - part), P + more)


SHARES = {
    "logit-normal": logit_normal,
    "beta": beta,
    "two kinds of schools": two_kinds,
    "a few schools hold much": few_hold_much,
}


def shares(kind: str, level: float, P: float, shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Shares of the units in every simulation: one from each of as many equal parts, in random order."""
    if level == 0.0:
        return np.full(shape, P)
    jitter = rng.uniform(size=shape)
    parts = np.argsort(rng.uniform(size=shape), axis=1)
    return SHARES[kind](level, P)((parts + jitter) / shape[1])


def table(focal: np.ndarray, size: np.ndarray, **constant: Any) -> pl.DataFrame:
    """One cell for each row of `focal`."""
    simulation, unit = np.indices(focal.shape)
    keys = {"simulation": simulation.ravel(), "unit": unit.ravel()}
    other = np.broadcast_to(size.astype(int), focal.shape) - focal
    parts = [
        pl.DataFrame(keys | {"group": group, "pupils": counts.ravel()})
        for group, counts in (("focal", focal), ("other", other))
    ]
    return pl.concat(parts).with_columns(**{name: pl.lit(value) for name, value in constant.items()})


# Coverage.


def ends(cells: pl.DataFrame, method: str) -> pl.DataFrame:
    """Simulation, index, low and high by one method."""
    options = {**COLUMNS, "by": "simulation", "index": NAMES}
    if method == "levels":
        return measure.levels(cells, **options)
    if method == "delta":
        return measure.indices(cells, **options, chance=False)
    if method == "reflected":
        found = bootstrap(cells, **options, replicates=500, seed=1)
        return found.drop("low", "high").rename({"low_reflected": "low", "high_reflected": "high"})
    return small_units(cells, **options, method=method, replicates=60, seed=1)


METHODS = ("levels", "delta", "reflected", "beta", "np")


@dataclass(frozen=True)
class Covered:
    """Coverage (0–1) of one method in one world, by index."""

    kind: str
    units: int
    size: int
    level: float
    method: str
    by_index: dict[str, float]


def covered(kind: str, units: int, size: int, level: float, simulations: int, few: int) -> Iterable[Covered]:
    rng = np.random.default_rng([2026, list(SHARES).index(kind), units, size, round(1000 * level)])
    each = np.full(units, float(size))
    p = shares(kind, level, MEAN, (simulations, units), rng)
    focal = rng.binomial(size, p)
    for method in METHODS:
        if method in ("beta", "np") and kind not in SLOW:
            continue
        number = few if method in ("beta", "np") else simulations
        found = ends(table(focal[:number], each), method)
        held = {}
        for name in NAMES:
            truth = index_of(name, p[:number], each)
            rows = found.filter(index=name).sort("simulation")
            low, high = rows["low"].to_numpy(), rows["high"].to_numpy()
            held[name] = float(np.mean((low <= truth + 1e-9) & (truth - 1e-9 <= high)))
        yield Covered(kind, units, size, level, method, held)


def coverage(simulations: int) -> str:
    few = fewer(simulations)
    found: list[Covered] = []
    for units in UNITS:
        for size in SIZES:
            for level in TRUE:
                for kind in SHARES if level else list(SHARES)[:1]:
                    found += covered(kind, units, size, level, simulations, few)
    return in_tables(found)


def in_tables(found: list[Covered]) -> str:
    whole = (covered_table(found, name, kind) for name in NAMES for kind in SHARES)
    return "\n\n".join([ranges(found), *whole])


def ranges(found: list[Covered]) -> str:
    """Lowest and highest coverage over sizes and levels."""
    lines = ["**Lowest to highest over all sizes and levels**", ""]
    titles = [f"small_units, {m}" if m in ("beta", "np") else m for m in METHODS]
    lines.append("| index | shares | schools | " + " | ".join(titles) + " |")
    lines.append("|---|---|---|" + "---|" * len(METHODS))
    for name in NAMES:
        for kind in ("all the same", *SHARES):
            for units in UNITS:
                ends = [ends_of(found, name, kind, units, method) for method in METHODS]
                lines.append(f"| {name} | {kind} | {units:,} | " + " | ".join(ends) + " |")
    return "\n".join(lines)


def ends_of(found: list[Covered], name: str, kind: str, units: int, method: str) -> str:
    values = [
        round(100 * c.by_index[name])
        for c in found
        if (c.units, c.method) == (units, method) and (c.kind if c.level else "all the same") == kind
    ]
    return f"{min(values)}–{max(values)}" if values else "–"


def covered_table(found: list[Covered], name: str, kind: str) -> str:
    methods = METHODS if kind in SLOW else METHODS[:3]
    titles = [f"small_units, {m}" if m in ("beta", "np") else m for m in methods]
    lines = [f"**{name}, {kind}**", "", "| schools | pupils | " + " | ".join(titles) + " |"]
    lines.append("|---|---|" + "---|" * len(methods))
    at = {(c.kind, c.units, c.size, c.level, c.method): c.by_index[name] for c in found}
    for units in UNITS:
        for size in SIZES:
            cells = [
                " ".join(
                    f"{100 * at[(kind if level else next(iter(SHARES)), units, size, level, method)]:.0f}"
                    for level in TRUE
                )
                for method in methods
            ]
            lines.append(f"| {units:,} | {size} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


# What the shape of the shares does to the level, whatever the number of schools.


def mistaken(name: str, kind: str, size: int, simulations: int) -> list[str]:
    """Mean error of `level` and half the width of its interval, at every level above 0."""
    out = []
    for level in TRUE[1:]:
        rng = np.random.default_rng([7, list(SHARES).index(kind), size, round(1000 * level)])
        each = np.full(300, float(size))
        p = shares(kind, level, MEAN, (simulations, 300), rng)
        found = measure.levels(table(rng.binomial(size, p), each), **COLUMNS, by="simulation", index=name)
        found = found.sort("simulation")
        error = (found["level"].to_numpy() - index_of(name, p, each)).mean()
        out.append(f"{error:+.3f} ({(found['high'] - found['low']).mean() / 2:.3f})")
    return out


def shape(simulations: int) -> str:
    lines = ["| index | shares | pupils | " + " | ".join(f"D {level:g}" for level in TRUE[1:]) + " |"]
    lines.append("|---|---|---|" + "---|" * len(TRUE[1:]))
    for name in NAMES:
        for kind in SHARES:
            for size in SIZES:
                cells = " | ".join(mistaken(name, kind, size, fewer(simulations)))
                lines.append(f"| {name} | {kind} | {size} | {cells} |")
    return "\n".join(lines)


# Two years.


@dataclass(frozen=True)
class Year:
    """Sizes of the schools, the group's share and the true D."""

    size: np.ndarray
    share: float
    level: float = 0.0


@dataclass(frozen=True)
class World:
    """Two years of the same schools; `kind` says how shares spread, None that pupils are dealt by lot."""

    name: str
    first: Year
    second: Year
    kind: str | None = None


def uneven(units: int, mean: int, seed: int = 5) -> np.ndarray:
    spread = np.random.default_rng(seed).lognormal(0.0, 0.6, units)
    return np.maximum(np.round(mean * spread / spread.mean()), 5.0)


def even(units: int, size: int) -> np.ndarray:
    return np.full(units, float(size))


def lotteries() -> list[World]:
    return [
        World("20 × 200, group 30 → 5 %", Year(even(20, 200), 0.3), Year(even(20, 200), 0.05)),
        World("60 × 200 → 120, 15 → 10 %", Year(even(60, 200), 0.15), Year(even(60, 120), 0.1)),
        World("2 × 200, 30 → 20 %", Year(even(2, 200), 0.3), Year(even(2, 200), 0.2)),
        World("5 × 100, 30 → 10 %", Year(even(5, 100), 0.3), Year(even(5, 100), 0.1)),
        World("20 × 200, nothing changes", Year(even(20, 200), 0.3), Year(even(20, 200), 0.3)),
        World("20 × 25 → 15, 30 %", Year(even(20, 25), 0.3), Year(even(20, 15), 0.3)),
        World("20 × 200, 1 → 2 %", Year(even(20, 200), 0.01), Year(even(20, 200), 0.02)),
        World("20 × 200, 2 → 0.3 %", Year(even(20, 200), 0.02), Year(even(20, 200), 0.003)),
        World("40 unequal × 150, 20 → 10 %", Year(uneven(40, 150), 0.2), Year(uneven(40, 150), 0.1)),
        World("40 → 20 unequal × 150, 20 %", Year(uneven(40, 150), 0.2), Year(uneven(20, 150), 0.2)),
        World("300 × 200 → 150, 30 → 20 %", Year(even(300, 200), 0.3), Year(even(300, 150), 0.2)),
        World("1,000 × 50 → 40, 30 → 20 %", Year(even(1000, 50), 0.3), Year(even(1000, 40), 0.2)),
    ]


def steady() -> list[World]:
    """The same true D in both years; what changes is the group or the schools."""
    out = []
    for kind in ("logit-normal", "two kinds of schools", "a few schools hold much"):
        for level in (0.06, 0.13, 0.26, 0.42):
            out += [
                World(
                    f"20 × 200, 30 → 15 %, D {level}, {kind}",
                    Year(even(20, 200), 0.3, level),
                    Year(even(20, 200), 0.15, level),
                    kind,
                ),
                World(
                    f"60 × 200 → 60, 30 %, D {level}, {kind}",
                    Year(even(60, 200), 0.3, level),
                    Year(even(60, 60), 0.3, level),
                    kind,
                ),
                World(
                    f"300 × 200 → 60, 30 %, D {level}, {kind}",
                    Year(even(300, 200), 0.3, level),
                    Year(even(300, 60), 0.3, level),
                    kind,
                ),
            ]
    return out


def fixed_shares(world: World, year: Year) -> np.ndarray:
    """Shares at the same ranks in both years, in the same order, so that schools keep their place."""
    units = year.size.size
    at = np.random.default_rng(9).permutation((np.arange(units) + 0.5) / units)
    p = SHARES[world.kind or "logit-normal"](year.level, year.share)(at)
    return scaled(p, year)


def scaled(p: np.ndarray, year: Year) -> np.ndarray:
    """A few shares from a distribution have nearly its D and mean; shift and stretch make both exact."""
    for _ in range(30):
        p = p + year.share - (p * year.size).sum() / year.size.sum()
        found = float(index_of("D", p, year.size))
        p = np.clip(year.share + (p - year.share) * year.level / found, 1e-6, 1 - 1e-6)
    return p


def draw(world: World, year: Year, number: int, rng: np.random.Generator) -> np.ndarray:
    if world.kind is None or year.level == 0.0:
        A = round(year.share * year.size.sum())
        return rng.multivariate_hypergeometric(year.size.astype(int), A, size=number, method="marginals")
    return rng.binomial(year.size.astype(int), fixed_shares(world, year), (number, year.size.size))


def both(world: World, number: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng([seed, number])
    return draw(world, world.first, number, rng), draw(world, world.second, number, rng)


def probabilities(world: World, counts: tuple[np.ndarray, np.ndarray]) -> dict[str, np.ndarray]:
    """Two-sided p-values (D, H) of `contrasts`, and of raw D with its delta error."""
    cells = pl.concat(
        [
            table(focal, year.size, year=label)
            for label, (focal, year) in enumerate(zip(counts, (world.first, world.second), strict=True))
        ]
    )
    options = {**COLUMNS, "by": ("simulation", "year")}
    found = measure.contrasts(cells, **options, over="year", index=NAMES, correction="none")
    raw = compare(measure.indices(cells, **options, index="D"), over="year", correction="none")
    p = {name: found.filter(index=name)["p_value"].to_numpy() for name in NAMES}
    return p | {"raw D": raw["p_value"].to_numpy()}


def rate(p: np.ndarray, bound: float) -> str:
    """Per cent of p-values under a bound; those that could not be told count as not."""
    return f"{100 * np.mean(np.nan_to_num(p, nan=1.0) < bound):.1f}" if p.size else "–"


def alarms(simulations: int) -> str:
    number = ALARMS * simulations
    lines = [
        "| world | D, p < .05 | p < .20 | H, p < .05 | p < .20 | raw D, p < .05 | p < .20 |",
        "|---|---|---|---|---|---|---|",
    ]
    for world in [*lotteries(), *steady()]:
        p = probabilities(world, both(world, number, 17))
        if world.kind and world.first.share != world.second.share:
            p["H"] = np.array([])
        cells = [rate(p[name], bound) for name in ("D", "H", "raw D") for bound in (0.05, 0.2)]
        lines.append(f"| {world.name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def permuted(focal: tuple[np.ndarray, np.ndarray], size: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """Exact test that no school's share changed: the pupils of each school are dealt over the two years."""
    rng, out = np.random.default_rng(seed), np.empty(len(focal[0]))
    for row, (one, two) in enumerate(zip(*focal, strict=True)):
        pooled = one + two
        again = rng.hypergeometric(
            pooled, 2 * size.astype(int) - pooled, size.astype(int), (draws, size.size)
        )
        gap = np.abs(index_of("D", (pooled - again) / size, size) - index_of("D", again / size, size))
        found = abs(index_of("D", two / size, size) - index_of("D", one / size, size))
        out[row] = (1 + np.sum(gap >= found - 1e-12)) / (1 + draws)
    return out


def power(simulations: int) -> str:
    lines = [
        "| schools × pupils | D | contrasts, D | contrasts, H | permutation, D | raw D |",
        "|---|---|---|---|---|---|",
    ]
    for units, size in ((20, 200), (60, 200), (60, 50), (300, 50)):
        for one, two in ((0.0, 0.06), (0.06, 0.1), (0.13, 0.16), (0.26, 0.29)):
            first, second = (Year(even(units, size), MEAN, level) for level in (one, two))
            world = World("", first, second, "logit-normal")
            counts = both(world, simulations, 23)
            p = probabilities(world, counts)
            p["exact"] = permuted(counts, first.size, 499, 3)
            cells = [rate(p[name], 0.05) for name in ("D", "H", "exact", "raw D")]
            lines.append(f"| {units} × {size} | {one:g} → {two:g} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


# More than by chance.


def chance(simulations: int) -> str:
    number = CHANCES * simulations
    lines = [
        "| schools × pupils | test | " + " | ".join(f"D {level:g}" for level in CHANCE_LEVELS) + " |",
        "|---|---|" + "---|" * len(CHANCE_LEVELS),
    ]
    for units, size, share in ((5, 200, 0.3), (20, 50, 0.3), (20, 200, 0.3), (20, 200, 0.02), (60, 200, 0.3)):
        found = [noticed(units, size, share, level, number) for level in CHANCE_LEVELS]
        for row, test in enumerate(("p_random", "z")):
            cells = " | ".join(rate(pair[row], 0.05) for pair in found)
            lines.append(f"| {units} × {size}, {100 * share:g} % | {test} | {cells} |")
    return "\n".join(lines)


CHANCE_LEVELS = (0.0, 0.03, 0.06, 0.1, 0.13)


def noticed(units: int, size: int, share: float, level: float, number: int) -> tuple[np.ndarray, np.ndarray]:
    """p-values of Pearson's test and of today's z."""
    year = Year(even(units, size), share, level)
    world = World("", year, year, "logit-normal")
    cells = table(draw(world, year, number, np.random.default_rng(31)), year.size)
    # Only the test is asked, as the calibration would take most of the time.
    counts = pairs(count_cells(cells, "unit", "group", "pupils", ("simulation",)), "focal", None)
    defined = (counts.A > 0) & (counts.O > 0)
    pearson = random_probabilities(counts, defined, 0)
    found = measure.indices(cells, **COLUMNS, by="simulation", index="D")
    z = (found["estimate"] - found["expected"]) / found["se"]
    return pearson, stats.norm.sf(z.to_numpy())


# Time.


def seconds(work: Callable[[], Any]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def country(seed: int) -> pl.DataFrame:
    """342 municipalities, 7,000 schools of 20 to some 900 pupils, shares from 1 to 40 %."""
    rng = np.random.default_rng(seed)
    units = rng.multinomial(7000 - 2 * 342, rng.dirichlet(np.full(342, 0.7))) + 2
    place = np.repeat(np.arange(342), units)
    size = np.maximum(rng.lognormal(5.2, 0.6, place.size).round(), 20).astype(int)
    share = rng.uniform(0.01, 0.4, 342)[place]
    focal = rng.binomial(size, rng.beta(share * 15, (1 - share) * 15))
    keys = {"place": place, "unit": np.arange(place.size)}
    parts = (("focal", focal), ("other", size - focal))
    return pl.concat([pl.DataFrame(keys | {"group": name, "pupils": counts}) for name, counts in parts])


def times(simulations: int) -> str:  # noqa: ARG001 - the tables are called alike
    whole, few = country(1), country(1).filter(pl.col("place") < 34)
    options = {**COLUMNS, "by": "place"}
    ways: dict[str, Callable[[pl.DataFrame], Any]] = {
        "`levels`, D": lambda t: measure.levels(t, **options, index="D"),
        "`levels`, D and H": lambda t: measure.levels(t, **options, index=NAMES),
        "`bootstrap`, 500 replicates, D and H": lambda t: bootstrap(
            t, **options, index=NAMES, replicates=500
        ),
        '`small_units(method="beta")`, 200 replicates, D and H': lambda t: small_units(
            t, **options, index=NAMES, method="beta"
        ),
    }
    for way in ways.values():
        way(few)
    took = {name: seconds(lambda way=way: way(whole)) for name, way in ways.items()}
    least = took["`levels`, D and H"]
    lines = [
        "| 342 municipalities, 7,000 schools, one year | CPU s | beside `levels`, D and H |",
        "|---|---|---|",
    ]
    lines += [f"| {name} | {value:.2f} | {value / least:.2f} |" for name, value in took.items()]
    return "\n".join(lines)


INTRODUCTIONS = {
    "time": "Processor time on one core of a shared machine; only the ratios mean something.",
    "chance": """
        How often unevenness is found (5 %), in per cent of {chances} simulations: Pearson's `p_random` beside
        (estimate − expected)/se above 1.645. At D 0 it should be 5.""",
    "alarms": """
        How often nothing changed and the test says it did, in per cent of {alarms} simulations. `raw D`: the
        difference of the raw indices over its delta error, two-sided. The same D with another share of the
        group is another H, so there H has no false alarms to count.""",
    "power": """
        How often a change of level is seen, in per cent of {simulations} simulations (two-sided p < .05;
        group 30 %, logit-normal shares, schools keep their rank). The permutation test deals the pupils of
        each school over the two years 499 times; it is exact for "no school changed" and exists only where
        sizes stay the same.""",
    "shape": """
        Mean error of `level` in {few} simulations of 300 schools (half the width of the 95 % interval). The
        error stays as it is with more schools; the interval gets narrower.""",
    "coverage": """
        Coverage of 95 % intervals, in per cent, at true D 0, .06, .13, .26 and .42 (for H: at the H of the
        same shares). {simulations} simulations each (standard error 2 points where 95 is right);
        `small_units` {few} (5 points or more). At 0 all shares are the same, so the four kinds are one
        world.""",
}
"""What stands above each table."""


def introduced(name: str, text: str, simulations: int) -> str:
    """A table below what it shows."""
    numbers = {"alarms": ALARMS * simulations, "chances": CHANCES * simulations}
    said = INTRODUCTIONS[name].format(simulations=simulations, few=fewer(simulations), **numbers)
    return f"{textwrap.fill(' '.join(said.split()), 118)}\n\n{text}"


TABLES = {
    "time": times,
    "shape": shape,
    "chance": chance,
    "alarms": alarms,
    "power": power,
    "coverage": coverage,
}


def write(name: str, text: str) -> None:
    """Replace what stands between the two comment lines of this table."""
    page = PAGE.read_text("utf-8")
    pattern = rf"(<!-- benchmarks/levels\.py {name} -->\n).*?(\n<!-- end -->)"
    new, times_found = re.subn(pattern, lambda m: f"{m[1]}\n{text}\n{m[2]}", page, count=1, flags=re.DOTALL)
    if not times_found:
        raise SystemExit(f"{PAGE.name} has no place for the table '{name}'")
    PAGE.write_text(new, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tables", nargs="*", metavar="TABLE", help=", ".join(TABLES))
    parser.add_argument("--simulations", type=int, default=150)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    for name in options.tables or TABLES:
        text = introduced(name, TABLES[name](options.simulations), options.simulations)
        print(f"\n<!-- benchmarks/levels.py {name} -->\n\n{text}\n", flush=True)
        if options.write:
            write(name, text)


if __name__ == "__main__":
    main()
