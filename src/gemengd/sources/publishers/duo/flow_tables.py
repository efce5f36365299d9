# SPDX-License-Identifier: EUPL-1.2
"""The canonical tables of the DUO flows, from rows that passed the checks of `flows`."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from gemengd.sources.publishers.places import best_spelling, fold, repaired

ELSEWHERE = {"10": "BE", "20": "DE", "30": "OTHER"}
"""Home codes of pupils from abroad."""

ABROAD = {"BE": "België", "DE": "Duitsland", "OTHER": "ander land"}
_CELL = ["year", "school_id", "area_id", "track", "characteristic", "group"]


def pupils(rows: pl.DataFrame, ages: Mapping[str, str]) -> pl.DataFrame:
    """Pupils by school, home and kind of school: all together, and by age where there are any.

    Pupils without a known home (code 40, or no code) of one school are added up: their `area_id` is null.
    """
    track = pl.col("SOORT_PO").str.to_lowercase().alias("track")
    groups = {"TOTAAL": ("all", "all"), **{column: ("age", group) for column, group in ages.items()}}
    parts = [
        rows.filter((pl.col(f"{column}_high") > 0) | (column == "TOTAAL")).select(
            "year",
            "school_id",
            "area_id",
            track,
            pl.lit(characteristic).alias("characteristic"),
            pl.lit(group).alias("group"),
            pl.col(f"{column}_low").alias("low"),
            pl.col(f"{column}_high").alias("high"),
        )
        for column, (characteristic, group) in groups.items()
    ]
    cells = pl.concat(parts)
    homeless = cells.filter(pl.col("area_id").is_null()).group_by(_CELL, maintain_order=True).sum()
    return pl.concat([cells.filter(pl.col("area_id").is_not_null()), homeless.select(cells.columns)])


def schools(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per location; `po` where it has ordinary primary education, `so` otherwise."""
    kinds = pl.col("SOORT_PO")
    first_filled = {
        "board_id": pl.col("BEVOEGD_GEZAG_NUMMER").filter(pl.col("BEVOEGD_GEZAG_NUMMER") != "").first(),
        "denomination": pl.col("DENOMINATIE_VESTIGING").filter(pl.col("DENOMINATIE_VESTIGING") != "").first(),
    }
    return rows.group_by("school_id", maintain_order=True).agg(
        pl.col("INSTELLINGSNAAM_VESTIGING").first().alias("name"),
        pl.when((kinds == "Bo").any()).then(pl.lit("po")).otherwise(pl.lit("so")).alias("sector"),
        pl.col("municipality_id").first(),
        pl.col("school_area").first().alias("area_id"),
        kinds.unique().str.to_lowercase().sort().alias("tracks"),
        pl.col("year").min().alias("first_year"),
        pl.col("year").max().alias("last_year"),
        pl.col("_file").first(),
        pl.col("_row").first(),
        **first_filled,
    )


def areas(rows: pl.DataFrame) -> pl.DataFrame:
    """Postcodes of homes and schools, municipalities of schools, and the countries of pupils from abroad."""
    municipalities = _municipalities(rows)
    numbers = {row["folded"]: row["area_id"] for row in municipalities.iter_rows(named=True)}
    homes = _homes(rows).with_columns(
        pl.col("folded")
        .replace_strict(numbers, default=None, return_dtype=pl.String)
        .alias("municipality_id")
    )
    own = rows.select(pl.col("school_area").alias("area_id"), "municipality_id", pl.lit(0).alias("rank"))
    both = pl.concat([homes.select("area_id", "municipality_id", pl.lit(1).alias("rank")), own])
    postcodes = both.group_by("area_id", maintain_order=True).agg(
        pl.col("municipality_id").sort_by("rank", descending=True, maintain_order=True).drop_nulls().first()
    )
    abroad = pl.DataFrame({"area_id": list(ABROAD), "name": list(ABROAD.values())})
    present = abroad.filter(
        pl.col("area_id").is_in(rows.get_column("area_id").unique().drop_nulls().implode())
    )
    return pl.concat(
        [
            postcodes.sort("area_id").with_columns(pl.lit("pc4").alias("level")),
            municipalities.select(
                "area_id", "name", pl.col("area_id").alias("municipality_id"), level=pl.lit("gemeente")
            ),
            present.with_columns(pl.lit("abroad").alias("level")),
        ],
        how="diagonal",
    )


def unnumbered(rows: pl.DataFrame) -> list[str]:
    """Names of home municipalities that have no number in these files, in order of the alphabet."""
    known = _municipalities(rows).get_column("folded")
    homes = _homes(rows).filter(~pl.col("folded").is_in(known.implode()) & (pl.col("folded") != ""))
    return sorted(set(homes.get_column("GEMEENTENAAM_LEERLING")))


def _homes(rows: pl.DataFrame) -> pl.DataFrame:
    """Home postcodes in the Netherlands with the name of their municipality, most pupils first."""
    inside = rows.filter(pl.col("area_id").is_not_null() & ~pl.col("area_id").is_in(list(ABROAD)))
    pairs = inside.group_by("area_id", "GEMEENTENAAM_LEERLING").agg(
        pl.col("TOTAAL_high").sum().alias("pupils")
    )
    pairs = pairs.sort(["pupils", "area_id", "GEMEENTENAAM_LEERLING"], descending=[True, False, False])
    names = pairs.get_column("GEMEENTENAAM_LEERLING").unique()
    folded = {name: fold(repaired(name)) for name in names}
    return pairs.with_columns(
        pl.col("GEMEENTENAAM_LEERLING").replace_strict(folded, return_dtype=pl.String).alias("folded")
    )


def _municipalities(rows: pl.DataFrame) -> pl.DataFrame:
    """Municipalities of schools (`area_id`, `name`, `folded`) in the best spelling that the files hold."""
    numbered = rows.select("municipality_id", "GEMEENTENAAM").unique(
        "municipality_id", keep="first", maintain_order=True
    )
    spellings: dict[str, list[str]] = {}
    for name in [
        *numbered.get_column("GEMEENTENAAM"),
        *rows.get_column("GEMEENTENAAM_LEERLING").unique().sort(),
    ]:
        spellings.setdefault(fold(repaired(name)), []).append(repaired(name))
    folded = [fold(repaired(name)) for name in numbered.get_column("GEMEENTENAAM")]
    names = [best_spelling(spellings[one]) for one in folded]
    frame = pl.DataFrame({"area_id": numbered.get_column("municipality_id"), "name": names, "folded": folded})
    return frame.sort("area_id")
