# SPDX-License-Identifier: EUPL-1.2
"""DUO's lists of school locations, in made-up files."""

from __future__ import annotations

import pytest

from gemengd import sources
from gemengd.tables import InvalidTable

VALUES = {
    "PROVINCIE": "Nergens",
    "BEVOEGD GEZAG NUMMER": "99001",
    "INSTELLINGSCODE": "99AA",
    "VESTIGINGSCODE": "99AA00",
    "VESTIGINGSNAAM": "De Regenboog",
    "STRAATNAAM": "Dorpsstraat",
    "HUISNUMMER-TOEVOEGING": "1-A",
    "POSTCODE": "9001 AB",
    "PLAATSNAAM": "VOORBEELDSTAD",
    "GEMEENTENUMMER": "0990",
    "GEMEENTENAAM": "VOORBEELDSTAD AAN ZEE",
    "DENOMINATIE": "Openbaar",
    "TELEFOONNUMMER": "0000000000",
    "INTERNETADRES": "www.regenboog.example",
}


@pytest.fixture
def written(tmp_path):
    def write(*changes, separator=";", encoding="cp1252"):
        rows = [{**VALUES, **change} for change in changes]
        lines = [separator.join(rows[0]), *(separator.join(row.values()) for row in rows)]
        path = tmp_path / "locations.csv"
        path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
        return path

    return write


def _one(path, year=2025):
    (contribution,) = sources.read([path], year=year)
    return contribution


def test_a_location_becomes_a_school(written):
    contribution = _one(written({}))
    assert contribution.source_id == "duo-locations-po-2025"
    assert contribution.tables["schools"].row(0, named=True) == {
        "school_id": "99AA00",
        "name": "De Regenboog",
        "sector": "po",
        "board_id": "99001",
        "municipality_id": "GM0990",
        "denomination": "Openbaar",
        "area_id": "9001",
        "x": None,
        "y": None,
        "located": None,
        "capacity": None,
        "tracks": ["bo"],
        "first_year": 2025,
        "last_year": 2025,
    }


def test_telephone_and_web_addresses_are_left_behind(written):
    tables = _one(written({})).tables
    held = str([frame.rows() for frame in tables.values()])
    assert "0000000000" not in held
    assert "regenboog.example" not in held


def test_the_municipality_comes_with_its_name_in_small_letters(written):
    areas = _one(written({}, {"VESTIGINGSCODE": "99AA01"})).tables["areas"]
    assert areas.select("area_id", "level", "name", "municipality_id").rows() == [
        ("GM0990", "gemeente", "Voorbeeldstad aan Zee", "GM0990")
    ]


def test_no_pupils_come_from_a_list(written):
    assert set(_one(written({})).tables) == {"schools", "areas"}


def test_a_list_needs_a_year(written):
    with pytest.raises(InvalidTable, match="--year"):
        sources.read([written({})])


@pytest.mark.parametrize(
    ("structure", "tracks"),
    [("VBO/MAVO/HAVO/VWO", ["vbo", "mavo", "havo", "vwo"]), ("PRO", ["pro"]), (" ", None)],
)
def test_secondary_schools_have_the_tracks_of_the_list(written, structure, tracks):
    contribution = _one(written({"ONDERWIJSSTRUCTUUR": structure}))
    assert contribution.source_id == "duo-locations-vo-2025"
    school = contribution.tables["schools"].row(0, named=True)
    assert (school["sector"], school["tracks"]) == ("vo", tracks)


@pytest.mark.parametrize(
    ("kind", "tracks"), [("(V)SO", ["so", "vso"]), ("SBAO", ["sbo"]), ("VSO", ["vso"]), ("IETS", None)]
)
def test_special_schools_have_the_tracks_of_their_kind(written, kind, tracks):
    contribution = _one(written({"SOORT PRIMAIR ONDERWIJS": kind}))
    assert contribution.source_id == "duo-locations-so-2025"
    school = contribution.tables["schools"].row(0, named=True)
    assert (school["sector"], school["tracks"]) == ("so", tracks)


def test_letters_of_windows_1252_and_commas_are_read(written):
    path = written({"VESTIGINGSNAAM": "’t Kompas"}, separator=",")
    assert _one(path).tables["schools"].item(0, "name") == "’t Kompas"


def test_a_location_of_two_characters_is_the_same_school(written):
    assert _one(written({"VESTIGINGSCODE": "00"})).tables["schools"].item(0, "school_id") == "99AA00"


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"VESTIGINGSCODE": "0!"}, "VESTIGINGSCODE"),
        ({"INSTELLINGSCODE": "9AA", "VESTIGINGSCODE": "00"}, "VESTIGINGSCODE"),
        ({"VESTIGINGSNAAM": " "}, "VESTIGINGSNAAM"),
        ({"POSTCODE": "AB"}, "POSTCODE"),
        ({"GEMEENTENUMMER": "?"}, "GEMEENTENUMMER"),
    ],
)
def test_what_cannot_be_read_is_refused(written, change, column):
    with pytest.raises(InvalidTable) as caught:
        sources.read([written(change)], year=2025)
    assert [finding.column for finding in caught.value.findings] == [column]
    assert caught.value.findings[0].row == 2


def test_a_location_that_comes_twice_is_refused(written):
    with pytest.raises(InvalidTable, match="each school location once"):
        sources.read([written({}, {})], year=2025)


def test_the_notes_name_the_repository_of_the_layout(written):
    notes = " ".join(_one(written({})).notes)
    assert "sessyll/Dutch_Primary_Education_Lakehouse_Pipeline" in notes
    assert "not from DUO itself" in notes


def test_a_location_in_both_lists_is_an_ordinary_primary_school(written, tmp_path):
    from datetime import UTC, datetime

    from gemengd.tables import Workspace

    folder = tmp_path / "lists"
    folder.mkdir()
    written({}).rename(folder / "a.csv")
    written({"SOORT PRIMAIR ONDERWIJS": "SBAO"}).rename(folder / "b.csv")
    workspace = Workspace(tmp_path / "workspace")
    workspace.add(sources.read([folder], year=2025), now=datetime(2026, 1, 1, tzinfo=UTC))
    assert workspace.table("schools").select("school_id", "sector").rows() == [("99AA00", "po")]
