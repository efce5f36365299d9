# SPDX-License-Identifier: EUPL-1.2
"""What goes together with housing: a part with its margin, and no cause named."""

from __future__ import annotations

import pytest

from gemengd.monitor.figure import causes
from gemengd.monitor.speech import language
from monitor import made
from monitor.figure.pictures import texts

NL, EN = language("nl"), language("en")


def said_of(near, rest, se=0.005, lang=NL, level=None):
    numbers = (
        level or made.number(expected=0.05),
        made.number("D_nearest", near),
        made.number("D_choice", rest, se),
    )
    return causes.say(made.cell(*numbers), lang)


def test_the_part_of_housing_has_its_margin_and_the_rest_no_culprit():
    said = said_of(0.22, 0.09)
    text = " ".join(said.sentences)
    assert (said.headline, said.caption) == (
        "22 van de 31",
        "als elke leerling naar de dichtstbijzijnde school ging",
    )
    assert "ongeveer 22 (marge 20 tot en met 24)" in text
    assert "Dat is 71% van wat we nu zien." in text
    assert "De rest heeft andere oorzaken, zoals schoolkeuze, volle scholen of toelatingsregels." in text


@pytest.mark.parametrize("lang", [NL, EN])
def test_no_sentence_about_housing_names_a_cause(lang):
    for near, rest in ((0.22, 0.09), (0.3, -0.1), (0.3, 0.0), (0.0, 0.2)):
        said = " ".join(said_of(near, rest, lang=lang).sentences).lower()
        assert not any(word in said for word in ("veroorzaakt", "door schoolkeuze", "because", "caused"))


def test_schools_that_are_more_mixed_than_housing():
    said = said_of(0.32, -0.04)
    assert said.headline == "32 van de 100"
    assert "zijn scholen meer gemengd: 4 van de 100 minder" in " ".join(said.sentences)


def test_a_difference_within_noise_is_not_claimed():
    said = said_of(0.3, 0.001, 0.05).sentences
    assert "Of dat anders is dan nu, is met deze cijfers niet te zeggen." in said
    assert not any("%" in each for each in said)


def test_no_split_is_told_where_the_level_may_be_chance():
    said = said_of(0.1, 0.05, level=made.number(estimate=0.15, expected=0.14, p_value=0.4))
    assert not said.known
    assert "%" not in " ".join(said.sentences)
    numbers = (
        made.number(estimate=0.15, p_value=0.4),
        made.number("D_nearest", 0.1),
        made.number("D_choice", 0.05),
    )
    assert causes.draw(made.cell(*numbers), NL) is None


def test_a_part_that_may_be_chance_has_no_percentage():
    said = said_of(0.05, 0.25, level=made.number(estimate=0.3, expected=0.05))
    assert not any("%" in each for each in said.sentences)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("coarse_homes", "groter dan de afstand tussen scholen"),
        ("level_unseen", "schoolniveau van de leerlingen"),
    ],
)
def test_what_the_data_cannot_carry_is_not_told(status, words):
    numbers = (made.number(), made.number("D_nearest", None, None, status=status))
    said = causes.say(made.cell(*numbers), NL)
    assert not said.known
    assert words in said.sentences[0]


def test_without_homes_nothing_is_said_of_housing():
    said = causes.say(made.cell(made.number(), made.number("D_nearest", None, None, status="no_points")), NL)
    assert "niet bekend waar de scholen of woningen staan" in said.sentences[0]


def test_choice_is_not_told_from_an_expected_composition():
    near = made.number("D_nearest", 0.32, se=None, status="expected_from_area")
    choice = made.number("D_choice", None, se=None, status="choice_unseen")
    said = causes.say(made.cell(made.number(estimate=0.28, se=None), near, choice), EN)
    assert not said.known
    assert "choice cannot be seen" in said.sentences[0]


def test_every_number_is_rounded_once_from_its_exact_value():
    numbers = (made.number(), made.number("D_nearest", 0.366), made.number("D_choice", 0.0885))
    assert [t for t in texts(causes.draw(made.cell(*numbers), NL)) if t[-1].isdigit()] == ["37", "+9", "45"]
