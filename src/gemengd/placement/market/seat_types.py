# SPDX-License-Identifier: EUPL-1.2
"""Programmes as slots: one per seat type, walked by each applicant in the precedence of their own type.

Deferred acceptance over these slots equals deferred acceptance with the programme's choice function, so
that one engine serves reserves, quotas with fall-over and seats by distance beside seats by lottery.
"""

from __future__ import annotations

import polars as pl

from gemengd.placement.market.frame_checks import need_columns, refuse_repeats, refuse_rows

ALL_SEATS = "all"
"""The seat type of a programme that tells none apart."""


def slot_table(programmes: pl.DataFrame, seat_types: pl.DataFrame | None) -> pl.DataFrame:
    """Every slot: `programme, p, seat_type, s, seats, ordered`, sorted by `s`.

    Raises:
        InvalidTable: seats are missing, negative or do not add up, or a row stands twice.
    """
    need_columns("programmes", programmes, ["programme", "seats"])
    refuse_repeats("programmes", programmes, ["programme"], "each programme once")
    _refuse_seats("programmes", programmes)
    known = programmes.select("programme", pl.col("seats").cast(pl.Int64)).sort("programme")
    known = known.with_row_index("p").with_columns(pl.col("p").cast(pl.Int64))
    split = _split(known, seat_types)
    whole = known.join(split, on="programme", how="anti").with_columns(
        seat_type=pl.lit(ALL_SEATS), ordered=pl.lit(value=False)
    )
    columns = ["programme", "p", "seat_type", "seats", "ordered"]
    slots = pl.concat([whole.select(columns), split.select(columns)]).sort("p", "seat_type")
    return slots.with_row_index("s").with_columns(pl.col("s").cast(pl.Int64))


def _split(known: pl.DataFrame, seat_types: pl.DataFrame | None) -> pl.DataFrame:
    if seat_types is None:
        unsplit = known.clear().with_columns(seat_type=pl.lit(""), ordered=pl.lit(value=False))
        return unsplit.cast({"p": pl.Int64})
    need_columns("seat_types", seat_types, ["programme", "seat_type", "seats"])
    refuse_repeats("seat_types", seat_types, ["programme", "seat_type"], "each seat type once per programme")
    _refuse_seats("seat_types", seat_types)
    ordered = (
        pl.col("ordered").fill_null(value=False) if "ordered" in seat_types.columns else pl.lit(value=False)
    )
    split = seat_types.select(
        "programme", "seat_type", pl.col("seats").cast(pl.Int64), ordered.alias("ordered")
    )
    split = split.join(known.rename({"seats": "together"}), on="programme", how="left")
    refuse_rows("seat_types", split, pl.col("p").is_null(), "programme", "a programme of the round")
    uneven = pl.col("seats").sum().over("programme") != pl.col("together")
    refuse_rows("seat_types", split, uneven, "seats", "seats that add up to those of the programme")
    return split


def _refuse_seats(table: str, frame: pl.DataFrame) -> None:
    wrong = pl.col("seats").is_null() | (pl.col("seats") < 0) | (pl.col("seats") != pl.col("seats").floor())
    refuse_rows(table, frame, wrong, "seats", "a whole number, 0 or more")


def steps_of(slots: pl.DataFrame, walks: pl.DataFrame | None, people: pl.DataFrame) -> pl.DataFrame:
    """The slots each type of applicant tries: `p, type, s, seat_type, ordered, position, standing`.

    Raises:
        InvalidTable: a walk names an unknown seat type or programme, or holds a step twice.
    """
    parts = slots.select("programme", "p", "s", "seat_type", "ordered")
    if walks is None:
        every = parts.join(people.select("type").unique(), how="cross")
        return every.select(
            "p", "type", "s", "seat_type", "ordered", position=pl.col("s"), standing=pl.lit(0, pl.Int64)
        )
    steps = _complete(walks, slots)
    everywhere = steps.filter(pl.col("programme").is_null()).drop("programme")
    named = steps.filter(pl.col("programme").is_not_null())
    key = ["programme", "type", "seat_type"]
    own = parts.join(named, on=["programme", "seat_type"], how="inner")
    general = parts.join(everywhere, on="seat_type", how="inner").join(own, on=key, how="anti")
    single = parts.filter(pl.col("seat_type") == ALL_SEATS).join(people.select("type").unique(), how="cross")
    single = single.with_columns(position=pl.lit(0, pl.Int64), standing=pl.lit(0, pl.Int64))
    columns = ["p", "type", "s", "seat_type", "ordered", "position", "standing"]
    walked = pl.concat([own.select(columns), general.select(columns)])
    rest = single.join(walked, on=["p", "type", "s"], how="anti").select(columns)
    return pl.concat([walked, rest])


def _complete(walks: pl.DataFrame, slots: pl.DataFrame) -> pl.DataFrame:
    need_columns("walks", walks, ["type", "seat_type", "position"])
    programme = (
        pl.col("programme") if "programme" in walks.columns else pl.lit(None, slots.schema["programme"])
    )
    standing = pl.col("standing") if "standing" in walks.columns else pl.lit(0, pl.Int64)
    steps = walks.select(
        pl.col("type").cast(pl.String),
        "seat_type",
        pl.col("position").cast(pl.Int64),
        standing.cast(pl.Int64).alias("standing"),
        programme.alias("programme"),
    )
    refuse_repeats("walks", steps, ["programme", "type", "seat_type"], "each seat type once per type")
    known = pl.col("seat_type").is_in(slots["seat_type"].unique().to_list())
    refuse_rows("walks", steps, ~known, "seat_type", "a seat type of some programme")
    wrong = pl.col("programme").is_not_null() & ~pl.col("programme").is_in(
        slots["programme"].unique().to_list()
    )
    refuse_rows("walks", steps, wrong, "programme", "a programme of the round, or none")
    return steps
