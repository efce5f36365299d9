# SPDX-License-Identifier: EUPL-1.2
"""Where the pupils of a school live."""

from __future__ import annotations

from dataclasses import replace

from gemengd.monitor.figure.school import homes
from gemengd.monitor.speech import language
from monitor.figure.school.schools_made import said, school

NL, EN = language("nl"), language("en")


def test_the_share_of_the_municipality_is_left_out_when_hidden():
    one = school(whole=None)
    assert "Teststad" not in said(homes.say(one, EN))
    assert "Of all pupils at the schools of Teststad, about 22" in said(
        homes.say(replace(one, whole=0.22), EN)
    )
