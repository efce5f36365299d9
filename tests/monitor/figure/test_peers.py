# SPDX-License-Identifier: EUPL-1.2
"""Beside similar municipalities: counted by what can be said."""

from __future__ import annotations

from gemengd.monitor.figure import peers
from gemengd.monitor.published.view import Peer
from gemengd.monitor.speech import language
from monitor import made
from monitor.figure.pictures import marks

NL = language("nl")


def sentences(own, *others):
    strip = tuple(Peer(f"GM{i:04}", f"P{i}", i, each) for i, each in enumerate(others, start=2))
    return " ".join(peers.say(made.cell(own, peers=strip), NL).sentences)


def test_peers_are_counted_by_what_can_be_said():
    said = sentences(
        made.number(), made.number(estimate=0.2), made.number(estimate=0.4), made.number(estimate=0.311)
    )
    assert "In 1 daarvan is de segregatie waarschijnlijk of vrijwel zeker lager" in said
    assert "In 1 daarvan is de segregatie waarschijnlijk of vrijwel zeker hoger" in said
    assert "Voor 1 daarvan is het verschil met deze cijfers niet te zeggen." in said


def test_estimated_municipalities_are_compared_without_certainty():
    own = made.number(estimate=0.28, se=None, status="expected_from_area")
    others = [made.number(estimate=d, se=None, status="expected_from_area") for d in (0.09, 0.35)]
    said = sentences(own, *others)
    assert "28 van de 100 leerlingen uit de groep, in de andere 9 tot en met 35" in said
    assert "weten we niet" in said


def test_a_municipality_without_peers_says_so():
    assert "geen gemeenten" in sentences(made.number())


def test_the_own_municipality_is_named_in_bold():
    spec = peers.draw(made.full_cell(), NL)
    assert [datum["t"] for datum in marks(spec, "text", fontWeight=700)] == ["Teststad", "26"]
