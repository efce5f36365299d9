# SPDX-License-Identifier: EUPL-1.2
"""DUO's pupils in secondary education by home postcode, in made-up files."""

from __future__ import annotations

from datetime import date

import pytest

from gemengd import sources
from gemengd.tables import InvalidTable

HOME = {
    "BRIN NUMMER": "99AA",
    "VESTIGINGSNUMMER": "0",
    "POSTCODE LEERLING": "9001",
    "PLAATSNAAM LEERLING": "VOORBEELDSTAD",
    "GEMEENTENUMMER LEERLING": "990",
    "GEMEENTENAAM LEERLING": "VOORBEELDSTAD AAN ZEE",
}
COUNTS = {f"LEER- OF VERBLIJFSJAAR {stage}": "0" for stage in range(1, 7)}
BY_SEX = {f"{column} - {sex}": "0" for column in COUNTS for sex in ("MAN", "VROUW")}


@pytest.fixture
def written(tmp_path):
    def write(*changes, counts=COUNTS, separator=";", name="vo.csv"):
        rows = [{**HOME, **counts, **change} for change in changes]
        lines = [separator.join(rows[0]), *(separator.join(row.values()) for row in rows)]
        path = tmp_path / name
        path.write_bytes(("\r\n".join(lines) + "\r\n").encode("latin-1"))
        return path

    return write


def _one(path, year=2025):
    (contribution,) = sources.read([path], year=year)
    return contribution


def _refused(path, year=2025):
    with pytest.raises(InvalidTable) as caught:
        sources.read([path], year=year)
    return caught.value


def test_the_years_of_the_course_become_stages(written):
    path = written({"LEER- OF VERBLIJFSJAAR 1": "12", "LEER- OF VERBLIJFSJAAR 4": "<5"})
    contribution = _one(path)
    assert contribution.source_id == "duo-vo-flows-2025"
    assert contribution.reference_date == date(2025, 10, 1)
    pupils = contribution.tables["pupils"].sort("stage")
    assert pupils.select("stage", "low", "high").rows() == [("1", 12, 12), ("4", 0, 4)]
    assert pupils.select("year", "school_id", "area_id", "characteristic", "group").unique().rows() == [
        (2025, "99AA00", "9001", "all", "all")
    ]


def test_the_sexes_are_added_up(written):
    one = {"LEER- OF VERBLIJFSJAAR 2 - MAN": "<5", "LEER- OF VERBLIJFSJAAR 2 - VROUW": "7"}
    pupils = _one(written(one, counts=BY_SEX)).tables["pupils"]
    assert pupils.select("stage", "low", "high").rows() == [("2", 7, 11)]


def test_a_file_with_one_sex_only_is_not_taken_for_the_kind(written):
    men = {column: "0" for column in BY_SEX if column.endswith("MAN")}
    with pytest.raises(sources.UnknownFile) as caught:
        sources.read([written({}, counts=men)], year=2025)
    assert caught.value.nearest.name == "duo-vo-flows"


def test_commas_are_read_as_well(written):
    pupils = _one(written({"LEER- OF VERBLIJFSJAAR 1": "6"}, separator=",")).tables["pupils"]
    assert pupils.item(0, "high") == 6


def test_newer_names_of_the_school_columns_are_read(written):
    path = written({"LEER- OF VERBLIJFSJAAR 1": "6"})
    text = path.read_text(encoding="latin-1").replace("BRIN NUMMER", "INSTELLINGSCODE")
    path.write_text(text.replace("VESTIGINGSNUMMER", "VESTIGINGSCODE"), encoding="latin-1")
    assert _one(path).tables["pupils"].item(0, "school_id") == "99AA00"


def test_the_year_must_be_given(written):
    with pytest.raises(InvalidTable, match="--year"):
        sources.read([written({})])


def test_a_reference_date_in_the_file_gives_the_year(written):
    dated = {"LEER- OF VERBLIJFSJAAR 1": "6", "PEILDATUM": "20231001"}
    assert _one(written(dated), year=None).source_id == "duo-vo-flows-2023"


def test_a_postcode_in_two_places_is_added_up(written):
    first = {"LEER- OF VERBLIJFSJAAR 1": "6"}
    second = {"LEER- OF VERBLIJFSJAAR 1": "20", "PLAATSNAAM LEERLING": "X", "GEMEENTENUMMER LEERLING": "991"}
    contribution = _one(written(first, {**second, "GEMEENTENAAM LEERLING": "ELDERS"}))
    assert contribution.tables["pupils"].select("area_id", "high").rows() == [("9001", 26)]
    areas = contribution.tables["areas"].select("area_id", "level", "name", "municipality_id").rows()
    assert areas == [
        ("9001", "pc4", None, "GM0991"),
        ("GM0990", "gemeente", "Voorbeeldstad aan Zee", "GM0990"),
        ("GM0991", "gemeente", "Elders", "GM0991"),
    ]


@pytest.mark.parametrize(("code", "area"), [("10", "BE"), ("30", "OTHER"), ("40", None), ("", None)])
def test_homes_abroad_have_no_municipality(written, code, area):
    home = {"POSTCODE LEERLING": code, "GEMEENTENUMMER LEERLING": "9999", "GEMEENTENAAM LEERLING": "ONBEKEND"}
    contribution = _one(written({**home, "LEER- OF VERBLIJFSJAAR 1": "6"}))
    assert contribution.tables["pupils"].item(0, "area_id") == area
    assert contribution.tables["areas"].get_column("municipality_id").null_count() == (area is not None)
    assert "gemeente" not in contribution.tables["areas"].get_column("level")


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"BRIN NUMMER": "A"}, "VESTIGINGSNUMMER"),
        ({"POSTCODE LEERLING": "12"}, "POSTCODE_LEERLING"),
        ({"GEMEENTENUMMER LEERLING": "?"}, "GEMEENTENUMMER_LEERLING"),
        ({"LEER- OF VERBLIJFSJAAR 3": "x"}, "LEER_OF_VERBLIJFSJAAR_3"),
        ({"PEILDATUM": "vorig jaar"}, "PEILDATUM"),
    ],
)
def test_what_cannot_be_read_is_refused(written, change, column):
    (finding,) = _refused(written(change)).findings
    assert (finding.column, finding.row, finding.file) == (column, 2, "vo.csv")


def test_a_row_that_comes_twice_is_refused(written):
    assert "a second time" in _refused(written({}, {})).findings[0].found


def test_two_files_of_two_dates_are_two_sources(written):
    paths = [
        written({"LEER- OF VERBLIJFSJAAR 1": "6", "PEILDATUM": f"{year}1001"}, name=f"{year}.csv")
        for year in (2022, 2023)
    ]
    contributions = sources.read(paths)
    assert [(one.source_id, one.files[0].name) for one in contributions] == [
        ("duo-vo-flows-2022", "2022.csv"),
        ("duo-vo-flows-2023", "2023.csv"),
    ]


def test_the_notes_tell_what_is_missing_and_where_the_layout_is_from(written):
    contribution = _one(written({"LEER- OF VERBLIJFSJAAR 1": "6"}))
    assert set(contribution.tables) == {"pupils", "areas"}
    text = " ".join(contribution.notes)
    assert "duo-locations-vo" in text
    assert "openstate/openonderwijsdata-api" in text
    assert "was not checked against a file of DUO" in text
