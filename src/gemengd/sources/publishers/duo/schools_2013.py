# SPDX-License-Identifier: EUPL-1.2
"""The school lists of January 2013 with coordinates: primary (bo), special (so) and secondary (vo)."""

from __future__ import annotations

from datetime import date

import polars as pl

from gemengd.sources.publishers import codes, dating, terms
from gemengd.sources.publishers.canonical import ALL, counted, listed, municipalities
from gemengd.sources.publishers.checks import Checks
from gemengd.sources.publishers.kind import Kind
from gemengd.sources.publishers.layout import Layout
from gemengd.sources.publishers.steps import adds, becomes, once

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


def _counted(rows: pl.DataFrame, checks: Checks) -> pl.DataFrame:
    """A number of pupils that is there must be one; three schools have none."""
    codes.with_counts(_known(rows), ["LEERLINGEN"], checks)
    return rows


def _known(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("LEERLINGEN") != "")


_STEPS = (
    _counted,
    becomes(
        "school_id",
        "VESTIGINGSNUMMER",
        codes.school("VESTIGINGSNUMMER", "VESTIGINGSNUMMER"),
        "a school code of 6 characters",
    ),
    becomes(
        "municipality_id", "GEM_CODE", codes.municipality("GEM_CODE"), "a municipality number such as 363"
    ),
    becomes("area_id", "PC6", codes.postcode4("PC6"), "a postcode such as 1012AB"),
    becomes("x", "XCOORD", pl.col("XCOORD").cast(pl.Float64, strict=False), "metres east in EPSG:28992 (RD)"),
    becomes(
        "y", "YCOORD", pl.col("YCOORD").cast(pl.Float64, strict=False), "metres north in EPSG:28992 (RD)"
    ),
    adds(located=pl.col("GEOCOD").replace_strict(_LOCATED, default="given")),
    once(
        ["school_id"],
        "VESTIGINGSNUMMER",
        "each school location once",
        mend="Remove the row that is out of date.",
    ),
)


def _pupils(rows: pl.DataFrame, year: int) -> pl.DataFrame:
    one_track = pl.when(pl.col("tracks").list.len() == 1).then(pl.col("tracks").list.first())
    known = codes.with_counts(_known(rows), ["LEERLINGEN"], Checks("pupils"))
    return counted({"LEERLINGEN": ALL}, "school_id", track=one_track)(known, year)


def _notes(rows: pl.DataFrame) -> list[str]:
    notes = ["The file names no date; January 2013 (school year 2012-2013) is that of the public copy."]
    uncounted = rows.filter(pl.col("LEERLINGEN") == "").get_column("school_id")
    if len(uncounted):
        notes.append(
            f"{len(uncounted)} schools have no number of pupils in the source: {', '.join(uncounted[:5])}."
        )
    return notes


def _list(short: str, sector: str, nl: str, en: str, columns: tuple[str, ...], tracks: pl.Expr) -> Kind:
    """One of the lists, with the short word for its schools, their sector, what it is, and their tracks."""
    what = f"{en.split(' with ', maxsplit=1)[0].lower()}"
    return Layout(
        name=f"schools-{short}",
        nl=nl,
        en=en,
        columns=columns,
        what=f"List of {what}",
        source=f"schools-{short}-2013",
        title=f"DUO, {what} with coordinates, January 2013",
        dating=dating.fixed(YEAR, date(2013, 1, 1)),
        steps=(*_STEPS, adds(tracks=tracks)),
        tables={
            "schools": listed(
                name=pl.col("VESTIGINGSNAAM"),
                sector=pl.lit(sector),
                board_id=codes.optional_text("BEVOEGD_GEZAG_NUMMER"),
                denomination=codes.optional_text("DENOMINATIE"),
                **{name: pl.col(name) for name in ("area_id", "x", "y", "located", "tracks")},
            ),
            "pupils": _pupils,
            "areas": municipalities("GEMEENTENAAM", in_capitals=True),
        },
        terms=terms.LOCATED_SCHOOLS,
        notes=_notes,
        encoding="mac_roman",
    ).kind


_TRACKS = pl.List(pl.String)
PRIMARY = _list(
    "bo",
    "po",
    "Lijst van basisscholen met coördinaten, januari 2013",
    "Primary schools with coordinates, January 2013",
    PRIMARY_COLUMNS,
    pl.lit(["bo"], _TRACKS),
)
SPECIAL = _list(
    "so",
    "so",
    "Lijst van scholen voor speciaal onderwijs met coördinaten, januari 2013",
    "Special schools with coordinates, January 2013",
    SPECIAL_COLUMNS,
    pl.col("SOORT_PRIMAIR_ONDERWIJS").replace_strict(_SPECIAL_TRACKS, default=None, return_dtype=_TRACKS),
)
SECONDARY = _list(
    "vo",
    "vo",
    "Lijst van middelbare scholen met coördinaten, januari 2013",
    "Secondary schools with coordinates, January 2013",
    SECONDARY_COLUMNS,
    pl.lit(None, _TRACKS),
)
