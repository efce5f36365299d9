# SPDX-License-Identifier: EUPL-1.2
"""Who goes to these schools."""

from __future__ import annotations

from gemengd.monitor.figure import groups
from gemengd.monitor.speech import language
from monitor import made

NL = language("nl")


def test_the_groups_of_an_expected_composition_have_names():
    cell = made.cell(characteristic="benefit", groups=(made.group("benefit", 0.2), made.group("other", 0.8)))
    assert "20% bij de groep ‘inwoners met een uitkering’" in groups.say(cell, NL).sentences[0]


def test_hidden_groups_are_not_summed():
    rows = (made.group("low", None), made.group("high", None))
    assert "te weinig leerlingen" in groups.say(made.cell(groups=rows), NL).sentences[0]
