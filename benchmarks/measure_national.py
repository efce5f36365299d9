# SPDX-License-Identifier: EUPL-1.2
"""`gemengd.measure` beside PySAL `segregation` on a synthetic table as large as the Netherlands.

342 municipalities x po and vo x 6 years x 4 characteristics (of 4, 3, 5 and 2 groups) = 16,416 cells of
6,000 primary and 1,000 secondary schools; fictional and deterministic. Both work on the same long table, in
one run on one machine: the ratios are the message, not the seconds.

Run: `python benchmarks/measure_national.py [--quick]`, in an environment with `segregation` and `psutil`.
`--quick` times PySAL on a tenth of the municipalities and says so.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import psutil

BY = ("municipality", "sector", "year", "characteristic")
COLUMNS = {"unit": "school", "group": "group", "pupils": "pupils", "by": BY}
GROUPS = {
    "education": ("low", "middle", "high", "unknown"),
    "income": ("low", "middle", "high"),
    "origin": ("dutch", "european", "non_western", "other", "refugee"),
    "ses": ("ja", "nee"),
}
FOCAL = {"education": "low", "income": "low", "origin": "non_western", "ses": "ja"}
SHARES = {
    "education": (0.12, 0.38, 0.47, 0.03),
    "income": (0.2, 0.5, 0.3),
    "origin": (0.7, 0.1, 0.15, 0.045, 0.005),
    "ses": (0.3, 0.7),
}
INDICES = ("D", "isolation", "M", "H")
CHANCE = ("D", "isolation", "exposure", "eta2", "hutchens", "M", "H")
YEARS = range(2018, 2024)
PUPILS_A_YEAR = 14_363_350 / len(YEARS)


def netherlands(scale: float = 1.0, seed: int = 2026) -> pl.DataFrame:
    """The count table: a row per school, year, characteristic and group with pupils, strings for keys."""
    rng = np.random.default_rng(seed)
    towns = round(342 * scale)
    town, sector = _schools(rng, towns, {"po": round(6000 * scale), "vo": round(1000 * scale)})
    size = rng.lognormal(0.0, 0.5, town.size) * np.where(sector == "vo", 4.0, 1.0)
    size *= PUPILS_A_YEAR * scale / size.sum()
    names = np.array([f"GM{number:04d}" for number in range(towns)])[town]
    schools = np.array([f"{number:05d}X" for number in range(town.size)])
    frames = [
        _counts(rng, (names, sector, schools), town, size, (year, characteristic))
        for characteristic in GROUPS
        for year in YEARS
    ]
    table = pl.concat(frames).filter(pl.col("pupils") > 0)
    return table.sort("year", "municipality", "sector", "school", maintain_order=True).rechunk()


def _schools(rng: np.random.Generator, towns: int, number: dict[str, int]) -> tuple[Any, Any]:
    """Town and sector of every school; every town has a school of each sector, large towns many more."""
    weight = rng.pareto(1.1, towns) + 0.2
    town, sector = [], []
    for name, schools in number.items():
        town += [np.arange(towns), rng.choice(towns, schools - towns, p=weight / weight.sum())]
        sector += [name] * schools
    return np.concatenate(town), np.array(sector)


def _counts(
    rng: np.random.Generator, keys: tuple[Any, Any, Any], town: Any, size: Any, moment: tuple[int, str]
) -> pl.DataFrame:
    year, characteristic = moment
    groups, shares = GROUPS[characteristic], np.array(SHARES[characteristic])
    # The same towns and schools every year, from a generator of their own.
    fixed = np.random.default_rng([len(characteristic), town.size])
    towns = fixed.dirichlet(12.0 * shares, town.max() + 1)
    schools = np.array([fixed.dirichlet(10.0 * p + 1e-3) for p in towns[town]])
    counts = rng.multinomial(rng.poisson(size) + 1, schools)
    columns = {
        name: np.repeat(values, len(groups))
        for name, values in zip(("municipality", "sector", "school"), keys, strict=True)
    }
    rest = {
        "year": np.full(counts.size, year),
        "characteristic": np.full(counts.size, characteristic),
        "group": np.tile(np.array(groups), town.size),
        "pupils": counts.ravel(),
    }
    return pl.DataFrame(columns | rest)


def timed(function: Callable[[], Any], runs: int = 1) -> tuple[Any, float, float]:
    """The result, and the median wall and CPU seconds of several runs."""
    walls, cpus = [], []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        result = function()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return result, float(np.median(walls)), float(np.median(cpus))


def gemengd_indices(
    table: pl.DataFrame, index: tuple[str, ...] = INDICES, *, chance: bool = False
) -> pl.DataFrame:
    from gemengd import measure

    return measure.indices(table, **COLUMNS, index=index, focal={"characteristic": FOCAL}, chance=chance)


def pysal_indices(table: pl.DataFrame) -> tuple[pl.DataFrame, float]:
    """The same with PySAL's classes, cell after cell; and the CPU seconds spent in the classes alone."""
    from segregation.multigroup import MultiDivergence, MultiInfoTheory
    from segregation.singlegroup import Dissim, Isolation

    rows, classes = [], 0.0
    for key, wide, groups in pysal_cells(table):
        focal = FOCAL[key[3]]
        started = time.process_time()
        rows += [
            (*key, "D", Dissim(wide, focal, "total").statistic),
            (*key, "isolation", Isolation(wide, focal, "total").statistic),
            (*key, "M", MultiDivergence(wide, groups).statistic),
            (*key, "H", MultiInfoTheory(wide, groups).statistic),
        ]
        classes += time.process_time() - started
    return pl.DataFrame(rows, schema=[*BY, "index", "pysal"], orient="row"), classes


