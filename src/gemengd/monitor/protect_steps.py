# SPDX-License-Identifier: EUPL-1.2
"""How coarsely the indices of a cell are rounded, so that no hidden school follows from them.

A reader can compute the indices of every split that fits what is shown. Therefore other splits are tried:
focal pupils are moved between two hidden schools. The step is the smallest at which for every hidden school
such splits, as far apart as the threshold, give exactly the same rounded indices.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from gemengd import measure
from gemengd.monitor.hiding import CELL, is_made, sized
from gemengd.monitor.labels import HIDDEN

STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05)
"""Roundings of an index."""
NOTHING_SAFE = 1.0
"""The step of a cell of which no index can be published."""
COLUMNS = ("estimate", "se", "below", "above")

Floats = NDArray[np.float64]


def steps(
    raw: pl.DataFrame, published: pl.DataFrame, indicators: pl.DataFrame, threshold: int
) -> pl.DataFrame:
    """The rounding of the indices between schools, for the cells with hidden splits of schools.

    Args:
        raw: frame `schools`, not protected.
        published: the same, protected.
        indicators: frame `indicators`, not protected.
        threshold: no count below this is published.

    Returns:
        CELL, step (`NOTHING_SAFE` where even the coarsest rounding gives a school away).
    """
    hidden = published.filter(pl.col("status") == HIDDEN).select(*CELL, "school_id", _hidden=True)
    units = sized(raw).filter(~is_made(), pl.col("focal_pupils").is_not_null())
    units = units.join(hidden, on=[*CELL, "school_id"], how="left").sort(*CELL, "school_id")
    cells = [cell for cell in units.partition_by(CELL) if cell["_hidden"].any()]
    empty = pl.DataFrame(schema={name: raw.schema[name] for name in CELL} | {"step": pl.Float64})
    if not cells:
        return empty
    tries = [_Tries(cell, threshold) for cell in cells]
    numbers = _numbers(pl.concat(each.table(place) for place, each in enumerate(tries)))
    parts = numbers.partition_by("_cell", as_dict=True)
    found = []
    for place, (cell, each) in enumerate(zip(cells, tries, strict=True)):
        shown = cell.select(CELL).head(1).join(indicators, on=CELL)
        step = each.step(parts[(place,)], with_ends(shown)) if (place,) in parts else STEPS[0]
        found.append(cell.select(CELL).head(1).with_columns(step=pl.lit(step)))
    return pl.concat([empty, *found], how="vertical_relaxed")


def with_ends(indicators: pl.DataFrame) -> pl.DataFrame:
    """Indicators with the two halves of their interval, `below` and `above` the estimate."""
    return indicators.with_columns(
        below=pl.col("estimate") - pl.col("low"), above=pl.col("high") - pl.col("estimate")
    )


def _numbers(table: pl.DataFrame) -> pl.DataFrame:
    key = ["_cell", "_line", "_moved"]
    found = measure.indices(
        table, unit="_unit", group="_group", pupils="_pupils", by=key, focal="focal", chance=False
    )
    return with_ends(found).select(*key, "index", *COLUMNS)


class _Tries:
    """The splits that are tried for one cell.

    Focal pupils are moved along lines, each from one hidden school to the one whose share is next to its own.
    """

    def __init__(self, cell: pl.DataFrame, threshold: int) -> None:
        self.pupils = cell["pupils"].to_numpy()
        self.focal = cell["focal_pupils"].to_numpy()
        self.threshold = threshold
        hidden = np.flatnonzero(cell["_hidden"].fill_null(value=False).to_numpy())
        share = self.focal[hidden] / np.maximum(self.pupils[hidden], 1)
        self.hidden = hidden[np.argsort(share, kind="stable")]
        self.lines = list(zip(self.hidden[:-1].tolist(), self.hidden[1:].tolist(), strict=True))

    def moves(self, line: int) -> range:
        """How many pupils can be moved along a line."""
        to, source = self.lines[line]
        least = -min(self.focal[to], self.pupils[source] - self.focal[source], self.threshold)
        most = min(self.focal[source], self.pupils[to] - self.focal[to], self.threshold)
        return range(int(least), int(most) + 1)

    def _splits(self) -> Iterator[tuple[int, int, Floats]]:
        for line, (to, source) in enumerate(self.lines):
            for moved in self.moves(line):
                focal = self.focal.copy()
                focal[to] += moved
                focal[source] -= moved
                yield line, moved, focal

    def table(self, place: int) -> pl.DataFrame:
        """Every split as a table of schools by group."""
        parts = list(self._splits())
        n = self.pupils.size
        counts = np.array([np.concatenate([focal, self.pupils - focal]) for _, _, focal in parts])
        return pl.DataFrame(
            {
                "_cell": np.full(counts.size, place),
                "_line": np.repeat([line for line, _, _ in parts], 2 * n).astype(np.int64),
                "_moved": np.repeat([moved for _, moved, _ in parts], 2 * n).astype(np.int64),
                "_unit": np.tile(np.arange(n), 2 * len(parts)).astype(np.int64),
                "_group": (["focal"] * n + ["other"] * n) * len(parts),
                "_pupils": counts.ravel().astype(np.float64),
            },
            schema_overrides={"_group": pl.String},
        )

    def step(self, tried: pl.DataFrame, shown: pl.DataFrame) -> float:
        """The smallest rounding that leaves every hidden school an interval."""
        truth = tried.filter(pl.col("_moved") == 0).drop("_moved")
        moved = tried.join(truth, on=["_line", "index"], suffix="_now").join(
            shown.select("indicator", *(pl.col(name).alias(f"{name}_shown") for name in COLUMNS)),
            left_on="index",
            right_on="indicator",
        )
        # The published index may know more groups than two; it moves about as much as that of two groups.
        values = moved.select(
            "_line",
            "_moved",
            *(f"{name}_shown" for name in COLUMNS),
            *(
                (pl.col(f"{name}_shown") + pl.col(name) - pl.col(f"{name}_now")).alias(name)
                for name in COLUMNS
            ),
        )
        return next((step for step in STEPS if self._safe(values, step)), NOTHING_SAFE)

    def _safe(self, values: pl.DataFrame, step: float) -> bool:
        same = pl.all_horizontal(
            ((pl.col(name) / step).round() == (pl.col(f"{name}_shown") / step).round()).fill_null(value=True)
            for name in COLUMNS
        )
        alike = values.group_by("_line", "_moved").agg(same=same.all()).filter("same")
        spans = alike.group_by("_line").agg(span=pl.col("_moved").max() - pl.col("_moved").min())
        span = dict(spans.iter_rows())
        reached = dict.fromkeys(self.hidden.tolist(), 0)
        for line, pair in enumerate(self.lines):
            for unit in pair:
                reached[unit] = max(reached[unit], span.get(line, 0))
        return all(width >= min(self.threshold, self.pupils[unit]) for unit, width in reached.items())
