# SPDX-License-Identifier: EUPL-1.2
"""The school lists of January 2013 with coordinates: primary (bo), special (so) and secondary (vo)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.sources.opening.lines import parse
from gemengd.sources.publishers import codes, terms
from gemengd.sources.publishers.checks import Checks
from gemengd.sources.publishers.places import in_small_letters
from gemengd.tables import Contribution

YEAR = 2012
"""The school year of January 2013. The files name no date; the month is that of the public copies,
so a year given at the import is not for them."""

_SHARED = (
    "VESTIGINGSNUMMER",
    "VESTIGINGSNAAM",
    "DENOMINATIE",
    "BEVOEGD_GEZAG_NUMMER",
    "PC6",
    "GEM_CODE",
    "GEMEENTENAAM",
    "XCOORD",
    "YCOORD",
    "GEOCOD",
    "LEERLINGEN",
)
PRIMARY_COLUMNS = (*_SHARED, "BRIN_NUMMER", "LFTD_4_JAAR", "LFTD_12_JAAR")
SECONDARY_COLUMNS = (*_SHARED, "BRIN_NUMMER", "ONDERWIJSSTRUCTUUR", "JAAR_1", "JAAR_6")
SPECIAL_COLUMNS = (*_SHARED, "BRINNUMMER", "SOORT_PRIMAIR_ONDERWIJS", "LFTD_1TM6")

_LOCATED = {
    "pc6hnrgeentoev": "address",
    "pc6hnrtoev": "address",
    "pc6hnr": "address",
    "pc6": "postcode6",
    "handmatig": "given",
}
_SPECIAL_TRACKS = {"SBAO": ["sbo"], "SO": ["so"], "VSO": ["vso"], "(V)SO": ["so", "vso"]}


def read_primary(contents: Sequence[Content], year: int | None) -> list[Contribution]:
    """The list of ordinary primary schools: tables schools, pupils (total), areas (municipalities)."""
    del year
    return [_contribution(contents, "po", "bo", "primary schools")]


def read_special(contents: Sequence[Content], year: int | None) -> list[Contribution]:
    """The list of special schools; ages have fractions in the source and are not used."""
    del year
    return [_contribution(contents, "so", "so", "special schools")]


def read_secondary(contents: Sequence[Content], year: int | None) -> list[Contribution]:
    """The list of secondary schools."""
    del year
    return [_contribution(contents, "vo", "vo", "secondary schools")]


def _contribution(contents: Sequence[Content], sector: str, short: str, what: str) -> Contribution:
    rows = _coded(parse(contents, "mac_roman"), sector)
    checks = Checks(f"List of {what}")
    counted = codes.with_counts(rows.filter(pl.col("LEERLINGEN") != ""), ["LEERLINGEN"], checks)
    _check(rows, checks)
    checks.refuse()
    return terms.contribution(
        terms.LOCATED_SCHOOLS,
        contents,
        source_id=f"schools-{short}-2013",
        title=f"DUO, {what} with coordinates, January 2013",
        reference_date=date(2013, 1, 1),
        tables={
            "schools": _schools(rows, sector),
            "pupils": _pupils(counted),
            "areas": _municipalities(rows),
        },
        rows_read=rows.height,
        notes=_notes(rows),
    )


def _coded(frame: pl.DataFrame, sector: str) -> pl.DataFrame:
    kind = pl.col("SOORT_PRIMAIR_ONDERWIJS") if sector == "so" else pl.lit("BO" if sector == "po" else "VO")
    tracks = {"BO": ["bo"], **_SPECIAL_TRACKS}
    return frame.with_columns(
        codes.school("VESTIGINGSNUMMER", "VESTIGINGSNUMMER").alias("school_id"),
        codes.municipality("GEM_CODE").alias("municipality_id"),
        codes.postcode4("PC6").alias("area_id"),
        pl.col("XCOORD").cast(pl.Float64, strict=False).alias("x"),
        pl.col("YCOORD").cast(pl.Float64, strict=False).alias("y"),
        pl.col("GEOCOD").replace_strict(_LOCATED, default="given").alias("located"),
        kind.replace_strict(tracks, default=None, return_dtype=pl.List(pl.String)).alias("tracks"),
    )


def _check(rows: pl.DataFrame, checks: Checks) -> None:
    expected = {
        "VESTIGINGSNUMMER": ("school_id", "a school code of 6 characters"),
        "GEM_CODE": ("municipality_id", "a municipality number such as 363"),
        "PC6": ("area_id", "a postcode such as 1012AB"),
        "XCOORD": ("x", "metres east in EPSG:28992 (RD)"),
        "YCOORD": ("y", "metres north in EPSG:28992 (RD)"),
    }
    for column, (code, words) in expected.items():
        checks.rows(rows.filter(pl.col(code).is_null()), column, words)
    again = rows.filter(pl.col("school_id").is_not_null() & ~pl.col("school_id").is_first_distinct())
    mend = "Remove the row that is out of date."
    checks.rows(again, "VESTIGINGSNUMMER", "each school location once", mend=mend)


def _schools(rows: pl.DataFrame, sector: str) -> pl.DataFrame:
    return rows.select(
        "school_id",
        pl.col("VESTIGINGSNAAM").alias("name"),
        pl.lit(sector).alias("sector"),
        codes.optional_text("BEVOEGD_GEZAG_NUMMER").alias("board_id"),
        "municipality_id",
        codes.optional_text("DENOMINATIE").alias("denomination"),
        "area_id",
        "x",
        "y",
        "located",
        "tracks",
        pl.lit(YEAR).alias("first_year"),
        pl.lit(YEAR).alias("last_year"),
        "_file",
        "_row",
    )


def _pupils(rows: pl.DataFrame) -> pl.DataFrame:
    one_track = pl.when(pl.col("tracks").list.len() == 1).then(pl.col("tracks").list.first())
    return rows.select(
        pl.lit(YEAR).alias("year"),
        "school_id",
        pl.lit("all").alias("characteristic"),
        pl.lit("all").alias("group"),
        pl.col("LEERLINGEN_low").alias("low"),
        pl.col("LEERLINGEN_high").alias("high"),
        one_track.alias("track"),
        "_file",
        "_row",
    )


def _municipalities(rows: pl.DataFrame) -> pl.DataFrame:
    first = rows.unique("municipality_id", keep="first", maintain_order=True).sort("municipality_id")
    names = [in_small_letters(name) for name in first.get_column("GEMEENTENAAM")]
    return first.select(
        pl.col("municipality_id").alias("area_id"),
        pl.lit("gemeente").alias("level"),
        pl.Series("name", names, dtype=pl.String),
        "municipality_id",
    )


def _notes(rows: pl.DataFrame) -> list[str]:
    notes = ["The file names no date; January 2013 (school year 2012-2013) is that of the public copy."]
    uncounted = rows.filter(pl.col("LEERLINGEN") == "").get_column("school_id")
    if len(uncounted):
        notes.append(
            f"{len(uncounted)} schools have no number of pupils in the source: {', '.join(uncounted[:5])}."
        )
    return notes
