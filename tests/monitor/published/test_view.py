# SPDX-License-Identifier: EUPL-1.2
"""What a view and a cell answer, also where something is not there."""

from __future__ import annotations

from dataclasses import replace

from gemengd.monitor.published.heading import cell_title, coverage, notice, summary
from gemengd.monitor.published.view import MIRROR_POINTS, THRESHOLD, built_with
from gemengd.monitor.speech import language
from monitor import made

NL = language("nl")


def test_a_number_that_is_not_there_has_a_reason():
    number = made.cell().number("H")
    assert number.estimate is None
    assert number.status == "no_pupils"


def test_a_series_does_not_mix_counted_and_estimated_years():
    counted = made.number(year=2025)
    estimated = made.number(year=2024, se=None, status="expected_from_area")
    assert [n.year for n in made.cell(counted, estimated).series("D")] == [2025]
    both = made.cell(replace(counted, status="expected_from_area"), estimated)
    assert [n.year for n in both.series("D")] == [2024, 2025]


def test_the_latest_cell_is_that_of_the_same_sector_and_characteristic():
    last, other = made.full_cell(), made.full_cell(characteristic="income")
    view = made.view(other, last)
    assert view.latest(replace(last, chosen=2020)) is last
    assert view.latest(replace(last, sector="vo")).sector == "vo"


def test_a_place_without_numbers_is_an_empty_row():
    assert made.view().place("vo", 2025) == {}
    assert made.view().place("po", 2025)["pupils"] == 3210


def test_settings_that_were_not_kept_are_none():
    assert built_with({}) == built_with({"monitor": None}) == {}
    assert replace(made.view(), manifest={}).threshold == THRESHOLD
    assert made.cell().mirror_points == MIRROR_POINTS


def test_what_stands_above_the_figures():
    view = made.view()
    cell = view.cells[0]
    assert cell_title(cell, NL) == "Basisonderwijs, naar opleiding van de ouders"
    assert summary(view, cell, NL) == "schooljaar 2025/26 · 3.210 leerlingen · 14 scholen"
    assert notice(cell, NL) == ""
    assert coverage(cell, NL) == ""


def test_an_estimate_and_a_part_of_the_pupils_are_announced():
    cell = made.cell(
        made.number(se=None, status="expected_from_area"), coverage={"basis": "expected", "share": 0.8}
    )
    assert notice(cell, NL).startswith("Geschat op basis van de buurt.")
    assert "80%" in coverage(cell, NL)
