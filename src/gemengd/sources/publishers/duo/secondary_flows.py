# SPDX-License-Identifier: EUPL-1.2
"""DUO: pupils in secondary education by location, home postcode and year of the course."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.sources.opening.lines import parse
from gemengd.sources.publishers import codes, terms
from gemengd.sources.publishers.checks import Checks
from gemengd.sources.publishers.duo import homes
from gemengd.sources.publishers.places import in_small_letters
from gemengd.sources.publishers.years import stated_year
from gemengd.tables import Contribution

STAGES = {str(stage): f"LEER_OF_VERBLIJFSJAAR_{stage}" for stage in range(1, 7)}
"""Year of the course to its column."""

SEXES = ("MAN", "VROUW")

COLUMNS = (
    "BRIN_NUMMER|INSTELLINGSCODE",
    "VESTIGINGSNUMMER|VESTIGINGSCODE",
    "POSTCODE_LEERLING",
    "GEMEENTENUMMER_LEERLING",
    "GEMEENTENAAM_LEERLING",
    *(f"{column}|{column}_{sex}" for column in STAGES.values() for sex in SEXES),
)
"""Header in openstate/openonderwijsdata-api, `onderwijsscrapers/onderwijsscrapers/spiders/duo.py`; the counts
by sex are those of DUO's file by kind of education in vinkbram/schoolzones-alkmaar."""

_ROW_KEY = (
    "PEILDATUM",
    "school_id",
    "POSTCODE_LEERLING",
    "PLAATSNAAM_LEERLING",
    "GEMEENTENUMMER_LEERLING",
)
_CELL = ("year", "school_id", "area_id", "stage")
_LAYOUT = (
    "This layout is known from public code (openstate/openonderwijsdata-api, jdmunday/SchoolsMeaslesNL) and "
    "was not checked against a file of DUO: compare the totals with those that DUO publishes."
)


def read(contents: Sequence[Content], year: int | None) -> list[Contribution]:
    """Files to one contribution per school year (tables pupils and areas).

    Args:
        contents: files with the columns `COLUMNS`, with or without a column PEILDATUM.
        year: the year in which the school year starts, for files without a date.

    Raises:
        InvalidTable: no year was given for a file without one, or the content cannot be right.
    """
    checks = Checks("DUO pupils of secondary education by home postcode")
    parts = [_coded(content, year, checks) for content in contents]
    rows = pl.concat(parts, how="diagonal")
    _check(rows, checks)
    checks.refuse()
    return [
        _contribution(part, contents) for part in rows.sort("year").partition_by("year", maintain_order=True)
    ]


def _coded(content: Content, year: int | None, checks: Checks) -> pl.DataFrame:
    frame = _named(parse([content], "latin-1"))
    rows = _counted(_dated(frame, content, year), checks)
    home = homes.area("POSTCODE_LEERLING")
    inside = codes.postcode4("POSTCODE_LEERLING").is_not_null()
    return rows.with_columns(
        codes.school("BRIN_NUMMER", "VESTIGINGSNUMMER").alias("school_id"),
        home.alias("area_id"),
        # What stands there beside a home abroad is no number of a municipality.
        pl.when(inside).then(codes.municipality("GEMEENTENUMMER_LEERLING")).alias("municipality_id"),
    )


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    """The two columns of the school under their older names; newer files of DUO call them otherwise."""
    newer = {"INSTELLINGSCODE": "BRIN_NUMMER", "VESTIGINGSCODE": "VESTIGINGSNUMMER"}
    return frame.rename({new: old for new, old in newer.items() if old not in frame.columns})


def _dated(frame: pl.DataFrame, content: Content, year: int | None) -> pl.DataFrame:
    if "PEILDATUM" not in frame.columns:
        return frame.with_columns(
            pl.lit(stated_year([content], year), pl.Int32).alias("year"), pl.lit("").alias("PEILDATUM")
        )
    day = pl.coalesce(
        pl.col("PEILDATUM").str.to_date("%Y%m%d", strict=False),
        pl.col("PEILDATUM").str.to_date("%Y-%m-%d", strict=False),
    )
    start = day.dt.year() - (day.dt.month() < codes.FIRST_MONTH).cast(pl.Int32)
    return frame.with_columns(start.cast(pl.Int32).alias("year"))


