# SPDX-License-Identifier: EUPL-1.2
"""500 bootstrap replicates of D, M and H for all 16,416 cells of a synthetic Netherlands, beside PySAL.

The table is that of measure_national.py. PySAL `segregation` resamples units, gemengd resamples pupils:
another estimator, the same number of indices computed. PySAL is timed on a random sample of cells (by a
fixed seed), in one process, and scaled up by the number of cells; the ratio of CPU seconds is what counts.

Run: `python benchmarks/bootstrap.py [--cells N]`, in an environment with `segregation` and `psutil`.
"""

from __future__ import annotations

import argparse
import os
import time
import warnings
from typing import Any

import polars as pl
import psutil

from measure_national import BY, COLUMNS, FOCAL, netherlands, pysal_cells, timed

REPLICATES = 500
INDICES = ("D", "M", "H")


def gemengd_bootstrap(
    table: pl.DataFrame, kind: str = "poisson", index: tuple[str, ...] = INDICES
) -> pl.DataFrame:
    from gemengd.measure.certainty.bootstrap.resampling import bootstrap

    return bootstrap(
        table, **COLUMNS, index=index, focal={"characteristic": FOCAL}, replicates=REPLICATES, kind=kind
    )


def pysal_bootstrap(cell: Any) -> float:
    """CPU seconds for one cell: 500 resamples of its units for D, M and H each."""
    os.environ["TQDM_DISABLE"] = "1"
    from segregation.inference import SingleValueTest
    from segregation.multigroup import MultiDivergence, MultiInfoTheory
    from segregation.singlegroup import Dissim

    key, wide, groups = cell
    options = {"iterations_under_null": REPLICATES, "null_approach": "bootstrap", "n_jobs": 1}
    started = time.process_time()
    SingleValueTest(Dissim(wide, FOCAL[key[3]], "total"), **options)
    SingleValueTest(MultiDivergence(wide, groups), **options)
    SingleValueTest(MultiInfoTheory(wide, groups), **options)
    return time.process_time() - started


def sampled(table: pl.DataFrame, cells: int) -> list[Any]:
    """A random sample of cells in which all three indices exist."""
    keys = table.select(BY).unique().sort(BY).sample(cells, seed=3)
    part = table.join(keys, on=BY, how="semi")
    return [c for c in pysal_cells(part) if 0 < c[1][FOCAL[c[0][3]]].sum() < c[1]["total"].sum()]


def check_errors(table: pl.DataFrame, found: pl.DataFrame) -> None:
    """The errors beside those of the delta method, in cells with five schools or more."""
    from gemengd import measure

    delta = measure.indices(table, **COLUMNS, index=INDICES, focal={"characteristic": FOCAL}, chance=False)
    ratio = found.with_columns(ratio=pl.col("se") / delta["se"]).filter(pl.col("units") >= 5)
    for name in INDICES:
        values = ratio.filter(index=name)["ratio"].drop_nulls().drop_nans()
        five, half, most = (values.quantile(share, "linear") for share in (0.05, 0.5, 0.95))
        print(f"  {name}: bootstrap error / delta error, median {half:.3f} (5-95 %: {five:.2f}-{most:.2f})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", type=int, default=30)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    table = netherlands()
    cells = table.select(BY).n_unique()
    draws = table.height * REPLICATES
    print(f"{cells:,} cells, {table.height:,} counts, {REPLICATES} replicates: {draws:,} draws; "
          f"{psutil.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")  # fmt: skip
    gemengd_bootstrap(table.head(2000))
    found, wall, cpu = timed(lambda: gemengd_bootstrap(table), runs=3)
    each = cpu / draws * 1e9
    print(f"gemengd, pupils, Poisson      {wall:8.2f} s wall {cpu:9.2f} s CPU  ({each:.1f} ns a draw)")
    check_errors(table, found)
    gemengd_bootstrap(table.head(2000), "multinomial")
    _, *several = timed(lambda: gemengd_bootstrap(table, "multinomial"))
    print(f"gemengd, pupils, multinomial  {several[0]:8.2f} s wall {several[1]:9.2f} s CPU")
    sample = sampled(table, options.cells)
    pysal_bootstrap(sample[0])
    seconds = sum(pysal_bootstrap(cell) for cell in sample) / len(sample) * cells
    print(f"PySAL, units, {len(sample):3} cells scaled {'':13} {seconds:9.0f} s CPU")
    ratios = seconds / cpu, seconds / several[1]
    print(f"ratio of CPU seconds          {ratios[0]:8.0f} x (Poisson) {ratios[1]:8.0f} x (multinomial)")


if __name__ == "__main__":
    main()
