# SPDX-License-Identifier: EUPL-1.2
"""Every message is translated, and numbers are written as the language writes them."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from gemengd.measure.table.status import STATUSES as MEASURE_STATUSES
from gemengd.monitor.labels import STATUSES
from gemengd.monitor.speech import language
from gemengd.monitor.statuses import STATUSES as MONITOR_STATUSES

FOLDER = Path(str(files("gemengd.monitor")))
FIGURES = Path(str(files("gemengd.figures")))
KEYWORDS = {"say": None, "mark": None, "plural": (1, 2)}
METHODS = [("**.py", "python"), ("reporting/templates/**.j2", "jinja2.ext:babel_extract")]


def messages():
    return {
        message
        for folder in (FOLDER, FIGURES)
        for _, _, message, _, _ in extract_from_dir(folder, method_map=METHODS, keywords=KEYWORDS)
    }


def catalogue():
    with (FOLDER / "locale" / "nl" / "monitor.po").open("rb") as file:
        return read_po(file, locale="nl")


def test_messages_are_found_in_code_and_templates():
    found = messages()
    assert "How mixed?" in found
    assert "Skip to the content" in found
    assert ("{count} pupil", "{count} pupils") in found


def test_every_message_has_a_dutch_translation():
    translated = {entry.id for entry in catalogue() if entry.id and entry.string and not entry.fuzzy}
    assert sorted(map(str, messages() - translated)) == []


def test_no_translation_is_left_over():
    assert {str(entry.id) for entry in catalogue() if entry.id} - {
        str(message) for message in messages()
    } == set()


def test_translations_use_the_same_values():
    for entry in catalogue():
        ids, strings = (x if isinstance(x, tuple) else (x,) for x in (entry.id, entry.string))
        for message, translation in zip(ids, strings, strict=True):
            if message:
                assert set(re.findall(r"{\w+}", translation)) == set(re.findall(r"{\w+}", message)), message


def test_every_status_has_words():
    assert set(MEASURE_STATUSES) | set(MONITOR_STATUSES) <= set(STATUSES)


@pytest.mark.parametrize(
    ("code", "value", "digits", "text"),
    [
        ("nl", 1234.56, 1, "1.234,6"),
        ("en", 1234.56, 1, "1,234.6"),
        ("nl", -0.4, 0, "0"),
        ("nl", -2.5, 0, "−3"),
        ("nl", 0.5, 0, "1"),
        ("nl", None, 0, "–"),
    ],
)
def test_numbers(code, value, digits, text):
    assert language(code).number(value, digits) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0%"), (0.004, "<1%"), (0.005, "1%"), (1.0, "100%"), (None, "–")]
)
def test_percentages(share, text):
    assert language("nl").percent(share) == text


def test_an_unknown_language_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="'de', expected one of nl, en"):
        language("de")


def test_a_school_year_and_a_day():
    assert language("nl").school_year(1999) == "1999/00"
    assert language("nl").day("2017-10-01") == "1 oktober 2017"
    assert language("en").day(None) == "–"
