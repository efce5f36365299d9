# SPDX-License-Identifier: EUPL-1.2
"""From draws to tables: what each draw gave, and the mean and spread over the draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from gemengd.measure import indices
from gemengd.placement.compare.rule_sets import Drawn
from gemengd.placement.engine.diagnostics import swaps

BY = ["rules", "draw"]
CHILD_MEASURES = ("first_choice", "top_three", "top_five", "unplaced", "mean_distance")
ROUND_MEASURES = ("empty_seats", "swap_pairs", "swappers")
NO_PLACE = 1_000_000
"""A list rank behind every other, to compare with."""


def children(name: str, draw: int, outcome: Drawn) -> pl.DataFrame:
    """One row per child: `rules, draw, applicant, programme, rank`; null = no place."""
    frame = outcome.placement.frame(outcome.labels).select("applicant", "programme", "rank")
    return frame.select(
        pl.lit(name).alias("rules"), pl.lit(draw, pl.Int64).alias("draw"), "applicant", "programme", "rank"
    )


def whole(name: str, draw: int, outcome: Drawn) -> dict[str, str | int]:
    """What is counted over a whole draw."""
    found = swaps(outcome.market, outcome.placement.entry)
    empty = int((outcome.market.seats - outcome.placement.filled).sum())
    return {
        "rules": name,
        "draw": draw,
        "empty_seats": empty,
        "swap_pairs": found.pairs,
        "swappers": found.applicants,
    }


def measured(placed: pl.DataFrame, rounds: pl.DataFrame) -> pl.DataFrame:
    """Measures of every draw: `rules, draw, group, measure, value`; group null = everybody."""
    everybody = placed.with_columns(group=pl.lit(None, pl.String))
    known = placed.filter(pl.col("group").is_not_null())
    parts = [_shares(everybody), _shares(known)]
    long = rounds.with_columns(group=pl.lit(None, pl.String)).unpivot(
        ROUND_MEASURES, index=[*BY, "group"], variable_name="measure", value_name="value"
    )
    return pl.concat([*parts, long.with_columns(pl.col("value").cast(pl.Float64))])


def _shares(placed: pl.DataFrame) -> pl.DataFrame:
    rank = pl.col("rank").fill_null(NO_PLACE)
    wide = placed.group_by(*BY, "group").agg(
        (rank == 1).mean().alias("first_choice"),
        (rank <= 3).mean().alias("top_three"),
        (rank <= 5).mean().alias("top_five"),
        pl.col("rank").is_null().mean().alias("unplaced"),
        pl.col("distance").mean().alias("mean_distance"),
    )
    long = wide.unpivot(CHILD_MEASURES, index=[*BY, "group"], variable_name="measure", value_name="value")
    return long.drop_nulls("value")


def changes(placed: pl.DataFrame, first: str) -> pl.DataFrame:
    """Shares that are better and worse off than under the first rule set, with the same draw.

    Returns:
        `rules, draw, group, measure, value`, measure "better", "same" or "worse".
    """
    rank = pl.col("rank").fill_null(NO_PLACE)
    here = placed.with_columns(rank.alias("place"))
    base = here.filter(pl.col("rules") == first).select("draw", "applicant", pl.col("place").alias("base"))
    both = here.filter(pl.col("rules") != first).join(base, on=["draw", "applicant"])
    parts = [both.with_columns(group=pl.lit(None, pl.String)), both.filter(pl.col("group").is_not_null())]
    change = (pl.col("base") - pl.col("place")).sign()
    wide = pl.concat(parts).group_by(*BY, "group")
    shares = wide.agg(
        (change == sign).mean().alias(name) for name, sign in (("better", 1), ("same", 0), ("worse", -1))
    )
    return shares.unpivot(
        ["better", "same", "worse"], index=[*BY, "group"], variable_name="measure", value_name="value"
    )


def segregated(placed: pl.DataFrame, focal: str, index: Sequence[str]) -> pl.DataFrame:
    """Segregation of the intake in every draw: `rules, draw, index, estimate, expected, excess`."""
    here = placed.filter(pl.col("group").is_not_null() & pl.col("school").is_not_null())
    counts = here.group_by(*BY, "school", "group").len("pupils").sort(*BY, "school", "group")
    found = indices(counts, unit="school", group="group", pupils="pupils", by=BY, index=index, focal=focal)
    return found.select(*BY, "index", "estimate", "expected", "excess")


def spread(
    frame: pl.DataFrame, keys: Sequence[str], values: Sequence[str], names: Sequence[str]
) -> pl.DataFrame:
    """Mean over the draws, with the spread of the first value: `sd`, `low` and `high` (2.5 and 97.5%).

    Args:
        frame: one row per draw and key.
        keys: columns that make a row of the result, `rules` first; their order of appearance in `names`.
        values: columns to average; the spread is that of the first.
        names: the rule sets in their order.
    """
    value = pl.col(values[0])
    found = frame.group_by(keys).agg(
        *(pl.col(one).mean() for one in values),
        value.std().alias("sd"),
        value.quantile(0.025, "linear").alias("low"),
        value.quantile(0.975, "linear").alias("high"),
        pl.len().cast(pl.Int64).alias("draws"),
    )
    place = pl.col("rules").replace_strict(list(names), list(range(len(names))), return_dtype=pl.Int64)
    return found.sort(place, *keys[1:], nulls_last=False)


def all_rows(outcomes: Iterator[tuple[str, int, Drawn]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Children and whole draws, as two tables."""
    rows, rounds = [], []
    for name, draw, outcome in outcomes:
        rows.append(children(name, draw, outcome))
        rounds.append(whole(name, draw, outcome))
    return pl.concat(rows), pl.DataFrame(rounds)
