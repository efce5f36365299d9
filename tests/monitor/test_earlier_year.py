# SPDX-License-Identifier: EUPL-1.2
"""A cell at an earlier school year."""

from __future__ import annotations

import pytest

from gemengd.monitor import figures
from gemengd.monitor.reporting.reading import published as published_of
from gemengd.tables import Workspace


@pytest.fixture(scope="module")
def published(example_workspace):
    return published_of(Workspace(example_workspace))


def test_everything_is_of_that_year(published):
    cell = published.cell("GM9901", "po", "parental_education", 2022)
    assert cell.year == 2022
    assert {row["year"] for row in (*cell.schools, *cell.areas)} == {2022}
    assert cell.coverage["year"] == 2022
    assert {peer.dissimilarity.year for peer in cell.peers} == {2022}
    assert cell.number("D").year == 2022


def test_the_trend_stays_that_of_all_years(published):
    view = published.view("GM9901")
    earlier = published.cell("GM9901", "po", "parental_education", 2022)
    last = figures(view, "nl", keys=("trend",))[0]
    assert figures(view, "nl", cell=earlier, keys=("trend",))[0] == last
    assert figures(view, "nl", cell=earlier, keys=("level",)) != figures(view, "nl", keys=("level",))


def test_the_last_year_chosen_is_the_last_year(published):
    view = published.view("GM9901")
    chosen = published.cell("GM9901", "po", "parental_education", 2025)
    assert figures(view, "en", cell=chosen) == figures(view, "en")
