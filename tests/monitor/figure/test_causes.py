# SPDX-License-Identifier: EUPL-1.2
"""Housing or choice: parts that add up, and no cause named."""

from __future__ import annotations

import pytest

from gemengd.monitor.figure import causes
from gemengd.monitor.speech import language
from monitor import made
from monitor.figure.pictures import texts

NL, EN = language("nl"), language("en")


def said_of(near, choice, se=0.005, lang=NL):
    numbers = (made.number(), made.number("D_nearest", near), made.number("D_choice", choice, se))
    return causes.say(made.cell(*numbers), lang)


def test_housing_and_choice_are_parts_that_add_up():
    said = said_of(0.22, 0.09)
    assert (said.headline, said.caption) == ("71% wonen", "en 29% schoolkeuze")
    assert "hangt samen met waar gezinnen wonen" in " ".join(said.sentences)


@pytest.mark.parametrize("lang", [NL, EN])
def test_no_sentence_about_housing_and_choice_names_a_cause(lang):
    for near, choice in ((0.22, 0.09), (0.3, -0.1), (0.3, 0.0), (0.0, 0.2)):
        said = " ".join(said_of(near, choice, lang=lang).sentences).lower()
        assert not any(word in said for word in ("veroorzaakt", "door schoolkeuze", "because", "caused"))
        assert "geen oorzaak" in said or "no cause" in said


def test_choice_that_mixes_is_said_so():
    said = said_of(0.32, -0.04)
    assert said.headline == "4 punten meer gemengd"
    assert "4 punten minder segregatie" in " ".join(said.sentences)


def test_a_difference_within_noise_is_not_claimed():
    assert (
        "Of schoolkeuze verschil maakt, is met deze cijfers niet te zeggen."
        in said_of(0.3, 0.001, 0.05).sentences
    )


def test_no_segregation_at_all_gives_no_parts():
    assert causes.housing_share(0.0, 0.0) is None


def test_without_homes_nothing_is_said_of_housing():
    said = causes.say(made.cell(made.number(), made.number("D_nearest", None, None, status="no_points")), NL)
    assert "niet bekend waar de scholen of woningen staan" in said.sentences[0]


def test_choice_is_not_told_from_an_expected_composition():
    near = made.number("D_nearest", 0.32, se=None, status="expected_from_area")
    choice = made.number("D_choice", None, se=None, status="choice_unseen")
    said = causes.say(made.cell(made.number(estimate=0.28, se=None), near, choice), EN)
    assert not said.known
    assert "choice cannot be seen" in said.sentences[0]


def test_the_parts_that_are_read_add_up():
    numbers = (made.number(), made.number("D_nearest", 0.366), made.number("D_choice", 0.0885))
    assert [t for t in texts(causes.draw(made.cell(*numbers), NL)) if t[-1].isdigit()] == ["37", "+9", "46"]
