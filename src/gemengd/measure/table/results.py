# SPDX-License-Identifier: EUPL-1.2
"""The result table: one row per cell and index."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
import polars as pl

from gemengd.measure.index.blocks import Block
from gemengd.measure.index.registry import INDICES
from gemengd.numeric.arrays import Floats

NUMBERS = ("estimate", "se", "low", "high", "expected", "expected_error", "excess")
RESULTS = ("index", *NUMBERS, "units", "pupils", "status")

_LEAST_ROOM = 1e-12
"""Room between chance and complete segregation under which an excess is rounding noise."""


def tabulate(
    keys: pl.DataFrame, names: Sequence[str], blocks: Sequence[Block], confidence: float
) -> pl.DataFrame:
    """Rows sorted by cell, and within a cell in the order of `names`; NaN becomes null."""
    rows = np.argsort([names.index(name) for block in blocks for name in block.names])
    columns = [_columns(block, confidence) for block in blocks]
    merged = {key: np.concatenate([part[key] for part in columns])[rows] for key in columns[0]}
    cells = keys.height
    return keys[np.repeat(np.arange(cells), len(names))].with_columns(
        pl.Series("index", list(names) * cells, dtype=pl.String),
        *(pl.Series(name, merged[name].T.ravel(), nan_to_null=True) for name in NUMBERS),
        pl.Series("units", merged["units"].T.ravel(), dtype=pl.Int64),
        pl.Series("pupils", merged["pupils"].T.ravel()),
        pl.Series("status", merged["status"].T.ravel().tolist(), dtype=pl.String),
    )


def _columns(block: Block, confidence: float) -> dict[str, Floats]:
    low, high = interval(block.names, block.estimate, block.se, confidence)
    room = block.complete - block.expected
    room[np.abs(room) < _LEAST_ROOM] = np.nan
    shape = block.estimate.shape
    return {
        "estimate": block.estimate,
        "se": block.se,
        "low": low,
        "high": high,
        "expected": block.expected,
        "expected_error": block.expected_error,
        "excess": (block.estimate - block.expected) / room,
        "units": np.broadcast_to(block.units, shape),
        "pupils": np.broadcast_to(block.pupils, shape),
        "status": np.broadcast_to(block.status, shape),
    }


def interval(names: Sequence[str], estimate: Floats, se: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Normal interval around each index, cut to the values the index can take."""
    reach = NormalDist().inv_cdf(0.5 + confidence / 2.0) * se
    floor = np.array([[INDICES[name].low] for name in names])
    ceiling = np.array([[INDICES[name].high] for name in names])
    return np.clip(estimate - reach, floor, ceiling), np.clip(estimate + reach, floor, ceiling)
