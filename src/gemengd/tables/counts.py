# SPDX-License-Identifier: EUPL-1.2
"""Counts as intervals: what a published cell says about the true number."""

from __future__ import annotations

import polars as pl

SECRET = -99997
"""How Statistics Netherlands marks a cell that is 0-4 or secret."""

SUPPRESSED = r"^\s*<\s*(\d+)\s*$"
"""How DUO marks a small cell: `<5` stands for 0 to 4."""


def from_text(column: str) -> tuple[pl.Expr, pl.Expr]:
    """The interval that a text cell stands for: `12` is [12, 12], `<5` is [0, 4].

    Args:
        column: name of a text column.

    Returns:
        Expressions for `low` and `high` (Int64); null where the text is neither a whole number nor `<n`.
    """
    text = pl.col(column).str.strip_chars()
    exact = text.str.extract(r"^(-?\d+)(?:[.,]0+)?$", 1).cast(pl.Int64)
    below = pl.col(column).str.extract(SUPPRESSED, 1).cast(pl.Int64)
    low = pl.when(below.is_not_null()).then(pl.lit(0, pl.Int64)).otherwise(exact)
    high = pl.when(below.is_not_null()).then((below - 1).clip(lower_bound=0)).otherwise(exact)
    return low, high


def rounded(value: pl.Expr, step: int) -> tuple[pl.Expr, pl.Expr]:
    """The whole numbers that round to a published multiple of `step`.

    Args:
        value: the published count.
        step: counts were rounded to multiples of this; how a half is rounded is unknown, so it is inside.

    Returns:
        Expressions for `low` (never below 0) and `high`, Int64.
    """
    half = step / 2
    low = (value - half).ceil().clip(lower_bound=0).cast(pl.Int64)
    high = (value + half).floor().cast(pl.Int64)
    return low, high


def share_of(low_total: pl.Expr, high_total: pl.Expr, share: pl.Expr, step: float) -> tuple[pl.Expr, pl.Expr]:
    """The counts that fit a published share of a total that is itself an interval.

    Args:
        low_total: lowest total.
        high_total: highest total.
        share: the published share, between 0 and 1.
        step: shares were rounded to multiples of this.

    Returns:
        Expressions for `low` and `high`, Int64, within 0 and the highest total.
    """
    # A published 0.4 in tens stands for 0.35 to 0.45; the small slack undoes binary fractions.
    slack = 1e-9
    low = (low_total * (share - step / 2).clip(lower_bound=0) - slack).ceil().clip(lower_bound=0)
    high = (high_total * (share + step / 2).clip(upper_bound=1) + slack).floor()
    return low.cast(pl.Int64), high.cast(pl.Int64)
