# SPDX-License-Identifier: EUPL-1.2
"""What a search costs does not grow with what there is to find; times stand in the benchmarks."""

from __future__ import annotations

import random
from itertools import islice

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gemengd.web.search.asking import Asker, ask
from gemengd.web.search.services import rebuild
from gemengd.web.site import registry
from gemengd.web.site.declarations import Row, Searched

pytestmark = pytest.mark.slow
OBJECTS, WORDS, DIFFERENT = 10_000, 25, 8_000
MOST = 12
"""Questions to the database that a search may take."""


def rows():
    """Objects of which each has a word that all have, and words that grow rarer."""
    chance = random.Random(4)
    letters = ["ba", "de", "ko", "ri", "lu", "sa", "mo", "ti", "ve", "na", "pe", "go"]
    made = ("".join(chance.choices(letters, k=chance.randint(2, 5))) for _ in range(DIFFERENT * 2))
    vocabulary = list(dict.fromkeys(made))
    often = [1 / (place + 1) for place in range(len(vocabulary))]
    for number in range(OBJECTS):
        text = " ".join(chance.choices(vocabulary, weights=often, k=WORDS))
        yield Row(str(number), f"Basisschool {vocabulary[number % 3000]}", text, f"/o/{number}/")


def asked_for(count, monkeypatch):
    """How many questions to the database each search takes among so many objects."""
    known = {"object": Searched("object", "Object", rows=lambda: islice(rows(), count))}
    monkeypatch.setattr(registry, "searched", lambda: known)
    rebuild()
    some = list(islice(rows(), 100))[43].text.split()[10:14]
    taken = {}
    for asked in (some[0], " ".join(some), "basisschool", f"basisschool {some[1]}", "basischool"):
        with CaptureQueriesContext(connection) as questions:
            answer = ask(asked, Asker(None, "nl"))
        assert answer.total or answer.meant, asked
        taken[asked] = len(questions)
    return taken


def test_a_search_among_more_objects_asks_the_database_no_more(db, monkeypatch):
    few, many = asked_for(100, monkeypatch), asked_for(1000, monkeypatch)
    assert max(many.values()) <= max(few.values()) + 1
    assert max(many.values()) <= MOST
