# SPDX-License-Identifier: EUPL-1.2
"""Where an applicant stands at a slot before the lottery decides: category and explicit order."""

from __future__ import annotations

import polars as pl

from gemengd.placement.market.frame_checks import need_columns, refuse_repeats, refuse_rows


def standings(
    entries: pl.DataFrame, categories: pl.DataFrame | None, other_category: int | None
) -> pl.DataFrame:
    """Add `class` and `place`.

    `class` joins standing and category, null = not acceptable; `place` is the dense rank of the order where
    the slot goes by it, 0 elsewhere.

    Raises:
        InvalidTable: a category is negative, a row stands twice, or an order is missing where it decides.
    """
    if categories is None:
        numbers = dict.fromkeys(("a", "p", "category", "order"), pl.Int64)
        categories = pl.DataFrame(schema={**numbers, "seat_type": pl.String})
    other = _other(categories, other_category)
    found = _claimed(entries, categories)
    category = pl.when("claimed").then(pl.col("category")).otherwise(pl.lit(other, pl.Int64))
    levels = max(other, _highest(categories)) + 1
    found = found.with_columns((pl.col("standing") * levels + category).alias("class"))
    missing = pl.col("ordered") & pl.col("order").is_null() & pl.col("class").is_not_null()
    refuse_rows("categories", found, missing, "order", "an order for everyone who wants such a seat")
    place = pl.when("ordered").then(pl.col("order").rank("dense").over("p") - 1).otherwise(0)
    return found.with_columns(place=place)


def _other(categories: pl.DataFrame, other_category: int | None) -> int:
    return _highest(categories) + 1 if other_category is None else other_category


def _highest(categories: pl.DataFrame) -> int:
    highest = categories["category"].max()
    return -1 if highest is None else int(highest)  # type: ignore[arg-type]


def _claimed(entries: pl.DataFrame, categories: pl.DataFrame) -> pl.DataFrame:
    """Join the row of the seat type, or else the row for every seat type."""
    named = categories.filter(pl.col("seat_type").is_not_null())
    general = categories.filter(pl.col("seat_type").is_null()).drop("seat_type")
    yes = pl.lit(value=True)
    found = entries.join(named.with_columns(own=yes), on=["a", "p", "seat_type"], how="left")
    found = found.join(general.with_columns(any=yes), on=["a", "p"], how="left", suffix="_any")
    return found.with_columns(
        claimed=pl.col("own").fill_null(value=False) | pl.col("any").fill_null(value=False),
        category=pl.when(pl.col("own").is_not_null()).then("category").otherwise("category_any"),
        order=pl.coalesce("order", "order_any"),
    )


def claims_table(categories: pl.DataFrame, people: pl.DataFrame, slots: pl.DataFrame) -> pl.DataFrame:
    """The categories with numbers for names: `a, p, seat_type, category, order`.

    Raises:
        InvalidTable: somebody or something is unknown, a row stands twice, or a category is negative.
    """
    need_columns("categories", categories, ["applicant", "programme", "category"])
    seat_type = pl.col("seat_type") if "seat_type" in categories.columns else pl.lit(None, pl.String)
    order = pl.col("order") if "order" in categories.columns else pl.lit(None, pl.Int64)
    found = categories.select(
        "applicant",
        "programme",
        seat_type.alias("seat_type"),
        pl.col("category").cast(pl.Int64),
        order.alias("order"),
    )
    refuse_repeats("categories", found, ["applicant", "seat_type", "programme"], "one row for each")
    refuse_rows("categories", found, pl.col("category") < 0, "category", "0 or more, or none")
    found = found.join(people.select("applicant", "a"), on="applicant", how="left")
    found = found.join(slots.select("programme", "p").unique(), on="programme", how="left")
    refuse_rows("categories", found, pl.col("a").is_null(), "applicant", "an applicant of the round")
    refuse_rows("categories", found, pl.col("p").is_null(), "programme", "a programme of the round")
    return found.select("a", "p", "seat_type", "category", "order")
