# SPDX-License-Identifier: EUPL-1.2
"""GeoJSON areas: coordinate systems, copies, levels and damaged shapes."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely

from gemengd import sources
from gemengd.tables import InvalidTable

SQUARE = [[[4.90, 52.37], [4.91, 52.37], [4.91, 52.38], [4.90, 52.38], [4.90, 52.37]]]
BOW = [[[4.90, 52.37], [4.91, 52.38], [4.91, 52.37], [4.90, 52.38], [4.90, 52.37]]]


def _feature(coordinates=SQUARE, **properties):
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": coordinates},
    }


@pytest.fixture
def area_file(tmp_path):
    def write(*features, **members):
        path = tmp_path / "areas.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", **members, "features": features}))
        return path

    return write


def _read(path):
    (contribution,) = sources.read([path])
    return contribution


def _finding(path):
    with pytest.raises(InvalidTable) as caught:
        sources.read([path])
    return caught.value.findings[0]


@pytest.mark.parametrize(
    ("properties", "level", "area", "municipality"),
    [
        ({"pc4": "1012"}, "pc4", "1012", None),
        ({"postcode": 1012}, "pc4", "1012", None),
        ({"code": "GM0363"}, "gemeente", "GM0363", "GM0363"),
        ({"statcode": "WK036300"}, "wijk", "WK036300", "GM0363"),
        (
            {"gemeentecode": "GM0363", "wijkcode": "WK036300", "buurtcode": "BU03630000"},
            "buurt",
            "BU03630000",
            "GM0363",
        ),
    ],
)
def test_the_code_gives_level_and_municipality(area_file, properties, level, area, municipality):
    row = _read(area_file(_feature(**properties))).tables["areas"].row(0, named=True)
    assert (row["level"], row["area_id"], row["municipality_id"]) == (level, area, municipality)


def test_degrees_become_metres_in_the_dutch_grid(area_file):
    row = _read(area_file(_feature(pc4="1012"))).tables["areas"].row(0, named=True)
    # The Westertoren in Amsterdam stands near 120700, 487500; Dam square near 121400, 487300.
    assert row["x"] == pytest.approx(121_800, abs=1_000)
    assert row["y"] == pytest.approx(487_500, abs=1_000)


def test_a_named_coordinate_system_is_used(area_file):
    coordinates = [
        [[121_000, 487_000], [121_100, 487_000], [121_100, 487_100], [121_000, 487_100], [121_000, 487_000]]
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    contribution = _read(area_file(_feature(coordinates, pc4="1012"), crs=crs))
    shape = shapely.from_wkb(contribution.tables["shapes"].item(0, "wkb"))
    assert shape.area == pytest.approx(10_000)


def test_metres_without_a_named_system_are_refused(area_file):
    coordinates = [[[121_000, 487_000], [121_100, 487_000], [121_100, 487_100], [121_000, 487_000]]]
    finding = _finding(area_file(_feature(coordinates, pc4="1012")))
    assert finding.expected == "degrees"
    assert "crs" in finding.mend


def test_an_unknown_coordinate_system_is_refused(area_file):
    crs = {"type": "name", "properties": {"name": "my own"}}
    assert "my own" in _finding(area_file(_feature(pc4="1012"), crs=crs)).found


def test_copies_are_left_out_and_counted(area_file):
    contribution = _read(area_file(_feature(pc4="1012", city="A"), _feature(pc4="1012", city="B")))
    assert contribution.tables["areas"].height == contribution.tables["shapes"].height == 1
    assert [(refusal.rows, refusal.example) for refusal in contribution.refused] == [(1, "1012")]


def test_two_shapes_of_one_area_are_refused(area_file):
    other = [[[5.0, 52.37], [5.01, 52.37], [5.01, 52.38], [5.0, 52.37]]]
    finding = _finding(area_file(_feature(pc4="1012"), _feature(other, pc4="1012")))
    assert (finding.row, finding.column, finding.found) == (2, "PC4", "1012")


def test_codes_of_two_levels_are_refused(area_file):
    finding = _finding(area_file(_feature(code="GM0363"), _feature(code="WK036300")))
    assert (finding.row, finding.column) == (2, "CODE")


def test_a_code_of_no_form_is_refused(area_file):
    assert _finding(area_file(_feature(code="Centrum"))).found == "'Centrum'"


def test_a_point_is_no_area(area_file):
    point = {
        "type": "Feature",
        "properties": {"pc4": "1012"},
        "geometry": {"type": "Point", "coordinates": [4.9, 52.4]},
    }
    finding = _finding(area_file(_feature(pc4="1011"), point))
    assert (finding.row, finding.found) == (2, "Point")


def test_a_missing_geometry_is_refused(area_file):
    feature = {"type": "Feature", "properties": {"pc4": "1012"}, "geometry": None}
    assert _finding(area_file(feature)).found == "no geometry"


def test_a_shape_that_crosses_itself_is_mended(area_file):
    shape = shapely.from_wkb(_read(area_file(_feature(BOW, pc4="1012"))).tables["shapes"].item(0, "wkb"))
    assert shape.is_valid
    assert shape.geom_type == "MultiPolygon"


def test_real_postcodes(postcode_shapes):
    assert postcode_shapes.rows_read == 4_169
    assert postcode_shapes.tables["areas"].height == 4_053
    assert postcode_shapes.refused[0].rows == 116
    assert "ESRI Nederland" in postcode_shapes.attribution


def test_real_municipalities(municipality_shapes):
    areas = municipality_shapes.tables["areas"]
    assert areas.height == 352
    assert areas.filter(area_id="GM0014").select("name", "level", "municipality_id").rows() == [
        ("Groningen", "gemeente", "GM0014")
    ]


@pytest.mark.parametrize("name", ["postcode_shapes", "municipality_shapes"])
def test_real_points_lie_inside_their_shapes(request, name):
    tables = request.getfixturevalue(name).tables
    both = tables["areas"].join(tables["shapes"], on="area_id")
    shapes = shapely.from_wkb(both["wkb"].to_list())
    points = shapely.points(both["x"].to_numpy(), both["y"].to_numpy())
    assert shapely.is_valid(shapes).all()
    assert shapely.intersects(shapes, points).all()
    # The country measures about 41,500 square kilometres with water, 33,700 without.
    assert 33_000 < np.sum(shapely.area(shapes)) / 1e6 < 42_000


def test_real_shapes_and_residents(postcode_shapes, cbs_2020):
    shapes = set(postcode_shapes.tables["areas"]["area_id"])
    residents = set(cbs_2020.tables["residents"]["area_id"])
    assert (len(residents - shapes), len(shapes - residents)) == (23, 8)
