# SPDX-License-Identifier: EUPL-1.2
"""The sentences of the first blocks, on ordinary and on extreme numbers."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from gemengd.monitor.figure import story
from gemengd.monitor.speech import language

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("made.py"))))
NL, EN = language("nl"), language("en")


def level(number, lang=NL):
    return " ".join(story.level(made.cell(number), lang).sentences)


def trend(change, *years, lang=NL):
    return " ".join(story.trend(made.cell(*years, change), lang).sentences)


def test_dissimilarity_is_said_in_pupils_with_margin_and_chance():
    said = level(made.number(estimate=0.314, se=0.01, expected=0.051))
    assert (
        "zouden van elke 100 leerlingen met laagopgeleide ouders er ongeveer 31 naar een andere school"
        in said
    )
    assert "De marge loopt van 29 tot 33." in said
    assert "Door toeval alleen zouden dat er al 5 zijn." in said
    assert "Vrijwel zeker verschillen de scholen meer dan door toeval." in said


def test_the_english_sentence_says_the_same():
    said = level(made.number(estimate=0.314, expected=0.051), EN)
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
    assert words in level(made.number(estimate=estimate, se=0.0))


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
    assert words in level(made.number(estimate=estimate, se=0.01, expected=0.10))


def test_an_expected_composition_is_called_so_and_gets_no_margin():
    estimated = made.number(estimate=0.18, se=None, status="expected_from_area")
    said = story.level(made.cell(estimated), NL)
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
    said = story.level(made.cell(made.number(estimate=None, se=None, status=status)), NL)
    assert not said.known
    assert why in said.sentences[0]


def test_counts_that_are_intervals_give_two_bounds():
    bounded = made.number(estimate=None, se=None, bound_low=0.21, bound_high=0.38, status="bounded")
    assert "tussen 21 en 38 van elke 100" in level(bounded)


def causes(near, choice, se=0.005, lang=NL):
    numbers = (made.number(), made.number("D_nearest", near), made.number("D_choice", choice, se))
    return story.causes(made.cell(*numbers), lang)


def test_housing_and_choice_are_parts_that_add_up():
    said = causes(0.22, 0.09)
    assert (said.headline, said.caption) == ("71% wonen", "en 29% schoolkeuze")
    assert "hangt samen met waar gezinnen wonen" in " ".join(said.sentences)


@pytest.mark.parametrize("lang", [NL, EN])
def test_no_sentence_about_housing_and_choice_names_a_cause(lang):
    for near, choice in ((0.22, 0.09), (0.3, -0.1), (0.3, 0.0), (0.0, 0.2)):
        said = " ".join(causes(near, choice, lang=lang).sentences).lower()
        assert not any(word in said for word in ("veroorzaakt", "door schoolkeuze", "because", "caused"))
        assert "geen oorzaak" in said or "no cause" in said


def test_choice_that_mixes_is_said_so():
    said = causes(0.32, -0.04)
    assert said.headline == "4 punten meer gemengd"
    assert "4 punten minder segregatie" in " ".join(said.sentences)


def test_a_difference_within_noise_is_not_claimed():
    assert (
        "Of schoolkeuze verschil maakt, is met deze cijfers niet te zeggen."
        in causes(0.3, 0.001, 0.05).sentences
    )


def test_no_segregation_at_all_gives_no_parts():
    assert story.housing_share(0.0, 0.0) is None


def test_without_homes_nothing_is_said_of_housing():
    said = story.causes(
        made.cell(made.number(), made.number("D_nearest", None, None, status="no_points")), NL
    )
    assert "niet bekend waar de scholen of woningen staan" in said.sentences[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (-0.05, "De segregatie is vrijwel zeker gedaald."),
        (-0.012, "De segregatie is waarschijnlijk gedaald."),
        (-0.005, "De segregatie is misschien gedaald."),
        (-0.001, "Of dat een echte verandering is, is met deze cijfers niet te zeggen."),
        (0.0, "Of dat een echte verandering is, is met deze cijfers niet te zeggen."),
        (0.005, "De segregatie is misschien gestegen."),
        (0.012, "De segregatie is waarschijnlijk gestegen."),
        (0.05, "De segregatie is vrijwel zeker gestegen."),
    ],
)
def test_a_change_is_said_as_surely_as_it_is(change, words):
    first, last = made.number(year=2020, estimate=0.3), made.number(estimate=0.3 + change)
    assert words in trend(made.number("D_change", change, units=5), first, last)


def test_the_headline_is_the_difference_of_the_numbers_that_are_read():
    first, last = made.number(year=2020, estimate=0.524), made.number(estimate=0.459)
    change = made.number("D_change", -0.065, units=5)
    said = story.trend(made.cell(first, last, change), NL)
    assert "van 52 naar 46" in said.sentences[0]
    assert said.headline == "−6 punten"


def test_a_changed_chance_level_is_mentioned():
    first, last = made.number(year=2020), made.number(estimate=0.35)
    said = trend(made.number("D_change", 0.04, units=5, expected=0.02), first, last)
    assert "Het toevalsniveau veranderde in dezelfde tijd met +2 punten." in said


def test_one_year_has_no_trend():
    said = story.trend(made.cell(made.number(year=2017)), NL)
    assert not said.known
    assert "één schooljaar, 2017/18" in said.sentences[0]


def test_years_counted_in_another_way_are_not_compared():
    said = trend(made.number("D_change", None, None, status="break_in_series"), made.number())
    assert "anders geteld" in said


def test_choice_is_not_told_from_an_expected_composition():
    near = made.number("D_nearest", 0.32, se=None, status="expected_from_area")
    choice = made.number("D_choice", None, se=None, status="choice_unseen")
    said = story.causes(made.cell(made.number(estimate=0.28, se=None), near, choice), EN)
    assert not said.known
    assert "choice cannot be seen" in said.sentences[0]
