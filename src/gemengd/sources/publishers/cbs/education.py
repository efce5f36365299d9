# SPDX-License-Identifier: EUPL-1.2
"""CBS SES-WOA: education of private households by neighbourhood, district and municipality."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.sources.opening.lines import parse
from gemengd.sources.publishers import terms
from gemengd.sources.publishers.cbs.counts import count, parts_of, residents
from gemengd.sources.publishers.checks import Checks
from gemengd.tables import Contribution

_REGION = "REGIOCODE_(GEMEENTE,_WIJK,_BUURT)_(CODE)"
_HOUSEHOLDS = "PARTICULIERE_HUISHOUDENS_(AANTAL)"
_LEVELS = {
    "OPLEIDINGSNIVEAU/LAAG/WAARDE_(%)": "low",
    "OPLEIDINGSNIVEAU/MIDDELBAAR/WAARDE_(%)": "middle",
    "OPLEIDINGSNIVEAU/HOOG/WAARDE_(%)": "high",
}
COLUMNS = ("PERIODEN", "WIJKEN_EN_BUURTEN", _REGION, _HOUSEHOLDS, *_LEVELS)

HOUSEHOLD_STEP = 100
"""Households are published in hundreds."""

SHARE_STEP = 0.001
"""Shares are published with one decimal of a per cent."""

_NOTES = (
    "The counts are private households, not persons: 'all' is the number of households of an area.",
    "Shares of education are read as shares of these households; the file does not say of whom they are.",
    "The SES-WOA scores and their spread are not counts and are not imported.",
    "The file gives a year and no day; 1 January stands for it.",
)


def read(contents: Sequence[Content], year: int | None) -> list[Contribution]:
    """Education by area: tables residents (households, see the notes) and areas; one contribution per year.

    Args:
        contents: files with the columns `COLUMNS`; `.` is a missing value.
        year: not needed: the files name it.

    Raises:
        InvalidTable: the content cannot be right.
    """
    del year
    checks = Checks("CBS SES-WOA")
    rows = _coded(parse(contents, "latin-1"), checks)
    checks.refuse()
    return [_contribution(part, contents) for part in rows.partition_by("year", maintain_order=True)]


def _coded(frame: pl.DataFrame, checks: Checks) -> pl.DataFrame:
    values = [_HOUSEHOLDS, *_LEVELS]
    numbers = [
        pl.col(column).str.replace(",", ".", literal=True).cast(pl.Float64, strict=False) for column in values
    ]
    region = pl.col(_REGION)
    levels = {"GM": "gemeente", "WK": "wijk", "BU": "buurt"}
    rows = frame.with_columns(
        pl.col("PERIODEN").str.extract(r"^(\d{4})", 1).cast(pl.Int32).alias("year"),
        pl.when(region.str.contains(r"^(GM\d{4}|WK\d{6}|BU\d{8})$")).then(region).alias("area_id"),
        region.str.head(2).replace_strict(levels, default=None).alias("level"),
        (pl.lit("GM") + region.str.slice(2, 4)).alias("municipality_id"),
        *(number.name.suffix("_number") for number in numbers),
    )
    checks.rows(
        rows.filter(pl.col("area_id").is_null()), _REGION, "a code such as GM0363, WK036300 or BU03630000"
    )
    checks.rows(rows.filter(pl.col("year").is_null()), "PERIODEN", "a year")
    again = rows.filter(~pl.struct("year", "area_id").is_first_distinct())
    checks.rows(again, _REGION, "each area once a year")
    for column in values:
        number = pl.col(f"{column}_number")
        missing_allowed = pl.col(column) == "." if column in _LEVELS else pl.lit(False)
        checks.rows(rows.filter(number.is_null() & ~missing_allowed), column, "a number")
        highest = 100 if column in _LEVELS else 1e9
        checks.rows(rows.filter((number < 0) | (number > highest)), column, f"0 to {highest:.0f}")
    return rows


def _contribution(rows: pl.DataFrame, contents: Sequence[Content]) -> Contribution:
    year = rows.item(0, "year")
    municipalities = rows.get_column("municipality_id").unique()
    own = f"-{municipalities[0].lower()}" if len(municipalities) == 1 else ""
    total = count(rows, f"{_HOUSEHOLDS}_number", "all", "all", HOUSEHOLD_STEP)
    shares = [
        parts_of(total, rows.get_column(f"{column}_number"), "education_of_residents", group, SHARE_STEP)
        for column, group in _LEVELS.items()
    ]
    missing = int(rows.get_column(f"{next(iter(_LEVELS))}_number").null_count())
    return terms.contribution(
        terms.CBS,
        contents,
        source_id=f"cbs-ses-woa-{year}{own}",
        title=f"CBS, SES-WOA: education by neighbourhood, {year}",
        reference_date=date(year, 1, 1),
        tables={"residents": residents([total, *shares], year), "areas": _areas(rows)},
        rows_read=rows.height,
        notes=[
            *_NOTES,
            f"{missing} areas have no published education; their groups are known only as intervals.",
        ],
    )


def _areas(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        "area_id", "level", pl.col("WIJKEN_EN_BUURTEN").alias("name"), "municipality_id", "_file", "_row"
    )
