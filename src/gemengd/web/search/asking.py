# SPDX-License-Identifier: EUPL-1.2
"""What is meant by a question: the objects that its words point at, the surest first.

Everything that decides the order is a whole number and is added up here, so that SQLite and PostgreSQL give
the same answer. What the asker may not see is left out before anything is counted, weighed or suggested.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator

from gemengd.web.search.excerpts import Part, excerpt, marked
from gemengd.web.search.expanding import Expanded, compound, expand
from gemengd.web.search.models import Entry, Posting, Shelf
from gemengd.web.search.spelling import respelled
from gemengd.web.search.words import STOP, words
from gemengd.web.site import registry
from gemengd.web.site.declarations import Searched

SIZE = 20
"""Results on a page."""
MOST_WORDS = 8
"""Words of a question that are looked at."""

Points = dict[int, int]


@dataclass(frozen=True)
class Result:
    """Something that was found.

    Attributes:
        kind: what it is.
        key: which one.
        title: its name, with the words of the question marked.
        url: where it stands.
        excerpt: a passage of its text, with the words of the question marked; empty where it has none.
    """

    kind: str
    key: str
    title: tuple[Part, ...]
    url: str
    excerpt: tuple[Part, ...]


@dataclass(frozen=True)
class Answer:
    """The answer to a question.

    Attributes:
        page: which page it is, of how many.
        results: what stands on it.
        total: how many there are of the chosen kind.
        counts: how many there are per kind.
        meant: the question in another spelling, where a word of it is nowhere; else empty.
        partly: True when nothing has all words, so that these have some of them.
    """

    page: Page[int]
    results: list[Result] = field(default_factory=list)
    total: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    meant: str = ""
    partly: bool = False


class Asker:
    """Who asks, and in which language; knows what they may see.

    Args:
        user: the visitor.
        language: the language of the page.
        without: kinds and keys to leave out, because they are shown elsewhere.
    """

    def __init__(self, user: Any, language: str, without: Collection[tuple[str, str]] = ()) -> None:
        self.user = user
        self.language = language
        self.without = frozenset(without)

    def postings(self, numbers: Iterable[int]) -> list[tuple[int, int, int, int]]:
        """Word, entry, weight and shelf of every visible entry that has one of these words."""
        rows = Posting.objects.filter(word__in=list(numbers))
        columns = ("word_id", "entry_id", "weight", "shelf_id")
        open_ = [shelf for shelf, kind in self.shelves.items() if kind.visible is None]
        found = list(rows.filter(shelf__in=open_).values_list(*columns))
        if guarded := [shelf for shelf in self.shelves if shelf not in open_]:
            found += self._allowed(list(rows.filter(shelf__in=guarded).values_list(*columns, "entry__key")))
        return found

    @cached_property
    def shelves(self) -> dict[int, Searched]:
        """Shelves in the language of the page, with the kind on each; of apps that are there."""
        rows = Shelf.objects.filter(language__in=("", self.language), kind__in=registry.searched())
        return {number: registry.searched()[kind] for number, kind in rows.values_list("pk", "kind")}

    def _allowed(self, rows: list[tuple[int, int, int, int, str]]) -> list[tuple[int, int, int, int]]:
        keys: dict[int, set[str]] = defaultdict(set)
        for *_, shelf, key in rows:
            keys[shelf].add(key)
        seen = {shelf: self._visible(shelf, those) for shelf, those in keys.items()}
        return [
            (word, entry, weight, shelf) for word, entry, weight, shelf, key in rows if key in seen[shelf]
        ]

    def _visible(self, shelf: int, keys: set[str]) -> set[str]:
        visible = self.shelves[shelf].visible
        return keys if visible is None else set(visible(self.user, keys))


def ask(text: str, asker: Asker, *, kind: str = "", page: str | int | None = 1) -> Answer:
    """Find what is meant.

    Args:
        text: what was typed.
        asker: who asks.
        kind: only this kind; empty for all.
        page: number of the page.
    """
    asked = _asked(text)
    expanded = expand(asked, asker.language)
    shelf_of, points = _points(expanded, asker)
    points, expanded, extra = _split(asked, points, expanded, asker)
    kind_of = {entry: asker.shelves[shelf].kind for entry, shelf in (shelf_of | extra).items()}
    scores, partly = _together(points)
    for entry in _left_out(asker, scores):
        del scores[entry]
    counts = _counts(scores, kind_of)
    chosen = [entry for entry in scores if not kind or kind_of[entry] == kind]
    # Equal ones by their number; a sort keeps the order of what is equal.
    chosen.sort()
    chosen.sort(key=scores.__getitem__, reverse=True)
    found = Paginator(chosen, SIZE).get_page(page)
    marks = {word for one in expanded for word in one.words}
    results = _results(list(found.object_list), marks, asker.language)
    missing = [word for word, there in zip(asked, points, strict=True) if not there]
    meant = respelled(text, missing, asker.postings) if missing else ""
    return Answer(found, results, len(chosen), counts, meant, partly)


def _asked(text: str) -> list[str]:
    every = list(dict.fromkeys(words(text)))[:MOST_WORDS]
    return [word for word in every if word not in STOP] or every


def _points(expanded: list[Expanded], asker: Asker) -> tuple[dict[int, int], list[Points]]:
    """The shelf of each entry; and of each word of the question, entry to how much the word says about it."""
    rows = asker.postings({number for one in expanded for number in one.factors})
    by_word: dict[int, list[tuple[int, int]]] = defaultdict(list)
    shelf_of: dict[int, int] = {}
    for word, entry, weight, shelf in rows:
        by_word[word].append((entry, weight))
        shelf_of[entry] = shelf
    return shelf_of, [_best(one, by_word) for one in expanded]


def _best(one: Expanded, by_word: dict[int, list[tuple[int, int]]]) -> Points:
    best: Points = {}
    for number, factor in one.factors.items():
        for entry, weight in by_word.get(number, ()):
            points = weight * factor
            if points > best.get(entry, 0):
                best[entry] = points
    return best


def _split(
    asked: list[str], points: list[Points], expanded: list[Expanded], asker: Asker
) -> tuple[list[Points], list[Expanded], dict[int, int]]:
    """A long word that is nowhere, looked for by its parts: `buurtscholen` as `buurt` and `scholen`."""
    shelf_of: dict[int, int] = {}
    for place, word in enumerate(asked):
        parts = compound(word, asker.language) if not points[place] else []
        if not parts:
            continue
        extra, (left, right) = _points(parts, asker)
        both = left.keys() & right.keys()
        points[place] = {entry: (left[entry] + right[entry]) // 2 for entry in both}
        expanded = [*expanded, *parts]
        shelf_of |= extra
    return points, expanded, shelf_of


def _together(points: list[Points]) -> tuple[Points, bool]:
    """Entries with every word and their score; those with some of the words where none has all."""
    there = [one for one in points if one]
    if not there:
        return {}, False
    full = set(there[0]).intersection(*there[1:]) if len(there) == len(points) else set()
    entries = full or set().union(*there)
    # How rare a word is, as BM25 has it, in hundredths; among all that was found.
    all_ = len(set().union(*there))
    rare = [round(100 * math.log(2 + (all_ - len(one)) / (len(one) + 0.5))) for one in there]
    scores = dict.fromkeys(entries, 0)
    for times, one in zip(rare, there, strict=True):
        for entry in one.keys() & entries if len(there) > 1 else one:
            scores[entry] += times * one[entry]
    return scores, not full and len(points) > 1


def _left_out(asker: Asker, scores: Points) -> list[int]:
    if not asker.without:
        return []
    keys = {key for _, key in asker.without}
    rows = Entry.objects.filter(key__in=keys).values_list("pk", "shelf__kind", "key")
    return [entry for entry, kind, key in rows if (kind, key) in asker.without and entry in scores]


def _counts(scores: Points, kind_of: dict[int, str]) -> dict[str, int]:
    counted = Counter(map(kind_of.__getitem__, scores))
    return {kind: counted[kind] for kind in registry.searched() if counted[kind]}


def _results(numbers: list[int], marks: set[str], language: str) -> list[Result]:
    entries = Entry.objects.select_related("shelf").in_bulk(numbers)
    return [
        Result(
            entry.shelf.kind,
            entry.key,
            marked(entry.title, marks),
            _in_language(entry.url, language),
            excerpt(entry.text, marks),
        )
        for entry in (entries[number] for number in numbers if number in entries)
    ]


def _in_language(url: str, language: str) -> str:
    return f"/en{url}" if language == "en" and not url.startswith("/en/") else url
