# SPDX-License-Identifier: EUPL-1.2
"""A municipality's own file through a mapping: what is counted, and what is refused."""

from __future__ import annotations

import polars as pl
import pytest

from gemengd.sources import own
from gemengd.tables import InvalidTable, parse_characteristics

SOURCE = """
[source]
id = "own-voorbeeldstad"
title = "Leerlingen Voorbeeldstad"
publisher = "Gemeente Voorbeeldstad"
licence = "not public"
attribution = "Source: Gemeente Voorbeeldstad"
reference_date = 2023-10-01
"""
SCHOOL = """
[school]
id = ["brin", "vestiging"]
name = "school"
municipality = { value = "GM9901" }
sector = { value = "po" }
"""
EDUCATION = """
[characteristics.parental_education]
column = "opleiding"
values = { laag = "low", midden = "middle", hoog = "high" }
"""
PUPILS = 'layout = "pupils"\n' + SOURCE + '[pupils]\nyear = "schooljaar"\n' + SCHOOL
HOME = '[home]\narea = "postcode"\nkind = "pc6"\n'
HEADER = "bsn;naam leerling;brin;vestiging;school;postcode;opleiding;schooljaar"


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


class Folder:
    """Writes a file and a mapping, and reads them."""

    def __init__(self, path):
        self.path = path

    def write(self, text, name="leerlingen.csv", encoding="utf-8"):
        path = self.path / name
        path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
        return path

    def read(self, text, mapping, **how):
        return own.read(self.write(text, **how), self.write(mapping, "mapping.toml"))

    def refused(self, text, mapping, **how):
        with pytest.raises(InvalidTable) as refusal:
            self.read(text, mapping, **how)
        return refusal.value


def pupil(**changes):
    row = {
        "bsn": "123456782",
        "naam": "Sanne Bakker",
        "brin": "99aa",
        "vestiging": "1",
        "school": "De Reünie",
        "postcode": "9001 AB",
        "opleiding": "laag",
        "jaar": "2023/2024",
    } | changes
    return ";".join(row.values())


def lines(*rows, header=HEADER):
    return "\r\n".join([header, *rows]) + "\r\n"


def counts(contribution, *columns):
    return sorted(contribution.tables["pupils"].select(*columns, "low", "high").rows(), key=str)


def test_pupils_are_counted_by_school_home_and_group(folder):
    text = lines(pupil(), pupil(), pupil(opleiding="Hoog "), pupil(postcode="9002CD", brin="99BB"))
    found = folder.read(text, PUPILS + HOME + EDUCATION)
    assert counts(found, "year", "school_id", "area_id", "characteristic", "group") == [
        (2023, "99AA01", "9001", "all", "all", 3, 3),
        (2023, "99AA01", "9001", "parental_education", "high", 1, 1),
        (2023, "99AA01", "9001", "parental_education", "low", 2, 2),
        (2023, "99BB01", "9002", "all", "all", 1, 1),
        (2023, "99BB01", "9002", "parental_education", "low", 1, 1),
    ]
    assert found.rows_read == 4


def test_schools_and_home_areas_come_with_the_counts(folder):
    found = folder.read(lines(pupil()), PUPILS + HOME + EDUCATION)
    (school,) = found.tables["schools"].rows(named=True)
    assert (school["school_id"], school["name"], school["sector"]) == ("99AA01", "De Reünie", "po")
    assert (school["municipality_id"], school["first_year"], school["last_year"]) == ("GM9901", 2023, 2023)
    assert found.tables["areas"].select("area_id", "level").rows() == [("9001", "pc4")]


def test_the_source_says_what_the_mapping_says(folder):
    found = folder.read(lines(pupil()), PUPILS + EDUCATION)
    assert found.source_id == "own-voorbeeldstad"
    assert found.attribution == "Source: Gemeente Voorbeeldstad"
    assert str(found.reference_date) == "2023-10-01"
    assert not found.fictional
    assert [(file.name, file.bytes) for file in found.files] == [
        ("leerlingen.csv", (folder.path / "leerlingen.csv").stat().st_size)
    ]


def test_a_blank_home_is_an_unknown_home_and_not_a_refusal(folder):
    found = folder.read(
        lines(pupil(postcode=""), pupil(postcode="0000")), PUPILS + HOME + 'unknown = ["0000"]\n'
    )
    assert counts(found, "area_id", "group") == [(None, "all", 2, 2)]


