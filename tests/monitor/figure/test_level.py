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
    said = sentences(made.number(estimate=0.314, se=0.01, expected=0.051))
    assert (
        "zouden van elke 100 leerlingen met laagopgeleide ouders er ongeveer 31 naar een andere school"
        in said
    )
    assert "De marge loopt van 29 tot 33." in said
    assert "Door toeval alleen zouden dat er al 5 zijn." in said
    assert "Vrijwel zeker verschillen de scholen meer dan door toeval." in said


def test_the_english_sentence_says_the_same():
    said = sentences(made.number(estimate=0.314, expected=0.051), EN)
    assert (
        "Of every 100 pupils of parents with little education in Teststad, about 31 would have to move"
        in said
    )
    assert "It is almost certain that the schools differ more than by chance." in said


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
    ("estimate", "words"),
    [
        (0.10 + 0.0165, "Vrijwel zeker verschillen"),
        (0.10 + 0.0164, "Waarschijnlijk verschillen"),
        (0.10 + 0.0085, "Waarschijnlijk verschillen"),
        (0.10 + 0.0084, "Misschien verschillen"),
        (0.10 + 0.0026, "Misschien verschillen"),
        (0.10 + 0.0025, "niet te zeggen"),
        (0.08, "niet te zeggen"),
    ],
)
def test_the_words_of_certainty_change_at_95_80_and_60_percent(estimate, words):
    assert words in sentences(made.number(estimate=estimate, se=0.01, expected=0.10))


def test_an_expected_composition_is_called_so_and_gets_no_margin():
    estimated = made.number(estimate=0.18, se=None, status="expected_from_area")
    said = level.say(made.cell(estimated), NL)
    assert said.sentences[0].startswith("Geschat op basis van de buurt")
    assert "geschat op basis van de buurt" in said.caption
    assert "Hoe onzeker deze schatting is, is met deze cijfers niet te zeggen." in said.sentences
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
    assert "tussen 21 en 38 van elke 100" in sentences(bounded)


def test_a_hundred_pupils_are_drawn():
    cell = made.cell(made.number(estimate=0.314, low=0.29, high=0.33, expected=0.05))
    spec = level.draw(cell, NL)
    accent, paper = palette.ACCENT, palette.PAPER
    sure, perhaps = marks(spec, "point", fill=accent), marks(spec, "point", fill=paper, stroke=accent)
    others = marks(spec, "point", fill=palette.GREY)
    assert (len(sure), len(perhaps) - 1, len(others)) == (29, 4, 67)  # one ring stands in the key


def test_no_margin_is_drawn_for_an_estimate_without_one():
    cell = made.cell(made.number(se=None, status="expected_from_area"))
    assert marks(level.draw(cell, NL), "point", fill=palette.PAPER) == []


def test_the_alternative_text_is_escaped():
    assert 'aria-label="&lt;b&gt;"' in svg(level.draw(made.cell(), NL), "<b>")