def pysal_cells(table: pl.DataFrame) -> Any:
    """Every cell as the wide pandas frame that PySAL takes, one pivot for each characteristic."""
    import pandas as pd

    frame = pd.DataFrame(table.to_dict(as_series=False))
    for characteristic, part in frame.groupby("characteristic"):
        groups = list(GROUPS[characteristic])
        wide = part.pivot_table(
            index=["municipality", "sector", "year", "school"], columns="group", values="pupils", fill_value=0
        ).reindex(columns=groups, fill_value=0)
        wide["total"] = wide[groups].sum(axis=1)
        for key, cell in wide.groupby(level=[0, 1, 2]):
            yield (*key, characteristic), cell.reset_index(drop=True), groups


def compare_indices(table: pl.DataFrame, *, quick: bool) -> None:
    gemengd_indices(table)
    found, *ours = timed(lambda: gemengd_indices(table), runs=9)
    shuffled = table.sample(fraction=1.0, shuffle=True, seed=1)
    _, *mixed = timed(lambda: gemengd_indices(shuffled), runs=9)
    towns = table["municipality"].unique().sort()
    part = table.filter(pl.col("municipality").is_in(towns.head(34).implode())) if quick else table
    scale = table.select(BY).n_unique() / part.select(BY).n_unique()
    (theirs, classes), *pysal = timed(lambda: pysal_indices(part))
    classes, wall, cpu = (scale * seconds for seconds in (classes, *pysal))
    print(f"\nD, isolation, M, H{'; PySAL on a tenth of the municipalities, scaled up' if quick else ''}")
    print(f"  gemengd with standard errors {ours[0]:8.4f} s wall {ours[1]:8.4f} s CPU   (medians of 9)")
    print(f"  gemengd, rows shuffled       {mixed[0]:8.4f} s wall {mixed[1]:8.4f} s CPU   (medians of 9)")
    print(
        f"  PySAL, no standard errors    {wall:8.2f} s wall {cpu:8.2f} s CPU, {classes:.2f} s in its classes"
    )
    print(f"  ratio, end to end            {wall / ours[0]:8.0f} x wall {cpu / ours[1]:8.0f} x CPU")
    print(f"  ratio, rows shuffled         {wall / mixed[0]:8.0f} x wall {cpu / mixed[1]:8.0f} x CPU")
    print(f"  ratio to its classes alone   {'':15} {classes / ours[1]:8.0f} x CPU")
    report_agreement(found, theirs)


def report_agreement(found: pl.DataFrame, theirs: pl.DataFrame) -> None:
    both = found.join(theirs, on=[*BY, "index"], how="inner")
    for index in INDICES:
        part = both.filter(index=index)
        gap = part.select((pl.col("estimate") - pl.col("pysal").fill_nan(None)).abs().max()).item()
        lost = part.filter(pl.col("estimate").is_not_null() & ~pl.col("pysal").is_finite())
        several = lost.filter(pl.col("units") > 1).height
        print(
            f"  {index:10} largest difference {gap:.1e}; defined but NaN in PySAL: {lost.height} "
            f"of {part.height} cells, {several} of them with two schools or more"
        )