def test_a_value_that_is_not_in_the_table_refuses_the_whole_file(folder):
    rows = [pupil()] * 7 + [pupil(opleiding="mavo")] * 3
    refusal = folder.refused(lines(*rows), PUPILS + EDUCATION)
    (finding,) = refusal.findings
    assert (finding.file, finding.row, finding.column) == ("leerlingen.csv", 9, "opleiding")
    assert finding.found == "'mavo' (3 rows)"
    assert finding.expected == "one of laag, midden, hoog"
    assert 'otherwise = "unknown"' in finding.mend


def test_otherwise_says_where_other_values_and_blanks_go(folder):
    mapping = PUPILS + EDUCATION + 'otherwise = "unknown"\n'
    found = folder.read(lines(pupil(), pupil(opleiding="mavo"), pupil(opleiding="")), mapping)
    assert counts(found, "characteristic", "group") == [
        ("all", "all", 3, 3),
        ("parental_education", "low", 1, 1),
        ("parental_education", "unknown", 2, 2),
    ]


def test_an_own_characteristic_brings_its_definition(folder):
    mapping = (
        PUPILS
        + """
[characteristics.newcomer]
column = "opleiding"
values = { laag = "yes", hoog = "no" }
[characteristics.newcomer.definition]
label = { nl = "nieuwkomer", en = "newcomer" }
focal = ["yes"]
groups.yes = { nl = "ja", en = "yes" }
groups.no = { nl = "nee", en = "no" }
"""
    )
    found = folder.read(lines(pupil(), pupil(opleiding="hoog")), mapping)
    assert parse_characteristics(found.characteristics)["newcomer"].focal == ("yes",)
    assert ("newcomer", "yes", 1, 1) in counts(found, "characteristic", "group")


def test_errors_do_not_print_what_may_be_about_a_person(folder):
    swapped = PUPILS.replace('"schooljaar"', '"opleiding"').replace('name = "school"', 'name = "schooljaar"')
    name_as_group = EDUCATION.replace('column = "opleiding"', 'column = "school"')
    rows = [
        pupil(opleiding=f"Geheim{at}", school=f"Kind{at} van Dam", postcode="Dorpsstraat 12")
        for at in range(9)
    ]
    for mapping in (swapped, PUPILS + name_as_group, PUPILS + HOME, PUPILS + EDUCATION):
        text = str(folder.refused(lines(*rows), mapping))
        assert not any(word in text for word in ("Geheim", "Kind", "Dorpsstraat", "Sanne", "123456782"))


def test_a_column_about_persons_cannot_be_mapped(folder):
    mapping = PUPILS.replace('name = "school"', 'name = "naam leerling"')
    (finding,) = folder.refused(lines(pupil()), mapping).findings
    assert finding.column == "naam leerling"
    assert "data about persons" in finding.found


def test_only_mapped_columns_are_read(folder, monkeypatch):
    read = []
    real = pl.read_csv
    monkeypatch.setattr(
        pl, "read_csv", lambda *args, **how: read.append(how["columns"]) or real(*args, **how)
    )
    folder.read(lines(pupil()), PUPILS + EDUCATION)
    places = {
        HEADER.split(";").index(name) + 1
        for name in ("brin", "vestiging", "school", "opleiding", "schooljaar")
    }
    end = len(HEADER.split(";")) + 1
    assert read == [sorted(read[0], key=read[0].index)]
    assert set(read[0]) == {f"column_{at}" for at in {*places, end}}


