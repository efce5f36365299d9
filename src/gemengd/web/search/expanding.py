# SPDX-License-Identifier: EUPL-1.2
"""The words of the index that a word of a question may mean, each with how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from gemengd.web.search.models import Word
from gemengd.web.search.words import LANGUAGES, stem

EXACT, STEM, BEGINNING, INSIDE = 100, 85, 55, 30
"""How sure it is that a word means another: the same, of one stem, its beginning, a part of it."""
SHORTEST_BEGINNING, SHORTEST_INSIDE, SHORTEST_PART = 2, 4, 4
"""Letters from which a word may be the beginning of another, stand inside it, or be a part of a compound."""
_JOINTS = ("s", "en", "e", "n")


@dataclass(frozen=True)
class Expanded:
    """A word of a question.

    Attributes:
        factors: number of a word in the index to how sure it is meant.
        words: the same words as text.
    """

    factors: dict[int, int]
    words: frozenset[str]


def expand(asked: Sequence[str], language: str) -> list[Expanded]:
    """Every word of the index that each of some folded words may mean; the vocabulary is read once."""
    stemmer = stemmer_of(language)
    wanted, stems = Q(pk__in=()), {word: stem(word, stemmer) for word in asked}
    for word in asked:
        wanted |= Q(text=word) | Q(**{f"stem_{stemmer}": stems[word]})
        if len(word) >= SHORTEST_INSIDE:
            wanted |= Q(text__contains=word)
        elif len(word) >= SHORTEST_BEGINNING:
            wanted |= Q(text__startswith=word)
    rows = list(Word.objects.filter(wanted).values_list("pk", "text", f"stem_{stemmer}"))
    return [_expanded(word, stems[word], rows) for word in asked]


def stemmer_of(language: str) -> str:
    """The language whose stems are used: Dutch where a language has none."""
    return language if language in LANGUAGES else "nl"


def _expanded(word: str, stemmed: str, rows: list[tuple[int, str, str]]) -> Expanded:
    meant = [(number, text, _factor(word, stemmed, text, its_stem)) for number, text, its_stem in rows]
    return Expanded(
        {number: factor for number, _, factor in meant if factor},
        frozenset(text for _, text, factor in meant if factor),
    )


def compound(word: str, language: str) -> list[Expanded]:
    """The two words of which a compound is made, where the index has both; else nothing.

    Of more than one way to part it, the one with the most even parts.
    """
    ways = [
        (left, word[cut:])
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        for left in _left(word[:cut])
    ]
    stemmer = stemmer_of(language)
    stem_of = f"stem_{stemmer}"
    stems = {part: stem(part, stemmer) for way in ways for part in way}
    there = set(
        Word.objects.filter(**{f"{stem_of}__in": set(stems.values())}).values_list(stem_of, flat=True)
    )
    known = [way for way in ways if all(stems[part] in there for part in way)]
    if not known:
        return []
    best = min(known, key=lambda way: (abs(len(way[0]) - len(way[1])), way))
    return expand(best, language)


def _left(part: str) -> list[str]:
    bare = [part.removesuffix(joint) for joint in _JOINTS if part.endswith(joint)]
    return [part, *(one for one in bare if len(one) >= SHORTEST_PART - 1)]


def _factor(word: str, stemmed: str, text: str, its_stem: str) -> int:
    """How sure it is that a word of a question means one of the index; 0 where it does not."""
    if text == word:
        return EXACT
    if its_stem == stemmed:
        return STEM
    if len(word) >= SHORTEST_BEGINNING and text.startswith(word):
        return BEGINNING
    return INSIDE if len(word) >= SHORTEST_INSIDE and word in text else 0