def _counted(frame: pl.DataFrame, checks: Checks) -> pl.DataFrame:
    """The interval of each year of the course, as `1_low`, `1_high` and so on; the sexes are added up."""
    for stage, column in STAGES.items():
        whole = column in frame.columns
        parts = [column] if whole else [f"{column}_{sex}" for sex in SEXES]
        frame = codes.with_counts(frame, parts, checks).with_columns(
            pl.sum_horizontal(f"{part}_{end}" for part in parts).alias(f"{stage}_{end}")
            for end in ("low", "high")
        )
    return frame


def _check(rows: pl.DataFrame, checks: Checks) -> None:
    words = "a school code of 4 characters (BRIN) and a location of 1 or 2"
    checks.rows(rows.filter(pl.col("school_id").is_null()), "VESTIGINGSNUMMER", words)
    checks.rows(rows.filter(pl.col("year").is_null()), "PEILDATUM", "a date such as 20231001")
    homes.check(rows, "POSTCODE_LEERLING", checks)
    number = pl.col("GEMEENTENUMMER_LEERLING")
    unread = codes.postcode4("POSTCODE_LEERLING").is_not_null() & pl.col("municipality_id").is_null()
    words = "a municipality number such as 363"
    checks.rows(rows.filter(unread & (number != "")), "GEMEENTENUMMER_LEERLING", words)
    key = [column for column in _ROW_KEY if column in rows.columns]
    again = rows.filter(~pl.struct(["year", *key]).is_first_distinct())
    again = again.with_columns(
        pl.concat_str(key[1:], separator=", ", ignore_nulls=True).alias("shown") + " a second time"
    )
    mend = "Remove the double row or file; the same file may have been given twice."
    checks.rows(again, " + ".join(key[1:]), "each combination once", shown="shown", mend=mend)


def _contribution(rows: pl.DataFrame, contents: Sequence[Content]) -> Contribution:
    year = rows.item(0, "year")
    named = set(rows.get_column("_file"))
    notes = [_LAYOUT, homes.schools_wanted(rows, "duo-locations-vo or duo-vo-locations")]
    if "" in rows.get_column("PEILDATUM"):
        notes.append("The file names no date; the school year is the one that was given at the import.")
    return terms.contribution(
        terms.DUO,
        [content for content in contents if content.member.name in named],
        source_id=f"duo-vo-flows-{year}",
        title=f"DUO, pupils in secondary education by school and home postcode, {year}-{year + 1}",
        reference_date=date(year, 10, 1),
        tables={"pupils": _pupils(rows), "areas": _areas(rows)},
        rows_read=rows.height,
        notes=notes,
    )


def _pupils(rows: pl.DataFrame) -> pl.DataFrame:
    cells = pl.concat(
        rows.filter(pl.col(f"{stage}_high") > 0).select(
            "year",
            "school_id",
            "area_id",
            pl.lit(stage).alias("stage"),
            pl.col(f"{stage}_low").alias("low"),
            pl.col(f"{stage}_high").alias("high"),
        )
        for stage in STAGES
    )
    return homes.added_up(cells, _CELL).with_columns(characteristic=pl.lit("all"), group=pl.lit("all"))


def _areas(rows: pl.DataFrame) -> pl.DataFrame:
    """Home postcodes with the municipality in which most of their pupils live, municipalities, countries."""
    numbered = rows.filter(pl.col("municipality_id").is_not_null())
    weight = pl.sum_horizontal(f"{stage}_high" for stage in STAGES).sum().alias("weight")
    pairs = numbered.group_by("area_id", "municipality_id").agg(weight)
    pairs = pairs.sort("weight", "area_id", "municipality_id", descending=[True, False, False])
    most = pairs.unique("area_id", keep="first", maintain_order=True).drop("weight")
    first = numbered.unique("municipality_id", keep="first", maintain_order=True).sort("municipality_id")
    municipalities = first.select(
        pl.col("municipality_id").alias("area_id"),
        pl.lit("gemeente").alias("level"),
        pl.Series("name", [in_small_letters(name) for name in first["GEMEENTENAAM_LEERLING"]], pl.String),
        "municipality_id",
    )
    postcodes = homes.areas(rows).join(most, on="area_id", how="left")
    return pl.concat([postcodes, municipalities], how="diagonal")
