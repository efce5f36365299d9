# SPDX-License-Identifier: EUPL-1.2
"""The figures of a school together."""

from __future__ import annotations

import pytest

from gemengd.monitor.figure.school import beside, homes, nearby
from gemengd.monitor.figure.school.kinds import KINDS
from gemengd.monitor.published.school import Nearby
from gemengd.monitor.speech import language
from monitor import made
from monitor.figure.school.schools_made import said, school

NL, EN = language("nl"), language("en")


def test_the_words_blame_nobody():
    every = [beside.say, homes.say, nearby.say]
    near = (Nearby(made.school("00AB00"), 0.4),)
    text = " ".join(said(say(school(nearby=near), NL)) for say in every)
    assert not any(word in text for word in ("slecht ", "zwart", "wit", "schuld", "probleem"))


@pytest.mark.parametrize("lang", [NL, EN])
@pytest.mark.parametrize("key", ["beside", "homes", "nearby"])
def test_every_figure_survives_empty_rows(lang, key):
    empty = dict.fromkeys(made.school(), None)
    row = empty | {"year": 2025, "school_id": "00AA00", "name": "X", "status": "no_pupils", "sector": "po"}
    kind = KINDS[key]
    assert kind.say(school(row), lang).sentences
    assert kind.table(school(row), lang).csv()
