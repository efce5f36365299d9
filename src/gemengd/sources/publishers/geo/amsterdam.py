# SPDX-License-Identifier: EUPL-1.2
"""Amsterdam primary schools and neighbourhoods with pupils counted as ja, nee and onbekend."""

from __future__ import annotations

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.sources.publishers import codes, dating, terms
from gemengd.sources.publishers.canonical import ALL, counted, listed
from gemengd.sources.publishers.geo.geometry import features, points_inside, shapes, wkb
from gemengd.sources.publishers.layout import Layout, Rows
from gemengd.sources.publishers.steps import Step, adds, counts, once, refuses

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
_CELLS = {"TOTAAL": ALL, **{column: ("amsterdam_ja", group) for column, group in _GROUPS.items()}}
_LOWEST, _HIGHEST = (
    pl.sum_horizontal((f"{column}_{end}" for column in _GROUPS), ignore_nulls=False)
    for end in ("low", "high")
)
_COUNTED: tuple[Step, ...] = (
    counts(*_GROUPS, "TOTAAL"),
    refuses(
        (pl.col("TOTAAL_low") > _HIGHEST) | (pl.col("TOTAAL_high") < _LOWEST),
        "TOTAAL",
        "the sum of ja, nee and onbekend",
    ),
)


def _features(*geometries: str) -> Rows:
    """The features of all files with their shapes, which must be of one of these types."""
    return lambda contents, year, checks: pl.concat(  # noqa: ARG005 - nothing but the shapes can be wrong
        [_located(content, geometries) for content in contents], how="diagonal"
    )


def _located(content: Content, kinds: tuple[str, ...]) -> pl.DataFrame:
    geometries = shapes(content, kinds)
    east, north = points_inside(geometries)
    return features(content).with_columns(
        pl.Series("x", east), pl.Series("y", north), pl.Series("wkb", wkb(geometries), dtype=pl.Binary)
    )


def _municipality(rows: pl.DataFrame, _year: int) -> pl.DataFrame:  # noqa: ARG001 - one for all files
    """Without its name the municipality could only be asked for by its code."""
    return pl.DataFrame({"area_id": [MUNICIPALITY], "level": ["gemeente"], "name": ["Amsterdam"]})


def _children(rows: pl.DataFrame, year: int) -> pl.DataFrame:
    cells = counted(_CELLS, "area_id")(rows, year)
    return cells.with_columns(pl.col("low").cast(pl.Float64).alias("value"))


def _areas(rows: pl.DataFrame, _year: int) -> pl.DataFrame:
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


SCHOOLS = Layout(
    name="amsterdam-schools",
    nl="Amsterdam, basisscholen naar ja en nee",
    en="Amsterdam, primary schools by ja and nee",
    form="geojson",
    columns=SCHOOL_COLUMNS,
    what="Amsterdam schools",
    source="amsterdam-schools-{year}",
    title="Amsterdam, primary schools by ja and nee",
    dating=dating.GIVEN_WITHOUT_DAY,
    rows=_features("Point"),
    steps=(
        *_COUNTED,
        refuses(~pl.col("BRIN").str.contains(r"^\d{2}[A-Z]{2}$"), "BRIN", "a school code such as 05FS"),
        once(["BRIN"], "BRIN", "each school once"),
        adds(school_id=pl.col("BRIN"), municipality_id=pl.lit(MUNICIPALITY)),
    ),
    tables={
        "schools": listed(
            name=pl.col("NAAM"),
            sector=pl.lit("po"),
            denomination=codes.optional_text("GRONDSLAG"),
            x=pl.col("x"),
            y=pl.col("y"),
            located=pl.lit("given"),
        ),
        "pupils": counted(_CELLS, "school_id"),
        "areas": _municipality,
    },
    terms=terms.AMSTERDAM,
    notes=lambda rows: [_UNCONFIRMED, _BRIN],  # noqa: ARG005 - the same for all files
).kind

NEIGHBOURHOODS = Layout(
    name="amsterdam-neighbourhoods",
    nl="Amsterdam, buurtcombinaties naar ja en nee",
    en="Amsterdam, neighbourhoods by ja and nee",
    form="geojson",
    columns=NEIGHBOURHOOD_COLUMNS,
    what="Amsterdam neighbourhoods",
    source="amsterdam-neighbourhoods-{year}",
    title="Amsterdam, neighbourhoods (buurtcombinaties) by ja and nee",
    dating=dating.GIVEN_WITHOUT_DAY,
    rows=_features("Polygon", "MultiPolygon"),
    steps=(
        *_COUNTED,
        refuses(pl.col("BUURTCOMBINATIE_CODE") == "", "BUURTCOMBINATIE_CODE", "a code such as A00"),
        once(["BUURTCOMBINATIE_CODE"], "BUURTCOMBINATIE_CODE", "each neighbourhood once"),
        adds(area_id=pl.lit(f"{MUNICIPALITY}-") + pl.col("BUURTCOMBINATIE_CODE")),
    ),
    tables={
        "residents": _children,
        "areas": _areas,
        "shapes": lambda rows, year: rows.select("area_id", "wkb", "_file", "_row"),  # noqa: ARG005
    },
    terms=terms.AMSTERDAM,
    notes=lambda rows: [_UNCONFIRMED, _CHILDREN],  # noqa: ARG005 - the same for all files
).kind
