# SPDX-License-Identifier: EUPL-1.2
"""The school lists of January 2013: classic Mac text, coordinates, and what is left out."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from pyproj import Transformer

from gemengd import sources
from gemengd.sources.publishers.places import in_small_letters
from gemengd.tables import InvalidTable

HEADER = (
    "objectid,bevoegd_gezag_nummer,brin_nummer,vestigingsnummer,vestigingsnaam,denominatie,straatnaam,"
    "huisnummer_toevoeging,pc6,plaatsnaam,gem_code,gemeentenaam,provincie,ggd,internetadres,xcoord,ycoord,geocod,"
    "opmerking_geocode,leerlingen,lftd_3_jaar,lftd_4_jaar,lftd_12_jaar"
)


def _row(code="99AA00", name="De Ideeënboom", pupils="120", geocoded="pc6hnr", x="121000"):
    return (
        f'1,99001,{code[:4]},{code},"{name}",Openbaar,Weg,1,9001AB,VOORBEELDSTAD,901,AA EN HUNZE,Nergens,GGD,'
        f"secret@example.org,{x},487000,{geocoded},,{pupils},0,60,60"
    )


@pytest.fixture
def school_list(tmp_path):
    def write(*rows):
        path = tmp_path / "list.csv"
        path.write_bytes("\r".join([HEADER, *rows]).encode("mac_roman"))
        return path

    return write


def _read(path):
    (contribution,) = sources.read([path])
    return contribution


def test_mac_text_with_bare_returns_is_read(school_list):
    contribution = _read(school_list(_row(), _row("99AA01", "Ruimte, voor één")))
    schools = contribution.tables["schools"]
    assert schools["name"].to_list() == ["De Ideeënboom", "Ruimte, voor één"]
    assert schools.select("x", "y", "area_id", "municipality_id").row(0) == (
        121_000.0,
        487_000.0,
        "9001",
        "GM0901",
    )


def test_web_and_mail_addresses_are_not_kept(school_list):
    contribution = _read(school_list(_row()))
    assert "example.org" not in str([frame.to_dicts() for frame in contribution.tables.values()])


@pytest.mark.parametrize(
    ("geocoded", "located"),
    [
        ("pc6hnrgeentoev", "address"),
        ("pc6hnrtoev", "address"),
        ("pc6hnr", "address"),
        ("pc6", "postcode6"),
        ("handmatig", "given"),
    ],
)
def test_how_a_school_was_located(school_list, geocoded, located):
    assert _read(school_list(_row(geocoded=geocoded))).tables["schools"].item(0, "located") == located


def test_a_school_without_a_count_has_no_pupils(school_list):
    contribution = _read(school_list(_row(), _row("99AA01", pupils="")))
    assert contribution.tables["schools"].height == 2
    assert contribution.tables["pupils"]["school_id"].to_list() == ["99AA00"]
    assert "99AA01" in contribution.notes[1]


def test_a_school_twice_is_refused(school_list):
    with pytest.raises(InvalidTable) as caught:
        _read(school_list(_row(), _row()))
    assert (caught.value.findings[0].row, caught.value.findings[0].column) == (3, "VESTIGINGSNUMMER")


def test_a_point_outside_the_grid_is_refused(school_list):
    with pytest.raises(InvalidTable, match="expected metres east"):
        _read(school_list(_row(x="520000")))


@pytest.mark.parametrize(
    ("capitals", "name"),
    [
        ("AA EN HUNZE", "Aa en Hunze"),
        ("'S-GRAVENHAGE", "'s-Gravenhage"),
        ("IJSSELSTEIN", "IJsselstein"),
        ("DE BILT", "De Bilt"),
        ("BERGEN OP ZOOM", "Bergen op Zoom"),
        ("ALPHEN-CHAAM", "Alphen-Chaam"),
        ("Súdwest-Fryslân", "Súdwest-Fryslân"),
    ],
)
def test_names_in_capitals(capitals, name):
    assert in_small_letters(capitals) == name


@pytest.mark.parametrize(
    ("name", "schools", "pupils", "sector"),
    [("bo_2013", 6_899, 1_497_076, "po"), ("vo_2013", 1_359, 970_022, "vo"), ("so_2013", 827, 110_592, "so")],
)
def test_real_totals(request, name, schools, pupils, sector):
    contribution = request.getfixturevalue(name)
    assert contribution.tables["schools"].height == schools
    assert contribution.tables["pupils"]["low"].sum() == pupils
    assert contribution.tables["pupils"].select(pl.col("year").unique()).to_series().to_list() == [2012]
    assert set(contribution.tables["schools"]["sector"]) == {sector}
    assert contribution.reference_date == date(2013, 1, 1)


def test_real_geocoding(bo_2013):
    located = dict(bo_2013.tables["schools"]["located"].value_counts().iter_rows())
    assert located == {"address": 5_978 + 454 + 233, "postcode6": 223, "given": 11}


def test_real_schools_without_counts(bo_2013):
    schools = set(bo_2013.tables["schools"]["school_id"]) - set(bo_2013.tables["pupils"]["school_id"])
    assert schools == {"11LY02", "30TE00", "30TF00"}


def test_real_special_tracks(so_2013):
    tracks = so_2013.tables["schools"]["tracks"].list.join("+").value_counts()
    assert dict(tracks.iter_rows()) == {"sbo": 314, "so+vso": 282, "so": 143, "vso": 88}
    assert so_2013.tables["pupils"].filter(pl.col("track").is_null()).height == 282


def test_real_names_agree_with_the_converted_sample(shared_data, bo_2013):
    sample = pl.read_csv(shared_data / "schools" / "bo_jan2013_sample20_utf8.csv", infer_schema=False)
    both = sample.join(bo_2013.tables["schools"], left_on="vestigingsnummer", right_on="school_id")
    assert both.height == 20
    assert both["name"].equals(both["vestigingsnaam"].alias("name"))


def test_real_points_agree_with_degrees(shared_data, bo_2013):
    sample = pl.read_csv(shared_data / "schools" / "bo_jan2013_sample20_utf8.csv")
    both = sample.join(bo_2013.tables["schools"], left_on="vestigingsnummer", right_on="school_id")
    lon, lat = Transformer.from_crs(28992, 4326, always_xy=True).transform(
        both["x"].to_numpy(), both["y"].to_numpy()
    )
    assert abs(lon - both["lon"].to_numpy()).max() < 2e-5
    assert abs(lat - both["lat"].to_numpy()).max() < 2e-5
