# SPDX-License-Identifier: EUPL-1.2
"""Ten thousand objects are searched before a reader notices."""

from __future__ import annotations

import random
import time

import pytest

from gemengd.web.search.asking import Asker, ask
from gemengd.web.search.services import rebuild
from gemengd.web.site import registry
from gemengd.web.site.declarations import Row, Searched

pytestmark = pytest.mark.slow
OBJECTS, WORDS, DIFFERENT = 10_000, 25, 8_000
LIMIT = 0.05


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


def test_ten_thousand_objects_are_searched_within_fifty_milliseconds(db, monkeypatch):
    known = {"object": Searched("object", "Object", rows=rows)}
    monkeypatch.setattr(registry, "searched", lambda: known)
    start = time.perf_counter()
    rebuild()
    print(f"\nindexed in {time.perf_counter() - start:.1f} s")
    some = list(rows())[4321].text.split()[10:14]
    for asked in (some[0], " ".join(some), "basisschool", f"basisschool {some[1]}", "basischool", "deba"):
        spent, waited = [], []
        for _ in range(7):
            begin, start = time.process_time(), time.perf_counter()
            answer = ask(asked, Asker(None, "nl"))
            spent.append(time.process_time() - begin)
            waited.append(time.perf_counter() - start)
        print(f"{asked}: {answer.total} found, {1000 * min(spent):.1f} ms, waited {1000 * min(waited):.1f}")
        # Work, and the least of some: what else the machine does counts as little as it can.
        assert min(spent) < LIMIT, asked
