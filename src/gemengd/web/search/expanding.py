# SPDX-License-Identifier: EUPL-1.2
"""The words of the index that a word of a question may mean, each with how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from gemengd.web.search.models import Word
from gemengd.web.search.words import stem

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


def expand(word: str, language: str) -> Expanded:
    """Every word of the index that a folded word may mean."""
    stem_of = f"stem_{language}" if language in ("nl", "en") else "stem_nl"
    stemmed = stem(word, stem_of.removeprefix("stem_"))
    wanted = Q(text=word) | Q(**{stem_of: stemmed})
    if len(word) >= SHORTEST_INSIDE:
        wanted |= Q(text__contains=word)
    elif len(word) >= SHORTEST_BEGINNING:
        wanted |= Q(text__startswith=word)
    rows = Word.objects.filter(wanted).values_list("pk", "text", stem_of)
    return Expanded(
        {number: _factor(word, stemmed, text, its) for number, text, its in rows},
        frozenset(text for _, text, _ in rows),
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
    stem_of = f"stem_{language}" if language in ("nl", "en") else "stem_nl"
    stems = {part: stem(part, stem_of.removeprefix("stem_")) for way in ways for part in way}
    there = set(
        Word.objects.filter(**{f"{stem_of}__in": set(stems.values())}).values_list(stem_of, flat=True)
    )
    known = [way for way in ways if all(stems[part] in there for part in way)]
    if not known:
        return []
    best = min(known, key=lambda way: (abs(len(way[0]) - len(way[1])), way))
    return [expand(part, language) for part in best]


def _left(part: str) -> list[str]:
    bare = [part.removesuffix(joint) for joint in _JOINTS if part.endswith(joint)]
    return [part, *(one for one in bare if len(one) >= SHORTEST_PART - 1)]


def _factor(word: str, stemmed: str, text: str, its_stem: str) -> int:
    if text == word:
        return EXACT
    if its_stem == stemmed:
        return STEM
    return BEGINNING if text.startswith(word) else INSIDE
