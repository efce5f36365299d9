# SPDX-License-Identifier: EUPL-1.2
"""The schools nearby."""

from __future__ import annotations

from gemengd.monitor.figure.school import nearby
from gemengd.monitor.published.school import Nearby
from gemengd.monitor.speech import language
from monitor import made
from monitor.figure.school.schools_made import said, school

NL, EN = language("nl"), language("en")


def test_without_a_place_or_neighbours_that_is_said():
    alone = school()
    assert "geen andere school" in said(nearby.say(alone, NL))
    nowhere = school(made.school(x=None))
    assert "niet bekend" in said(nearby.say(nowhere, NL))


def test_a_rough_place_is_told():
    near = (Nearby(made.school("00AB00", located="area"), 0.4),)
    assert "ruwe schatting" in said(nearby.say(school(nearby=near), NL))
