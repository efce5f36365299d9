# SPDX-License-Identifier: EUPL-1.2
"""Distance to school, by group."""

from __future__ import annotations

from gemengd.monitor.figure import distance
from gemengd.monitor.speech import language
from monitor import made

NL = language("nl")


def test_distances_name_the_furthest_and_the_nearest_group():
    numbers = [
        made.number("distance", 0.8),
        made.number("distance:low", 0.7),
        made.number("distance:high", 0.94),
    ]
    said = distance.say(made.cell(made.number(), *numbers), NL).sentences
    assert said[1] == "Het verst: ‘hoog (hbo, wo)’ (0,9 km); het dichtst bij: ‘laag’ (0,7 km)."


def test_equal_distances_name_nobody():
    numbers = [
        made.number("distance", 0.8),
        made.number("distance:low", 0.81),
        made.number("distance:high", 0.82),
    ]
    assert len(distance.say(made.cell(made.number(), *numbers), NL).sentences) == 1
