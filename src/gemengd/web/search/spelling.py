# SPDX-License-Identifier: EUPL-1.2
"""What a misspelled word was meant to be: "Bedoelde u ...?"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from django.db.models import Count
from rapidfuzz.distance import OSA

from gemengd.web.search.models import Entry, Gram, Word
from gemengd.web.search.words import WORD, fold, grams

CANDIDATES = 60
"""Words with the most signs in common that are compared letter by letter."""
Rows = Callable[[Iterable[int]], list[tuple[int, int, int, int]]]


def respelled(text: str, missing: list[str], rows: Rows) -> str:
    """The question with each word that is nowhere replaced by the nearest one that is somewhere.

    Args:
        text: the question as it was typed.
        missing: its folded words that were not found.
        rows: gives the visible entries of words, so that nothing is suggested from what may not be seen.

    Returns:
        The question in another spelling; empty where one of the words resembles none.
    """
    nearest = {word: _nearest(word, rows) for word in missing}
    if not all(nearest.values()):
        return ""
    return WORD.sub(lambda match: nearest.get(fold(match[0]), match[0]), text).strip()


def _nearest(word: str, rows: Rows) -> str:
    """The nearest visible word, in the spelling of an entry that has it."""
    most = 1 if len(word) < 5 else 2
    alike = [
        (distance, text, number)
        for number, text in _candidates(word)
        if (distance := OSA.distance(word, text, score_cutoff=most)) <= most
    ]
    if not alike:
        return ""
    entries: dict[int, list[int]] = {}
    for number, entry, *_ in rows([number for _, _, number in alike]):
        entries.setdefault(number, []).append(entry)
    seen = [
        (distance, -len(entries[number]), text, number)
        for distance, text, number in alike
        if number in entries
    ]
    if not seen:
        return ""
    *_, text, number = min(seen)
    return _as_written(text, min(entries[number]))


def _candidates(word: str) -> list[tuple[int, str]]:
    """Words with the most groups of signs in common; of equally many those that come first by letter."""
    near = (
        Gram.objects.filter(gram__in=grams(word))
        .values_list("word")
        .annotate(common=Count("pk"))
        .filter(common__gte=2 if len(word) > 3 else 1)
    )
    common: Counter[int] = Counter(dict(near))
    texts = dict(Word.objects.filter(pk__in=_most(common)).values_list("pk", "text"))
    return sorted(texts.items(), key=lambda each: (-common[each[0]], each[1]))


def _most(common: Counter[int]) -> list[int]:
    """Those with the most in common, and all that have as much as the last of them."""
    if len(common) <= CANDIDATES:
        return list(common)
    least = common.most_common(CANDIDATES)[-1][1]
    return [number for number, much in common.items() if much >= least]


def _as_written(text: str, entry: int) -> str:
    """A word with the capitals and accents that it has in an entry."""
    there = Entry.objects.get(pk=entry)
    written = (match[0] for match in WORD.finditer(f"{there.title} {there.text}"))
    return next((word for word in written if fold(word) == text), text)
