# SPDX-License-Identifier: EUPL-1.2
"""The figures of a comparison together."""

from __future__ import annotations

import pytest

from gemengd.figures.palette import NARROW, WIDE
from gemengd.monitor.figure.comparison import changes, differences, levels, trends
from gemengd.monitor.figure.comparison.kinds import KINDS, comparison_basis
from gemengd.monitor.published.comparison import MOST_PLACES, compared
from gemengd.monitor.speech import language
from monitor import made
from monitor.figure.comparison.places_made import place

NL, EN = language("nl"), language("en")


def test_one_place_and_one_year_say_what_to_choose():
    alone = compared([place("GM0001", "A", 0.3)], "D", (2025, 2025))
    assert differences.say(alone, EN).sentences == ("Choose another municipality to see a difference.",)
    assert changes.say(alone, EN).sentences == ("Choose an earlier year to see a change.",)
    assert differences.draw(alone, EN) is None
    assert trends.draw(alone, EN) is None


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_pictures_of_eight_places_stay_on_their_sheet(width):
    cells = [place(f"GM{i:04}", f"Plaats {i}", 0.1 + i / 20, 0.2 + i / 20) for i in range(MOST_PLACES)]
    told = compared(cells, "D", (2024, 2025))
    draws = (
        levels.draw,
        differences.draw,
        trends.draw,
        changes.draw,
    )
    for draw in draws:
        spec = draw(told, NL, width)
        for layer in spec["layer"]:
            for datum in layer["data"]["values"]:
                assert -1 <= datum.get("x", 0) <= width + 1
                assert -1 <= datum.get("y", 0) <= spec["height"] + 1


@pytest.mark.parametrize("lang", [NL, EN])
def test_every_figure_has_sentences_and_a_table(lang):
    told = compared([place("GM0001", "A", 0.30, 0.35), place("GM0002", "B", 0.40, 0.41)], "D", (2024, 2025))
    for kind in KINDS.values():
        assert kind.say(told, lang).known
        assert kind.table(told, lang).rows


def test_the_foot_counts_all_places_together():
    cells = [place("GM0001", "A", 0.3), place("GM0002", "B", 0.4)]
    basis = comparison_basis(compared(cells, "D", (2025, 2025), [made.view(), made.view()]))
    assert (basis.year, basis.pupils, basis.schools) == (2025, 6420, 28)
    assert basis.name == "GM0001-GM0002-po-parental_education"
