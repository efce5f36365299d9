# SPDX-License-Identifier: EUPL-1.2
"""Steps and tables that several layouts of DUO share: codes of schools, kinds of primary school."""

from __future__ import annotations

import polars as pl

from gemengd.sources.publishers import codes
from gemengd.sources.publishers.canonical import listed
from gemengd.sources.publishers.steps import Step, adds, becomes, day

CODED: tuple[Step, ...] = (
    becomes(
        "school_id",
        "VESTIGINGSCODE",
        codes.school("INSTELLINGSCODE", "VESTIGINGSCODE"),
        "a location of 6 characters, or of 2 beside a school code of 4",
    ),
    becomes(
        "municipality_id",
        "GEMEENTENUMMER",
        codes.municipality("GEMEENTENUMMER"),
        "a municipality number such as 0363",
    ),
)
"""The school and its municipality."""

SECTOR_OF_KIND = {"Bo": "po", "Sbo": "so", "So": "so", "Vso": "so"}
"""Kind of primary school, as DUO writes it, to the sector."""


def of_kind(date_column: str) -> tuple[Step, ...]:
    """Files about primary schools: `day`, `sector`, `track` and the `area_id` of the school.

    Args:
        date_column: the reference date.
    """
    kind = pl.col("SOORT_PO")
    sector = kind.replace_strict(SECTOR_OF_KIND, default=None, return_dtype=pl.String)
    return (
        becomes("day", date_column, day(date_column), "a date such as 20241001"),
        becomes("sector", "SOORT_PO", sector, "Bo, Sbo, So or Vso"),
        adds(track=kind.str.to_lowercase(), area_id=codes.postcode4("POSTCODE_VESTIGING")),
    )


def locations(sector: pl.Expr) -> dict[str, pl.Expr]:
    """The particulars of locations in current layouts; their point and area are unknown there."""
    return {
        "name": pl.col("INSTELLINGSNAAM_VESTIGING"),
        "sector": sector,
        "board_id": codes.optional_text("BEVOEGD_GEZAG_NUMMER"),
    }


def primary_schools(rows: pl.DataFrame, year: int) -> pl.DataFrame:
    """One row per location from rows that `of_kind` read, with denomination, address and tracks."""
    tracks = rows.group_by("school_id").agg(pl.col("track").unique().sort().alias("tracks"))
    # The address is that of the first row of a location, whatever its kind.
    particulars = rows.select(
        "school_id", "area_id", codes.optional_text("DENOMINATIE_VESTIGING").alias("denomination")
    ).unique("school_id", keep="first", maintain_order=True)
    # Ordinary primary goes first, as in the flows: a location with a special department is a primary school.
    first = listed(**locations(pl.col("sector")))(rows, year).sort("sector", maintain_order=True)
    first = first.unique("school_id", keep="first", maintain_order=True)
    for beside in (particulars, tracks):
        first = first.join(beside, on="school_id", maintain_order="left")
    return first
