# SPDX-License-Identifier: EUPL-1.2
"""DUO: pupils of primary schools by kind and age, in made-up files."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from gemengd import sources
from gemengd.sources.publishers.duo.flows import AGES
from gemengd.tables import InvalidTable, Workspace

VALUES = {
    "PEILDATUM": "20231001",
    "INSTELLINGSCODE": "99AA",
    "VESTIGINGSCODE": "00",
    "INSTELLINGSNAAM_VESTIGING": "De Regenboog",
    "POSTCODE_VESTIGING": "9001AB",
    "PLAATSNAAM": "VOORBEELDSTAD",
    "GEMEENTENUMMER": "0990",
    "GEMEENTENAAM": "Voorbeeldstad",
    "PROVINCIE": "Nergens",
    "SOORT_PO": "Bo",
    "CLUSTER": "",
    "DENOMINATIE_VESTIGING": "Openbaar",
    "BEVOEGD_GEZAG_NUMMER": "99001",
    **dict.fromkeys(AGES, "0"),
}


@pytest.fixture
def written(tmp_path):
    def write(*changes, renamed=None):
        renamed = renamed or {}
        lines = [";".join(renamed.get(name, name) for name in VALUES)]
        lines += [";".join({**VALUES, **change}.values()) for change in changes]
        path = tmp_path / "leerlingen.csv"
        path.write_bytes(("\r\n".join(lines) + "\r\n").encode("cp1252"))
        return path

    return write


def _one(path):
    (contribution,) = sources.read([path])
    return contribution


def _refused(path):
    with pytest.raises(InvalidTable) as caught:
        sources.read([path])
    return caught.value.findings


def test_ages_add_up_to_the_pupils_of_a_location(written):
    contribution = _one(written({"LEEFTIJD_6": "12", "LEEFTIJD_7": "<5"}))
    pupils = contribution.tables["pupils"].drop("area_id", "stage")
    assert pupils.rows(named=True) == [
        {
            "year": 2023,
            "school_id": "99AA00",
            "characteristic": "all",
            "group": "all",
            "low": 12,
            "high": 16,
            "track": "bo",
        }
    ]
    assert any("12 to 16 pupils" in note for note in contribution.notes)


def test_a_row_describes_its_school(written):
    school = _one(written({"LEEFTIJD_6": "12"})).tables["schools"].row(0, named=True)
    told = (
        "name",
        "sector",
        "municipality_id",
        "denomination",
        "area_id",
        "tracks",
        "first_year",
        "last_year",
    )
    assert [school[name] for name in told] == [
        "De Regenboog", "po", "GM0990", "Openbaar", "9001", ["bo"], 2023, 2023,
    ]  # fmt: skip


def test_clusters_of_a_location_are_added_up(written):
    so = {"SOORT_PO": "So", "LEEFTIJD_8": "10"}
    pupils = _one(written({**so, "CLUSTER": "3"}, {**so, "CLUSTER": "4"})).tables["pupils"]
    assert pupils.select("track", "low", "high").rows() == [("so", 20, 20)]


def test_a_location_with_two_kinds_is_one_school_of_the_ordinary_kind(written):
    tables = _one(written({"SOORT_PO": "Sbo"}, {})).tables
    assert tables["schools"].select("sector", "tracks").rows() == [("po", ["bo", "sbo"])]
    assert tables["pupils"]["track"].to_list() == ["sbo", "bo"]


def test_each_reference_date_is_a_source_of_its_own(written):
    contributions = sources.read([written({}, {"PEILDATUM": "2022-10-01"})])
    assert {one.source_id: one.reference_date for one in contributions} == {
        "duo-po-pupils-2023": date(2023, 10, 1),
        "duo-po-pupils-2022": date(2022, 10, 1),
    }


def test_the_number_of_the_municipality_may_have_the_name_of_the_public_code(written):
    contribution = _one(written({}, renamed={"GEMEENTENUMMER": "GEMEENTENNUMMER"}))
    assert contribution.tables["areas"]["area_id"].to_list() == ["GM0990"]


def test_the_same_kind_and_cluster_twice_is_refused(written):
    (finding,) = _refused(written({}, {}))
    assert (finding.row, finding.column, finding.expected) == (
        3,
        "VESTIGINGSCODE",
        "each kind and cluster once",
    )


@pytest.mark.parametrize(
    ("column", "value"),
    [("PEILDATUM", "1 oktober"), ("SOORT_PO", "Vo"), ("LEEFTIJD_6", ""), ("LEEFTIJD_6", "x")],
)
def test_a_value_that_cannot_be_read_is_refused(written, column, value):
    (finding,) = _refused(written({column: value}))
    assert (finding.row, finding.column) == (2, column)


def test_the_notes_say_that_no_file_of_duo_was_seen(written):
    assert any("not checked against a file of DUO" in note for note in _one(written({})).notes)


def test_flows_get_their_schools_and_keep_their_homes(written, tmp_path):
    flows = tmp_path / "brin6_pc4.csv"
    header = "INSTELLINGSCODE,VESTIGINGSCODE,TYPE_PO,PEILJAAR,POSTCODE4_DEELNEMER,AANTAL_LEERLINGEN"
    flows.write_text(f"{header}\n99AA,00,BO,2023,9001,12\n", encoding="utf-8")
    workspace = Workspace(tmp_path / "workspace")
    for path in (flows, written({"LEEFTIJD_6": "12"})):
        workspace.add(sources.read([path]), now=datetime(2026, 1, 2, tzinfo=UTC))
    assert workspace.table("pupils").select("area_id", "high").rows() == [("9001", 12)]
    assert workspace.table("schools")["sector"].to_list() == ["po"]
