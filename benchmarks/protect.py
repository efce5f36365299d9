# SPDX-License-Identifier: EUPL-1.2
"""Time, hidden share and gap of `protect` on made-up towns.

Run: python benchmarks/protect.py [tables]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import numpy as np
import polars as pl

from gemengd.measure.protection import protect


def towns(tables: int, schools: int, groups: int, seed: int) -> pl.DataFrame:
    """School × group counts: school sizes around 200, group shares that differ between towns and schools."""
    random = np.random.default_rng(seed)
    counts = np.empty((tables, schools, groups), dtype=np.int64)
    for town in range(tables):
        shares = random.dirichlet(np.ones(groups))
        sizes = np.maximum(random.gamma(3, 70, schools).astype(int), 20)
        counts[town] = random.multinomial(sizes, random.dirichlet(shares * 8 + 1e-3, size=schools))
    town, school, group = np.unravel_index(np.arange(counts.size), counts.shape)
    return pl.DataFrame({"town": town, "school": school, "group": group, "pupils": counts.ravel()})


def measured(name: str, frame: pl.DataFrame, zeros: str, nested: tuple[str, ...] | str = ()) -> str:
    """One line of results."""
    start, worked = time.perf_counter(), time.process_time()
    names = {"rows": "school", "columns": "group", "by": "town", "nested": nested}
    result = protect(frame, pupils="pupils", zeros=zeros, **names)
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    cells, totals = result.filter(~pl.col("total")), result.filter("total")
    first = result.group_by("town").agg(pl.col("method").first(), pl.col("gap").first())
    methods = dict(sorted(first["method"].value_counts().rows()))
    sensitive = cells["safe"].is_not_null().mean()
    unsafe = result.filter(~pl.col("safe")).height
    return (
        f"{name:<20} zeros={zeros:<5}{seconds:7.1f} s ({worked:.1f} s CPU, "
        f"{1e3 * worked / first.height:.1f} ms/table)  "
        f"sensitive {sensitive:6.1%}  hidden {cells['hidden'].mean():6.1%}  "
        f"totals hidden {totals['hidden'].mean():6.2%}  unsafe {unsafe}  "
        f"gap max {first['gap'].max():g} mean {first['gap'].mean():.3g}  {methods}"
    )


def lines(tables: int) -> Iterator[str]:
    """The benchmark, line by line."""
    protect(
        towns(2, 5, 3, 0), rows="school", columns="group", pupils="pupils", by="town"
    )  # imports, compilation
    for zeros in ("hide", "show"):
        yield measured(f"{tables} x (40 x 5)", towns(tables, 40, 5, 1), zeros)
        yield measured("1 x (250 x 5)", towns(1, 250, 5, 2), zeros)
        yield measured("3860 x (20 x 2)", towns(3860, 20, 2, 3), zeros)
    boards = towns(5, 40, 5, 4).with_columns(board=pl.col("school") // 6)
    yield measured("5 x (40 x 5) boards", boards, "hide", nested="board")


if __name__ == "__main__":
    for line in lines(int(sys.argv[1]) if len(sys.argv) > 1 else 1000):
        print(line, flush=True)
