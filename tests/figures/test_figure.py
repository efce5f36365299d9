# SPDX-License-Identifier: EUPL-1.2
"""A figure of anything: here of a word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gemengd.figures.drawing import Drawing
from gemengd.figures.figure import Basis, Kind, Paper, Said, Stand, by_key, make, no_picture, standing
from gemengd.figures.palette import NARROW, WIDE
from gemengd.figures.table import Column, Table
from gemengd.monitor.speech import language

NL = language("nl")
BASIS = Basis("GM0001-po", 2025, "hand", 321, None, estimated=True, fictional=False)


def say(word, _lang):
    return Said((f"It says {word}.", "And more."), known=bool(word))


def table(word, _lang):
    return Table((Column("word", "word"),), ({"word": word},))


def draw(word, _lang, width):
    return Drawing(width, len(word)).spec()


KIND = Kind("word", "A word?", say, table, draw, ("D",), wide=True)


def test_a_kind_makes_a_figure_of_its_subject():
    figure = make(KIND, "hello", BASIS, NL)
    assert figure.key == "word"
    assert figure.said.sentences[0] == "It says hello."
    assert figure.table.rows == ({"word": "hello"},)
    assert (figure.spec["width"], figure.wide["width"]) == (NARROW, WIDE)
    assert figure.spec["height"] == 5


def test_the_text_in_the_place_of_the_picture_is_the_title_with_the_first_sentence():
    assert make(KIND, "hello", BASIS, NL).alt == "Figuur: A word. It says hello."


def test_a_subject_of_which_nothing_is_known_is_not_drawn():
    figure = make(KIND, "", BASIS, NL)
    assert figure.spec is None
    assert figure.wide is None
    assert figure.table.rows


@pytest.mark.parametrize(
    ("wanted", "drawn"), [({"draw": False}, (False, False)), ({"wide": False}, (True, False))]
)
def test_pictures_are_left_out_where_they_are_not_wanted(wanted, drawn):
    figure = make(KIND, "hello", BASIS, NL, **wanted)
    assert (figure.spec is not None, figure.wide is not None) == drawn


def test_a_kind_without_a_wide_picture_draws_one():
    figure = make(replace(KIND, wide=False), "hello", BASIS, NL)
    assert figure.spec is not None
    assert figure.wide is None


def test_a_figure_may_have_no_picture_at_all():
    assert make(replace(KIND, draw=no_picture), "hello", BASIS, NL).spec is None


def test_the_footer_is_that_of_the_basis_in_words():
    footer = make(KIND, "hello", BASIS, NL).footer
    assert (footer.source, footer.year, footer.pupils, footer.schools) == ("hand", "2025/26", 321, None)
    assert footer.estimated


def test_sources_that_are_not_named_are_missed():
    assert make(KIND, "hello", replace(BASIS, source=""), NL).footer.source == "niet vermeld"


def test_what_does_not_depend_on_groups_is_never_estimated():
    assert not make(replace(KIND, by_group=False), "hello", BASIS, NL).footer.estimated


def test_the_definitions_of_the_subject_come_before_those_of_the_kind():
    assert make(KIND, "hello", replace(BASIS, definitions=("H",)), NL).footer.definitions == ("H", "D")


def test_the_file_of_a_table_says_of_what_it_is_and_that_it_is_fictional():
    assert make(KIND, "hello", BASIS, NL).file_name == "GM0001-po-word-2025.csv"
    assert (
        make(KIND, "hello", replace(BASIS, fictional=True), NL).file_name == "fictief-GM0001-po-word-2025.csv"
    )


def test_figures_keep_their_order_and_know_where_they_stand():
    first = replace(KIND, key="first", stand=Stand.FIRST)
    kinds = by_key(KIND, first, replace(first, key="second"))
    assert list(kinds) == ["word", "first", "second"]
    assert standing(kinds, Stand.FIRST) == ("first", "second")
    assert standing(kinds, Stand.MORE) == ()


def test_the_wide_picture_is_printed_where_there_is_room_for_it():
    assert [paper for paper in Paper if paper.wide] == [Paper.ACROSS, Paper.TALL]


def test_a_footer_says_what_is_known_and_first_that_it_is_invented():
    basis = replace(BASIS, fictional=True, pupils=1, schools=None)
    assert make(KIND, "hello", basis, NL).footer.words(NL) == (
        "fictieve gegevens",
        "geschat op basis van de buurt",
        "Bron: hand",
        "2025/26",
        "1 leerling",
    )
