# SPDX-License-Identifier: EUPL-1.2
"""The DUO flows: what a row becomes, and the totals of the published files."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from datetime import date

import polars as pl
import pytest

from gemengd import sources
from gemengd.tables import TABLES, validate


def _read(*paths):
    (contribution,) = sources.read(paths)
    return contribution


def _all(contribution):
    return contribution.tables["pupils"].filter(pl.col("characteristic") == "all")


def test_a_row_becomes_a_total_and_its_ages(flow_files):
    path = flow_files.write(flow_files.row({"LEEFTIJD_JONGER": 1, "LEEFTIJD_6": 2, "LEEFTIJD_OUDER": 4}))
    pupils = _read(path).tables["pupils"].sort("characteristic", "group")
    assert pupils.select("characteristic", "group", "low", "high").rows() == [
        ("age", "0-3", 1, 1),
        ("age", "25+", 4, 4),
        ("age", "6", 2, 2),
        ("all", "all", 7, 7),
    ]
    assert pupils.row(0, named=True) | {"characteristic": "", "group": "", "low": 0, "high": 0} == {
        "year": 2017,
        "school_id": "99AA00",
        "area_id": "9001",
        "characteristic": "",
        "group": "",
        "low": 0,
        "high": 0,
        "track": "bo",
        "stage": None,
    }


def test_the_school_has_its_particulars(flow_files):
    school = _read(flow_files.write(flow_files.row())).tables["schools"].row(0, named=True)
    assert school == {
        "school_id": "99AA00",
        "name": "De Regenboog",
        "sector": "po",
        "board_id": "99001",
        "municipality_id": "GM9901",
        "denomination": "Openbaar",
        "area_id": "9001",
        "x": None,
        "y": None,
        "located": None,
        "capacity": None,
        "tracks": ["bo"],
        "first_year": 2017,
        "last_year": 2017,
    }


@pytest.mark.parametrize(("kind", "sector"), [("Bo", "po"), ("Sbo", "so"), ("So", "so"), ("Vso", "so")])
def test_the_kind_of_school_gives_sector_and_track(flow_files, kind, sector):
    contribution = _read(flow_files.write(flow_files.row(SOORT_PO=kind)))
    assert contribution.tables["schools"].item(0, "sector") == sector
    assert set(contribution.tables["pupils"]["track"]) == {kind.lower()}


@pytest.mark.parametrize(
    ("code", "area"), [("  10", "BE"), ("  20", "DE"), ("  30", "OTHER"), ("  40", None), ("", None)]
)
def test_special_home_codes(flow_files, code, area):
    contribution = _read(flow_files.write(flow_files.row(POSTCODE_LEERLING=code)))
    assert set(contribution.tables["pupils"]["area_id"]) == {area}
    abroad = contribution.tables["areas"].filter(level="abroad")
    assert abroad["area_id"].to_list() == ([area] if area else [])


def test_pupils_without_a_home_are_added_up_per_school(flow_files):
    rows = [flow_files.row(POSTCODE_LEERLING="  40"), flow_files.row(POSTCODE_LEERLING="")]
    total = _all(_read(flow_files.write(*rows)))
    assert total.select("area_id", "low", "high").rows() == [(None, 6, 6)]


def test_quoted_names_lose_their_quotes(flow_files):
    path = flow_files.write(flow_files.row(INSTELLINGSNAAM_VESTIGING='"BS ""De Maasparel"""'))
    assert _read(path).tables["schools"].item(0, "name") == 'BS "De Maasparel"'


def test_a_blank_denomination_is_empty(flow_files):
    path = flow_files.write(flow_files.row(DENOMINATIE_VESTIGING=" "))
    assert _read(path).tables["schools"].item(0, "denomination") is None


def test_a_suppressed_total_is_an_interval(flow_files):
    path = flow_files.write(flow_files.row({"LEEFTIJD_6": 2}, LEEFTIJD_6="<5", TOTAAL="<5"))
    assert set(_read(path).tables["pupils"].select("low", "high").rows()) == {(0, 4)}


def test_damaged_and_accentless_names_of_one_municipality_are_one(flow_files):
    row = flow_files.row(
        GEMEENTENUMMER="1900", GEMEENTENAAM="Sudwest-Fryslan", GEMEENTENAAM_LEERLING="S·dwest-FryslÔn"
    )
    areas = _read(flow_files.write(row)).tables["areas"]
    assert areas.filter(level="gemeente").select("area_id", "name").rows() == [("GM1900", "Súdwest-Fryslân")]
    assert areas.filter(level="pc4").item(0, "municipality_id") == "GM1900"


def test_a_home_municipality_without_a_file_stays_empty_and_is_noted(flow_files):
    contribution = _read(
        flow_files.write(flow_files.row(POSTCODE_LEERLING="9100", GEMEENTENAAM_LEERLING="Elders"))
    )
    homes = contribution.tables["areas"].filter(area_id="9100")
    assert homes.item(0, "municipality_id") is None
    assert "Elders" in contribution.notes[1]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_line_end_is_read(flow_files, end):
    path = flow_files.write(flow_files.row(), flow_files.row(POSTCODE_LEERLING="9002"), end=end)
    assert _all(_read(path)).height == 2


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-8-sig", "cp1252"])
def test_accents_in_every_usual_encoding(flow_files, encoding):
    path = flow_files.write(flow_files.row(INSTELLINGSNAAM_VESTIGING="Het Koraal-één"), encoding=encoding)
    assert _read(path).tables["schools"].item(0, "name") == "Het Koraal-één"


def test_a_windows_apostrophe_is_read(flow_files):
    path = flow_files.write(flow_files.row(INSTELLINGSNAAM_VESTIGING="De Foto’s"), encoding="cp1252")
    assert _read(path).tables["schools"].item(0, "name") == "De Foto’s"


