# SPDX-License-Identifier: EUPL-1.2
"""The fictional region as a source like any other."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import shapely

from gemengd.sources.example import careers, counting, plan, shapes
from gemengd.sources.example.choosing import chooser
from gemengd.sources.example.families import born
from gemengd.sources.example.plan import Floats
from gemengd.tables import Contribution

NOTES = (
    "Alles is verzonnen: gemeenten, buurten, scholen en leerlingen bestaan niet; de kaart ligt in zee.",
    "Everything is invented: no municipality, neighbourhood, school or pupil exists; the map is sea.",
    "residents: children of 4 to 17 only.",
    "Kwelderland, 2020: counts by origin below 5 were held back and are intervals from 0 to 4.",
    "The home of about 4 in 1000 pupils is unknown (area_id empty).",
)

MOST_SPREAD = 650.0
"""Homes stand no further than this from the middle of a neighbourhood, metres; beyond it are fields."""


def contribution(*, seed: int = 20) -> Contribution:
    """The fictional region: three municipalities, primary and secondary schools, school years 2020 to 2025.

    Args:
        seed: another seed gives other children on the same map, with other chance in what they choose.

    Returns:
        Tables `pupils`, `schools`, `areas`, `shapes` and `residents`, the same for the same seed.
    """
    planned = plan.areas()
    polygons = shapes.drawn(planned)
    points = shapes.bent(planned.select("x", "y").to_numpy().astype(np.float64))
    placed = planned.with_columns(x=pl.Series(points[:, 0]), y=pl.Series(points[:, 1]))
    schools = plan.schools(placed)
    tables = _counts(placed, schools, polygons, seed)
    tables |= {"schools": _schools(schools)} | _map(placed, polygons)
    return Contribution(
        source_id="example",
        title="Voorbeeldregio (fictief)",
        publisher="gemengd",
        licence="CC0-1.0",
        attribution="Fictieve voorbeeldgegevens van gemengd",
        reference_date=date(plan.LAST_YEAR, 10, 1),
        tables=tables,
        notes=NOTES,
        fictional=True,
    )


def _counts(
    placed: pl.DataFrame, schools: pl.DataFrame, polygons: list[Any], seed: int
) -> dict[str, pl.DataFrame]:
    behaviour = plan.behaviour()
    # A stream of its own for each purpose: a change in one leaves the others as they were.
    streams = [np.random.Generator(np.random.PCG64(child)) for child in np.random.SeedSequence(seed).spawn(3)]
    children = born(placed, _spread(polygons), behaviour, streams[0])
    member_of = placed.get_column("municipality_id").to_numpy()[children.area]
    po, vo = plan.sector(schools, "po"), plan.sector(schools, "vo")
    primary = careers.primary(chooser(po, behaviour["po"], member_of), children, streams[1])
    secondary = careers.secondary(chooser(vo, behaviour["vo"], member_of), children, streams[2])
    area_ids = placed.get_column("area_id").to_list()
    register = counting.described(children, area_ids)
    return {
        "pupils": counting.pupils(register, [(primary, po.frame), (secondary, vo.frame)]),
        "residents": counting.residents(register, area_ids),
    }


def _spread(polygons: list[Any]) -> Floats:
    radius = np.sqrt(shapely.area(np.array(polygons, dtype=object)) / np.pi)
    spread: Floats = np.minimum(0.8 * radius, MOST_SPREAD)
    return spread


def _schools(schools: pl.DataFrame) -> pl.DataFrame:
    tracks = pl.when(pl.col("sector") == "vo").then(pl.col("tracks").str.split("|"))
    return schools.with_columns(
        board_id=pl.col("board_id").cast(pl.String),
        located=pl.lit("given"),
        tracks=tracks,
        first_year=pl.col("opens").fill_null(plan.FIRST_YEAR),
        last_year=pl.col("closes").fill_null(plan.LAST_YEAR),
    ).drop("east", "north", "opens", "closes", "concept")


def _map(placed: pl.DataFrame, polygons: list[Any]) -> dict[str, pl.DataFrame]:
    whole = shapes.joined(polygons, placed.get_column("municipality_id").to_list())
    columns = ["area_id", "level", "name", "municipality_id", "x", "y", "address_density"]
    buurten = placed.with_columns(level=pl.lit("buurt")).select(columns)
    gemeenten = pl.DataFrame([_municipality(code, whole[code], placed) for code in whole]).select(columns)
    codes = [*placed.get_column("area_id").to_list(), *whole]
    wkb = [shapely.to_wkb(shape) for shape in (*polygons, *whole.values())]
    return {
        "areas": pl.concat([buurten, gemeenten], how="vertical_relaxed"),
        "shapes": pl.DataFrame(
            {"area_id": codes, "wkb": wkb}, schema={"area_id": pl.String, "wkb": pl.Binary}
        ),
    }


def _municipality(code: str, shape: Any, placed: pl.DataFrame) -> dict[str, object]:
    mine = placed.filter(pl.col("municipality_id") == code)
    weight = mine.get_column("children").to_numpy()
    # The density around an average address is that of where most people live, not of the fields.
    density = float((mine.get_column("address_density").to_numpy() * weight).sum() / weight.sum())
    point = shape.representative_point()
    return {
        "area_id": code,
        "level": "gemeente",
        "name": plan.municipalities()[code],
        "municipality_id": code,
        "x": float(np.rint(point.x)),
        "y": float(np.rint(point.y)),
        "address_density": float(np.rint(density)),
    }
