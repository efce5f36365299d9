# SPDX-License-Identifier: EUPL-1.2
"""DUO's data service: pupils in primary education by location and home postcode, several years at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.sources.opening.lines import parse
from gemengd.sources.publishers import codes, terms
from gemengd.sources.publishers.checks import Checks
from gemengd.sources.publishers.duo import homes
from gemengd.tables import Contribution

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


def read(contents: Sequence[Content], year: int | None) -> list[Contribution]:
    """The long file to one contribution per school year (tables pupils and areas).

    Args:
        contents: files with the columns `COLUMNS`.
        year: not needed: every row has its year, that of 1 October.

    Raises:
        InvalidTable: with all that is wrong in the files.
    """
    del year
    checks = Checks("DUO pupils by home postcode (data service)")
    rows = codes.with_counts(_coded(parse(contents, "latin-1")), ["AANTAL_LEERLINGEN"], checks)
    _check(rows, checks)
    checks.refuse()
    return [
        _contribution(part, contents) for part in rows.sort("year").partition_by("year", maintain_order=True)
    ]


def _coded(frame: pl.DataFrame) -> pl.DataFrame:
    kind = pl.col("TYPE_PO").str.to_lowercase()
    count = pl.col("AANTAL_LEERLINGEN")
    return frame.with_columns(
        codes.school("INSTELLINGSCODE", "VESTIGINGSCODE").alias("school_id"),
        pl.col("PEILJAAR").str.extract(r"^((?:19|20)\d{2})$", 1).cast(pl.Int32).alias("year"),
        pl.when(kind.is_in(KINDS_OF_SCHOOL)).then(kind).alias("track"),
        homes.area("POSTCODE4_DEELNEMER").alias("area_id"),
        # The service stores whole numbers only, so it writes -1 where DUO's other files write <5.
        pl.when(count == "-1").then(pl.lit(SUPPRESSED)).otherwise(count).alias("AANTAL_LEERLINGEN"),
    )


def _check(rows: pl.DataFrame, checks: Checks) -> None:
    empty = {
        "VESTIGINGSCODE": ("school_id", "a location of 2 characters beside a school code of 4, or of 6"),
        "PEILJAAR": ("year", "the year of the count, such as 2023"),
        "TYPE_PO": ("track", "BO, SBO, SO or VSO"),
    }
    for column, (code, expected) in empty.items():
        checks.rows(rows.filter(pl.col(code).is_null()), column, expected)
    homes.check(rows, "POSTCODE4_DEELNEMER", checks)
    key = ("year", "school_id", "track", "POSTCODE4_DEELNEMER")
    again = rows.filter(~pl.struct(key).is_first_distinct())
    again = again.with_columns(pl.concat_str(key, separator=", ").alias("shown") + " a second time")
    mend = "Remove the double row or file; the same file may have been given twice."
    named = "PEILJAAR + VESTIGINGSCODE + TYPE_PO + POSTCODE4_DEELNEMER"
    checks.rows(again, named, "each combination once", shown="shown", mend=mend)


def _contribution(rows: pl.DataFrame, contents: Sequence[Content]) -> Contribution:
    year = rows.item(0, "year")
    named = set(rows.get_column("_file"))
    return terms.contribution(
        terms.DUO,
        [content for content in contents if content.member.name in named],
        source_id=f"duo-po-flows-service-{year}",
        title=f"DUO data service, pupils in primary and special education by home postcode, {year}",
        reference_date=date(year, 10, 1),
        tables={"pupils": _pupils(rows), "areas": homes.areas(rows)},
        rows_read=rows.height,
        notes=_notes(rows),
    )


def _pupils(rows: pl.DataFrame) -> pl.DataFrame:
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
