# SPDX-License-Identifier: EUPL-1.2
"""DUO's data service: pupils in primary education by location and home postcode, several years at once."""

from __future__ import annotations

import polars as pl

from gemengd.sources.publishers import codes, dating, terms
from gemengd.sources.publishers.duo import homes
from gemengd.sources.publishers.layout import Layout
from gemengd.sources.publishers.steps import adds, becomes, counts, once_together

COLUMNS = (
    "INSTELLINGSCODE",
    "VESTIGINGSCODE",
    "TYPE_PO",
    "PEILJAAR",
    "POSTCODE4_DEELNEMER",
    "AANTAL_LEERLINGEN",
)
"""Header of `brin6_pc4.csv` in Song-wenfei/Find_Most_Suitable_Dutch_School_Around_You,
`tools/update_duo_data.py`, which also takes -1 for a suppressed count."""

KINDS_OF_SCHOOL = ("bo", "sbo", "so", "vso")

SUPPRESSED = "<5"
"""What a suppressed count is called in DUO's other files: 0 to 4."""

_LAYOUT = (
    "This layout is known from public code (Song-wenfei/Find_Most_Suitable_Dutch_School_Around_You) and was "
    "not checked against a file of DUO: compare the totals with those that DUO publishes."
)
_CELL = ("year", "school_id", "area_id", "track")
_COUNT, _TRACK = pl.col("AANTAL_LEERLINGEN"), pl.col("TYPE_PO").str.to_lowercase()


def _pupils(rows: pl.DataFrame, _year: int) -> pl.DataFrame:
    cells = rows.select(
        *_CELL,
        pl.col("AANTAL_LEERLINGEN_low").alias("low"),
        pl.col("AANTAL_LEERLINGEN_high").alias("high"),
    )
    return homes.added_up(cells, _CELL).with_columns(characteristic=pl.lit("all"), group=pl.lit("all"))


def _notes(rows: pl.DataFrame) -> list[str]:
    suppressed = rows.filter(pl.col("AANTAL_LEERLINGEN_low") < pl.col("AANTAL_LEERLINGEN_high")).height
    notes = [_LAYOUT, homes.schools_wanted(rows, "duo-locations-po, duo-locations-so")]
    if suppressed:
        notes.append(
            f"{suppressed:,} of {rows.height:,} counts are suppressed (-1 or <5) and known only as 0 to 4, "
            "so the totals of schools are known only as intervals."
        )
    return notes


KIND = Layout(
    name="duo-po-flows-service",
    nl="DUO-dataservice, leerlingen po naar postcode van de leerling, meer jaren",
    en="DUO data service, pupils in primary education by home postcode, several years",
    columns=COLUMNS,
    what="DUO pupils by home postcode (data service)",
    source="duo-po-flows-service-{year}",
    title="DUO data service, pupils in primary and special education by home postcode, {year}",
    dating=dating.IN_YEAR,
    steps=(
        # The service stores whole numbers only, so it writes -1 where DUO's other files write <5.
        adds(AANTAL_LEERLINGEN=pl.when(_COUNT == "-1").then(pl.lit(SUPPRESSED)).otherwise(_COUNT)),
        counts("AANTAL_LEERLINGEN"),
        becomes(
            "school_id",
            "VESTIGINGSCODE",
            codes.school("INSTELLINGSCODE", "VESTIGINGSCODE"),
            "a location of 2 characters beside a school code of 4, or of 6",
        ),
        becomes(
            "year",
            "PEILJAAR",
            pl.col("PEILJAAR").str.extract(r"^((?:19|20)\d{2})$", 1).cast(pl.Int32),
            "the year of the count, such as 2023",
        ),
        becomes(
            "track", "TYPE_PO", pl.when(_TRACK.is_in(KINDS_OF_SCHOOL)).then(_TRACK), "BO, SBO, SO or VSO"
        ),
        *homes.read("POSTCODE4_DEELNEMER"),
        once_together(
            ("year", "school_id", "track", "POSTCODE4_DEELNEMER"),
            "PEILJAAR + VESTIGINGSCODE + TYPE_PO + POSTCODE4_DEELNEMER",
        ),
    ),
    tables={"pupils": _pupils, "areas": homes.areas},
    terms=terms.DUO,
    notes=_notes,
).kind
