# SPDX-License-Identifier: EUPL-1.2
"""CBS StatLine: population by four-digit postcode with ages and migration background (2013)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.sources.opening.lines import parse
from gemengd.sources.publishers import codes, terms
from gemengd.sources.publishers.canonical import municipalities
from gemengd.sources.publishers.cbs.counts import count, residents, rest_of
from gemengd.sources.publishers.checks import Checks
from gemengd.sources.publishers.dating import stated_year
from gemengd.sources.publishers.kind import Kind
from gemengd.tables import Contribution, Refusal

AGES = {
    **{
        f"K_{start}TOT{start + 5}JAAR_{place}": f"{start}-{start + 4}"
        for place, start in enumerate(range(0, 95, 5), 2)
    },
    "K_95JAAROFOUDER_21": "95+",
}
"""Age column (both sexes) to the name of the group."""

_TOTAL = "TOTAALMANNENENVROUWEN_1"
_MIGRANTS = "TOTAALALLOCHTONEN_64"
_BACKGROUND = {"WESTERSEALLOCHTOON_65": "western", "NIETWESTERSEALLOCHTOON_66": "non_western"}
_POSTCODE = "POSTCODESOP1JANUARI"

COLUMNS = (_POSTCODE, _TOTAL, *AGES, _MIGRANTS, *_BACKGROUND, "GEMEENTECODE_72", "GEMEENTENAAM_73")

KNOWN_TOTAL = {16_777_010: 2013}
"""The file names no year; the total over its postcodes tells it: 16,777,010 is that of 1 January 2013."""

_NOTES = (
    "Counts are rounded to fives. 'western' and 'non_western' are what CBS called 'allochtoon' in 2013; "
    "'dutch' is all other residents."
)


def read(contents: Sequence[Content], year: int | None) -> list[Contribution]:
    """Population by postcode: tables residents and areas.

    Args:
        contents: files with the columns `COLUMNS`.
        year: needed only when the total of the file is not that of a known year.

    Raises:
        InvalidTable: the year is unknown or the content cannot be right.
    """
    checks = Checks("CBS population by postcode")
    rows = parse(contents, "mac_roman")
    # The column also holds codes of five digits: 1 or 8 before a municipality number.
    coarse = rows.filter(pl.col(_POSTCODE).str.contains(r"^\d{5}$"))
    postcodes = _coded(rows.filter(~pl.col(_POSTCODE).str.contains(r"^\d{5}$")), checks)
    checks.refuse()
    total = int(postcodes.get_column(_TOTAL).sum())
    year = KNOWN_TOTAL.get(total) or stated_year(contents, year)
    return [
        terms.contribution(
            terms.CBS,
            contents,
            source_id=f"cbs-population-{year}",
            title=f"CBS, population by four-digit postcode, 1 January {year}",
            reference_date=date(year, 1, 1),
            tables={"residents": residents(_parts(postcodes), year), "areas": _areas(postcodes)},
            rows_read=rows.height,
            refused=_refusals(coarse),
            notes=[
                _NOTES,
                f"The file names no year; {total} residents over its postcodes are read as those of {year}.",
            ],
        )
    ]


def _refusals(coarse: pl.DataFrame) -> list[Refusal]:
    reason = "codes of five digits are no postcodes (1 or 8 with a municipality number)"
    return [Refusal(reason, coarse.height, coarse.item(0, _POSTCODE))] if coarse.height else []


def _coded(rows: pl.DataFrame, checks: Checks) -> pl.DataFrame:
    counts = [_TOTAL, *AGES, _MIGRANTS, *_BACKGROUND]
    rows = codes.with_counts(rows, counts, checks).with_columns(
        codes.postcode4(_POSTCODE).alias("area_id"),
        codes.municipality("GEMEENTECODE_72").alias("municipality_id"),
    )
    checks.rows(rows.filter(pl.col("area_id").is_null()), _POSTCODE, "a postcode of four digits")
    checks.rows(
        rows.filter(pl.col("municipality_id").is_null()),
        "GEMEENTECODE_72",
        "a municipality number such as 363",
    )
    return rows.with_columns(pl.col(f"{column}_low").cast(pl.Float64).alias(column) for column in counts)


def _parts(rows: pl.DataFrame) -> list[pl.DataFrame]:
    total = count(rows, _TOTAL, "all", "all")
    migrants = count(rows, _MIGRANTS, "migration_background", "")
    ages = [count(rows, column, "age", group) for column, group in AGES.items()]
    background = [count(rows, column, "migration_background", group) for column, group in _BACKGROUND.items()]
    return [total, *ages, rest_of(total, migrants, "dutch"), *background]


def _areas(rows: pl.DataFrame) -> pl.DataFrame:
    postcodes = rows.select("area_id", "municipality_id", level=pl.lit("pc4"))
    return pl.concat([postcodes, municipalities("GEMEENTENAAM_73")(rows, 0)], how="diagonal")


KIND = Kind(
    "cbs-population",
    {
        "nl": "CBS, bevolking per viercijferige postcode (2013)",
        "en": "CBS, population by four-digit postcode (2013)",
    },
    "text",
    COLUMNS,
    read,
)
