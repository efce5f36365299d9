# SPDX-License-Identifier: EUPL-1.2
"""Every text of the site has Dutch, and says the same with the same blanks."""

from __future__ import annotations

import re

from gemengd.web.site.translating import catalogue, placeholders, untranslated


def test_every_text_has_dutch():
    assert untranslated() == []


def test_a_translation_has_the_blanks_of_its_text():
    wrong = []
    for message in catalogue():
        texts = message.id if isinstance(message.id, (tuple, list)) else [message.id]
        strings = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        wanted = set().union(*(placeholders(text) for text in texts))
        for string in strings if message.id else ():
            # The singular may leave its number out: "one thing".
            fits = placeholders(string) <= wanted if len(texts) > 1 else placeholders(string) == wanted
            wrong += [string] if string and not fits else []
    assert wrong == []


def test_dutch_addresses_the_reader_as_u():
    strings = [str(message.string) for message in catalogue() if message.id]
    assert [
        one for one in strings if re.search(r"\b(je|jij|jou|jouw|jezelf|jullie)\b", one, re.IGNORECASE)
    ] == []
