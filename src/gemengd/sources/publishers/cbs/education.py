# SPDX-License-Identifier: EUPL-1.2
"""CBS SES-WOA: education of private households by neighbourhood, district and municipality."""

from __future__ import annotations

import polars as pl

from gemengd.sources.publishers import dating, terms
from gemengd.sources.publishers.cbs.counts import count, parts_of, residents
from gemengd.sources.publishers.layout import Layout
from gemengd.sources.publishers.steps import Step, adds, becomes, once, refuses

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
_AREA_LEVELS = {"GM": "gemeente", "WK": "wijk", "BU": "buurt"}
_CODE = pl.col(_REGION)


def _numbers(*columns: str, highest: float, may_miss: bool) -> list[Step]:
    """Decimal numbers, with the comma of the file, as `<column>_number`; `.` where one may be missing."""
    steps: list[Step] = []
    for column in columns:
        text, number = pl.col(column), pl.col(f"{column}_number")
        read = text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
        missing = (text == ".") & may_miss
        steps += [
            adds(**{f"{column}_number": read}),
            refuses(number.is_null() & ~missing, column, "a number"),
            refuses((number < 0) | (number > highest), column, f"0 to {highest:.0f}"),
        ]
    return steps


def _residents(rows: pl.DataFrame, year: int) -> pl.DataFrame:
    total = count(rows, f"{_HOUSEHOLDS}_number", "all", "all", HOUSEHOLD_STEP)
    shares = [
        parts_of(total, rows.get_column(f"{column}_number"), "education_of_residents", group, SHARE_STEP)
        for column, group in _LEVELS.items()
    ]
    return residents([total, *shares], year)


def _areas(rows: pl.DataFrame, _year: int) -> pl.DataFrame:
    return rows.select(
        "area_id", "level", pl.col("WIJKEN_EN_BUURTEN").alias("name"), "municipality_id", "_file", "_row"
    )


def _notes(rows: pl.DataFrame) -> list[str]:
    missing = int(rows.get_column(f"{next(iter(_LEVELS))}_number").null_count())
    unknown = f"{missing} areas have no published education; their groups are known only as intervals."
    return [*_NOTES, unknown]


KIND = Layout(
    name="cbs-ses-woa",
    nl="CBS, SES-WOA: opleiding per wijk en buurt",
    en="CBS, SES-WOA: education by district and neighbourhood",
    columns=COLUMNS,
    what="CBS SES-WOA",
    source="cbs-ses-woa-{year}{own}",
    title="CBS, SES-WOA: education by neighbourhood, {year}",
    dating=dating.IN_CALENDAR_YEAR,
    steps=(
        becomes(
            "area_id",
            _REGION,
            pl.when(_CODE.str.contains(r"^(GM\d{4}|WK\d{6}|BU\d{8})$")).then(_CODE),
            "a code such as GM0363, WK036300 or BU03630000",
        ),
        becomes("year", "PERIODEN", pl.col("PERIODEN").str.extract(r"^(\d{4})", 1).cast(pl.Int32), "a year"),
        adds(
            level=_CODE.str.head(2).replace_strict(_AREA_LEVELS, default=None),
            municipality_id=pl.lit("GM") + _CODE.str.slice(2, 4),
        ),
        once(["year", "area_id"], _REGION, "each area once a year"),
        *_numbers(_HOUSEHOLDS, highest=1e9, may_miss=False),
        *_numbers(*_LEVELS, highest=100, may_miss=True),
    ),
    tables={"residents": _residents, "areas": _areas},
    terms=terms.CBS,
    notes=_notes,
).kind
