# SPDX-License-Identifier: EUPL-1.2
"""The areas and schools of a map as GeoJSON in degrees, with what may be published of them in words."""

from __future__ import annotations

from typing import Any

from gemengd.figures.table import Row
from gemengd.language.language import Language
from gemengd.monitor.figure.map import area_name
from gemengd.monitor.figure.schools import reference_share
from gemengd.monitor.figure.words import about, focal
from gemengd.monitor.labels import EXPECTED, reason
from gemengd.monitor.published.country import COUNTRY
from gemengd.monitor.published.map_classes import Classes, classes
from gemengd.monitor.published.view import Cell

DETAIL = 1200
"""Shapes keep the detail that shows on a map of so many pixels; from there on zooming shows corners."""
DECIMALS = 5
"""Of degrees: about a metre."""

Feature = dict[str, Any]


def map_features(cell: Cell, lang: Language) -> Feature:
    """The areas and schools of a cell.

    Args:
        cell: a municipality, or the country with its municipalities as areas.
        lang: the language of the words.

    Returns:
        A GeoJSON FeatureCollection (EPSG:4326). Properties of a feature: `kind` (`area` or `school`), `id`,
        `name`, `words`; of an area also `class` and `colour` (null without figures), `doubtful`
        and the `ink` to hatch it in.
        A place without a shape or point is left out.
    """
    used = classes(cell)
    return {"type": "FeatureCollection", "features": [*_areas(cell, used, lang), *_schools(cell, lang)]}


def places(cell: Cell, lang: Language) -> list[dict[str, str]]:
    """The areas and schools that are on the map, by name: `kind`, `id`, `name`, `words`."""
    used = classes(cell)
    areas = [_area(row, cell, used, lang) for row in cell.areas if row["area_id"] in cell.shapes]
    schools = [_school(row, cell, lang) for row in cell.schools if row.get("x") is not None]
    found = (*sorted(areas, key=_by_name), *sorted(schools, key=_by_name))
    return [{name: each[name] for name in ("kind", "id", "name", "words")} for each in found]


def _by_name(feature: Feature) -> str:
    return str(feature["name"]).casefold()


def _areas(cell: Cell, used: Classes, lang: Language) -> list[Feature]:
    import shapely

    rows = [row for row in cell.areas if row["area_id"] in cell.shapes]
    if not rows:
        return []
    shapes = shapely.make_valid(shapely.from_wkb([cell.shapes[row["area_id"]] for row in rows]))
    x0, y0, x1, y1 = shapely.total_bounds(shapes)
    # As a coverage, so that neighbours keep the border that they share.
    small = shapely.coverage_simplify(shapes, max(x1 - x0, y1 - y0) / DETAIL)
    return [
        _feature(_geometry(shape), _area(row, cell, used, lang))
        for row, shape in zip(rows, _in_degrees(small), strict=True)
    ]


def _schools(cell: Cell, lang: Language) -> list[Feature]:
    import shapely

    rows = [row for row in cell.schools if row.get("x") is not None]
    points = shapely.points([(row["x"], row["y"]) for row in rows]) if rows else []
    return [
        _feature(_geometry(point), _school(row, cell, lang))
        for row, point in zip(rows, _in_degrees(points) if rows else (), strict=True)
    ]


def _feature(geometry: Any, properties: dict[str, Any]) -> Feature:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _in_degrees(shapes: Any) -> Any:
    import numpy as np
    import shapely
    from pyproj import Transformer

    to_degrees = Transformer.from_crs("EPSG:28992", "EPSG:4326", always_xy=True)

    def move(xy: Any) -> Any:
        return np.round(np.column_stack(to_degrees.transform(xy[:, 0], xy[:, 1])), DECIMALS)

    return shapely.transform(shapes, move)


def _geometry(shape: Any) -> Any:
    import shapely

    return shapely.geometry.mapping(shape)


def _area(row: Row, cell: Cell, used: Classes, lang: Language) -> dict[str, Any]:
    number = used.number(row)
    return {
        "kind": "area",
        "id": row["area_id"],
        "name": area_name(row),
        "words": _area_words(row, cell, lang),
        "class": number,
        "colour": None if number is None else used.colours[number],
        "doubtful": used.doubtful(row),
        "ink": used.ink(row),
    }


def _area_words(row: Row, cell: Cell, lang: Language) -> str:
    if row["focal_share"] is None:
        return lang.say("No figures: {why}.", why=reason(row["status"], lang))
    values = {"n": about(row["focal_share"], lang), "focal": focal(cell, lang)}
    if cell.municipality_id == COUNTRY:
        text = lang.say(
            "Of every 100 {focal} in {place}, {n} would have to move to another school for an even spread.",
            place=area_name(row),
            **values,
        )
        return f"{text}{_municipality_margin(row, lang)}"
    return lang.say("Of every 100 pupils, {n} are {focal}.", **values) + _estimated(row, lang)


def _municipality_margin(row: Row, lang: Language) -> str:
    if row.get("low") is None or row.get("high") is None:
        return _estimated(row, lang)
    low, high = lang.number(row["low"] * 100), lang.number(row["high"] * 100)
    text = lang.say("The margin of uncertainty runs from {low} to {high}.", low=low, high=high)
    return f" {text}"


def _estimated(row: Row, lang: Language) -> str:
    return " " + lang.say("Estimated from the neighbourhood.") if row["status"] == EXPECTED else ""


def _school(row: Row, cell: Cell, lang: Language) -> dict[str, Any]:
    return {
        "kind": "school",
        "id": row["school_id"],
        "name": row["name"],
        "words": _school_words(row, cell, lang),
    }


def _school_words(row: Row, cell: Cell, lang: Language) -> str:
    if row["focal_share"] is None:
        return lang.say("No figures: {why}.", why=reason(row["status"], lang))
    text = lang.say(
        "Of every 100 pupils, {n} are {focal}.", n=about(row["focal_share"], lang), focal=focal(cell, lang)
    )
    home = reference_share(row)
    if home is not None:
        n = about(home, lang)
        near = row["reference"] == "near"
        text += " " + (
            lang.say("Among all pupils who live nearby it is {n}.", n=n)
            if near
            else lang.say("In the areas where its pupils live it is {n}.", n=n)
        )
    return text + _estimated(row, lang)
