# SPDX-License-Identifier: EUPL-1.2
"""The map and the names of the example region: a sound map of nowhere."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import tarfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely

from gemengd.sources.example import contribution
from gemengd.sources.example.shapes import WAVES, bent

FLOWS = "duo/leerlingen-po-per-gemeente-postcode-2017-2018.tar.gz"


@cache
def tables() -> dict[str, pl.DataFrame]:
    return contribution().tables


@cache
def shapes() -> dict[str, Any]:
    return {area_id: shapely.from_wkb(wkb) for area_id, wkb in tables()["shapes"].iter_rows()}


def of_level(level: str) -> pl.DataFrame:
    return tables()["areas"].filter(pl.col("level") == level)


def test_every_area_has_a_valid_polygon_and_its_point_lies_inside() -> None:
    areas = tables()["areas"]
    assert set(areas["area_id"]) == set(shapes())
    for area_id, x, y in areas.select("area_id", "x", "y").iter_rows():
        assert shapes()[area_id].is_valid
        assert shapes()[area_id].geom_type == "Polygon"
        assert shapes()[area_id].contains(shapely.Point(x, y))


def test_neighbourhoods_share_borders_without_gap_or_overlap() -> None:
    cells = [shapes()[area_id] for area_id in of_level("buurt")["area_id"]]
    assert shapely.coverage_is_valid(cells)
    assert shapely.union_all(cells).area == pytest.approx(sum(cell.area for cell in cells), rel=1e-12)


def test_a_municipality_is_the_union_of_its_neighbourhoods() -> None:
    buurten = of_level("buurt")
    for (code,), rows in buurten.group_by("municipality_id"):
        together = shapely.union_all([shapes()[area_id] for area_id in rows["area_id"]])
        assert together.symmetric_difference(shapes()[code]).area < 1e-6
    assert set(buurten["municipality_id"]) == set(of_level("gemeente")["area_id"])


def test_a_school_stands_in_its_neighbourhood() -> None:
    for area_id, x, y in tables()["schools"].select("area_id", "x", "y").iter_rows():
        assert shapes()[area_id].contains(shapely.Point(x, y))


def test_the_harbour_has_a_shape_and_no_children() -> None:
    harbour = of_level("buurt").filter(pl.col("name") == "Havengebied")["area_id"].item()
    assert tables()["residents"].filter(pl.col("area_id") == harbour)["high"].sum() == 0
    assert tables()["pupils"].filter(pl.col("area_id") == harbour).is_empty()


def test_bending_keeps_every_two_points_apart() -> None:
    # A map whose slopes add up to less than 1 cannot fold.
    assert sum(2 * np.pi * height / length for height, length, _ in WAVES) < 1
    grid = np.array(
        [(x, y) for x in range(48_000, 80_000, 500) for y in range(550_000, 572_000, 500)], dtype=float
    )
    assert len(np.unique(bent(grid), axis=0)) == len(grid)


def test_no_municipality_or_village_bears_a_real_name(shared_data: Path) -> None:
    real = real_names(shared_data)
    assert {"amsterdam", "delfzijl", "ridderkerk"} <= real
    villages = of_level("buurt").filter(pl.col("municipality_id") == "GM9903")["name"].to_list()
    invented = {name.lower() for name in [*of_level("gemeente")["name"], *villages]}
    assert len(invented) == 15
    assert not invented & real


def test_no_code_is_a_real_one(shared_data: Path) -> None:
    municipalities, schools = real_codes(shared_data)
    assert "GM0363" in municipalities
    assert not set(of_level("gemeente")["area_id"]) & municipalities
    assert not set(tables()["schools"]["school_id"].str.head(4)) & schools


def test_the_region_lies_in_the_sea(shared_data: Path) -> None:
    from pyproj import Transformer

    to_degrees = Transformer.from_crs(28992, 4326, always_xy=True)
    land = json.loads((shared_data / "geo/nl_gemeente.geojson").read_text(encoding="utf-8"))["features"]
    netherlands = [shapely.make_valid(shapely.geometry.shape(feature["geometry"])) for feature in land]
    for code in of_level("gemeente")["area_id"]:
        here = shapely.transform(
            shapes()[code], lambda xy: np.column_stack(to_degrees.transform(xy[:, 0], xy[:, 1]))
        )
        # A quarter of a degree is at least 16 km at this latitude.
        assert min(here.distance(place) for place in netherlands) > 0.25


@cache
def flow_rows(shared_data: Path) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    with tarfile.open(shared_data / FLOWS) as archive:
        for member in archive:
            if member.isfile():
                content = archive.extractfile(member)
                assert content is not None
                rows += csv.DictReader(io.StringIO(content.read().decode("latin-1")), delimiter=";")
    return rows


@cache
def real_names(shared_data: Path) -> set[str]:
    columns = ("PLAATSNAAM", "GEMEENTENAAM", "GEMEENTENAAM_LEERLING")
    names = {row[column] for row in flow_rows(shared_data) for column in columns}
    with gzip.open(shared_data / "geo/nl_postcode4.geojson.gz") as file:
        for feature in json.load(file)["features"]:
            names |= {
                feature["properties"]["city"],
                re.sub(r"^\d{4} ", "", feature["properties"]["areaname"] or ""),
            }
    municipalities = json.loads((shared_data / "geo/nl_gemeente.geojson").read_text(encoding="utf-8"))
    names |= {feature["properties"]["areaname"] for feature in municipalities["features"]}
    names |= {row["Huidige naam"] for row in merged(shared_data)}
    return {name.strip().lower() for name in names if name}


def real_codes(shared_data: Path) -> tuple[set[str], set[str]]:
    rows = flow_rows(shared_data)
    codes = {f"GM{int(row['GEMEENTENUMMER']):04d}" for row in rows}
    codes |= {row[column] for row in merged(shared_data) for column in ("Oude", "Nieuwe", "Huidige code")}
    return codes, {row["BRIN_NUMMER"] for row in rows}


def merged(shared_data: Path) -> list[dict[str, str]]:
    text = (shared_data / "municipalities/gm_changes_before_2018.csv").read_text(encoding="latin-1")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))
