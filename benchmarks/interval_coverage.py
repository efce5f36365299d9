# SPDX-License-Identifier: EUPL-1.2
"""Bias of estimates and coverage of intervals in small units, by simulation.

Cells of units of one size (5 … 200 pupils) whose p follow a beta distribution with mean 0.3 and a known
spread; pupils are drawn anew in every simulation. Two questions are kept apart, as their answers differ:

A. The index of the p's behind the units (drawn anew as well): what `small_units` estimates. The raw index,
   its delta-method interval, the bootstrap and the excess (Carrington & Troske) are held against it too.
B. The index of the shares that this cell's units have in the long run (p's fixed, sizes fixed): what the
   delta method and the bootstrap of `indices` and `bootstrap` are about. The truth is that of the fixed p's.

Run: `python benchmarks/interval_coverage.py [--simulations N] [--seed N]`. It prints Markdown
tables, as they stand in docs/reference/measure-certainty.md.
"""

from __future__ import annotations

import argparse
import time
from typing import Any

import numpy as np
import polars as pl
from scipy import stats

from gemengd import measure
from gemengd.measure.certainty.bootstrap.resampling import bootstrap
from gemengd.measure.certainty.small_units.estimating import small_units
from gemengd.measure.certainty.small_units.kernels import INDICES, functions_of, indices_of

SIZES = (5, 10, 20, 50, 200)
SPREADS = {"none": 0.0, "little": 1 / 31, "some": 1 / 11, "much": 1 / 4}
"""Variance ratio eta2 of the p's, 1/(α + β + 1)."""
MEAN = 0.3
NAMES = ("D", "H")
COLUMNS = {"unit": "unit", "group": "group", "pupils": "pupils", "by": "simulation"}
LEVEL = 0.95


def cells(size: int, p: np.ndarray, rng: np.random.Generator) -> pl.DataFrame:
    """One cell for each row of p (simulations x units)."""
    focal = rng.binomial(size, p)
    simulation, unit = np.indices(p.shape)
    keys = {"simulation": simulation.ravel(), "unit": unit.ravel()}
    parts = [
        pl.DataFrame(keys | {"group": group, "pupils": counts.ravel()})
        for group, counts in (("focal", focal), ("other", size - focal))
    ]
    return pl.concat(parts)


