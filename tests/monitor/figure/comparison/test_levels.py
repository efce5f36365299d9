# SPDX-License-Identifier: EUPL-1.2
"""The index of every place."""

from __future__ import annotations

from gemengd.monitor.figure.comparison import differences, levels
from gemengd.monitor.published.comparison import compared
from gemengd.monitor.speech import language
from monitor.figure.comparison.places_made import pair, place

NL, EN = language("nl"), language("en")


def test_what_is_read_adds_up():
    both = pair(0.455, 0.4)
    assert "A 46 and B 40" in levels.say(both, EN).sentences[0]
    assert "6 points" in differences.say(both, EN).sentences[0]


def test_a_hidden_place_says_why():
    one, other = place("GM0001", "A", 0.3), place("GM0002", "B", None, se=None, status="too_few_to_publish")
    told = compared([one, other], "D", (2025, 2025))
    assert "B: te weinig leerlingen om te tonen." in levels.say(told, NL).sentences
    assert "te weinig leerlingen om te tonen" in differences.say(told, NL).sentences[0]


def test_an_estimate_from_the_neighbourhood_has_no_certainty():
    found = pair(0.3, 0.4, se=None, status="expected_from_area", low=None, high=None)
    assert "cannot be said" in differences.say(found, EN).sentences[0]
    assert levels.say(found, EN).sentences[0] == "Estimated from the neighbourhood."