def _two_towns(flow_files):
    first = flow_files.write(flow_files.row(), name="a.csv")
    other = flow_files.row(GEMEENTENUMMER="9902", GEMEENTENAAM="Voorbeelddorp", BRIN_NUMMER="99BB")
    return first, flow_files.write(other, name="b.csv")


def test_folder_tar_zip_and_concatenation_give_the_same_tables(flow_files, tmp_path):
    one, two = _two_towns(flow_files)
    tar, packed, both = tmp_path / "x.tar.gz", tmp_path / "x.zip", tmp_path / "x.csv"
    with tarfile.open(tar, "w:gz") as archive:
        archive.add(one, "map/a.csv")
        archive.add(two, "map/b.csv")
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(one, "a.csv")
        archive.write(two, "b.csv")
    both.write_bytes(one.read_bytes() + two.read_bytes())
    folder = tmp_path / "folder" / "deeper"
    folder.mkdir(parents=True)
    one.rename(folder / "a.csv")
    two.rename(folder.parent / "b.csv")
    (folder / "readme.md").write_text("no table")
    given = [tar, packed, both, tmp_path / "folder"]
    tables = [_read(path).tables for path in given]
    for name in ("pupils", "schools", "areas"):
        assert all(other[name].sort(pl.all()).equals(tables[0][name].sort(pl.all())) for other in tables[1:])


def test_the_files_given_are_named_with_checksum(flow_files, tmp_path):
    _two_towns(flow_files)
    contribution = _read(tmp_path)
    assert [file.name for file in contribution.files] == ["a.csv", "b.csv"]
    assert all(len(file.sha256) == 64 and file.bytes > 100 for file in contribution.files)


def test_two_school_years_become_two_contributions(flow_files):
    rows = [flow_files.row(), flow_files.row(PEILDATUM="20181001", GEMEENTENAAM="Voorbeeldstad")]
    contributions = sources.read([flow_files.write(*rows)])
    assert [contribution.source_id for contribution in contributions] == [
        "duo-po-flows-2017-gm9901",
        "duo-po-flows-2018-gm9901",
    ]


def test_gzip_inside_zip_is_opened(flow_files, tmp_path):
    path = flow_files.write(flow_files.row())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("x.csv.gz", gzip.compress(path.read_bytes()))
    (tmp_path / "outer.zip").write_bytes(buffer.getvalue())
    assert _read(tmp_path / "outer.zip").rows_read == 1


def test_progress_is_told(flow_files):
    told = []
    sources.read([flow_files.write(flow_files.row())], progress=lambda *step: told.append(step))
    assert told == [("open", 1, 1), ("duo-po-flows", 1, 1)]


def test_real_totals(flows_2017):
    by_track = dict(_all(flows_2017).group_by("track").agg(pl.col("low").sum()).iter_rows())
    assert by_track == {"bo": 1_403_667, "sbo": 33_894, "so": 29_777, "vso": 37_563}
    assert sum(by_track.values()) == 1_504_901
    assert (_all(flows_2017)["low"] == _all(flows_2017)["high"]).all()


def test_real_rows(flows_2017):
    assert flows_2017.rows_read == 101_671
    assert _all(flows_2017).filter(track="bo").height == 66_552


def test_real_schools(flows_2017):
    schools = flows_2017.tables["schools"]
    assert schools.height == 7_190
    assert schools.filter(sector="po").height == 6_347
    assert schools.filter(sector="po")["school_id"].str.head(4).n_unique() == 6_211
    assert schools["municipality_id"].n_unique() == 386
    assert schools.filter(pl.col("denomination").is_null())["school_id"].to_list() == ["31FU00"]


def test_real_home_codes(flows_2017):
    bo = _all(flows_2017).filter(track="bo")
    assert bo["area_id"].n_unique() == 3_986
    special = bo.filter(pl.col("area_id").is_null() | pl.col("area_id").is_in(["BE", "DE", "OTHER"]))
    totals = dict(special.group_by("area_id").agg(pl.col("low").sum()).iter_rows())
    assert totals == {"BE": 706, "DE": 898, "OTHER": 1_664, None: 850}


def test_real_ages_add_up(flows_2017):
    ages = flows_2017.tables["pupils"].filter(characteristic="age")
    assert ages["low"].sum() == 1_504_901


def test_real_municipalities(flows_2017):
    areas = flows_2017.tables["areas"]
    names = dict(areas.filter(level="gemeente").select("area_id", "name").iter_rows())
    assert len(names) == 386
    assert (names["GM1900"], names["GM0518"], names["GM0796"]) == (
        "Súdwest-Fryslân",
        "'s-Gravenhage",
        "'s-Hertogenbosch",
    )
    assert "De Fryske Marren, Gooise Meren" in flows_2017.notes[1]
    # Sneek lies in the municipality whose name is damaged in the file.
    assert areas.filter(area_id="8601").item(0, "municipality_id") == "GM1900"


def test_real_quoted_names(flows_2017):
    names = flows_2017.tables["schools"]["name"]
    assert 'BS "De Maasparel"' in names.to_list()
    assert not names.str.starts_with('"').any()


def test_real_particulars(flows_2017):
    assert flows_2017.source_id == "duo-po-flows-2017"
    assert flows_2017.reference_date == date(2017, 10, 1)
    assert (flows_2017.licence, flows_2017.attribution) == ("CC0-1.0", "Source: DUO")
    assert flows_2017.files[0].sha256 == "7c9f6c51704971cee4b02ac9c253010ce997d3abfa9b88c96bb9b977a92824af"


def test_real_tables_are_canonical(flows_2017):
    for name, frame in flows_2017.tables.items():
        assert validate(TABLES[name], frame).equals(frame)