def probabilities(spread: float, shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    if spread == 0.0:
        return np.full(shape, MEAN)
    total = 1 / spread - 1
    return rng.beta(MEAN * total, (1 - MEAN) * total, shape)


def truth_of(spread: float) -> dict[str, float]:
    """The indices of the distribution of p itself."""
    if spread == 0.0:
        return dict.fromkeys(NAMES, 0.0)
    total = 1 / spread - 1
    p = stats.beta(MEAN * total, (1 - MEAN) * total).ppf((np.arange(20_000) + 0.5) / 20_000)
    return index_of(p)


def index_of(p: np.ndarray) -> dict[str, float]:
    """The indices of equally large units with these shares."""
    out = np.empty(len(INDICES))
    indices_of(functions_of(p, p.mean()).mean(axis=1), p.mean(), out)
    return {name: float(out[INDICES.index(name)]) for name in NAMES}


def estimates(table: pl.DataFrame, seed: int, replicates: int) -> dict[str, pl.DataFrame]:
    """Frames with simulation, index, low, high and one or two estimates, by method."""
    options = {**COLUMNS, "focal": "focal"}
    delta = measure.indices(table, **options, index=NAMES)
    resampled = bootstrap(table, **options, index=NAMES, replicates=500, seed=seed)
    small = {
        method: small_units(table, **options, index=NAMES, method=method, replicates=replicates, seed=seed)
        for method in ("np", "beta")
    }
    keys = [pl.col("simulation"), pl.col("index")]
    found = {
        "raw, delta method": delta.select(
            *keys, "low", "high", low_estimate="estimate", high_estimate="estimate"
        ),
        "excess (CT)": delta.select(
            *keys, low=None, high=None, low_estimate="excess", high_estimate="excess"
        ),
    }
    corrected = pl.col("estimate") - pl.col("bias")
    for label, ends, value in (
        ("bootstrap, percentile", ("low", "high"), pl.col("estimate")),
        ("bootstrap, bias-corrected", ("low_bc", "high_bc"), pl.col("estimate")),
        ("bootstrap, reflected", ("low_reflected", "high_reflected"), corrected),
    ):
        found[label] = resampled.select(
            *keys, low=ends[0], high=ends[1], low_estimate=value, high_estimate=value
        )
    for method, label in (("np", "bounds (np)"), ("beta", "beta")):
        found[label] = small[method].select(
            *keys, "low", "high", low_estimate="estimate_low", high_estimate="estimate_high"
        )
    return found


def judge(found: pl.DataFrame, right: pl.DataFrame) -> dict[str, float | None]:
    """Mean distance from the truth to the estimate (zero inside bounds), coverage and width."""
    both = found.join(right, on=["simulation", "index"])
    truth = pl.col("truth")
    gap = (
        pl.when(truth < pl.col("low_estimate"))
        .then(pl.col("low_estimate") - truth)
        .when(truth > pl.col("high_estimate"))
        .then(pl.col("high_estimate") - truth)
        .otherwise(0.0)
    )
    held = (pl.col("low") <= truth + 1e-9) & (truth - 1e-9 <= pl.col("high"))
    return both.select(
        bias=gap.mean(), coverage=held.mean(), width=(pl.col("high") - pl.col("low")).mean()
    ).to_dicts()[0]


def study(number: int, units: int, seed: int, replicates: int) -> list[dict[str, Any]]:
    """Every size, spread, method, index and question."""
    rows = []
    for size in SIZES:
        for label, spread in SPREADS.items():
            rng = np.random.default_rng([seed, size, round(1000 * spread)])
            p = probabilities(spread, (number, units), rng)
            found = estimates(cells(size, p, rng), seed, replicates)
            whole, each = truth_of(spread), [index_of(row) for row in p]
            for question in "AB":
                right = pl.DataFrame(
                    [
                        {"simulation": s, "index": n, "truth": (whole if question == "A" else each[s])[n]}
                        for s in range(number)
                        for n in NAMES
                    ]
                )
                rows += [
                    {"question": question, "size": size, "spread": label, "index": name, "method": method}
                    | {"truth": right.filter(index=name)["truth"].mean()}
                    | judge(table.filter(index=name), right)
                    for method, table in found.items()
                    for name in NAMES
                ]
    return rows


def cell(row: dict[str, Any]) -> str:
    covered = "–" if row["coverage"] is None else f"{100 * row['coverage']:.0f}"
    return f"{row['bias']:+.3f} / {covered}"


def report(rows: list[dict[str, Any]], question: str, index: str, methods: list[str]) -> None:
    print(f"\n**{question}, {index}: mean error / coverage of the 95 % interval (%)**\n")
    print("| size | spread | truth | " + " | ".join(methods) + " |")
    print("|---|---|---|" + "---|" * len(methods))
    part = [row for row in rows if row["question"] == question and row["index"] == index]
    for size in SIZES:
        for spread in SPREADS:
            these = {row["method"]: row for row in part if (row["size"], row["spread"]) == (size, spread)}
            values = " | ".join(cell(these[method]) for method in methods)
            print(f"| {size} | {spread} | {these[methods[0]]['truth']:.3f} | {values} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--simulations", type=int, default=80)
    parser.add_argument("--units", type=int, default=60)
    parser.add_argument("--replicates", type=int, default=80)
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    started = time.process_time()
    rows = study(options.simulations, options.units, options.seed, options.replicates)
    methods = list(dict.fromkeys(row["method"] for row in rows))
    for question in "AB":
        for index in NAMES:
            report(rows, question, index, methods)
    print(f"\n{options}; {time.process_time() - started:.0f} s CPU")


if __name__ == "__main__":
    main()
