# SPDX-License-Identifier: EUPL-1.2
"""CBS population by postcode of 2013: damaged header, codes of five digits, migration background."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from gemengd import sources
from gemengd.sources.publishers.cbs.population import COLUMNS
from gemengd.tables import InvalidTable

FIRST = b'"\x95\xc8\xc0""ID"""'
"""The damaged byte order mark before the first name, as it stands in the public copy."""


def _row(code="1011", *, total=20, migrants=10, western=5, other=5, number="363"):
    values = dict.fromkeys(COLUMNS, "0") | {
        "POSTCODESOP1JANUARI": code,
        "TOTAALMANNENENVROUWEN_1": str(total),
        "K_0TOT5JAAR_2": str(total),
        "TOTAALALLOCHTONEN_64": str(migrants),
        "WESTERSEALLOCHTOON_65": str(western),
        "NIETWESTERSEALLOCHTOON_66": str(other),
        "GEMEENTECODE_72": number,
        "GEMEENTENAAM_73": "       Amsterdam",
    }
    return ",".join(["0", *values.values()]).encode("mac_roman")


@pytest.fixture
def population_file(tmp_path):
    def write(*rows):
        path = tmp_path / "population.csv"
        path.write_bytes(b"\r".join([FIRST + b"," + ",".join(COLUMNS).encode(), *rows]))
        return path

    return write


def _read(path, year=2013):
    (contribution,) = sources.read([path], year=year)
    return contribution


def test_background_is_what_is_not_dutch(population_file):
    residents = (
        _read(population_file(_row())).tables["residents"].filter(characteristic="migration_background")
    )
    assert dict(residents.select("group", "value").iter_rows()) == {
        "dutch": 10.0,
        "western": 5.0,
        "non_western": 5.0,
    }


def test_the_rest_of_two_rounded_counts_is_an_interval(population_file):
    residents = _read(population_file(_row())).tables["residents"].filter(group="dutch")
    assert residents.select("low", "high").rows() == [(6, 14)]


def test_codes_of_five_digits_are_left_out_and_counted(population_file):
    contribution = _read(population_file(_row(), _row("10363")))
    assert contribution.tables["residents"]["area_id"].unique().to_list() == ["1011"]
    assert [(refusal.rows, refusal.example) for refusal in contribution.refused] == [(1, "10363")]


def test_another_total_needs_a_year(population_file):
    with pytest.raises(InvalidTable, match="--year"):
        _read(population_file(_row()), year=None)


def test_a_negative_count_is_refused(population_file):
    with pytest.raises(InvalidTable) as caught:
        _read(population_file(_row(total=-5)))
    assert (caught.value.findings[0].row, caught.value.findings[0].column) == (2, "TOTAALMANNENENVROUWEN_1")


def test_real_population(population_2013):
    residents = population_2013.tables["residents"]
    assert residents.filter(characteristic="all")["value"].sum() == 16_777_010
    assert residents["area_id"].n_unique() == 4_033
    assert population_2013.rows_read == 4_594
    assert population_2013.refused[0].rows == 561
    assert population_2013.reference_date == date(2013, 1, 1)


def test_real_ages_come_near_the_total(population_2013):
    ages = population_2013.tables["residents"].filter(characteristic="age")
    assert ages["group"].n_unique() == 20
    assert ages["value"].sum() == pytest.approx(16_777_010, rel=1e-3)


def test_real_names(population_2013):
    areas = population_2013.tables["areas"]
    assert areas.filter(area_id="1011").item(0, "municipality_id") == "GM0363"
    assert areas.filter(area_id="GM0363").item(0, "name") == "Amsterdam"
    assert "Skarsterlân" in areas["name"].to_list()
    assert areas.filter(pl.col("level") == "pc4").height == 4_033
