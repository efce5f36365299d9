# SPDX-License-Identifier: EUPL-1.2
"""The way to school."""

from __future__ import annotations

from gemengd.monitor.figure import flows
from gemengd.monitor.speech import language
from monitor import made

NL = language("nl")


def test_the_ways_to_school_that_are_known_are_told():
    cell = made.cell(made.number(), made.number("share_nearest", 0.44), made.number("share_leaving", 0.003))
    said = flows.say(cell, NL).sentences
    assert "grove schatting" in said[1]
    assert said[0] == "Naar schatting 44% van de leerlingen gaat naar de dichtstbijzijnde school."
    assert said[2].startswith("Minder dan 1% van de leerlingen die hier wonen")


def test_a_hidden_share_is_said_to_be_left_out():
    hidden = made.number("share_leaving", None, None, status="too_few_to_publish")
    said = flows.say(made.cell(made.number(), made.number("share_nearest", 0.4), hidden), NL)
    assert "minder dan 10 leerlingen" in said.sentences[-1]
