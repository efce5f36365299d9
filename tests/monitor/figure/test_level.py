# SPDX-License-Identifier: EUPL-1.2
"""How mixed: the sentences on ordinary and on extreme numbers, and a hundred pupils."""

from __future__ import annotations

import pytest

from gemengd.figures import palette
from gemengd.figures.picture import svg
from gemengd.monitor.figure import level
from gemengd.monitor.speech import language
from monitor import made
from monitor.figure.pictures import marks

NL, EN = language("nl"), language("en")


def sentences(number, lang=NL):
    return " ".join(level.say(made.cell(number), lang).sentences)


def test_dissimilarity_is_said_in_pupils_with_margin_and_chance():
    said = level.say(made.cell(made.number(estimate=0.314, se=0.01, expected=0.051)), NL)
    text = " ".join(said.sentences)
    assert "Van elke 100 leerlingen met laagopgeleide ouders in Teststad gingen er 31 naar een andere" in text
    assert "als elke school dezelfde mix had en de andere leerlingen bleven." in text
    assert "Met de marge erbij: 29 tot en met 33 van de 100." in text
    assert "Dan was dit cijfer ongeveer 5." in text
    assert "De verschillen tussen scholen zijn vrijwel zeker groter dan door toeval." in text
    assert "Niemand hoeft van school te veranderen." in text
    assert said.headline == "31 van de 100 leerlingen uit deze groep"


def test_the_english_sentence_says_the_same():
    said = sentences(made.number(estimate=0.314, expected=0.051), EN)
    assert "Of every 100 pupils of parents with little education in Teststad, 31 would go to another" in said
    assert "The differences between schools are almost certainly larger than by chance." in said


def test_beside_it_stands_what_it_means_for_all_pupils():
    groups = (made.group("low", 0.2), made.group("high", 0.8))
    said = level.say(made.cell(made.number(estimate=0.5), groups=groups), NL)
    assert any("16 van de 100 van alle leerlingen" in each for each in said.sentences)  # 2 x 0.2 x 0.8 x 0.5


def test_one_school_has_no_spread_and_no_figure():
    said = level.say(made.cell(made.number(estimate=None, se=None, status="one_unit")), NL)
    assert not said.known
    assert said.headline == "Eén school"
    assert "één school" in said.sentences[0]
    assert not any(sign.isdigit() for sign in " ".join(said.sentences))


@pytest.mark.parametrize("status", ["one_unit", "one_area", "fractional_counts", "bounded", "no_pupils"])
def test_no_number_can_be_made_with_a_status_that_says_it_is_none(status):
    with pytest.raises(ValueError, match=f"with status '{status}'"):
        made.number(estimate=0.3, status=status)


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        (0.0, "gelijk over de scholen verdeeld"),
        (1.0, "op geen enkele school"),
        (0.001, "er minder dan 1 naar"),
        (0.999, "er meer dan 99 naar"),
    ],
)
def test_the_ends_of_the_scale_have_their_own_words(estimate, words):
    assert words in sentences(made.number(estimate=estimate, se=0.0))


@pytest.mark.parametrize(
    ("p_value", "words"),
    [
        (0.0, "zijn vrijwel zeker groter dan door toeval"),
        (0.049, "zijn vrijwel zeker groter dan door toeval"),
        (0.05, "zijn waarschijnlijk groter dan door toeval"),
        (0.199, "zijn waarschijnlijk groter dan door toeval"),
        (0.2, "is met deze cijfers niet te zeggen"),
        (None, "is met deze cijfers niet te zeggen"),
    ],
)
def test_the_words_of_certainty_are_those_of_the_test(p_value, words):
    assert words in sentences(made.number(estimate=0.2, se=0.01, expected=0.10, p_value=p_value))


def test_what_a_lottery_might_give_has_no_level_of_its_own():
    said = sentences(made.number(estimate=0.12, se=0.01, expected=0.10, p_value=0.3, low=None, high=None))
    assert "marge" not in said
    assert "Houden we rekening met toeval" not in said


def test_an_expected_composition_is_called_so_and_gets_no_margin():
    estimated = made.number(estimate=0.18, se=None, status="expected_from_area")
    said = level.say(made.cell(estimated), NL)
    assert said.sentences[0].startswith("Dit is een schatting")
    assert "geschat" in said.caption
    assert (
        "Hoe onzeker dit is, weten we niet. Meestal vallen zulke schattingen te laag uit." in said.sentences
    )
    assert "marge" not in " ".join(said.sentences)


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("one_group", "alle leerlingen horen bij één groep"),
        ("no_pupils", "geen leerlingen"),
        ("too_few_to_publish", "te weinig leerlingen om te tonen"),
    ],
)
def test_what_is_not_known_is_said_with_its_reason(status, why):
    said = level.say(made.cell(made.number(estimate=None, se=None, status=status)), NL)
    assert not said.known
    assert why in said.sentences[0]


def test_counts_that_are_intervals_give_two_bounds():
    bounded = made.number(estimate=None, se=None, bound_low=0.21, bound_high=0.38, status="bounded")
    assert "tussen 21 en 38 van de 100" in sentences(bounded)


def test_a_hundred_pupils_are_drawn():
    cell = made.cell(made.number(estimate=0.314, low=0.29, high=0.33, expected=0.05))
    spec = level.draw(cell, NL)
    accent, paper = palette.ACCENT, palette.PAPER
    sure, perhaps = marks(spec, "point", fill=accent), marks(spec, "point", fill=paper, stroke=accent)
    others = marks(spec, "point", fill=palette.GREY)
    assert (len(sure), len(perhaps) - 1, len(others)) == (29, 4, 67)  # one ring stands in the key


def test_an_estimate_is_drawn_open():
    cell = made.cell(made.number(se=None, status="expected_from_area"))
    assert len(marks(level.draw(cell, NL), "point", fill=palette.PAPER)) == 31
    assert marks(level.draw(cell, NL), "point", fill=palette.ACCENT) == []


def test_the_alternative_text_is_escaped():
    assert 'aria-label="&lt;b&gt;"' in svg(level.draw(made.cell(), NL), "<b>")
