# SPDX-License-Identifier: EUPL-1.2
"""Names of things in words, in the language of the reader."""

from __future__ import annotations

import pytest

from gemengd.monitor.labels import DENOMINATIONS, denomination_name
from gemengd.monitor.speech import language


@pytest.mark.parametrize(
    ("code", "written", "words"),
    [
        ("nl", "Protestants-Christelijk", ("protestants-christelijk", "nl")),
        ("en", "Protestants-Christelijk", ("Protestant", "en")),
        ("en", "openbaar", ("public", "en")),
        ("en", "Levensbeschouwelijk", ("levensbeschouwelijk", "nl")),
    ],
)
def test_a_denomination_is_said_with_the_language_of_its_words(code, written, words):
    assert denomination_name(written, language(code)) == words


def test_denominations_are_found_however_the_source_writes_capitals():
    assert [word for word in DENOMINATIONS if word != word.lower()] == []
