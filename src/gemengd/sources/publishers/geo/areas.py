# SPDX-License-Identifier: EUPL-1.2
"""GeoJSON areas: postcodes, neighbourhoods, districts and municipalities with their shapes."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from gemengd.sources.opening.content import Content
from gemengd.sources.publishers import terms
from gemengd.sources.publishers.checks import Checks
from gemengd.sources.publishers.geo.geometry import features, points_inside, shapes, wkb
from gemengd.sources.publishers.kind import Kind
from gemengd.tables import Contribution, Finding, Refusal

CODES = ("BUURTCODE", "WIJKCODE", "GEMEENTECODE", "STATCODE", "PC4", "POSTCODE4", "POSTCODE", "CODE")
"""Properties that can hold the code of the area, the most specific first: CBS also names what it lies in."""

COLUMNS = ("|".join(CODES),)

_NAMES = {
    "BUURTCODE": "BUURTNAAM",
    "WIJKCODE": "WIJKNAAM",
    "GEMEENTECODE": "GEMEENTENAAM",
    "STATCODE": "STATNAAM",
}
_LEVELS = {
    "pc4": re.compile(r"[1-9]\d{3}"),
    "gemeente": re.compile(r"GM\d{4}"),
    "wijk": re.compile(r"WK\d{6}"),
    "buurt": re.compile(r"BU\d{8}"),
}
_TITLES = {
    "pc4": "Four-digit postcodes",
    "gemeente": "Municipalities",
    "wijk": "Districts",
    "buurt": "Neighbourhoods",
}
_NOTE = "The file names no year and no publisher; the shapes are taken to be those of CBS and Kadaster."


def read(contents: Sequence[Content], year: int | None) -> list[Contribution]:
    """Areas and shapes, one contribution per level of area.

    A feature with the code and shape of an earlier one is left out. The point of an area lies inside its
    shape.

    Args:
        contents: GeoJSON with a code of postcode, neighbourhood, district or municipality.
        year: not used: shapes have no year here.

    Raises:
        InvalidTable: a code of no known form, two different shapes with one code, or no polygons.
    """
    del year
    return [_read_one(content) for content in contents]


def _read_one(content: Content) -> Contribution:
    checks = Checks(f"Areas of {content.member.name}")
    column = next(name for name in CODES if name in content.names)
    rows = features(content).with_columns(pl.col(column).alias("area_id"))
    level = _level(rows, column, checks)
    checks.refuse()
    rows = _with_shapes(rows, content).with_columns(pl.lit(level).alias("level"))
    single = _without_copies(rows, column, checks)
    checks.refuse()
    return terms.contribution(
        terms.POSTCODE_SHAPES if level == "pc4" else terms.AREA_SHAPES,
        [content],
        source_id=f"areas-{level}",
        title=_TITLES[level],
        reference_date=None,
        tables={
            "areas": _areas(single, level, column),
            "shapes": single.select("area_id", "wkb", "_file", "_row"),
        },
        rows_read=rows.height,
        refused=_refusals(rows, single),
        notes=[_NOTE],
    )


def _with_shapes(rows: pl.DataFrame, content: Content) -> pl.DataFrame:
    geometries = shapes(content, ("Polygon", "MultiPolygon"))
    east, north = points_inside(geometries)
    return rows.with_columns(
        pl.Series("wkb", wkb(geometries), dtype=pl.Binary), pl.Series("x", east), pl.Series("y", north)
    )


def _level(rows: pl.DataFrame, column: str, checks: Checks) -> str:
    """The level of all areas, from the form of the codes."""
    code = rows.item(0, "area_id") if rows.height else ""
    level = next((name for name, form in _LEVELS.items() if form.fullmatch(code)), None)
    expected = "a code such as 1012, GM0363, WK036300 or BU03630000"
    if level is None:
        file = rows.item(0, "_file") if rows.height else None
        checks.add(Finding(column, repr(code), expected, 1, file))
        return ""
    form = f"^{_LEVELS[level].pattern}$"
    checks.rows(
        rows.filter(~pl.col("area_id").str.contains(form)),
        column,
        f"{expected}, all of one level",
        shown="area_id",
    )
    return level


def _without_copies(rows: pl.DataFrame, column: str, checks: Checks) -> pl.DataFrame:
    distinct = rows.unique(["area_id", "wkb"], keep="first", maintain_order=True)
    again = distinct.filter(~pl.col("area_id").is_first_distinct())
    checks.rows(
        again,
        column,
        "each area once, or with the same shape",
        shown="area_id",
        mend="Keep one shape of the area.",
    )
    return distinct


def _refusals(rows: pl.DataFrame, single: pl.DataFrame) -> list[Refusal]:
    copies = rows.height - single.height
    if not copies:
        return []
    example = rows.filter(~pl.col("area_id").is_first_distinct()).item(0, "area_id")
    return [Refusal("the same shape of the same area a second time", copies, example)]


def _areas(rows: pl.DataFrame, level: str, column: str) -> pl.DataFrame:
    names = [_NAMES.get(column, ""), "AREANAME", "NAAM", "NAME"]
    name = next((pl.col(one) for one in names if one in rows.columns), pl.lit(None, pl.String))
    municipality = (
        pl.lit(None, pl.String) if level == "pc4" else pl.lit("GM") + pl.col("area_id").str.slice(2, 4)
    )
    return rows.select(
        "area_id",
        "level",
        name.alias("name"),
        municipality.alias("municipality_id"),
        "x",
        "y",
        "_file",
        "_row",
    )


KIND = Kind(
    "areas",
    {
        "nl": "Gebieden met hun vorm (GeoJSON): postcodes, buurten, wijken, gemeenten",
        "en": "Areas with their shape (GeoJSON): postcodes, neighbourhoods, districts, municipalities",
    },
    "geojson",
    COLUMNS,
    read,
)