def compare_chance(table: pl.DataFrame, cells: int) -> None:
    from segregation.singlegroup import ModifiedDissim

    gemengd_indices(table, ("D",), chance=True)
    gemengd_indices(table, CHANCE, chance=True)
    _, _, with_one = timed(lambda: gemengd_indices(table, ("D",), chance=True), runs=3)
    _, _, without_one = timed(lambda: gemengd_indices(table, ("D",)), runs=3)
    _, _, with_all = timed(lambda: gemengd_indices(table, CHANCE, chance=True), runs=3)
    _, _, without_all = timed(lambda: gemengd_indices(table, CHANCE), runs=3)
    one, every = with_one - without_one, with_all - without_all
    total = table.select(BY).n_unique()
    sample = sampled_cells(table, cells)
    options = {"total_pop_var": "total", "iterations": 500, "n_jobs": 1}
    _, _, seconds = timed(lambda: [ModifiedDissim(wide, FOCAL[key[3]], **options) for key, wide, _ in sample])
    theirs = seconds / len(sample) * total
    print("\nChance levels, whole table (exact in gemengd; PySAL simulates that of D with 500 draws)")
    print(f"  gemengd, D                   {one:8.3f} s CPU on top of the index")
    print(f"  gemengd, {len(CHANCE)} indices           {every:8.3f} s CPU on top of the indices")
    print(
        f"  PySAL, D, {len(sample)} random cells    {seconds:8.2f} s CPU, so {theirs:.0f} s for all {total}"
    )
    print(f"  ratio, D against D           {theirs / one:8.0f} x CPU")
    print(f"  ratio, {len(CHANCE)} indices against D   {theirs / every:8.0f} x CPU")
    _, wall, cpu = timed(lambda: gemengd_indices(table, ("gini",), chance=True))
    print(f"  gemengd, Gini with 200 draws {cpu:8.2f} s CPU {wall:8.2f} s wall (simulated)")


def sampled_cells(table: pl.DataFrame, cells: int) -> list[Any]:
    """A random sample of cells, by a fixed seed, in which D is defined."""
    keys = table.select(BY).unique().sort(BY).sample(cells, seed=3)
    part = table.join(keys, on=BY, how="semi")
    return [c for c in pysal_cells(part) if 0 < c[1][FOCAL[c[0][3]]].sum() < c[1]["total"].sum()]


def report_growth() -> None:
    print("\nGrowth with size (D, isolation, M, H with errors; each size in a process of its own)")
    for scale in (0.25, 1.0, 4.0):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "table.parquet"
            netherlands(scale).write_parquet(path)
            outcome = in_process("--child", str(path))
        above = outcome["peak"] - outcome["before"]
        print(
            f"  {scale:4} x {outcome['rows']:>9,} rows {outcome['wall']:7.3f} s wall "
            f"{outcome['cpu']:7.3f} s CPU, exact chance levels {outcome['chance']:5.2f} s CPU, "
            f"peak {outcome['peak']:4.0f} MB "
            f"({above:.0f} above libraries and table)"
        )


def report_compilation() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.parquet"
        netherlands(0.05).write_parquet(path)
        first, again = (in_process("--child", str(path), NUMBA_CACHE_DIR=folder)["first"] for _ in range(2))
    print(f"\nFirst call on a machine, with compilation {first:.1f} s; in later processes {again:.2f} s")


def in_process(*arguments: str, **extra: str) -> dict[str, float]:
    command, environment = [sys.executable, __file__, *arguments], {**os.environ, **extra}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return json.loads(done.stdout)


def child(path: str) -> None:
    """Measure one table in this process and print the outcome as JSON."""
    table = pl.read_parquet(path)
    _, first, _ = timed(lambda: gemengd_indices(table.head(1000), CHANCE, chance=True))
    before = forget_peak()
    _, wall, cpu = timed(lambda: gemengd_indices(table), runs=5)
    peak = peak_memory()
    _, _, without = timed(lambda: gemengd_indices(table, CHANCE))
    _, _, chance = timed(lambda: gemengd_indices(table, CHANCE, chance=True))
    outcome = {"rows": table.height, "first": first, "wall": wall, "cpu": cpu, "chance": chance - without}
    print(json.dumps(outcome | {"before": before, "peak": peak}))


def forget_peak() -> float:
    """Start a new peak of memory (Linux) and return the memory in use, MB."""
    Path("/proc/self/clear_refs").write_text("5")
    return psutil.Process().memory_info().rss / 2**20


def peak_memory() -> float:
    """Peak since `forget_peak`, MB; not getrusage, whose peak a process inherits from its parent."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 2**10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--child", metavar="PARQUET")
    options = parser.parse_args()
    if options.child:
        child(options.child)
        return
    warnings.simplefilter("ignore")
    from importlib.metadata import version

    table = netherlands()
    print(
        f"{table.select(BY).n_unique():,} cells, {table['school'].n_unique():,} schools, "
        f"{table.height:,} rows, "
        f"{table['pupils'].sum() / len(GROUPS):,.0f} pupil-years; {psutil.cpu_count()} cores; "
        f"segregation {version('segregation')}, polars {version('polars')}, numba {version('numba')}"
    )
    compare_indices(table, quick=options.quick)
    compare_chance(table, cells=20 if options.quick else 60)
    report_growth()
    report_compilation()


if __name__ == "__main__":
    main()
