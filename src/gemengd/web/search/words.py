# SPDX-License-Identifier: EUPL-1.2
"""Words as the index keeps them: folded, brought to their stem, and weighed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

import snowballstemmer

from gemengd.web.search.models import LONGEST_WORD

LANGUAGES = {"nl": "dutch", "en": "english"}
"""Language to the name of its stemmer."""
_STOP = """
aan als bij de dan dat der die dit een en er het hun hoe ik in is je met na naar niet of om onze ook op
te ten ter tot u uit uw van voor wat we wie wij worden wordt ze zij zijn
a an and are at by for from how it its on or our the their they this to what who with you your
"""
STOP = frozenset(_STOP.split())
"""Words that nobody asks for by themselves."""
WORD = re.compile(r"[^\W_]+")

_TITLE_LENGTH, _TEXT_LENGTH = 4.0, 60.0
_TITLE_TIMES = 6.0
_B, _K = 0.5, 1.2


def fold(text: str) -> str:
    """Text without capitals and accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """The words of a text, folded, in their order."""
    return [word[:LONGEST_WORD] for word in WORD.findall(fold(text))]


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """What a folded word comes down to in a language."""
    # A stemmer keeps state while it works, so each call has its own; the answers are what is kept.
    stemmed: str = snowballstemmer.stemmer(LANGUAGES[language]).stemWord(word)
    return stemmed[:LONGEST_WORD]


def grams(word: str) -> set[str]:
    """Every three signs in a row, with one sign for the beginning and one for the end."""
    framed = f"^{word}$"
    return {framed[place : place + 3] for place in range(len(framed) - 2)}


def weights(title: str, text: str) -> dict[str, int]:
    """How much each word says about an object, from 1 to 1000, as BM25F weighs it.

    The usual length of a title and a text are fixed numbers and no averages of what is there, so that a new
    object changes nothing about the others.
    """
    in_title, in_text = words(title), words(text)
    found: Counter[str] = Counter()
    for those, usual, times in ((in_title, _TITLE_LENGTH, _TITLE_TIMES), (in_text, _TEXT_LENGTH, 1.0)):
        one = times / (1 - _B + _B * len(those) / usual)
        for word, number in Counter(those).items():
            found[word] += number * one  # type: ignore[assignment]  # counts with a weight
    return {word: max(1, round(1000 * sum_ / (_K + sum_))) for word, sum_ in found.items()}
