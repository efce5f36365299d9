# SPDX-License-Identifier: EUPL-1.2
"""DUO: lists of all school locations, with their names, places and denominations but without pupils."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.sources.opening.lines import parse
from gemengd.sources.publishers import codes, terms
from gemengd.sources.publishers.checks import Checks
from gemengd.sources.publishers.duo.locations import coded
from gemengd.sources.publishers.places import in_small_letters
from gemengd.sources.publishers.years import stated_year
from gemengd.tables import Contribution

_SHARED = (
    "BEVOEGD_GEZAG_NUMMER",
    "INSTELLINGSCODE",
    "VESTIGINGSCODE",
    "VESTIGINGSNAAM",
    "POSTCODE",
    "GEMEENTENUMMER",
    "GEMEENTENAAM",
    "DENOMINATIE",
)
PRIMARY_COLUMNS = _SHARED
"""As in the copy in sessyll/Dutch_Primary_Education_Lakehouse_Pipeline."""

SECONDARY_COLUMNS = (*_SHARED, "ONDERWIJSSTRUCTUUR")
"""As in the copy in santik/schoolkeuze-amsterdam."""

SPECIAL_COLUMNS = (*_SHARED, "SOORT_PRIMAIR_ONDERWIJS")
"""As in the copy in blackassasinrl-ctrl/hahebo-leadtool."""

SPECIAL_TRACKS = {"SBAO": ["sbo"], "SBO": ["sbo"], "SO": ["so"], "VSO": ["vso"], "(V)SO": ["so", "vso"]}

_UNDATED = (
    "The file names no date; the school year is the one that was given at the import. Schools that had "
    "closed by then are not in it, so pupils of earlier years may lack their school."
)


@dataclass(frozen=True)
class _List:
    """One of the lists: sector of its schools, words for it, the repository with a copy, and its tracks."""

    sector: str
    what: str
    seen_in: str
    tracks: pl.Expr


_PRIMARY = _List(
    "po",
    "primary education",
    "sessyll/Dutch_Primary_Education_Lakehouse_Pipeline",
    pl.lit(["bo"], pl.List(pl.String)),
)
_SECONDARY = _List(
    "vo",
    "secondary education",
    "santik/schoolkeuze-amsterdam",
    pl.when(pl.col("ONDERWIJSSTRUCTUUR") != "").then(
        pl.col("ONDERWIJSSTRUCTUUR").str.to_lowercase().str.split("/")
    ),
)
_SPECIAL = _List(
    "so",
    "special education",
    "blackassasinrl-ctrl/hahebo-leadtool",
    pl.col("SOORT_PRIMAIR_ONDERWIJS").replace_strict(
        SPECIAL_TRACKS, default=None, return_dtype=pl.List(pl.String)
    ),
)


def read_primary(contents: Sequence[Content], year: int | None) -> list[Contribution]:
    """The locations of ordinary primary schools: tables schools and areas (municipalities).

    Args:
        contents: files with the columns `PRIMARY_COLUMNS`.
        year: the school year of the list; the file does not say it.

    Raises:
        InvalidTable: no year was given, or the content cannot be right.
    """
    return [_contribution(contents, year, _PRIMARY)]


def read_secondary(contents: Sequence[Content], year: int | None) -> list[Contribution]:
    """The locations of secondary schools, as `read_primary`; the tracks are the words of the file."""
    return [_contribution(contents, year, _SECONDARY)]


def read_special(contents: Sequence[Content], year: int | None) -> list[Contribution]:
    """The locations of special schools (sbo, so and vso), as `read_primary`."""
    return [_contribution(contents, year, _SPECIAL)]


def _contribution(contents: Sequence[Content], year: int | None, which: _List) -> Contribution:
    year = stated_year(contents, year)
    checks = Checks(f"DUO locations of {which.what}")
    rows = coded(parse(contents, "latin-1"), checks).with_columns(
        codes.postcode4("POSTCODE").alias("area_id"), which.tracks.alias("tracks")
    )
    _check(rows, checks)
    checks.refuse()
    return terms.contribution(
        terms.DUO,
        contents,
        source_id=f"duo-locations-{which.sector}-{year}",
        title=f"DUO, locations of {which.what}, {year}-{year + 1}",
        reference_date=date(year, 10, 1),
        tables={"schools": _schools(rows, year, which.sector), "areas": _municipalities(rows)},
        rows_read=rows.height,
        notes=[
            f"This layout is known from a public copy ({which.seen_in}), not from DUO itself.",
            _UNDATED,
        ],
    )


def _check(rows: pl.DataFrame, checks: Checks) -> None:
    checks.rows(rows.filter(pl.col("VESTIGINGSNAAM") == ""), "VESTIGINGSNAAM", "a name")
    checks.rows(rows.filter(pl.col("area_id").is_null()), "POSTCODE", "a postcode such as 1012 AB")
    again = rows.filter(pl.col("school_id").is_not_null() & ~pl.col("school_id").is_first_distinct())
    checks.rows(again, "VESTIGINGSCODE", "each school location once")


def _schools(rows: pl.DataFrame, year: int, sector: str) -> pl.DataFrame:
    """The canonical table; telephone numbers and web addresses are left where they are."""
    return rows.select(
        "school_id",
        pl.col("VESTIGINGSNAAM").alias("name"),
        pl.lit(sector).alias("sector"),
        codes.optional_text("BEVOEGD_GEZAG_NUMMER").alias("board_id"),
        "municipality_id",
        codes.optional_text("DENOMINATIE").alias("denomination"),
        "area_id",
        "tracks",
        pl.lit(year).alias("first_year"),
        pl.lit(year).alias("last_year"),
        "_file",
        "_row",
    )


def _municipalities(rows: pl.DataFrame) -> pl.DataFrame:
    first = rows.unique("municipality_id", keep="first", maintain_order=True).sort("municipality_id")
    return first.select(
        pl.col("municipality_id").alias("area_id"),
        pl.lit("gemeente").alias("level"),
        pl.Series("name", [in_small_letters(name) for name in first["GEMEENTENAAM"]], dtype=pl.String),
        "municipality_id",
    )