def test_nothing_is_left_on_disk(folder, tmp_path, monkeypatch):
    spool = tmp_path / "spool"
    spool.mkdir()
    monkeypatch.setenv("TMPDIR", str(spool))
    monkeypatch.setattr("tempfile.tempdir", str(spool))
    folder.read(lines(pupil(), pupil()), PUPILS + EDUCATION, encoding="utf-16")
    assert list(spool.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["leerlingen.csv", "mapping.toml", "spool"]


def test_an_empty_row_is_left_out_and_reported(folder):
    found = folder.read(lines(pupil(), ";;;;;;;", "", pupil()), PUPILS + EDUCATION)
    assert found.rows_read == 3
    assert [(one.reason, one.rows) for one in found.refused] == [
        ("rows without any value in the mapped columns", 1)
    ]


def test_a_school_in_two_municipalities_is_refused(folder):
    mapping = PUPILS.replace('{ value = "GM9901" }', '"school"')
    refusal = folder.refused(lines(pupil(school="9901"), pupil(school="GM9902")), mapping)
    assert "99AA01 in GM9901, GM9902" in str(refusal)


def test_an_unknown_municipality_name_asks_for_a_table(folder):
    mapping = PUPILS.replace('{ value = "GM9901" }', '"school"')
    refusal = folder.refused(lines(pupil()), mapping)
    assert "municipality code such as GM0363" in str(refusal)
    assert "Names need a table" in str(refusal)


def test_without_municipality_or_sector_there_is_no_school_table_and_a_note(folder):
    mapping = PUPILS.replace('sector = { value = "po" }\n', "")
    found = folder.read(lines(pupil()), mapping)
    assert set(found.tables) == {"pupils"}
    assert any("import a file with the schools" in note for note in found.notes)


def test_a_school_that_was_renamed_has_its_newest_name(folder):
    rows = [pupil(jaar="2022-2023", school="Oud")] * 3 + [pupil(school="Nieuw")]
    (school,) = folder.read(lines(*rows), PUPILS).tables["schools"].rows(named=True)
    assert (school["name"], school["first_year"], school["last_year"]) == ("Nieuw", 2022, 2023)


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("2023", 2023),
        ("2023/2024", 2023),
        ("2023-24", 2023),
        ("1-10-2023", 2023),
        ("01/02/2024", 2023),
        ("2023-10-01", 2023),
        ("2023-10-01 00:00:00", 2023),
        ("20231001", 2023),
        ("31-7-2023", 2022),
        ("1-8-2023", 2023),
    ],
)
def test_years_are_school_years(folder, written, year):
    found = folder.read(lines(pupil(jaar=written)), PUPILS)
    assert found.tables["pupils"]["year"].to_list() == [year]


@pytest.mark.parametrize("written", ["2023/2025", "2023-10", "13", "1-13-2023", "", "3023"])
def test_what_is_no_school_year_is_refused(folder, written):
    (finding,) = folder.refused(lines(pupil(), pupil(jaar=written)), PUPILS).findings
    assert (finding.row, finding.column) == (3, "schooljaar")


@pytest.mark.parametrize(
    ("brin", "location", "school"),
    [("99AA", "00", "99AA00"), ("99aa", "3", "99AA03"), ("99AA", "99AA02", "99AA02"), ("X7", "12", "X712")],
)
def test_brin_and_location_are_joined(folder, brin, location, school):
    found = folder.read(lines(pupil(brin=brin, vestiging=location)), PUPILS)
    assert found.tables["pupils"]["school_id"].to_list() == [school]


@pytest.mark.parametrize("written", ["99AA01", "99aa01", "99AA-01", "99AA 01", "99AA|01"])
def test_a_school_code_in_one_column_is_normalised(folder, written):
    mapping = PUPILS.replace('["brin", "vestiging"]', '"brin"')
    found = folder.read(lines(pupil(brin=written)), mapping)
    assert found.tables["pupils"]["school_id"].to_list() == ["99AA01"]


def test_columns_may_have_our_own_names(folder):
    text = "year;school_id;low;group\n2023;99AA01;po;laag\n2023;99AA01;po;hoog\n"
    mapping = (
        'layout = "pupils"\n'
        + SOURCE
        + """
[pupils]
year = "year"
[school]
id = "school_id"
sector = "low"
municipality = { value = "GM9901" }
[characteristics.parental_education]
column = "group"
values = { laag = "low", hoog = "high" }
"""
    )
    found = folder.read(text, mapping)
    assert ("parental_education", "high", 1, 1) in counts(found, "characteristic", "group")


def test_progress_ends_at_the_size_of_the_file(folder):
    told = []
    path, mapping = folder.write(lines(pupil())), folder.write(PUPILS, "mapping.toml")
    own.read(path, mapping, progress=lambda *step: told.append(step))
    size = path.stat().st_size
    assert told[-1] == ("leerlingen.csv", size, size)
