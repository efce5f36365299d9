# SPDX-License-Identifier: EUPL-1.2
"""DUO: pupils per location of secondary education (layout of 2025)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.sources.opening.lines import parse
from gemengd.sources.publishers import codes, terms
from gemengd.sources.publishers.checks import Checks
from gemengd.sources.publishers.years import stated_year
from gemengd.tables import Contribution

COLUMNS = (
    "BEVOEGD_GEZAG_NUMMER",
    "INSTELLINGSCODE",
    "VESTIGINGSCODE",
    "INSTELLINGSNAAM_VESTIGING",
    "GEMEENTENUMMER",
    "GEMEENTENAAM",
    "AANTAL_LEERLINGEN",
    "AANTAL_VO_LEERLINGEN_UITBESTEED_AAN_VAVO",
)
_NOTE = "Pupils that attend adult education (vavo) are a column of their own in the source; it is not used."


def read(contents: Sequence[Content], year: int | None) -> list[Contribution]:
    """Locations of secondary schools with their number of pupils: tables schools, pupils, areas.

    Args:
        contents: files with the columns `COLUMNS`.
        year: the year in which the school year starts; the file does not say it.

    Raises:
        InvalidTable: no year was given, or the content cannot be right.
    """
    year = stated_year(contents, year)
    checks = Checks("DUO pupils per location of secondary education")
    rows = codes.with_counts(coded(parse(contents, "latin-1"), checks), ["AANTAL_LEERLINGEN"], checks)
    again = rows.filter(pl.col("school_id").is_not_null() & ~pl.col("school_id").is_first_distinct())
    checks.rows(again, "VESTIGINGSCODE", "each school location once")
    checks.refuse()
    return [
        terms.contribution(
            terms.DUO,
            contents,
            source_id=f"duo-vo-locations-{year}",
            title=f"DUO, pupils per location of secondary education, {year}-{year + 1}",
            reference_date=date(year, 10, 1),
            tables={
                "schools": schools(rows, year, pl.lit("vo")),
                "pupils": _pupils(rows, year),
                "areas": municipalities(rows),
            },
            rows_read=rows.height,
            notes=[_NOTE, "The file names no date; the school year is the one that was given at the import."],
        )
    ]


def coded(frame: pl.DataFrame, checks: Checks) -> pl.DataFrame:
    """Rows with `school_id` and `municipality_id`; codes that cannot be read become findings."""
    rows = frame.with_columns(
        codes.school("INSTELLINGSCODE", "VESTIGINGSCODE").alias("school_id"),
        codes.municipality("GEMEENTENUMMER").alias("municipality_id"),
    )
    words = "a location of 6 characters, or of 2 beside a school code of 4"
    checks.rows(rows.filter(pl.col("school_id").is_null()), "VESTIGINGSCODE", words)
    words = "a municipality number such as 0363"
    checks.rows(rows.filter(pl.col("municipality_id").is_null()), "GEMEENTENUMMER", words)
    return rows


def schools(rows: pl.DataFrame, year: int, sector: pl.Expr) -> pl.DataFrame:
    """The canonical table of the locations in current DUO layouts; their point and area are unknown there."""
    return rows.select(
        "school_id",
        pl.col("INSTELLINGSNAAM_VESTIGING").alias("name"),
        sector.alias("sector"),
        codes.optional_text("BEVOEGD_GEZAG_NUMMER").alias("board_id"),
        "municipality_id",
        pl.lit(year).alias("first_year"),
        pl.lit(year).alias("last_year"),
        "_file",
        "_row",
    )


SECTOR_OF_KIND = {"Bo": "po", "Sbo": "so", "So": "so", "Vso": "so"}
"""Kind of primary school, as DUO writes it, to the sector."""


def of_kind(rows: pl.DataFrame, date_column: str, checks: Checks) -> pl.DataFrame:
    """Rows of files about primary schools with `day`, `sector`, `track` and the `area_id` of the school.

    Args:
        rows: with `SOORT_PO`, `POSTCODE_VESTIGING` and the reference date.
        date_column: the reference date, as 20241001 or 2024-10-01.
        checks: gathers dates and kinds of school that cannot be read.
    """
    day = pl.coalesce(pl.col(date_column).str.to_date(form, strict=False) for form in ("%Y%m%d", "%Y-%m-%d"))
    kind = pl.col("SOORT_PO")
    rows = rows.with_columns(
        day.alias("day"),
        kind.replace_strict(SECTOR_OF_KIND, default=None, return_dtype=pl.String).alias("sector"),
        kind.str.to_lowercase().alias("track"),
        codes.postcode4("POSTCODE_VESTIGING").alias("area_id"),
    )
    checks.rows(rows.filter(pl.col("day").is_null()), date_column, "a date such as 20241001")
    checks.rows(rows.filter(pl.col("sector").is_null()), "SOORT_PO", "Bo, Sbo, So or Vso")
    return rows


def primary_schools(rows: pl.DataFrame, year: int) -> pl.DataFrame:
    """One row per location from rows as `of_kind` gives them, with denomination, address and tracks."""
    tracks = rows.group_by("school_id").agg(pl.col("track").unique().sort().alias("tracks"))
    particulars = rows.select(
        "school_id", "area_id", codes.optional_text("DENOMINATIE_VESTIGING").alias("denomination")
    ).unique("school_id", keep="first", maintain_order=True)
    # Ordinary primary goes first, as in the flows: a location with a special department is a primary school.
    first = schools(rows, year, pl.col("sector")).sort("sector", maintain_order=True)
    first = first.unique("school_id", keep="first", maintain_order=True)
    return first.join(particulars, on="school_id", maintain_order="left").join(
        tracks, on="school_id", maintain_order="left"
    )


def municipalities(rows: pl.DataFrame) -> pl.DataFrame:
    """The municipalities of the locations, with their names."""
    first = rows.unique("municipality_id", keep="first", maintain_order=True).sort("municipality_id")
    return first.select(
        pl.col("municipality_id").alias("area_id"),
        pl.lit("gemeente").alias("level"),
        pl.col("GEMEENTENAAM").alias("name"),
        "municipality_id",
    )


def _pupils(rows: pl.DataFrame, year: int) -> pl.DataFrame:
    return rows.select(
        pl.lit(year).alias("year"),
        "school_id",
        pl.lit("all").alias("characteristic"),
        pl.lit("all").alias("group"),
        pl.col("AANTAL_LEERLINGEN_low").alias("low"),
        pl.col("AANTAL_LEERLINGEN_high").alias("high"),
        "_file",
        "_row",
    )
