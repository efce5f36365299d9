# SPDX-License-Identifier: EUPL-1.2
"""What the measures and mechanisms answer from Python, where no command asks for it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from frozen.keeping import Output, check, output
from frozen.tabular import csv_of
from frozen.volatile import steady
from gemengd import measure, placement

GIVEN = Path(__file__).with_name("given") / "measure"
TWO: dict[str, Any] = {
    "unit": "school",
    "group": "parents",
    "pupils": "pupils",
    "by": ("year", "municipality"),
}
MATCHES = (
    "deferred_acceptance",
    "school_proposing",
    "boston",
    "first_preference_first",
    "top_trading_cycles",
    "eada",
    "efficiency_adjusted",
    "serial_dictatorship",
    "stable_improvement_cycles",
)


def test_measures():
    check("python_measure", _measured())


def test_mechanisms():
    check("python_placement", [output("matches.json", json.dumps(_matched(), indent=1) + "\n")])


def _measured() -> Iterator[Output]:
    counts, two = (_read(name, parents=pl.String) for name in ("counts.csv", "two.csv"))
    flows = _read("flows.csv", area=pl.String)
    points = {name: _read(f"{name}s.csv", area=pl.String) for name in ("school", "area")}
    focal = TWO | {"focal": "low"}
    order = ["low", "middle", "high"]
    groups = {name: value for name, value in TWO.items() if name != "unit"}
    found = {
        "bootstrap": measure.bootstrap(two, **focal, replicates=60, seed=4),
        "bootstrap-multinomial": measure.bootstrap(two, **focal, replicates=60, seed=4, kind="multinomial"),
        "clusters": measure.clusters(counts, unit="school", cluster="board", **groups),
        "compare": measure.compare(measure.indices(two, **focal), over="year"),
        "compare-excess": measure.compare(
            measure.indices(two, **focal), over="year", value="excess", correction="benjamini_hochberg"
        ),
        "concentration": measure.concentration(two, **focal),
        "ordered": measure.ordered(counts, **TWO, order=order),
        "residential": measure.residential(flows, area="area", **TWO),
        "small_units-np": measure.small_units(two, **focal, replicates=30, seed=4),
        "small_units-beta": measure.small_units(two, **focal, method="beta", replicates=30, seed=4),
        "survey": measure.survey(two, **{k: v for k, v in focal.items() if k != "pupils"}, weight="pupils"),
        "audit": measure.audit(
            _published(two), rows="school", columns="parents", by=("year", "municipality")
        ),
        "if_mirrored": measure.if_mirrored(two, **focal),
        "nearest_school": measure.nearest_school(
            flows, area="area", **focal, unit_points=points["school"], area_points=points["area"]
        ),
        "indices": measure.indices(counts, **TWO, index=tuple(_multigroup(counts))),
    }
    for name, frame in found.items():
        yield output(f"{name}.csv", csv_of(frame))
    yield output(
        "adjust.txt", steady(str(measure.adjust(np.array([0.01, 0.04, 0.03, 0.2]), "holm").tolist()))
    )
    yield output("catalogue.csv", csv_of(measure.catalogue()))


def _multigroup(counts: pl.DataFrame) -> list[str]:
    return ["M", "H", *(name for name in measure.INDICES if "multigroup" in name)]


def _published(two: pl.DataFrame) -> pl.DataFrame:
    by = ("year", "municipality")
    shown = measure.protect(two, rows="school", columns="parents", pupils="pupils", by=by)
    return shown.select(*by, "school", "parents", "shown")


def _read(name: str, **kinds: Any) -> pl.DataFrame:
    return pl.read_csv(GIVEN / name, schema_overrides=kinds)


def _matched() -> dict[str, Any]:
    """One market under every mechanism, with both engines; a refusal in its own words."""
    chance = random.Random(11)
    children, schools = [f"c{n}" for n in range(14)], [f"s{n}" for n in range(4)]
    preferences = {child: chance.sample(schools, chance.randint(1, 4)) for child in children}
    priorities = {school: [set(chance.sample(children, 5)), *(c for c in children)] for school in schools}
    ranked = {school: [group[0], set(children) - group[0]] for school, group in priorities.items()}
    tickets = dict(zip(children, chance.sample(range(100), len(children)), strict=True))
    seats = dict.fromkeys(schools, 3)
    found: dict[str, Any] = {}
    for mechanism in MATCHES:
        for engine in ("numba", "reference"):
            try:
                found[f"{mechanism} {engine}"] = placement.match(
                    preferences, ranked, seats, mechanism, tickets=tickets, engine=engine
                )
            except ValueError as problem:
                found[f"{mechanism} {engine}"] = str(problem)
    return found
