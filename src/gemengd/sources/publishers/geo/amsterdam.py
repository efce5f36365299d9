# SPDX-License-Identifier: EUPL-1.2
"""Amsterdam primary schools and neighbourhoods with pupils counted as ja, nee and onbekend."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.sources.publishers import codes, terms
from gemengd.sources.publishers.checks import Checks
from gemengd.sources.publishers.geo.geometry import features, points_inside, shapes, wkb
from gemengd.sources.publishers.years import stated_year
from gemengd.tables import Contribution

MUNICIPALITY = "GM0363"
_GROUPS = {"JA": "ja", "NEE": "nee", "ONBEKEND": "onbekend"}
SCHOOL_COLUMNS = ("BRIN", "NAAM", "GRONDSLAG", *_GROUPS, "TOTAAL")
NEIGHBOURHOOD_COLUMNS = ("BUURTCOMBINATIE_CODE", "BUURTCOMBINATIE", *_GROUPS, "TOTAAL")

_UNCONFIRMED = (
    "The source does not say what 'ja' and 'nee' mean, where the counts come from, or of which year they "
    "are: treat their origin as unconfirmed. The year is the one that was given at the import."
)
_BRIN = (
    "Schools have a code of four characters (BRIN) here, without a location; where DUO knows more than one "
    "location of a BRIN, the two cannot be matched one to one."
)
_CHILDREN = "The residents are the children that the source counts per neighbourhood, not all inhabitants."


def read_schools(contents: Sequence[Content], year: int | None) -> list[Contribution]:
    """Schools with pupils by ja, nee, onbekend: tables schools, pupils and areas.

    Args:
        contents: GeoJSON points with the columns `SCHOOL_COLUMNS`.
        year: the year in which the school year starts; the file does not say it.

    Raises:
        InvalidTable: no year was given, or the counts do not add up.
    """
    year = stated_year(contents, year)
    checks = Checks("Amsterdam schools")
    rows = pl.concat([_located(content, ("Point",)) for content in contents], how="diagonal")
    rows = _counted(rows, checks)
    checks.rows(
        rows.filter(~pl.col("BRIN").str.contains(r"^\d{2}[A-Z]{2}$")), "BRIN", "a school code such as 05FS"
    )
    checks.rows(rows.filter(~pl.col("BRIN").is_first_distinct()), "BRIN", "each school once")
    checks.refuse()
    tables = {
        "schools": _schools(rows, year),
        "pupils": _long(rows, year, pl.col("BRIN").alias("school_id")),
        # Without its name the municipality could only be asked for by its code.
        "areas": pl.DataFrame({"area_id": [MUNICIPALITY], "level": ["gemeente"], "name": ["Amsterdam"]}),
    }
    return [
        terms.contribution(
            terms.AMSTERDAM,
            contents,
            source_id=f"amsterdam-schools-{year}",
            title="Amsterdam, primary schools by ja and nee",
            reference_date=None,
            tables=tables,
            rows_read=rows.height,
            notes=[_UNCONFIRMED, _BRIN],
        )
    ]


def read_neighbourhoods(contents: Sequence[Content], year: int | None) -> list[Contribution]:
    """Neighbourhoods with children by ja, nee, onbekend: tables residents, areas and shapes.

    Args:
        contents: GeoJSON polygons with the columns `NEIGHBOURHOOD_COLUMNS`.
        year: the year of the counts; the file does not say it.

    Raises:
        InvalidTable: no year was given, or the counts do not add up.
    """
    year = stated_year(contents, year)
    checks = Checks("Amsterdam neighbourhoods")
    rows = pl.concat([_located(content, ("Polygon", "MultiPolygon")) for content in contents], how="diagonal")
    rows = _counted(rows, checks)
    code = pl.col("BUURTCOMBINATIE_CODE")
    checks.rows(rows.filter(code == ""), "BUURTCOMBINATIE_CODE", "a code such as A00")
    checks.rows(rows.filter(~code.is_first_distinct()), "BUURTCOMBINATIE_CODE", "each neighbourhood once")
    checks.refuse()
    rows = rows.with_columns((pl.lit(f"{MUNICIPALITY}-") + code).alias("area_id"))
    residents = _long(rows, year, pl.col("area_id")).with_columns(
        pl.col("low").cast(pl.Float64).alias("value")
    )
    tables = {
        "residents": residents,
        "areas": _areas(rows),
        "shapes": rows.select("area_id", "wkb", "_file", "_row"),
    }
    return [
        terms.contribution(
            terms.AMSTERDAM,
            contents,
            source_id=f"amsterdam-neighbourhoods-{year}",
            title="Amsterdam, neighbourhoods (buurtcombinaties) by ja and nee",
            reference_date=None,
            tables=tables,
            rows_read=rows.height,
            notes=[_UNCONFIRMED, _CHILDREN],
        )
    ]


def _located(content: Content, kinds: tuple[str, ...]) -> pl.DataFrame:
    geometries = shapes(content, kinds)
    east, north = points_inside(geometries)
    return features(content).with_columns(
        pl.Series("x", east), pl.Series("y", north), pl.Series("wkb", wkb(geometries), dtype=pl.Binary)
    )


def _counted(rows: pl.DataFrame, checks: Checks) -> pl.DataFrame:
    rows = codes.with_counts(rows, [*_GROUPS, "TOTAAL"], checks)
    low = pl.sum_horizontal((f"{column}_low" for column in _GROUPS), ignore_nulls=False)
    high = pl.sum_horizontal((f"{column}_high" for column in _GROUPS), ignore_nulls=False)
    wrong = rows.filter((pl.col("TOTAAL_low") > high) | (pl.col("TOTAAL_high") < low))
    checks.rows(wrong, "TOTAAL", "the sum of ja, nee and onbekend")
    return rows


def _long(rows: pl.DataFrame, year: int, unit: pl.Expr) -> pl.DataFrame:
    groups = {
        "TOTAAL": ("all", "all"),
        **{column: ("amsterdam_ja", group) for column, group in _GROUPS.items()},
    }
    parts = [
        rows.select(
            pl.lit(year).alias("year"),
            unit,
            pl.lit(characteristic).alias("characteristic"),
            pl.lit(group).alias("group"),
            pl.col(f"{column}_low").alias("low"),
            pl.col(f"{column}_high").alias("high"),
            "_file",
            "_row",
        )
        for column, (characteristic, group) in groups.items()
    ]
    return pl.concat(parts)


def _schools(rows: pl.DataFrame, year: int) -> pl.DataFrame:
    return rows.select(
        pl.col("BRIN").alias("school_id"),
        pl.col("NAAM").alias("name"),
        pl.lit("po").alias("sector"),
        pl.lit(MUNICIPALITY).alias("municipality_id"),
        codes.optional_text("GRONDSLAG").alias("denomination"),
        "x",
        "y",
        pl.lit("given").alias("located"),
        pl.lit(year).alias("first_year"),
        pl.lit(year).alias("last_year"),
        "_file",
        "_row",
    )


def _areas(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        "area_id",
        pl.lit("wijk").alias("level"),
        pl.col("BUURTCOMBINATIE").alias("name"),
        pl.lit(MUNICIPALITY).alias("municipality_id"),
        "x",
        "y",
        "_file",
        "_row",
    )
