# SPDX-License-Identifier: EUPL-1.2
"""DUO's data service: pupils by home postcode in long form, in made-up files."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from gemengd import sources
from gemengd.tables import InvalidTable

HEADER = "INSTELLINGSCODE,VESTIGINGSCODE,TYPE_PO,PEILJAAR,POSTCODE4_DEELNEMER,AANTAL_LEERLINGEN"


@pytest.fixture
def written(tmp_path):
    def write(*rows, header=HEADER):
        path = tmp_path / "brin6_pc4.csv"
        path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
        return path

    return write


def _one(path):
    (contribution,) = sources.read([path])
    return contribution


def _refused(path):
    with pytest.raises(InvalidTable) as caught:
        sources.read([path])
    return caught.value


def test_a_row_becomes_pupils_of_a_location_and_a_home(written):
    pupils = _one(written("99AA,00,BO,2023,9001,12")).tables["pupils"]
    assert pupils.row(0, named=True) == {
        "year": 2023,
        "school_id": "99AA00",
        "area_id": "9001",
        "characteristic": "all",
        "group": "all",
        "low": 12,
        "high": 12,
        "track": "bo",
        "stage": None,
    }


def test_each_year_is_a_source_of_its_own(written):
    rows = ("99AA,00,BO,2023,9001,12", "99AA,00,BO,2022,9001,11", "99AA,00,BO,2022,9002,7")
    contributions = sources.read([written(*rows)])
    assert [one.source_id for one in contributions] == [
        "duo-po-flows-service-2022",
        "duo-po-flows-service-2023",
    ]
    assert [one.reference_date for one in contributions] == [date(2022, 10, 1), date(2023, 10, 1)]
    assert [one.rows_read for one in contributions] == [2, 1]


@pytest.mark.parametrize("count", ["-1", "<5"])
def test_a_suppressed_count_is_0_to_4_and_is_told(written, count):
    contribution = _one(written(f"99AA,00,BO,2023,9001,{count}", "99AA,00,BO,2023,9002,9"))
    pupils = contribution.tables["pupils"]
    assert pupils.filter(area_id="9001").select("low", "high").rows() == [(0, 4)]
    assert any("1 of 2 counts are suppressed" in note for note in contribution.notes)


def test_without_suppressed_counts_nothing_is_said_of_them(written):
    assert not any("suppressed" in note for note in _one(written("99AA,00,BO,2023,9001,9")).notes)


@pytest.mark.parametrize("count", ["-2", "", "veel"])
def test_a_count_that_is_no_count_is_refused(written, count):
    refusal = _refused(written(f"99AA,00,BO,2023,9001,{count}"))
    assert refusal.findings[0].column == "AANTAL_LEERLINGEN"
    assert refusal.findings[0].row == 2


@pytest.mark.parametrize(
    ("code", "area"),
    [("10", "BE"), ("0020", "DE"), ("30", "OTHER"), ("40", None), ("", None), ("0000", None)],
)
def test_homes_abroad_and_unknown_homes(written, code, area):
    assert _one(written(f"99AA,00,BO,2023,{code},9")).tables["pupils"].item(0, "area_id") == area


def test_unknown_homes_of_one_school_are_added_up(written):
    pupils = _one(written("99AA,00,BO,2023,40,9", "99AA,00,BO,2023,0000,-1")).tables["pupils"]
    assert pupils.select("area_id", "low", "high").rows() == [(None, 9, 13)]


def test_the_kinds_at_one_location_stay_apart(written):
    rows = ("99AA,00,BO,2023,9001,9", "99AA,00,SBO,2023,9001,6")
    pupils = _one(written(*rows)).tables["pupils"].sort("track")
    assert pupils.select("track", "low").rows() == [("bo", 9), ("sbo", 6)]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("9AA,00,BO,2023,9001,9", "VESTIGINGSCODE"),
        ("99AA,00,MBO,2023,9001,9", "TYPE_PO"),
        ("99AA,00,BO,23,9001,9", "PEILJAAR"),
        ("99AA,00,BO,2023,90,9", "POSTCODE4_DEELNEMER"),
    ],
)
def test_a_code_that_cannot_be_read_is_refused(written, row, column):
    (finding,) = _refused(written(row)).findings
    assert (finding.column, finding.row, finding.file) == (column, 2, "brin6_pc4.csv")


def test_a_row_that_comes_twice_is_refused(written):
    row = "99AA,00,BO,2023,9001,9"
    assert "a second time" in _refused(written(row, row)).findings[0].found


def test_homes_become_areas_without_a_municipality(written):
    areas = _one(written("99AA,00,BO,2023,9002,9", "99AA,00,BO,2023,10,6")).tables["areas"]
    assert areas.select("area_id", "level", "name", "municipality_id").rows() == [
        ("9002", "pc4", None, None),
        ("BE", "abroad", "België", None),
    ]


def test_the_notes_tell_what_is_missing_and_where_the_layout_is_from(written):
    contribution = _one(written("99AA,00,BO,2023,9001,9", "99AA,01,BO,2023,9001,9"))
    assert set(contribution.tables) == {"pupils", "areas"}
    text = " ".join(contribution.notes)
    assert "2 school locations" in text
    assert "duo-locations-po" in text
    assert "was not checked against a file of DUO" in text


def test_columns_that_the_service_adds_do_no_harm(written):
    contribution = _one(written("1,99AA,00,BO,2023,9001,9", header=f"_id,{HEADER}"))
    assert contribution.tables["pupils"].get_column("high").sum() == 9


def test_the_school_is_found_in_the_list_of_locations(written, tmp_path):
    from datetime import UTC, datetime

    from gemengd.monitor.building.counts import load
    from gemengd.tables import Workspace

    workspace = Workspace(tmp_path / "workspace")
    now = datetime(2026, 1, 1, tzinfo=UTC)
    workspace.add(sources.read([written("99AA,00,BO,2023,9001,9")]), now=now)
    assert load(workspace).flows.height == 0
    names = "BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;POSTCODE;GEMEENTENUMMER"
    listed = tmp_path / "list.csv"
    listed.write_text(
        f"{names};GEMEENTENAAM;DENOMINATIE\n99001;99AA;99AA00;De Els;9001 AB;9901;VOORBEELDSTAD;Openbaar\n"
    )
    workspace.add(sources.read([listed], year=2023), now=now)
    flows = load(workspace).flows
    assert flows.select(pl.col("municipality_id").cast(pl.String), "high").rows() == [("GM9901", 9)]
