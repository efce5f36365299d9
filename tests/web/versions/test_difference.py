# SPDX-License-Identifier: EUPL-1.2
"""What changed between two texts, in words that a reader can follow."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from gemengd.web.versions import difference
from gemengd.web.versions.difference import as_text, by_words, changes


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("Een.", "Een.", "Een."),
        ("", "Nieuw.", "{+Nieuw.+}"),
        ("Weg.", "", "[-Weg.-]"),
        ("Wij zijn klein.", "Wij zijn groot.", "Wij zijn [-klein-]{+groot+}."),
        ("Wij zijn klein", "Wij zijn heel klein", "Wij zijn {+heel+} klein"),
        ("45 van de 100", "50 van de 100", "[-45-] {+50+} van de 100"),
        ("op 1.234,5 punten", "op 1.234,6 punten", "op [-1.234,5-] {+1.234,6+} punten"),
        ("Eerste zin. Tweede zin.", "Eerste zin. Derde zin.", "Eerste zin. [-Tweede-] {+Derde+} zin."),
        ("a b", "a\nb", "a\nb"),
    ],
)
def test_a_difference_is_told_by_words(old, new, expected):
    assert as_text(by_words(old, new)) == expected


TEXT = st.text(st.sampled_from("aé b.,\n!?1'-_ "), max_size=60)


@given(TEXT, TEXT)
def test_what_stayed_and_came_is_the_new_text_to_the_letter(old, new):
    assert "".join(piece.text for piece in by_words(old, new) if piece.how != "gone") == new


@given(TEXT, TEXT)
def test_what_stayed_and_went_is_the_old_text_but_for_spaces(old, new):
    before = "".join(piece.text for piece in by_words(old, new) if piece.how != "added")
    assert "".join(before.split()) == "".join(old.split())


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text):
    assert {piece.how for piece in by_words(text, text)} <= {"same"}


@given(TEXT, TEXT)
def test_neighbouring_pieces_are_of_different_sorts(old, new):
    sorts = [piece.how for piece in by_words(old, new)]
    assert all(left != right for left, right in pairwise(sorts))


@pytest.fixture
def compared(monkeypatch):
    """The sizes of what is compared part by part."""
    sizes = []

    class Counted(SequenceMatcher):
        def __init__(self, junk, old, new, autojunk):
            sizes.append((len(old), len(new)))
            super().__init__(junk, old, new, autojunk)

    monkeypatch.setattr(difference, "SequenceMatcher", Counted)
    return sizes


def test_a_long_text_is_compared_by_sentences_and_by_words_only_where_one_differs(compared):
    sentence = "De scholen van stad {} willen dat alle kinderen van de buurt elkaar ontmoeten. "
    old = "".join(sentence.format(number) for number in range(1500))
    new = old.replace("buurt", "wijk")
    pieces = by_words(old, new)
    # All sentences once, and each of them by its own dozen of words.
    assert max(compared) == (1501, 1501)
    assert len(compared) == 1501
    assert max(compared[1:]) < (20, 20)
    assert [piece.text.strip() for piece in pieces if piece.how == "added"] == ["wijk"] * old.count("buurt")


def test_a_long_text_without_sentences_is_shown_as_replaced_rather_than_keeping_the_reader_waiting(compared):
    old, new = ("a b c " * 2000), ("c b a " * 2000)
    assert [piece.how for piece in by_words(old, new)] == ["gone", "added"]
    assert compared == [(2, 2)]


def test_contents_are_compared_by_field_with_the_names_and_order_of_the_labels():
    old = {"text": "Oud.", "goals": [{"name": "A"}], "year": 2024, "same": "x"}
    new = {"text": "Nieuw.", "goals": [{"name": "A"}, {"name": "B"}], "year": 2025, "same": "x"}
    found = changes(old, new, {"year": "Jaar", "text": "Tekst"})
    assert [(one.label, one.old, one.new) for one in found] == [
        ("Jaar", "2024", "2025"),
        ("Tekst", "Oud.", "Nieuw."),
        ("goals.1.name", "", "B"),
    ]


def test_a_field_that_went_is_a_change_and_nothing_is_one_without_a_before():
    assert [(one.label, one.new) for one in changes({"a": "x", "b": None}, {})] == [("a", "")]
    assert [one.label for one in changes(None, {"a": "x"})] == ["a"]


def test_on_a_page_it_does_not_rest_on_colour_and_markup_is_harmless():
    page = render_to_string(
        "versions/difference.html", {"pieces": by_words("<b>klein</b> huis", "<script>groot</script> huis")}
    )
    assert "<script>" not in page
    assert "<b>" not in page
    assert page.count("<ins>") == page.count("toegevoegd:")
    assert page.count("<del>") == page.count("vervallen:")
    assert page.count("<del>") > 0
