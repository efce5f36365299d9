# SPDX-License-Identifier: EUPL-1.2
"""Current DUO layouts: secondary locations, school advice, and exams (recognised, not used)."""

from __future__ import annotations

from datetime import date

import pytest

from gemengd import sources
from gemengd.sources.publishers.duo.advice import ADVICE
from gemengd.tables import InvalidTable, parse_characteristics


@pytest.fixture
def locations(shared_data):
    return shared_data / "duo" / "layout-sample_leerlingen-vo-per-vestiging-2025.csv"


@pytest.fixture
def advice(shared_data):
    (contribution,) = sources.read([shared_data / "duo" / "layout-sample_schooladviezen-2024-2025.csv"])
    return contribution


def test_locations_need_a_year(locations):
    with pytest.raises(InvalidTable, match="--year") as caught:
        sources.read([locations])
    assert caught.value.findings[0].found == "no year in the file"


def test_locations_of_secondary_schools(locations):
    (contribution,) = sources.read([locations], year=2024)
    assert contribution.source_id == "duo-vo-locations-2024"
    assert contribution.reference_date == date(2024, 10, 1)
    pupils = contribution.tables["pupils"]
    assert pupils.filter(school_id="21AF00").select("low", "high", "area_id", "year").rows() == [
        (845, 845, None, 2024)
    ]
    schools = contribution.tables["schools"]
    assert schools.filter(school_id="14DC06").item(0, "name") == 'VMBO "De Jutter" Vlieland'
    assert schools.filter(school_id="19HY00").item(0, "municipality_id") == "GM0060"
    assert set(schools["sector"]) == {"vo"}
    assert "Noardeast-Fryslân" in contribution.tables["areas"]["name"].to_list()


def test_two_and_six_character_locations_are_one_code(advice):
    assert "00AR00" in advice.tables["schools"]["school_id"].to_list()
    assert advice.tables["schools"]["school_id"].str.len_chars().unique().to_list() == [6]


def test_advice_is_counted_by_group_in_the_last_year(advice):
    pupils = advice.tables["pupils"]
    assert pupils.height == 5 * len(ADVICE)
    assert pupils.select("characteristic", "stage", "year").unique().rows() == [("advice", "8", 2024)]
    row = pupils.filter(school_id="00AR00", group="vmbo_gt")
    assert row.select("low", "high").rows() == [(10, 10)]


def test_suppressed_advice_is_an_interval(advice):
    row = advice.tables["pupils"].filter(school_id="00AP00", group="vmbo_gt_havo")
    assert row.select("low", "high").rows() == [(0, 4)]


def test_advice_comes_with_its_definition(advice):
    definition = parse_characteristics(advice.characteristics)["advice"]
    assert definition.role == "count"
    assert set(definition.groups) == set(advice.tables["pupils"]["group"])


def test_advice_gives_sector_and_track(advice):
    schools = advice.tables["schools"].select("school_id", "sector", "tracks", "area_id")
    assert schools.filter(school_id="00BZ00").rows() == [("00BZ00", "so", ["sbo"], "8031")]


def test_exams_are_recognised_and_left_out_with_a_reason(shared_data):
    (contribution,) = sources.read([shared_data / "duo" / "examenkandidaten-en-geslaagden-2019-2024.csv.gz"])
    assert contribution.tables == {}
    assert contribution.rows_read == contribution.refused[0].rows == 12_782
    assert "not used yet" in contribution.refused[0].reason
    assert isinstance(contribution.refused[0].example, str)
