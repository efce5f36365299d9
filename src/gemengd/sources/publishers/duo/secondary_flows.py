# SPDX-License-Identifier: EUPL-1.2
"""DUO: pupils in secondary education by location, home postcode and year of the course."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.sources.opening.lines import parse
from gemengd.sources.publishers import codes, dating, terms
from gemengd.sources.publishers.canonical import municipalities
from gemengd.sources.publishers.checks import Checks
from gemengd.sources.publishers.dating import stated_year
from gemengd.sources.publishers.duo import homes
from gemengd.sources.publishers.layout import Layout
from gemengd.sources.publishers.steps import adds, becomes, day, once_together, refuses, school_year

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
_MUNICIPALITIES = municipalities("GEMEENTENAAM_LEERLING", in_capitals=True)


def _rows(contents: Sequence[Content], year: int | None, checks: Checks) -> pl.DataFrame:
    """Each file for itself: names of columns, dates and the sexes differ between them."""
    parts = [_counted(_dated(_named(parse([one], "latin-1")), one, year), checks) for one in contents]
    return pl.concat(parts, how="diagonal")


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    """The two columns of the school under their older names; newer files of DUO call them otherwise."""
    newer = {"INSTELLINGSCODE": "BRIN_NUMMER", "VESTIGINGSCODE": "VESTIGINGSNUMMER"}
    return frame.rename({new: old for new, old in newer.items() if old not in frame.columns})


def _dated(frame: pl.DataFrame, content: Content, year: int | None) -> pl.DataFrame:
    if "PEILDATUM" not in frame.columns:
        return frame.with_columns(
            pl.lit(stated_year([content], year), pl.Int32).alias("year"), pl.lit("").alias("PEILDATUM")
        )
    return frame.with_columns(day("PEILDATUM").alias("day")).with_columns(year=school_year("day"))


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


def _pupils(rows: pl.DataFrame, _year: int) -> pl.DataFrame:
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


def _areas(rows: pl.DataFrame, year: int) -> pl.DataFrame:
    """Home postcodes with the municipality in which most of their pupils live, municipalities, countries."""
    numbered = rows.filter(pl.col("municipality_id").is_not_null())
    weight = pl.sum_horizontal(f"{stage}_high" for stage in STAGES).sum().alias("weight")
    pairs = numbered.group_by("area_id", "municipality_id").agg(weight)
    pairs = pairs.sort("weight", "area_id", "municipality_id", descending=[True, False, False])
    most = pairs.unique("area_id", keep="first", maintain_order=True).drop("weight")
    postcodes = homes.areas(rows).join(most, on="area_id", how="left")
    return pl.concat([postcodes, _MUNICIPALITIES(rows, year)], how="diagonal")


def _notes(rows: pl.DataFrame) -> list[str]:
    notes = [_LAYOUT, homes.schools_wanted(rows, "duo-locations-vo or duo-vo-locations")]
    if "" in rows.get_column("PEILDATUM"):
        notes.append("The file names no date; the school year is the one that was given at the import.")
    return notes


_NUMBER, _INSIDE = pl.col("GEMEENTENUMMER_LEERLING"), codes.postcode4("POSTCODE_LEERLING").is_not_null()

KIND = Layout(
    name="duo-vo-flows",
    nl="DUO, leerlingen vo per vestiging, postcode van de leerling en leerjaar",
    en="DUO, pupils in secondary education by location, home postcode and year of the course",
    columns=COLUMNS,
    what="DUO pupils of secondary education by home postcode",
    source="duo-vo-flows-{year}",
    title="DUO, pupils in secondary education by school and home postcode, {year}-{next}",
    dating=dating.IN_YEAR,
    rows=_rows,
    steps=(
        becomes(
            "school_id",
            "VESTIGINGSNUMMER",
            codes.school("BRIN_NUMMER", "VESTIGINGSNUMMER"),
            "a school code of 4 characters (BRIN) and a location of 1 or 2",
        ),
        refuses(pl.col("year").is_null(), "PEILDATUM", "a date such as 20231001"),
        *homes.read("POSTCODE_LEERLING"),
        # What stands there beside a home abroad is no number of a municipality.
        adds(municipality_id=pl.when(_INSIDE).then(codes.municipality("GEMEENTENUMMER_LEERLING"))),
        refuses(
            _INSIDE & pl.col("municipality_id").is_null() & (_NUMBER != ""),
            "GEMEENTENUMMER_LEERLING",
            "a municipality number such as 363",
        ),
        once_together(_ROW_KEY, hidden=["year", "PEILDATUM"]),
    ),
    tables={"pupils": _pupils, "areas": _areas},
    terms=terms.DUO,
    notes=_notes,
).kind
