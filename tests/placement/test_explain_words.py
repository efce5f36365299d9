# SPDX-License-Identifier: EUPL-1.2
"""The Dutch catalogue of the explanations is complete, and its sentences are short."""

from __future__ import annotations

import re
from importlib.resources import files

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

SOURCE = files("gemengd.placement")
MOST_WORDS = 27
"""Words in the longest sentence; it holds a condition that cannot be split without saying less."""


def messages():
    found = set()
    keywords = {"say": None}
    for row in extract_from_dir(str(SOURCE.joinpath("explain")), [("**.py", "python")], keywords=keywords):
        found.add(row[2])
    return found


def catalogue():
    with SOURCE.joinpath("locale", "nl", "explain.po").open("rb") as file:
        return {one.id: one.string for one in read_po(file, locale="nl") if one.id}


def test_every_sentence_has_a_translation_and_no_translation_is_left_over():
    # Sentences chosen in a variable are not seen by the extractor.
    chosen = {f"The lottery number of your {whose} is {{number}}." for whose in ("family", "child")}
    assert set(catalogue()) == messages() | chosen


def test_translations_hold_the_same_values():
    for english, dutch in catalogue().items():
        assert set(re.findall(r"{\w+}", english)) == set(re.findall(r"{\w+}", dutch)), english


def test_dutch_sentences_are_short():
    for dutch in catalogue().values():
        for sentence in re.split(r"[.?!] ", dutch):
            assert len(sentence.split()) <= MOST_WORDS, sentence


def test_dutch_letters_address_parents_as_u():
    assert not any(re.search(r"\b(je|jij|jouw|jullie)\b", one) for one in catalogue().values())
