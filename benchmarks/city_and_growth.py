# SPDX-License-Identifier: EUPL-1.2
"""One city beside PySAL, and how cost grows from a thousand to a million schools.

Run: `python benchmarks/city_and_growth.py [--out growth.svg]`, in an environment with `segregation`. Seconds
are CPU time, the smallest of several runs; both axes of the picture are logarithmic, so a straight line with
slope 1 is cost in proportion.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from gemengd import measure

INDICES = ("D", "isolation", "M", "H")
SIZES = (1_000, 10_000, 100_000, 1_000_000)
CITY = 250


def town(schools: int, seed: int = 2026) -> pl.DataFrame:
    """A made-up table of schools with two groups, about 200 pupils each, 250 schools to a municipality."""
    rng = np.random.default_rng(seed)
    size = rng.integers(60, 400, schools)
    focal = rng.binomial(size, rng.beta(1.2, 3.0, schools))
    names = np.char.add("S", np.arange(schools).astype(str))
    places = np.char.add("GM", (np.arange(schools) // CITY).astype(str))
    sides = (("low", focal), ("other", size - focal))
    return pl.concat(
        pl.DataFrame({"municipality": places, "school": names, "group": group, "pupils": pupils})
        for group, pupils in sides
    )


def cpu(function: Callable[[], Any], runs: int) -> float:
    """The smallest CPU time of several runs, seconds."""
    spent = []
    for _ in range(runs):
        started = time.process_time()
        function()
        spent.append(time.process_time() - started)
    return min(spent)


def ours(table: pl.DataFrame, *, by: tuple[str, ...] = (), chance: bool = False) -> pl.DataFrame:
    """The indices with their errors."""
    return measure.indices(
        table, unit="school", group="group", pupils="pupils", by=by, index=INDICES, focal="low", chance=chance
    )


def city() -> None:
    """One city of 250 schools: D, isolation and H, ours with M and errors as well."""
    warnings.simplefilter("ignore")
    from segregation.multigroup import MultiInfoTheory
    from segregation.singlegroup import Dissim, Isolation

    table = town(CITY)
    wide = table.pivot("group", index="school", values="pupils").with_columns(
        total=pl.col("low") + pl.col("other")
    )
    import pandas as pd

    frame = pd.DataFrame({name: wide[name].to_numpy() for name in ("low", "other", "total")})

    def theirs() -> None:
        Dissim(frame, "low", "total")
        Isolation(frame, "low", "total")
        MultiInfoTheory(frame, ["low", "other"])

    ours(table)
    theirs()
    one, other = cpu(lambda: ours(table), 50), cpu(theirs, 50)
    print(f"one city of {CITY} schools, CPU ms:")
    print(f"  gemengd {one * 1e3:.2f} (D, isolation, M, H with errors, from the long table)")
    print(f"  PySAL {other * 1e3:.2f} (D, isolation, H, from a wide table): {other / one:.1f} times as long")


def growth(out: Path) -> None:
    """Cost per school from a thousand to a million schools, as a table and a picture."""
    import vl_convert

    rows = []
    for schools in SIZES:
        table = town(schools)
        runs = 20 if schools < 100_000 else 3
        kinds = {
            "as one cell": lambda table=table: ours(table),
            "in cells of 250 schools": lambda table=table: ours(table, by=("municipality",)),
            "with chance levels": lambda table=table: ours(table, by=("municipality",), chance=True),
        }
        for kind, function in kinds.items():
            function()
            seconds = cpu(function, runs)
            rows.append({"schools": schools, "kind": kind, "seconds": seconds})
            each = seconds / schools * 1e6
            print(f"{schools:>9,} schools {kind:24} {seconds:8.4f} s CPU  {each:6.2f} µs a school")
    scale = {"type": "log"}
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 420,
        "height": 320,
        "data": {"values": rows},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "schools", "type": "quantitative", "scale": scale, "title": "schools"},
            "y": {"field": "seconds", "type": "quantitative", "scale": scale, "title": "CPU seconds"},
            "color": {"field": "kind", "type": "nominal", "title": None},
        },
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(vl_convert.vegalite_to_svg(spec), encoding="utf-8")
    print(f"Drawn in {out}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/growth.svg"))
    arguments = parser.parse_args()
    city()
    growth(arguments.out)
