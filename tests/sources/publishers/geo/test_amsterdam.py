# SPDX-License-Identifier: EUPL-1.2
"""The Amsterdam files: ja, nee and onbekend at schools and in neighbourhoods."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest
import shapely

from gemengd import sources
from gemengd.tables import InvalidTable


def _feature(*, brin="99AA", ja=3, nee=5, onbekend=1, totaal=9, geometry=None):
    geometry = geometry or {"type": "Point", "coordinates": [545_000.0, 6_868_000.0]}
    names = {"brin": brin, "naam": "De Regenboog", "grondslag": "Openbaar"}
    counts = {"ja": ja, "nee": nee, "onbekend": onbekend, "totaal": totaal}
    return {"type": "Feature", "properties": names | counts, "geometry": geometry}


@pytest.fixture
def school_file(tmp_path):
    def write(*features):
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
        path = tmp_path / "schools.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
        return path

    return write


def test_a_school_becomes_a_total_and_three_groups(school_file):
    (contribution,) = sources.read([school_file(_feature())], year=2019)
    rows = contribution.tables["pupils"].select("year", "characteristic", "group", "low", "high").rows()
    assert set(rows) == {
        (2019, "all", "all", 9, 9),
        (2019, "amsterdam_ja", "ja", 3, 3),
        (2019, "amsterdam_ja", "nee", 5, 5),
        (2019, "amsterdam_ja", "onbekend", 1, 1),
    }


def test_a_year_is_needed(school_file):
    with pytest.raises(InvalidTable, match="--year"):
        sources.read([school_file(_feature())])


@pytest.mark.parametrize(
    ("changes", "column"),
    [({"totaal": 8}, "TOTAAL"), ({"ja": -1, "totaal": 5}, "JA"), ({"brin": "XX"}, "BRIN")],
)
def test_wrong_values_are_refused(school_file, changes, column):
    with pytest.raises(InvalidTable) as caught:
        sources.read([school_file(_feature(**changes))], year=2019)
    assert (caught.value.findings[0].column, caught.value.findings[0].row) == (column, 1)


def test_a_school_twice_is_refused(school_file):
    with pytest.raises(InvalidTable, match="each school once"):
        sources.read([school_file(_feature(), _feature())], year=2019)


def test_a_school_without_a_point_is_refused(school_file):
    line = {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}
    with pytest.raises(InvalidTable, match="found LineString, expected Point"):
        sources.read([school_file(_feature(geometry=line))], year=2019)


def _dissimilarity(frame, unit, count):
    wide = frame.filter(characteristic="amsterdam_ja").pivot("group", index=unit, values=count)
    ja, nee = wide["ja"].to_numpy(), wide["nee"].to_numpy()
    return 0.5 * np.abs(ja / ja.sum() - nee / nee.sum()).sum()


def _sums(frame, count):
    return dict(frame.group_by("group").agg(pl.col(count).sum().cast(pl.Int64)).iter_rows())


def test_real_schools(amsterdam_schools):
    pupils = amsterdam_schools.tables["pupils"]
    assert _sums(pupils, "low") == {"nee": 37_229, "ja": 19_458, "onbekend": 1_866, "all": 58_553}
    assert amsterdam_schools.tables["schools"].height == 193
    assert _dissimilarity(pupils, "school_id", "low") == pytest.approx(0.4605, abs=1e-4)


def test_real_neighbourhoods(amsterdam_neighbourhoods):
    residents = amsterdam_neighbourhoods.tables["residents"]
    assert _sums(residents, "value") == {"nee": 37_882, "ja": 20_611, "onbekend": 1_632, "all": 60_125}
    assert amsterdam_neighbourhoods.tables["areas"].height == 99
    assert residents.filter(characteristic="all", value=0).height == 9
    assert _dissimilarity(residents, "area_id", "value") == pytest.approx(0.3526, abs=1e-4)


def test_real_schools_lie_in_amsterdam(amsterdam_schools, municipality_shapes):
    schools = amsterdam_schools.tables["schools"]
    shape = municipality_shapes.tables["shapes"].filter(area_id="GM0363").item(0, "wkb")
    city = shapely.from_wkb(shape).buffer(200)
    points = shapely.points(schools["x"].to_numpy(), schools["y"].to_numpy())
    assert shapely.contains(city, points).all()


def test_real_points_of_neighbourhoods_lie_inside_them(amsterdam_neighbourhoods):
    both = amsterdam_neighbourhoods.tables["areas"].join(
        amsterdam_neighbourhoods.tables["shapes"], on="area_id"
    )
    points = shapely.points(both["x"].to_numpy(), both["y"].to_numpy())
    assert shapely.contains(shapely.from_wkb(both["wkb"].to_list()), points).all()


def test_the_doubt_about_the_origin_is_noted(amsterdam_schools):
    assert "unconfirmed" in amsterdam_schools.notes[0]
    assert amsterdam_schools.reference_date is None


def test_the_schools_come_with_the_name_of_their_municipality(shared_data):
    (contribution,) = sources.read([shared_data / "amsterdam" / "schools.geojson"], year=2020)
    assert contribution.tables["areas"].select("area_id", "level", "name").rows() == [
        ("GM0363", "gemeente", "Amsterdam")
    ]
