# SPDX-License-Identifier: EUPL-1.2
"""The passage of a text that answers a question, with its words marked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from gemengd.web.search.words import WORD, fold

LENGTH = 220
"""Signs of a passage, about."""
_MORE = " …"


@dataclass(frozen=True)
class Part:
    """A part of a passage.

    Attributes:
        text: the words.
        marked: True for a word of the question.
    """

    text: str
    marked: bool


def marked(text: str, words: Collection[str]) -> tuple[Part, ...]:
    """A text in parts, with these (folded) words marked."""
    parts, done = [], 0
    for start, end in _places(text, words):
        if start > done:
            parts.append(Part(text[done:start], marked=False))
        parts.append(Part(text[start:end], marked=True))
        done = end
    if done < len(text):
        parts.append(Part(text[done:], marked=False))
    return tuple(parts)


def excerpt(text: str, words: Collection[str]) -> tuple[Part, ...]:
    """The passage with the most of these words, the first of equals; the beginning where it has none."""
    text = " ".join(text.split())
    if len(text) <= LENGTH:
        return marked(text, words)
    start, end = _passage(text, [start for start, _ in _places(text, words)])
    before, after = _MORE.lstrip() + " " if start else "", _MORE if end < len(text) else ""
    return marked(f"{before}{text[start:end].strip()}{after}", words)


def _passage(text: str, places: list[int]) -> tuple[int, int]:
    """Beginning and end of the passage, at whole words."""
    number = {place: sum(place <= other < place + LENGTH for other in places) for place in places}
    best = max(places, key=lambda place: (number[place], -place), default=0)
    start = max(0, best - LENGTH // 4)
    start = text.find(" ", start) + 1 if start else 0
    end = min(len(text), start + LENGTH)
    return start, end if end == len(text) else max(text.rfind(" ", start, end), start + 1)


def _places(text: str, words: Collection[str]) -> list[tuple[int, int]]:
    return [match.span() for match in WORD.finditer(text) if fold(match[0]) in words]
